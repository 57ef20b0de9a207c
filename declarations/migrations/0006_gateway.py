"""The course of inventories at customs, the outbox before it and the receipts behind it."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import zone_portal.framework.dated
from django.db import migrations, models

from zone_portal.framework.append_only import refuse_changes

APPEND_ONLY = (
    'declarations_course_step',
    'declarations_customs_message',
    'declarations_customs_receipt',
    'declarations_customs_repeat',
)


class Migration(migrations.Migration):

    dependencies = [
        ('declarations', '0005_tasks'),
        ('reference', '0001_initial'),  # brings btree_gist, which exclusion constraints need
    ]

    operations = [
        migrations.CreateModel(
            name='CourseStep',
            fields=[
                ('pk', models.CompositePrimaryKey('inventory_id', 'number', blank=True, editable=False, primary_key=True, serialize=False)),
                ('inventory_id', models.BigIntegerField(verbose_name='清单')),
                ('number', models.IntegerField(verbose_name='第几步')),
                ('source', models.CharField(default='', max_length=10, verbose_name='原状态')),
                ('target', models.CharField(max_length=10, verbose_name='新状态')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('receipt_id', models.BigIntegerField(null=True, verbose_name='回执')),
                ('note', models.CharField(default='', max_length=200, verbose_name='说明')),
            ],
            options={
                'verbose_name': '进程步骤',
                'db_table': 'declarations_course_step',
            },
        ),
        migrations.CreateModel(
            name='CustomsMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.BinaryField(unique=True, verbose_name='摘要')),
                ('kind', models.CharField(default='', max_length=6, verbose_name='报文类型')),
                ('body', models.BinaryField(verbose_name='原文（压缩后加密）')),
                ('received_at', models.DateTimeField(verbose_name='接收时间')),
                ('refusal', models.CharField(default='', max_length=300, verbose_name='无法读取的原因')),
            ],
            options={
                'verbose_name': '海关报文',
                'db_table': 'declarations_customs_message',
            },
        ),
        migrations.CreateModel(
            name='Outbox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('inventory_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None, verbose_name='清单')),
                ('created_at', models.DateTimeField(verbose_name='产生时间')),
            ],
            options={
                'verbose_name': '待转发',
                'db_table': 'declarations_outbox',
            },
        ),
        migrations.CreateModel(
            name='Course',
            fields=[
                ('inventory_id', models.BigIntegerField(primary_key=True, serialize=False, verbose_name='清单')),
                ('status', models.CharField(max_length=10, verbose_name='海关状态')),
                ('status_at', models.DateTimeField(verbose_name='状态时间')),
                ('said_at', models.DateTimeField(null=True, verbose_name='最近回执时间')),
                ('info', models.CharField(default='', max_length=1000, verbose_name='回执信息')),
                ('pre_no', models.CharField(default='', max_length=18, verbose_name='预录入编号')),
                ('invt_no', models.CharField(default='', max_length=20, verbose_name='清单编号')),
                ('route', models.CharField(default='', max_length=1, verbose_name='通关方式')),
                ('revision', models.IntegerField(default=1, verbose_name='报送版本')),
                ('round', models.IntegerField(default=1, verbose_name='第几次报送')),
                ('steps', models.IntegerField(default=0, verbose_name='步数')),
            ],
            options={
                'verbose_name': '通关进程',
                'db_table': 'declarations_course',
                'indexes': [models.Index(fields=['status', '-inventory_id'], name='course_status'), models.Index(condition=models.Q(('invt_no', ''), _negated=True), fields=['invt_no'], name='course_invt_no'), models.Index(condition=models.Q(('pre_no', ''), _negated=True), fields=['pre_no'], name='course_pre_no')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['queued', 'sent', 'failed', '1', '2', '3', '4', '120', '300', '500', '501', '502', '503', '505', '599', '600', '399', '800', '899', '700', '100', 'refused', 'cancelled'])), name='course_status_known')],
            },
        ),
        migrations.CreateModel(
            name='CourseStandard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mode', models.CharField(max_length=4, verbose_name='监管方式')),
                ('direction', models.CharField(max_length=6, verbose_name='进出口')),
                ('source', models.CharField(max_length=10, verbose_name='自')),
                ('target', models.CharField(max_length=10, verbose_name='至')),
                ('owner', models.CharField(max_length=12, verbose_name='责任方')),
                ('hours', models.DecimalField(decimal_places=3, max_digits=8, null=True, verbose_name='时限（小时）')),
                ('valid_from', models.DateField(verbose_name='生效日期')),
                ('valid_to', models.DateField(null=True, verbose_name='失效日期')),
                ('verified', models.BooleanField(default=False, verbose_name='已核实')),
                ('basis', models.CharField(max_length=300, verbose_name='依据')),
            ],
            options={
                'verbose_name': '环节时限',
                'db_table': 'declarations_course_standard',
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(zone_portal.framework.dated.DateRange('valid_from', 'valid_to'), '&&'), ('mode', '='), ('direction', '='), ('source', '='), ('target', '=')], name='course_standard_dates'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='course_standard_period')],
            },
        ),
        migrations.CreateModel(
            name='CustomsReceipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.UUIDField(unique=True, verbose_name='摘要')),
                ('message_id', models.BigIntegerField(verbose_name='海关报文')),
                ('position', models.IntegerField(verbose_name='序号')),
                ('kind', models.CharField(max_length=6, verbose_name='报文类型')),
                ('number', models.CharField(max_length=60, verbose_name='单号')),
                ('document_id', models.BigIntegerField(null=True, verbose_name='单证')),
                ('inventory_id', models.BigIntegerField(null=True, verbose_name='清单')),
                ('return_status', models.CharField(max_length=10, verbose_name='回执状态')),
                ('return_time', models.DateTimeField(verbose_name='回执时间')),
                ('return_info', models.CharField(max_length=1000, verbose_name='回执信息')),
                ('head', models.JSONField(verbose_name='内容')),
                ('effect', models.CharField(max_length=8, verbose_name='结果')),
                ('simulated', models.BooleanField(default=False, verbose_name='来自模拟器')),
                ('received_at', models.DateTimeField(verbose_name='接收时间')),
            ],
            options={
                'verbose_name': '海关回执',
                'db_table': 'declarations_customs_receipt',
                'indexes': [models.Index(condition=models.Q(('document_id__isnull', False)), fields=['document_id'], name='customs_receipt_document'), models.Index(condition=models.Q(('inventory_id__isnull', False)), fields=['inventory_id'], name='customs_receipt_inventory'), models.Index(condition=models.Q(('effect', 'unknown')), fields=['-id'], name='customs_receipt_unknown')],
                'constraints': [models.CheckConstraint(condition=models.Q(('effect__in', ['moved', 'late', 'no_step', 'kept', 'unknown'])), name='customs_receipt_effect_known')],
            },
        ),
        migrations.CreateModel(
            name='CustomsRepeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('receipt_id', models.BigIntegerField(verbose_name='回执')),
                ('message_id', models.BigIntegerField(verbose_name='海关报文')),
                ('received_at', models.DateTimeField(verbose_name='接收时间')),
            ],
            options={
                'verbose_name': '重复回执',
                'db_table': 'declarations_customs_repeat',
                'indexes': [models.Index(fields=['receipt_id'], name='customs_repeat_receipt')],
            },
        ),
        migrations.CreateModel(
            name='Dispatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document_id', models.BigIntegerField(verbose_name='单证')),
                ('revision', models.IntegerField(verbose_name='版本')),
                ('round', models.IntegerField(default=1, verbose_name='第几次报送')),
                ('kind', models.CharField(max_length=6, verbose_name='报文类型')),
                ('needs', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None, verbose_name='须先送达')),
                ('status', models.CharField(default='waiting', max_length=8, verbose_name='状态')),
                ('alone', models.BooleanField(default=False, verbose_name='单独发送')),
                ('attempts', models.SmallIntegerField(default=0, verbose_name='次数')),
                ('not_before', models.DateTimeField(verbose_name='最早发送时间')),
                ('error', models.CharField(default='', max_length=200, verbose_name='最近错误')),
                ('message_guid', models.CharField(default='', max_length=36, verbose_name='报文编号')),
                ('created_at', models.DateTimeField(verbose_name='产生时间')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='送达时间')),
            ],
            options={
                'verbose_name': '转发',
                'db_table': 'declarations_dispatch',
                'indexes': [models.Index(condition=models.Q(('status', 'waiting')), fields=['kind', 'id'], name='dispatch_waiting'), models.Index(condition=models.Q(('status', 'dead')), fields=['id'], name='dispatch_dead')],
                'constraints': [models.UniqueConstraint(fields=('document_id', 'revision', 'round'), name='dispatch_once'), models.CheckConstraint(condition=models.Q(('status__in', ['waiting', 'sent', 'dead'])), name='dispatch_status_known')],
            },
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('inventory_id', models.BigIntegerField(verbose_name='清单')),
                ('status', models.CharField(max_length=10, verbose_name='状态')),
                ('reason', models.CharField(max_length=1000, verbose_name='原因')),
                ('since', models.DateTimeField(verbose_name='起')),
                ('receipt_id', models.BigIntegerField(null=True, verbose_name='回执')),
                ('instruction', models.TextField(default='', verbose_name='布控指令')),
                ('instructed_at', models.DateTimeField(null=True, verbose_name='指令时间')),
                ('instructed_by', models.CharField(default='', max_length=128, verbose_name='指令人')),
                ('result', models.CharField(default='', max_length=12, verbose_name='现场结果')),
                ('finding', models.TextField(default='', verbose_name='现场情况')),
                ('found_at', models.DateTimeField(null=True, verbose_name='记录时间')),
                ('found_by', models.CharField(default='', max_length=128, verbose_name='记录人')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='止')),
                ('ended_status', models.CharField(default='', max_length=10, verbose_name='之后状态')),
                ('ended_reason', models.CharField(default='', max_length=1000, verbose_name='解除说明')),
            ],
            options={
                'verbose_name': '扣留与查验',
                'db_table': 'declarations_hold',
                'indexes': [models.Index(fields=['inventory_id'], name='hold_inventory')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('inventory_id',), name='hold_one_open')],
            },
        ),
        *(refuse_changes(table) for table in APPEND_ONLY),
        migrations.RunSQL(
            'ALTER TABLE declarations_customs_message ALTER COLUMN body SET STORAGE EXTERNAL;'
            'ALTER TABLE declarations_course SET (fillfactor = 80);',
            migrations.RunSQL.noop,
        ),
    ]
