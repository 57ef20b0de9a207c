"""Returns of released goods: their states and terms, and what they hold of an inventory."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

from zone_portal.framework.append_only import refuse_changes


class Migration(migrations.Migration):

    dependencies = [
        ('declarations', '0013_papers_at_customs'),
    ]

    operations = [
        migrations.CreateModel(
            name='Return',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False, verbose_name='退货申请单')),
                ('kind', models.CharField(max_length=6, verbose_name='报文类型')),
                ('sender_id', models.IntegerField(verbose_name='发送企业')),
                ('parties', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None, verbose_name='相关企业')),
                ('number', models.CharField(max_length=30, verbose_name='企业内部编号')),
                ('invt_no', models.CharField(max_length=20, verbose_name='原清单编号')),
                ('logistics_no', models.CharField(max_length=80, verbose_name='物流运单编号')),
                ('inventory_id', models.BigIntegerField(null=True, verbose_name='原清单')),
                ('district', models.CharField(max_length=4, verbose_name='退货申报地海关')),
                ('is_across', models.BooleanField(default=False, verbose_name='跨关区')),
                ('state', models.CharField(max_length=10, verbose_name='状态')),
                ('state_at', models.DateTimeField(verbose_name='状态时间')),
                ('said_at', models.DateTimeField(null=True, verbose_name='最近回执时间')),
                ('info', models.CharField(default='', max_length=1000, verbose_name='回执信息')),
                ('applied_at', models.DateTimeField(verbose_name='申请时间')),
                ('released_on', models.DateField(null=True, verbose_name='原清单放行日期')),
                ('apply_until', models.DateField(null=True, verbose_name='申请截止日期')),
                ('arrive_until', models.DateField(null=True, verbose_name='运抵截止日期')),
                ('tax_free_until', models.DateField(null=True, verbose_name='免税退运截止日期')),
                ('clock', models.CharField(default='', max_length=6, verbose_name='计时')),
                ('due_on', models.DateField(null=True, verbose_name='截止日期')),
                ('warned_for', models.DateField(null=True, verbose_name='已提醒的截止日期')),
                ('arrived_on', models.DateField(null=True, verbose_name='运抵日期')),
                ('arrived_at_place', models.CharField(default='', max_length=60, verbose_name='运抵场所')),
                ('tally_id', models.BigIntegerField(null=True, verbose_name='理货明细单')),
                ('settled_at', models.DateTimeField(null=True, verbose_name='退回税款和额度时间')),
                ('quota', models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name='退回额度')),
                ('duty', models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name='退回关税')),
                ('consumption', models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name='退回消费税')),
                ('vat', models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name='退回增值税')),
                ('bill', models.CharField(default='', max_length=10, verbose_name='税单处理')),
                ('steps', models.IntegerField(default=0, verbose_name='步数')),
            ],
            options={
                'verbose_name': '退货',
                'db_table': 'declarations_return',
            'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['stored', 'applied', 'accepted', 'approved', 'refused', 'expired', 'completed', 'withdrawn'])), name='return_state_known'), models.CheckConstraint(condition=models.Q(('clock__in', ['', 'apply', 'arrive', 'return'])), name='return_clock_known'), models.CheckConstraint(condition=models.Q(('settled_at__isnull', True), ('state', 'completed'), _connector='OR'), name='return_settled_when_completed')], 'indexes': [models.Index(condition=models.Q(('inventory_id__isnull', False)), fields=['inventory_id'], name='return_inventory'), models.Index(condition=models.Q(('clock', ''), _negated=True), fields=['due_on'], name='return_due'), models.Index(fields=['state', '-id'], name='return_state'), models.Index(fields=['invt_no'], name='return_invt_no'), models.Index(condition=models.Q(('kind', 'CEB625'), ('settled_at__isnull', True), ('state', 'completed')), fields=['id'], name='return_unsettled'), django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['parties'], name='return_parties')]},
        ),
        migrations.CreateModel(
            name='Returned',
            fields=[
                ('pk', models.CompositePrimaryKey('inventory_id', 'gnum', blank=True, editable=False, primary_key=True, serialize=False)),
                ('inventory_id', models.BigIntegerField(verbose_name='原清单')),
                ('gnum', models.IntegerField(verbose_name='商品序号')),
                ('declared', models.DecimalField(decimal_places=5, max_digits=19, verbose_name='申报数量')),
                ('held', models.DecimalField(decimal_places=5, max_digits=19, verbose_name='退货占用数量')),
            ],
            options={
                'verbose_name': '已退数量',
                'db_table': 'declarations_returned',
            'constraints': [models.CheckConstraint(condition=models.Q(('held__gte', 0), ('held__lte', models.F('declared'))), name='returned_never_more_than_declared')]},
        ),
        migrations.CreateModel(
            name='ReturnLine',
            fields=[
                ('pk', models.CompositePrimaryKey('paper_id', 'gnum', blank=True, editable=False, primary_key=True, serialize=False)),
                ('paper_id', models.BigIntegerField(verbose_name='退货申请单')),
                ('gnum', models.IntegerField(verbose_name='原清单商品序号')),
                ('quantity', models.DecimalField(decimal_places=5, max_digits=19, verbose_name='退货数量')),
            ],
            options={
                'verbose_name': '退货商品',
                'db_table': 'declarations_return_line',
            'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='return_line_positive')]},
        ),
        migrations.CreateModel(
            name='ReturnStep',
            fields=[
                ('pk', models.CompositePrimaryKey('paper_id', 'number', blank=True, editable=False, primary_key=True, serialize=False)),
                ('paper_id', models.BigIntegerField(verbose_name='退货申请单')),
                ('number', models.IntegerField(verbose_name='第几步')),
                ('source', models.CharField(default='', max_length=10, verbose_name='原状态')),
                ('target', models.CharField(max_length=10, verbose_name='新状态')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('receipt_id', models.BigIntegerField(null=True, verbose_name='回执')),
                ('by_label', models.CharField(default='', max_length=128, verbose_name='操作人')),
                ('note', models.CharField(default='', max_length=200, verbose_name='说明')),
            ],
            options={
                'verbose_name': '退货步骤',
                'db_table': 'declarations_return_step',
            },
        ),
        refuse_changes('declarations_return_step'),
    ]
