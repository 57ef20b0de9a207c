"""Repair tasks, and the cursors of those who follow the events."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('declarations', '0004_steady_party_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Follower',
            fields=[
                ('name', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='名称')),
                ('position', models.BigIntegerField(default=0, verbose_name='位置')),
                ('moved_at', models.DateTimeField(null=True, verbose_name='推进时间')),
            ],
            options={
                'verbose_name': '事件跟随者',
                'db_table': 'declarations_follower',
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('inventory_id', models.BigIntegerField(verbose_name='清单')),
                ('sequence', models.IntegerField(verbose_name='判定')),
                ('code', models.CharField(max_length=12, verbose_name='问题代码')),
                ('enterprise_id', models.IntegerField(verbose_name='责任企业')),
                ('role', models.CharField(max_length=12, verbose_name='责任方')),
                ('parties', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None, verbose_name='相关企业')),
                ('kind', models.CharField(max_length=6, verbose_name='单证类型')),
                ('key', models.JSONField(verbose_name='单证编号')),
                ('field', models.CharField(max_length=40, verbose_name='栏目')),
                ('line', models.IntegerField(null=True, verbose_name='商品序号')),
                ('document_id', models.BigIntegerField(null=True, verbose_name='单证')),
                ('document_revision', models.IntegerField(null=True, verbose_name='单证版本')),
                ('state', models.CharField(default='open', max_length=8, verbose_name='状态')),
                ('opened_at', models.DateTimeField(verbose_name='产生时间')),
                ('deadline_at', models.DateTimeField(verbose_name='期限')),
                ('begun_at', models.DateTimeField(null=True, verbose_name='开始处理时间')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='结束时间')),
                ('overdue_at', models.DateTimeField(null=True, verbose_name='逾期提醒时间')),
            ],
            options={
                'verbose_name': '更正任务',
                'db_table': 'declarations_task',
                'indexes': [models.Index(fields=['enterprise_id', 'id'], name='task_of_firm'), models.Index(condition=models.Q(('overdue_at__isnull', True), ('state__in', ('open', 'in_work'))), fields=['deadline_at'], name='task_due'), models.Index(condition=models.Q(('state__in', ('open', 'in_work'))), fields=['enterprise_id', 'deadline_at'], name='task_unfinished'), models.Index(fields=['inventory_id'], name='task_of_inventory'), django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['parties'], name='task_parties')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('open', 'in_work'))), fields=('inventory_id', 'code', 'enterprise_id'), name='task_one_unfinished'), models.CheckConstraint(condition=models.Q(('state__in', ('open', 'in_work', 'done', 'obsolete'))), name='task_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('state__in', ('open', 'in_work'))), models.Q(('closed_at__isnull', False), ('state__in', ('done', 'obsolete'))), _connector='OR'), name='task_closed_when_finished'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'in_work'), _negated=True), ('begun_at__isnull', False), _connector='OR'), name='task_in_work_since'), models.CheckConstraint(condition=models.Q(models.Q(('code', ''), _negated=True), models.Q(('role', ''), _negated=True), models.Q(('kind', ''), _negated=True)), name='task_names_who_and_what')],
            },
        ),
    ]
