"""Trials of rules and what they would have changed, the register of models, linked buyers."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from zone_portal.framework.append_only import refuse_changes


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('risk', '0003_cases'),
    ]

    operations = [
        migrations.CreateModel(
            name='LinkedBuyers',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=32, verbose_name='标识')),
                ('day', models.DateField(verbose_name='日期')),
                ('size', models.IntegerField(verbose_name='人数')),
                ('density', models.FloatField(verbose_name='密度')),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8), size=None, verbose_name='共用')),
                ('declarations', models.IntegerField(verbose_name='清单数')),
                ('enterprise_id', models.IntegerField(null=True, verbose_name='主要企业')),
                ('examples', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None, verbose_name='清单')),
                ('found_at', models.DateTimeField(verbose_name='发现时间')),
            ],
            options={
                'verbose_name': '关联订购人',
                'db_table': 'risk_linked_buyers',
                'indexes': [models.Index(fields=['-day', '-size'], name='risk_linked_buyers_newest')],
                'constraints': [models.UniqueConstraint(fields=('digest', 'day'), name='risk_linked_buyers_once'), models.CheckConstraint(condition=models.Q(('size__gte', 2)), name='risk_linked_buyers_two')],
            },
        ),
        migrations.CreateModel(
            name='ModelVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=24, verbose_name='模型')),
                ('version', models.PositiveSmallIntegerField(verbose_name='版本')),
                ('features', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=48), size=None, verbose_name='特征')),
                ('settings', models.JSONField(verbose_name='参数')),
                ('state', models.CharField(default='active', max_length=8, verbose_name='状态')),
                ('recall', models.DecimalField(decimal_places=4, max_digits=5, null=True, verbose_name='召回率')),
                ('false_alarms', models.DecimalField(decimal_places=5, max_digits=6, null=True, verbose_name='误报率')),
                ('measured_on', models.CharField(default='', max_length=300, verbose_name='测量样本')),
                ('measured_at', models.DateTimeField(null=True, verbose_name='测量时间')),
                ('added_at', models.DateTimeField(verbose_name='登记时间')),
                ('ran_at', models.DateTimeField(null=True, verbose_name='最近运行')),
                ('raised', models.BigIntegerField(default=0, verbose_name='已产生信号')),
            ],
            options={
                'verbose_name': '风险模型版本',
                'db_table': 'risk_model_version',
                'constraints': [models.UniqueConstraint(fields=('code', 'version'), name='risk_model_version_once'), models.CheckConstraint(condition=models.Q(('state__in', ['active', 'resting'])), name='risk_model_version_state'), models.CheckConstraint(condition=models.Q(models.Q(('measured_at__isnull', True), ('recall__isnull', True)), models.Q(('false_alarms__gte', 0), ('false_alarms__lte', 1), ('measured_at__isnull', False), ('recall__gte', 0), ('recall__lte', 1), models.Q(('measured_on', ''), _negated=True)), _connector='OR'), name='risk_model_measured_whole')],
            },
        ),
        migrations.CreateModel(
            name='Trial',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('definition', models.JSONField(verbose_name='定义')),
                ('from_day', models.DateField(verbose_name='自')),
                ('to_day', models.DateField(verbose_name='至')),
                ('state', models.CharField(default='waiting', max_length=8, verbose_name='状态')),
                ('total', models.BigIntegerField(default=0, verbose_name='筛查数')),
                ('done', models.BigIntegerField(default=0, verbose_name='已试算')),
                ('reached_at', models.DateTimeField(blank=True, null=True, verbose_name='已算至')),
                ('drawing', models.JSONField(default=dict, verbose_name='抽取进度')),
                ('summary', models.JSONField(default=dict, verbose_name='汇总')),
                ('refusal', models.CharField(blank=True, default='', max_length=500, verbose_name='未完成原因')),
                ('by_label', models.CharField(max_length=128, verbose_name='操作人')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='完成时间')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trials', to='risk.ruleversion', verbose_name='规则版本')),
            ],
            options={
                'verbose_name': '规则试算',
                'db_table': 'risk_trial',
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'running', 'done', 'failed'])), name='risk_trial_state'), models.CheckConstraint(condition=models.Q(('to_day__gte', models.F('from_day'))), name='risk_trial_period')],
            },
        ),
        migrations.CreateModel(
            name='TrialChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('inventory_id', models.BigIntegerField(verbose_name='清单')),
                ('sequence', models.IntegerField(verbose_name='第几次判定')),
                ('enterprise_id', models.IntegerField(null=True, verbose_name='企业')),
                ('value', models.DecimalField(decimal_places=5, max_digits=19, null=True, verbose_name='货值')),
                ('old_channel', models.CharField(max_length=6, verbose_name='原通道')),
                ('channel', models.CharField(max_length=6, verbose_name='新通道')),
                ('old_score', models.SmallIntegerField(verbose_name='原得分')),
                ('score', models.SmallIntegerField(verbose_name='新得分')),
                ('old_hit', models.BooleanField(verbose_name='原命中')),
                ('hit', models.BooleanField(verbose_name='新命中')),
                ('trial', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='risk.trial', verbose_name='试算')),
            ],
            options={
                'verbose_name': '试算差异',
                'db_table': 'risk_trial_change',
                'indexes': [models.Index(fields=['trial', 'enterprise_id'], name='risk_trial_change_of_firm'), models.Index(fields=['trial', '-id'], name='risk_trial_change_list')],
                'constraints': [models.UniqueConstraint(fields=('trial', 'inventory_id', 'sequence'), name='risk_trial_change_once'), models.CheckConstraint(condition=models.Q(('channel__in', ['green', 'yellow', 'red', 'audit']), ('old_channel__in', ['green', 'yellow', 'red', 'audit'])), name='risk_trial_change_channel')],
            },
        ),
        migrations.AddField(
            model_name='ruleversion',
            name='proposed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提交人'),
        ),
        migrations.AddConstraint(
            model_name='ruleversion',
            constraint=models.CheckConstraint(condition=models.Q(('proposed_by__isnull', True), ('released_by__isnull', True), models.Q(('proposed_by', models.F('released_by')), _negated=True), _connector='OR'), name='risk_rule_version_not_by_its_proposer'),
        ),
        refuse_changes('risk_trial_change'),
    ]
