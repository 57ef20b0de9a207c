"""Complaints, notices of infringement, authorisations, recalls, batches and their trace."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from zone_portal.framework.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_zone_configuration"),
        ("enterprises", "0011_files_by_programs"),
        ("risk", "0007_plans"),
    ]

    operations = [
        migrations.CreateModel(
            name="GoodsBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=16, unique=True, verbose_name="追溯码")),
                ("name", models.CharField(max_length=200, verbose_name="商品")),
                (
                    "barcode",
                    models.CharField(blank=True, default="", max_length=50, verbose_name="条码"),
                ),
                ("batch_no", models.CharField(max_length=60, verbose_name="批次号")),
                ("country", models.CharField(max_length=3, verbose_name="原产国（地区）")),
                ("quantity", models.PositiveIntegerField(verbose_name="数量")),
                ("produced_date", models.DateField(blank=True, null=True, verbose_name="生产日期")),
                ("expiry_date", models.DateField(blank=True, null=True, verbose_name="保质期至")),
                ("created_by_label", models.CharField(max_length=128, verbose_name="登记人")),
                ("created_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "firm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.enterprise",
                        verbose_name="企业",
                    ),
                ),
            ],
            options={
                "verbose_name": "商品批次",
                "verbose_name_plural": "商品批次",
                "db_table": "risk_goods_batch",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("firm", "name", "batch_no"), name="risk_goods_batch_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Recall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=32, unique=True, verbose_name="编号")),
                ("status", models.CharField(max_length=12, verbose_name="状态")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                ("opened_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "kind",
                    models.CharField(
                        choices=[("recall", "召回"), ("failed_test", "检验不合格")],
                        max_length=12,
                        verbose_name="种类",
                    ),
                ),
                ("goods", models.CharField(max_length=200, verbose_name="商品")),
                (
                    "barcode",
                    models.CharField(blank=True, default="", max_length=50, verbose_name="条码"),
                ),
                (
                    "batches",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        default=list,
                        size=None,
                        verbose_name="批次号",
                    ),
                ),
                ("authority", models.CharField(max_length=200, verbose_name="依据和机构")),
                ("level", models.CharField(max_length=8, verbose_name="风险级别")),
                ("reason", models.TextField(max_length=2000, verbose_name="缺陷和风险")),
                ("measures", models.TextField(max_length=2000, verbose_name="处置措施")),
                ("quantity", models.PositiveIntegerField(verbose_name="涉及数量")),
                ("recovered", models.PositiveIntegerField(default=0, verbose_name="已召回数量")),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="公布时间"),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="完成时间")),
                (
                    "firm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.enterprise",
                        verbose_name="企业",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
            ],
            options={
                "verbose_name": "召回与不合格",
                "verbose_name_plural": "召回与不合格",
                "db_table": "risk_recall",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ("reported", "published", "done", "rejected"))
                        ),
                        name="risk_recall_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["blue", "yellow", "orange", "red"])),
                        name="risk_recall_level",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("recovered__lte", models.F("quantity"))),
                        name="risk_recall_recovered",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RightsNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=32, unique=True, verbose_name="编号")),
                ("status", models.CharField(max_length=12, verbose_name="状态")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                ("opened_at", models.DateTimeField(verbose_name="登记时间")),
                ("holder", models.CharField(max_length=120, verbose_name="权利人")),
                ("brand", models.CharField(max_length=120, verbose_name="商标或作品")),
                ("right_number", models.CharField(max_length=60, verbose_name="权利证号")),
                ("goods", models.CharField(max_length=300, verbose_name="涉嫌侵权商品")),
                ("facts", models.TextField(max_length=2000, verbose_name="初步证据")),
                (
                    "forwarded_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="转送时间"),
                ),
                (
                    "measures",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="采取的措施"
                    ),
                ),
                (
                    "counter",
                    models.TextField(
                        blank=True, default="", max_length=2000, verbose_name="不侵权声明"
                    ),
                ),
                (
                    "countered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="声明时间"),
                ),
                ("wait_until_date", models.DateField(blank=True, null=True, verbose_name="等待至")),
                (
                    "outcome",
                    models.TextField(blank=True, default="", max_length=2000, verbose_name="结果"),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="办结时间")),
                (
                    "firm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.enterprise",
                        verbose_name="商户",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "platform",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.enterprise",
                        verbose_name="平台",
                    ),
                ),
            ],
            options={
                "verbose_name": "侵权通知",
                "verbose_name_plural": "侵权通知",
                "db_table": "risk_rights_notice",
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "countered")),
                        fields=["wait_until_date"],
                        name="risk_rights_notice_waiting",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                (
                                    "received",
                                    "forwarded",
                                    "countered",
                                    "pursued",
                                    "restored",
                                    "upheld",
                                    "refused",
                                ),
                            )
                        ),
                        name="risk_rights_notice_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "countered"), _negated=True),
                            models.Q(
                                ("countered_at__isnull", False), ("wait_until_date__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="risk_rights_notice_waits",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TraceEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stage", models.CharField(max_length=12, verbose_name="环节")),
                ("on_date", models.DateField(verbose_name="日期")),
                ("place", models.CharField(max_length=100, verbose_name="地点")),
                ("party", models.CharField(max_length=120, verbose_name="责任主体")),
                (
                    "document",
                    models.CharField(
                        blank=True, default="", max_length=60, verbose_name="单证编号"
                    ),
                ),
                ("quantity", models.PositiveIntegerField(verbose_name="数量")),
                ("by_label", models.CharField(max_length=128, verbose_name="登记人")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="risk.goodsbatch",
                    ),
                ),
            ],
            options={
                "verbose_name": "追溯记录",
                "verbose_name_plural": "追溯记录",
                "db_table": "risk_trace_event",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "stage__in",
                                [
                                    "source",
                                    "inspection",
                                    "import",
                                    "storage",
                                    "sale",
                                    "delivery",
                                    "recall",
                                ],
                            )
                        ),
                        name="risk_trace_stage",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BrandAuthorisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=32, unique=True, verbose_name="编号")),
                ("status", models.CharField(max_length=12, verbose_name="状态")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                ("opened_at", models.DateTimeField(verbose_name="登记时间")),
                ("brand", models.CharField(max_length=120, verbose_name="品牌")),
                ("holder", models.CharField(max_length=120, verbose_name="授权方")),
                ("document", models.CharField(max_length=60, verbose_name="授权书编号")),
                ("scope", models.CharField(max_length=300, verbose_name="授权范围")),
                (
                    "evidence",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="凭证链接"
                    ),
                ),
                ("from_date", models.DateField(verbose_name="有效期起")),
                ("until_date", models.DateField(verbose_name="有效期至")),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="核验时间"),
                ),
                (
                    "reasons",
                    models.CharField(
                        blank=True, default="", max_length=500, verbose_name="核验意见"
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.enterprise",
                        verbose_name="企业",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
            ],
            options={
                "verbose_name": "品牌授权",
                "verbose_name_plural": "品牌授权",
                "db_table": "risk_brand_authorisation",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ("claimed", "confirmed", "rejected", "revoked"))
                        ),
                        name="risk_brand_authorisation_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_date__gte", models.F("from_date"))),
                        name="risk_brand_authorisation_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Complaint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=32, unique=True, verbose_name="编号")),
                ("status", models.CharField(max_length=12, verbose_name="状态")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                ("opened_at", models.DateTimeField(verbose_name="登记时间")),
                ("kind", models.CharField(max_length=16, verbose_name="事项")),
                (
                    "firm_name",
                    models.CharField(max_length=100, verbose_name="被投诉举报方（自述）"),
                ),
                (
                    "order_no",
                    models.CharField(
                        blank=True, default="", max_length=60, verbose_name="订单编号"
                    ),
                ),
                ("goods", models.CharField(max_length=200, verbose_name="商品")),
                ("text", models.TextField(max_length=2000, verbose_name="情况")),
                ("sealed", models.BinaryField(verbose_name="姓名和联系方式（加密）")),
                ("contact_hash", models.UUIDField(verbose_name="联系方式（密钥散列）")),
                ("secret", models.BinaryField(max_length=32, verbose_name="查询码（散列）")),
                ("accept_due_date", models.DateField(verbose_name="受理期限")),
                (
                    "accepted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="受理时间"),
                ),
                (
                    "answer_due_date",
                    models.DateField(blank=True, null=True, verbose_name="答复期限"),
                ),
                (
                    "answer",
                    models.TextField(
                        blank=True, default="", max_length=2000, verbose_name="企业答复"
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="答复时间"),
                ),
                ("end_due_date", models.DateField(blank=True, null=True, verbose_name="办结期限")),
                (
                    "outcome",
                    models.TextField(
                        blank=True, default="", max_length=2000, verbose_name="办理结果"
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="办结时间")),
                (
                    "credit_case",
                    models.BigIntegerField(blank=True, null=True, verbose_name="负面清单事项"),
                ),
                (
                    "late_told_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="逾期提醒时间"),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.enterprise",
                        verbose_name="被投诉企业",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "platform",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.enterprise",
                        verbose_name="平台",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        default="hub",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.site",
                        to_field="code",
                        verbose_name="办理平台",
                    ),
                ),
            ],
            options={
                "verbose_name": "投诉举报",
                "verbose_name_plural": "投诉举报",
                "db_table": "risk_complaint",
                "indexes": [
                    models.Index(
                        fields=["contact_hash", "-opened_at"], name="risk_complaint_contact"
                    ),
                    models.Index(fields=["firm", "-id"], name="risk_complaint_firm"),
                    models.Index(
                        condition=models.Q(("late_told_at__isnull", True), ("status", "with_firm")),
                        fields=["answer_due_date"],
                        name="risk_complaint_unanswered",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                (
                                    "received",
                                    "with_firm",
                                    "answered",
                                    "mediating",
                                    "checking",
                                    "settled",
                                    "unsettled",
                                    "confirmed",
                                    "unfounded",
                                    "refused",
                                    "withdrawn",
                                ),
                            )
                        ),
                        name="risk_complaint_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "quality",
                                    "not_received",
                                    "refund",
                                    "description",
                                    "identity",
                                    "fake",
                                    "other",
                                ],
                            )
                        ),
                        name="risk_complaint_kind",
                    ),
                ],
            },
        ),
        refuse_changes("risk_trace_event"),
    ]
