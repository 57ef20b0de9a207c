"""Targets, tasks, meetings and inspections, assessments, direct reports, surveys."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from zone_portal.framework.append_only import refuse_changes


class Migration(migrations.Migration):
    """Targets, tasks, direct reports and surveys."""

    dependencies = [
        ("accounts", "0005_zone_configuration"),
        ("enterprises", "0011_files_by_programs"),
        ("statistics_app", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Duty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(unique=True, verbose_name="序号")),
                ("section", models.PositiveSmallIntegerField(verbose_name="部分")),
                ("zh", models.CharField(max_length=200, verbose_name="任务")),
                ("en", models.CharField(max_length=300, verbose_name="英文")),
                ("deadline_text", models.CharField(max_length=30, verbose_name="期限原文")),
                ("due_date", models.DateField(null=True, verbose_name="期限")),
                ("status", models.CharField(default="open", max_length=12, verbose_name="状态")),
                ("percent", models.PositiveSmallIntegerField(default=0, verbose_name="进度(%)")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
            ],
            options={
                "verbose_name": "分工任务",
                "verbose_name_plural": "分工任务",
                "db_table": "statistics_duty",
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=500, verbose_name="事项")),
                ("due_date", models.DateField(verbose_name="期限")),
                ("status", models.CharField(default="open", max_length=12, verbose_name="状态")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
            ],
            options={
                "verbose_name": "跟踪事项",
                "verbose_name_plural": "跟踪事项",
                "db_table": "statistics_follow_up",
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("status", models.CharField(default="open", max_length=12, verbose_name="状态")),
                ("own", models.JSONField(default=dict, verbose_name="自评值")),
                ("reviewed", models.JSONField(default=dict, verbose_name="核定值")),
                ("papers", models.JSONField(default=dict, verbose_name="依据")),
                (
                    "total",
                    models.DecimalField(
                        decimal_places=2, max_digits=6, null=True, verbose_name="得分"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.site",
                        to_field="code",
                        verbose_name="园区或县区",
                    ),
                ),
            ],
            options={
                "verbose_name": "考核",
                "verbose_name_plural": "考核",
                "db_table": "statistics_assessment",
            },
        ),
        migrations.CreateModel(
            name="AssessmentStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(blank=True, default="", max_length=12, verbose_name="原状态"),
                ),
                ("target", models.CharField(max_length=12, verbose_name="新状态")),
                ("deed", models.CharField(max_length=24, verbose_name="事项")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("by_label", models.CharField(max_length=128, verbose_name="操作人名称")),
                (
                    "note",
                    models.CharField(blank=True, default="", max_length=1000, verbose_name="说明"),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="statistics_app.assessment",
                        verbose_name="考核",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="操作人",
                    ),
                ),
            ],
            options={
                "verbose_name": "考核步骤",
                "verbose_name_plural": "考核步骤",
                "db_table": "statistics_assessment_step",
            },
        ),
        migrations.CreateModel(
            name="AssessmentTree",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(unique=True, verbose_name="年度")),
                ("definition", models.JSONField(verbose_name="指标体系")),
                ("status", models.CharField(default="draft", max_length=12, verbose_name="状态")),
                ("drafted_at", models.DateTimeField(verbose_name="起草时间")),
                ("released_at", models.DateTimeField(null=True, verbose_name="发布时间")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            ],
            options={
                "verbose_name": "考核指标体系",
                "verbose_name_plural": "考核指标体系",
                "db_table": "statistics_assessment_tree",
            },
        ),
        migrations.AddField(
            model_name="assessment",
            name="tree",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assessments",
                to="statistics_app.assessmenttree",
                verbose_name="年度",
            ),
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="文件名")),
                ("media_type", models.CharField(max_length=80, verbose_name="类型")),
                ("size", models.PositiveIntegerField(verbose_name="大小(字节)")),
                ("sha256", models.CharField(max_length=64, verbose_name="摘要")),
                ("content", models.BinaryField(verbose_name="内容(密文)")),
                ("scan", models.CharField(max_length=10, verbose_name="病毒扫描")),
                (
                    "scanner",
                    models.CharField(
                        blank=True, default="", max_length=60, verbose_name="扫描程序"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="上传时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.site",
                        to_field="code",
                        verbose_name="所属平台",
                    ),
                ),
            ],
            options={
                "verbose_name": "证明材料",
                "verbose_name_plural": "证明材料",
                "db_table": "statistics_evidence",
            },
        ),
        migrations.CreateModel(
            name="DutyStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(blank=True, default="", max_length=12, verbose_name="原状态"),
                ),
                ("target", models.CharField(max_length=12, verbose_name="新状态")),
                ("deed", models.CharField(max_length=24, verbose_name="事项")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("by_label", models.CharField(max_length=128, verbose_name="操作人名称")),
                (
                    "note",
                    models.CharField(blank=True, default="", max_length=1000, verbose_name="说明"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="操作人",
                    ),
                ),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="statistics_app.duty",
                        verbose_name="任务",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="statistics_app.evidence",
                        verbose_name="证明材料",
                    ),
                ),
            ],
            options={
                "verbose_name": "任务步骤",
                "verbose_name_plural": "任务步骤",
                "db_table": "statistics_duty_step",
            },
        ),
        migrations.CreateModel(
            name="FollowUpStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(blank=True, default="", max_length=12, verbose_name="原状态"),
                ),
                ("target", models.CharField(max_length=12, verbose_name="新状态")),
                ("deed", models.CharField(max_length=24, verbose_name="事项")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("by_label", models.CharField(max_length=128, verbose_name="操作人名称")),
                (
                    "note",
                    models.CharField(blank=True, default="", max_length=1000, verbose_name="说明"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="操作人",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="statistics_app.evidence",
                        verbose_name="证明材料",
                    ),
                ),
                (
                    "follow_up",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="statistics_app.followup",
                        verbose_name="事项",
                    ),
                ),
            ],
            options={
                "verbose_name": "跟踪步骤",
                "verbose_name_plural": "跟踪步骤",
                "db_table": "statistics_follow_up_step",
            },
        ),
        migrations.CreateModel(
            name="FormApproval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("form", models.CharField(max_length=20, verbose_name="表号")),
                ("form_version", models.PositiveSmallIntegerField(verbose_name="表式版本")),
                ("authority", models.CharField(max_length=100, verbose_name="制定机关")),
                (
                    "approved_by_office",
                    models.CharField(max_length=100, verbose_name="批准或备案机关"),
                ),
                ("number", models.CharField(max_length=60, verbose_name="文号")),
                ("from_date", models.DateField(verbose_name="有效期自")),
                ("to_date", models.DateField(verbose_name="有效期至")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="确认时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "调查表批准",
                "verbose_name_plural": "调查表批准",
                "db_table": "statistics_form_approval",
            },
        ),
        migrations.CreateModel(
            name="MemberUnit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="代码")),
                ("zh", models.CharField(max_length=100, verbose_name="单位")),
                ("en", models.CharField(max_length=160, verbose_name="英文名称")),
                ("group", models.BooleanField(default=False, verbose_name="合称")),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="平台单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "成员单位",
                "verbose_name_plural": "成员单位",
                "db_table": "statistics_member_unit",
            },
        ),
        migrations.CreateModel(
            name="Liaison",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_date", models.DateField(verbose_name="起始日期")),
                ("to_date", models.DateField(null=True, verbose_name="终止日期")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="联络员",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="liaisons",
                        to="statistics_app.memberunit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "联络员",
                "verbose_name_plural": "联络员",
                "db_table": "statistics_liaison",
            },
        ),
        migrations.AddField(
            model_name="followup",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="follow_ups",
                to="statistics_app.memberunit",
                verbose_name="责任单位",
            ),
        ),
        migrations.AddField(
            model_name="duty",
            name="leads",
            field=models.ManyToManyField(
                db_table="statistics_duty_lead",
                related_name="leading",
                to="statistics_app.memberunit",
                verbose_name="牵头单位",
            ),
        ),
        migrations.AddField(
            model_name="duty",
            name="participants",
            field=models.ManyToManyField(
                db_table="statistics_duty_participant",
                related_name="helping",
                to="statistics_app.memberunit",
                verbose_name="配合单位",
            ),
        ),
        migrations.CreateModel(
            name="MonthReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month_date", models.DateField(verbose_name="月份")),
                ("revision", models.PositiveSmallIntegerField(default=1, verbose_name="版次")),
                ("summary", models.CharField(max_length=2000, verbose_name="工作情况")),
                (
                    "problems",
                    models.CharField(
                        blank=True, default="", max_length=2000, verbose_name="问题和建议"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="更正理由"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="报送时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="statistics_app.memberunit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "工作月报",
                "verbose_name_plural": "工作月报",
                "db_table": "statistics_month_report",
            },
        ),
        migrations.CreateModel(
            name="Occasion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=30, unique=True, verbose_name="编号")),
                (
                    "kind",
                    models.CharField(
                        choices=[("meeting", "季度例会"), ("inspection", "监督检查")],
                        max_length=12,
                        verbose_name="种类",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="主题")),
                ("planned_date", models.DateField(verbose_name="计划日期")),
                ("held_date", models.DateField(null=True, verbose_name="进行日期")),
                (
                    "minutes",
                    models.CharField(blank=True, default="", max_length=4000, verbose_name="纪要"),
                ),
                ("status", models.CharField(default="planned", max_length=12, verbose_name="状态")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "site",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.site",
                        to_field="code",
                        verbose_name="被检查平台",
                    ),
                ),
            ],
            options={
                "verbose_name": "例会与检查",
                "verbose_name_plural": "例会与检查",
                "db_table": "statistics_occasion",
            },
        ),
        migrations.AddField(
            model_name="followup",
            name="occasion",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="follow_ups",
                to="statistics_app.occasion",
                verbose_name="来自",
            ),
        ),
        migrations.CreateModel(
            name="OccasionStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(blank=True, default="", max_length=12, verbose_name="原状态"),
                ),
                ("target", models.CharField(max_length=12, verbose_name="新状态")),
                ("deed", models.CharField(max_length=24, verbose_name="事项")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("by_label", models.CharField(max_length=128, verbose_name="操作人名称")),
                (
                    "note",
                    models.CharField(blank=True, default="", max_length=1000, verbose_name="说明"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="操作人",
                    ),
                ),
                (
                    "occasion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="statistics_app.occasion",
                        verbose_name="例会或检查",
                    ),
                ),
            ],
            options={
                "verbose_name": "例会与检查步骤",
                "verbose_name_plural": "例会与检查步骤",
                "db_table": "statistics_occasion_step",
            },
        ),
        migrations.CreateModel(
            name="PlanTarget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "line",
                    models.PositiveSmallIntegerField(null=True, unique=True, verbose_name="表行号"),
                ),
                ("zone", models.CharField(max_length=20, verbose_name="综试区")),
                ("plan", models.CharField(max_length=8, verbose_name="方案")),
                ("indicator", models.CharField(max_length=40, verbose_name="指标代码")),
                ("zh", models.CharField(max_length=100, verbose_name="指标")),
                ("en", models.CharField(max_length=160, verbose_name="英文名称")),
                ("basis", models.CharField(max_length=8, verbose_name="口径")),
                ("sense", models.CharField(max_length=8, verbose_name="性质")),
                ("unit", models.CharField(max_length=20, verbose_name="单位")),
                (
                    "unit_en",
                    models.CharField(
                        blank=True, default="", max_length=40, verbose_name="英文单位"
                    ),
                ),
                ("year_text", models.CharField(max_length=30, verbose_name="期限原文")),
                ("target_text", models.CharField(max_length=30, verbose_name="目标原文")),
                ("start_date", models.DateField(verbose_name="进度起算日")),
                ("plan_date", models.DateField(verbose_name="方案日期")),
                ("added_at", models.DateTimeField(verbose_name="载入时间")),
                ("added_by_label", models.CharField(max_length=128, verbose_name="载入人")),
                (
                    "same_as",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="doubles",
                        to="statistics_app.plantarget",
                        verbose_name="并入",
                    ),
                ),
            ],
            options={
                "verbose_name": "方案目标",
                "verbose_name_plural": "方案目标",
                "db_table": "statistics_plan_target",
            },
        ),
        migrations.CreateModel(
            name="Progress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("percent", models.PositiveSmallIntegerField(verbose_name="进度(%)")),
                ("text", models.CharField(max_length=1000, verbose_name="进展")),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="progress",
                        to="statistics_app.duty",
                        verbose_name="任务",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="statistics_app.evidence",
                        verbose_name="证明材料",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="statistics_app.monthreport",
                        verbose_name="月报",
                    ),
                ),
            ],
            options={
                "verbose_name": "任务进展",
                "verbose_name_plural": "任务进展",
                "db_table": "statistics_progress",
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=30, unique=True, verbose_name="编号")),
                ("form", models.CharField(max_length=20, verbose_name="表号")),
                ("form_version", models.PositiveSmallIntegerField(verbose_name="表式版本")),
                ("period_date", models.DateField(verbose_name="报告期")),
                ("due_date", models.DateField(verbose_name="报送期限")),
                ("status", models.CharField(default="open", max_length=12, verbose_name="状态")),
                (
                    "stage",
                    models.CharField(blank=True, default="", max_length=8, verbose_name="审核环节"),
                ),
                ("figures", models.JSONField(default=dict, verbose_name="填报值")),
                ("reasons", models.JSONField(default=dict, verbose_name="说明")),
                ("sendings", models.PositiveSmallIntegerField(default=0, verbose_name="报送次数")),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="报送时间")),
                (
                    "submitted_by_label",
                    models.CharField(blank=True, default="", max_length=128, verbose_name="报送人"),
                ),
                ("reminded_date", models.DateField(null=True, verbose_name="最近催报")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "approval",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="statistics_app.formapproval",
                        verbose_name="批准",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.enterprise",
                        verbose_name="企业",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.site",
                        to_field="code",
                        verbose_name="所属平台",
                    ),
                ),
            ],
            options={
                "verbose_name": "直报表",
                "verbose_name_plural": "直报表",
                "db_table": "statistics_report",
            },
        ),
        migrations.CreateModel(
            name="ReportStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(blank=True, default="", max_length=12, verbose_name="原状态"),
                ),
                ("target", models.CharField(max_length=12, verbose_name="新状态")),
                ("deed", models.CharField(max_length=24, verbose_name="事项")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("by_label", models.CharField(max_length=128, verbose_name="操作人名称")),
                (
                    "note",
                    models.CharField(blank=True, default="", max_length=1000, verbose_name="说明"),
                ),
                ("figures", models.JSONField(null=True, verbose_name="当时填报值")),
                ("reasons", models.JSONField(null=True, verbose_name="当时说明")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="操作人",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="statistics_app.report",
                        verbose_name="直报表",
                    ),
                ),
            ],
            options={
                "verbose_name": "直报步骤",
                "verbose_name_plural": "直报步骤",
                "db_table": "statistics_report_step",
            },
        ),
        migrations.CreateModel(
            name="Respondent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("form", models.CharField(max_length=20, verbose_name="表号")),
                ("from_date", models.DateField(verbose_name="起始日期")),
                ("to_date", models.DateField(null=True, verbose_name="终止日期")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
                ("by_label", models.CharField(max_length=128, verbose_name="登记人")),
                (
                    "enterprise",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.enterprise",
                        verbose_name="企业",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.site",
                        to_field="code",
                        verbose_name="园区",
                    ),
                ),
            ],
            options={
                "verbose_name": "报送单位",
                "verbose_name_plural": "报送单位",
                "db_table": "statistics_respondent",
            },
        ),
        migrations.CreateModel(
            name="Survey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=30, unique=True, verbose_name="编号")),
                ("title", models.CharField(max_length=150, verbose_name="名称")),
                ("question", models.CharField(max_length=300, verbose_name="调查内容")),
                ("unit", models.CharField(max_length=20, verbose_name="单位")),
                ("authority", models.CharField(max_length=100, verbose_name="制定机关")),
                ("approval_number", models.CharField(max_length=60, verbose_name="文号")),
                ("valid_date", models.DateField(verbose_name="有效期至")),
                ("strata_by", models.CharField(max_length=8, verbose_name="分层依据")),
                ("frame", models.JSONField(default=list, verbose_name="层")),
                ("size", models.PositiveIntegerField(verbose_name="样本量")),
                ("allocation", models.CharField(max_length=16, verbose_name="分配方法")),
                ("seed", models.CharField(max_length=40, verbose_name="随机种子")),
                ("due_date", models.DateField(verbose_name="答复期限")),
                ("status", models.CharField(default="draft", max_length=12, verbose_name="状态")),
                ("estimate", models.JSONField(null=True, verbose_name="推算结果")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
            ],
            options={
                "verbose_name": "抽样调查",
                "verbose_name_plural": "抽样调查",
                "db_table": "statistics_survey",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ("draft", "drawn", "closed"))),
                        name="statistics_survey_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("strata_by__in", ["site", "kind"])),
                        name="statistics_survey_strata",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SurveyStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(blank=True, default="", max_length=12, verbose_name="原状态"),
                ),
                ("target", models.CharField(max_length=12, verbose_name="新状态")),
                ("deed", models.CharField(max_length=24, verbose_name="事项")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("by_label", models.CharField(max_length=128, verbose_name="操作人名称")),
                (
                    "note",
                    models.CharField(blank=True, default="", max_length=1000, verbose_name="说明"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="操作人",
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="statistics_app.survey",
                        verbose_name="抽样调查",
                    ),
                ),
            ],
            options={
                "verbose_name": "调查步骤",
                "verbose_name_plural": "调查步骤",
                "db_table": "statistics_survey_step",
            },
        ),
        migrations.CreateModel(
            name="SurveyStratum",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="层")),
                ("population", models.PositiveIntegerField(verbose_name="总体")),
                ("sample", models.PositiveIntegerField(verbose_name="样本")),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="strata",
                        to="statistics_app.survey",
                        verbose_name="抽样调查",
                    ),
                ),
            ],
            options={
                "verbose_name": "调查层",
                "verbose_name_plural": "调查层",
                "db_table": "statistics_survey_stratum",
            },
        ),
        migrations.CreateModel(
            name="SurveyUnit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stratum", models.CharField(max_length=40, verbose_name="层")),
                ("place", models.PositiveIntegerField(verbose_name="抽样顺序")),
                (
                    "value",
                    models.DecimalField(
                        decimal_places=2, max_digits=18, null=True, verbose_name="答复"
                    ),
                ),
                (
                    "note",
                    models.CharField(blank=True, default="", max_length=500, verbose_name="说明"),
                ),
                ("answered_at", models.DateTimeField(null=True, verbose_name="答复时间")),
                (
                    "answered_by_label",
                    models.CharField(blank=True, default="", max_length=128, verbose_name="答复人"),
                ),
                ("reminded_date", models.DateField(null=True, verbose_name="最近催报")),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.enterprise",
                        verbose_name="企业",
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="statistics_app.survey",
                        verbose_name="抽样调查",
                    ),
                ),
            ],
            options={
                "verbose_name": "样本单位",
                "verbose_name_plural": "样本单位",
                "db_table": "statistics_survey_unit",
            },
        ),
        migrations.CreateModel(
            name="TargetFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day_date", models.DateField(verbose_name="截至日期")),
                (
                    "value",
                    models.DecimalField(decimal_places=4, max_digits=18, verbose_name="数值"),
                ),
                ("source", models.CharField(max_length=300, verbose_name="来源")),
                (
                    "reason",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="更正理由"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="填报时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="statistics_app.evidence",
                        verbose_name="证明材料",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="statistics_app.plantarget",
                        verbose_name="目标",
                    ),
                ),
            ],
            options={
                "verbose_name": "目标进展",
                "verbose_name_plural": "目标进展",
                "db_table": "statistics_target_figure",
            },
        ),
        migrations.AddConstraint(
            model_name="assessmenttree",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ("draft", "proposed", "released"))),
                name="statistics_tree_status",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessmenttree",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "released"), _negated=True),
                    models.Q(
                        ("released_by__isnull", False),
                        models.Q(("released_by", models.F("proposed_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="statistics_tree_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                fields=("tree", "site"), name="statistics_assessment_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ("open", "self_scored", "reviewed"))),
                name="statistics_assessment_status",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(("size__gt", 0)), name="statistics_evidence_not_empty"
            ),
        ),
        migrations.AddConstraint(
            model_name="formapproval",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_date__gte", models.F("from_date"))),
                name="statistics_approval_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="formapproval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by__isnull", True),
                    models.Q(("confirmed_by", models.F("by")), _negated=True),
                    _connector="OR",
                ),
                name="statistics_approval_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="liaison",
            constraint=models.UniqueConstraint(
                condition=models.Q(("to_date__isnull", True)),
                fields=("unit", "user"),
                name="statistics_liaison_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="liaison",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("to_date__isnull", True),
                    ("to_date__gte", models.F("from_date")),
                    _connector="OR",
                ),
                name="statistics_liaison_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ("open", "reported", "closed"))),
                name="statistics_duty_status",
            ),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.CheckConstraint(
                condition=models.Q(("percent__lte", 100)), name="statistics_duty_percent"
            ),
        ),
        migrations.AddConstraint(
            model_name="monthreport",
            constraint=models.UniqueConstraint(
                fields=("unit", "month_date", "revision"), name="statistics_month_report_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="monthreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("revision", 1), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="statistics_month_revision_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="occasion",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ("planned", "held", "closed"))),
                name="statistics_occasion_status",
            ),
        ),
        migrations.AddConstraint(
            model_name="occasion",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["meeting", "inspection"])),
                name="statistics_occasion_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ("open", "reported", "closed"))),
                name="statistics_follow_up_status",
            ),
        ),
        migrations.AddConstraint(
            model_name="plantarget",
            constraint=models.CheckConstraint(
                condition=models.Q(("unit", ""), _negated=True), name="statistics_target_has_unit"
            ),
        ),
        migrations.AddConstraint(
            model_name="plantarget",
            constraint=models.CheckConstraint(
                condition=models.Q(("basis__in", ["total", "year", "level"])),
                name="statistics_target_basis",
            ),
        ),
        migrations.AddConstraint(
            model_name="plantarget",
            constraint=models.CheckConstraint(
                condition=models.Q(("sense__in", ["reach", "policy"])),
                name="statistics_target_sense",
            ),
        ),
        migrations.AddConstraint(
            model_name="plantarget",
            constraint=models.UniqueConstraint(
                fields=("plan", "indicator", "basis", "year_text"),
                name="statistics_target_once_in_plan",
            ),
        ),
        migrations.AddConstraint(
            model_name="progress",
            constraint=models.UniqueConstraint(
                fields=("report", "duty"), name="statistics_progress_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="progress",
            constraint=models.CheckConstraint(
                condition=models.Q(("percent__lte", 100)), name="statistics_progress_percent"
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                fields=["enterprise", "-period_date"], name="statistics_report_of_firm"
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["status", "due_date"], name="statistics_report_due"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ("open", "submitted", "returned", "accepted"))),
                name="statistics_report_status",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                condition=models.Q(("enterprise__isnull", False)),
                fields=("form", "enterprise", "period_date"),
                name="statistics_report_firm_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                condition=models.Q(("enterprise__isnull", True)),
                fields=("form", "place", "period_date"),
                name="statistics_report_site_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="respondent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("enterprise__isnull", False), ("site__isnull", True)),
                    models.Q(("enterprise__isnull", True), ("site__isnull", False)),
                    _connector="OR",
                ),
                name="statistics_respondent_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="respondent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("enterprise__isnull", False), ("to_date__isnull", True)),
                fields=("form", "enterprise"),
                name="statistics_respondent_firm_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="respondent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("site__isnull", False), ("to_date__isnull", True)),
                fields=("form", "site"),
                name="statistics_respondent_site_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveystratum",
            constraint=models.UniqueConstraint(
                fields=("survey", "code"), name="statistics_stratum_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="surveystratum",
            constraint=models.CheckConstraint(
                condition=models.Q(("sample__lte", models.F("population"))),
                name="statistics_stratum_sample",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyunit",
            constraint=models.UniqueConstraint(
                fields=("survey", "enterprise"), name="statistics_survey_unit_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyunit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at__isnull", True), ("value__isnull", True)),
                    models.Q(("answered_at__isnull", False), ("value__gte", 0)),
                    _connector="OR",
                ),
                name="statistics_survey_answer_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="targetfigure",
            constraint=models.CheckConstraint(
                condition=models.Q(("value__gte", 0)), name="statistics_figure_from_zero"
            ),
        ),
        migrations.AddConstraint(
            model_name="targetfigure",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True),
                name="statistics_figure_has_source",
            ),
        ),
        refuse_changes("statistics_evidence"),
        refuse_changes("statistics_target_figure"),
        refuse_changes("statistics_duty_step"),
        refuse_changes("statistics_month_report"),
        refuse_changes("statistics_progress"),
        refuse_changes("statistics_occasion_step"),
        refuse_changes("statistics_follow_up_step"),
        refuse_changes("statistics_assessment_step"),
        refuse_changes("statistics_report_step"),
        refuse_changes("statistics_survey_step"),
        refuse_changes("statistics_survey_stratum"),
    ]
