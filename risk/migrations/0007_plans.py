"""Risk points and their checks; response plans, their runs, step by step."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from zone_portal.framework.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_zone_configuration"),
        ("risk", "0006_handled_late"),
    ]

    operations = [
        migrations.CreateModel(
            name="Plan",
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
                ("code", models.SlugField(max_length=40, verbose_name="代码")),
                ("edition", models.PositiveSmallIntegerField(verbose_name="版次")),
                ("title_zh", models.CharField(max_length=120, verbose_name="名称")),
                ("title_en", models.CharField(max_length=200, verbose_name="英文名称")),
                (
                    "areas",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12),
                        size=None,
                        verbose_name="风险类型",
                    ),
                ),
                ("level", models.CharField(max_length=8, verbose_name="响应级别")),
                (
                    "department",
                    models.CharField(
                        choices=[
                            ("zone", "综试区办公室"),
                            ("customs", "海关"),
                            ("tax", "税务"),
                            ("fx", "外汇管理"),
                            ("market", "市场监管"),
                            ("commerce", "商务"),
                            ("post", "邮政管理"),
                            ("police", "公安"),
                            ("park", "园区"),
                            ("county", "县区"),
                            ("bank", "银行"),
                        ],
                        max_length=12,
                        verbose_name="指挥部门",
                    ),
                ),
                ("conditions_zh", models.TextField(max_length=2000, verbose_name="启动条件")),
                ("conditions_en", models.TextField(max_length=4000, verbose_name="英文启动条件")),
                ("command_zh", models.TextField(max_length=2000, verbose_name="组织指挥")),
                ("command_en", models.TextField(max_length=4000, verbose_name="英文组织指挥")),
                ("report_zh", models.TextField(max_length=2000, verbose_name="报告模板")),
                ("report_en", models.TextField(max_length=4000, verbose_name="英文报告模板")),
                ("contacts", models.JSONField(verbose_name="联络表")),
                ("steps", models.JSONField(verbose_name="步骤")),
                (
                    "released_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="发布时间"),
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
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        verbose_name="平台",
                    ),
                ),
            ],
            options={
                "verbose_name": "应急预案",
                "verbose_name_plural": "应急预案",
                "db_table": "risk_plan",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ("draft", "proposed", "released", "retired", "dropped"))
                        ),
                        name="risk_plan_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["blue", "yellow", "orange", "red"])),
                        name="risk_plan_level",
                    ),
                    models.UniqueConstraint(
                        fields=("site", "code", "edition"), name="risk_plan_edition"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "released")),
                        fields=("site", "code"),
                        name="risk_plan_one_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("released_at__isnull", True),
                            models.Q(
                                ("proposed_by__isnull", False),
                                ("released_by__isnull", False),
                                models.Q(("released_by", models.F("proposed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="risk_plan_four_eyes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanRun",
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
                ("drill", models.BooleanField(verbose_name="演练")),
                ("case_id", models.BigIntegerField(blank=True, null=True, verbose_name="风险事项")),
                ("reason", models.TextField(max_length=1000, verbose_name="启动原因")),
                ("started_at", models.DateTimeField(verbose_name="启动时间")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="终止时间")),
                (
                    "result",
                    models.TextField(
                        blank=True, default="", max_length=2000, verbose_name="处置结果"
                    ),
                ),
                (
                    "review",
                    models.TextField(blank=True, default="", max_length=2000, verbose_name="复盘"),
                ),
                (
                    "changes",
                    models.TextField(
                        blank=True, default="", max_length=2000, verbose_name="预案修改建议"
                    ),
                ),
                (
                    "reviewed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="复盘时间"),
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
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="risk.plan",
                        verbose_name="预案",
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
                        verbose_name="平台",
                    ),
                ),
            ],
            options={
                "verbose_name": "预案启动",
                "verbose_name_plural": "预案启动",
                "db_table": "risk_plan_run",
                "indexes": [models.Index(fields=["case_id"], name="risk_plan_run_of_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ("running", "ended", "reviewed"))),
                        name="risk_plan_run_status",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("case_id__isnull", False), ("status", "running")),
                        fields=("plan", "case_id"),
                        name="risk_plan_run_once_a_case",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RiskPoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=32, unique=True, verbose_name="编号")),
                ("node", models.CharField(max_length=16, verbose_name="流程节点")),
                ("type", models.CharField(max_length=4, verbose_name="风险类型")),
                ("cause_zh", models.CharField(max_length=300, verbose_name="成因")),
                ("cause_en", models.CharField(max_length=500, verbose_name="英文成因")),
                ("control_zh", models.CharField(max_length=300, verbose_name="防控措施")),
                ("control_en", models.CharField(max_length=500, verbose_name="英文防控措施")),
                (
                    "department",
                    models.CharField(
                        choices=[
                            ("zone", "综试区办公室"),
                            ("customs", "海关"),
                            ("tax", "税务"),
                            ("fx", "外汇管理"),
                            ("market", "市场监管"),
                            ("commerce", "商务"),
                            ("post", "邮政管理"),
                            ("police", "公安"),
                            ("park", "园区"),
                            ("county", "县区"),
                            ("bank", "银行"),
                        ],
                        max_length=12,
                        verbose_name="责任部门",
                    ),
                ),
                ("every_days", models.PositiveSmallIntegerField(verbose_name="检查周期（天）")),
                ("since_date", models.DateField(verbose_name="登记日期")),
                ("checked_date", models.DateField(blank=True, null=True, verbose_name="最近检查")),
                ("due_date", models.DateField(verbose_name="应检查日期")),
                ("retired_date", models.DateField(blank=True, null=True, verbose_name="停用日期")),
                (
                    "site",
                    models.ForeignKey(
                        default="hub",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.site",
                        to_field="code",
                        verbose_name="平台",
                    ),
                ),
            ],
            options={
                "verbose_name": "风险点",
                "verbose_name_plural": "风险点",
                "db_table": "risk_point",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "node__in",
                                [
                                    "filing",
                                    "order",
                                    "payment",
                                    "logistics",
                                    "declaration",
                                    "inspection",
                                    "release",
                                    "returns",
                                    "tax",
                                    "fx",
                                    "data",
                                ],
                            )
                        ),
                        name="risk_point_node",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("every_days__gt", 0)), name="risk_point_period"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PointCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on_date", models.DateField(verbose_name="检查日期")),
                ("found", models.BooleanField(verbose_name="发现问题")),
                ("note", models.CharField(max_length=500, verbose_name="情况")),
                ("by_label", models.CharField(max_length=128, verbose_name="检查人")),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="risk.riskpoint",
                    ),
                ),
            ],
            options={
                "verbose_name": "风险点检查",
                "verbose_name_plural": "风险点检查",
                "db_table": "risk_point_check",
            },
        ),
        migrations.CreateModel(
            name="RunStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("zh", models.CharField(max_length=200, verbose_name="事项")),
                ("en", models.CharField(max_length=300, verbose_name="英文事项")),
                (
                    "department",
                    models.CharField(
                        choices=[
                            ("zone", "综试区办公室"),
                            ("customs", "海关"),
                            ("tax", "税务"),
                            ("fx", "外汇管理"),
                            ("market", "市场监管"),
                            ("commerce", "商务"),
                            ("post", "邮政管理"),
                            ("police", "公安"),
                            ("park", "园区"),
                            ("county", "县区"),
                            ("bank", "银行"),
                        ],
                        max_length=12,
                        verbose_name="部门",
                    ),
                ),
                ("kind", models.CharField(max_length=8, verbose_name="种类")),
                ("due_at", models.DateTimeField(verbose_name="时限")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="完成时间")),
                (
                    "done_by_label",
                    models.CharField(blank=True, default="", max_length=128, verbose_name="完成人"),
                ),
                (
                    "text",
                    models.TextField(
                        blank=True, default="", max_length=4000, verbose_name="情况或报告"
                    ),
                ),
                (
                    "told_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="超时提醒时间"),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="todo",
                        to="risk.planrun",
                    ),
                ),
            ],
            options={
                "verbose_name": "预案步骤",
                "verbose_name_plural": "预案步骤",
                "db_table": "risk_run_step",
                "ordering": ["due_at", "place"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at__isnull", True), ("told_at__isnull", True)),
                        fields=["due_at"],
                        name="risk_run_step_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("run", "place"), name="risk_run_step_place"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["action", "report", "daily"])),
                        name="risk_run_step_kind",
                    ),
                ],
            },
        ),
        refuse_changes("risk_point_check"),
    ]
