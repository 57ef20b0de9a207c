"""Sharing, recognition, disclosure, raters; the log of queries outlives its years."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import zone_portal.framework.dated

GUARD = """
CREATE FUNCTION credit_query_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' OR OLD.kept_until_date >= current_date THEN
        RAISE EXCEPTION 'credit_query is kept until %: % refused', OLD.kept_until_date, TG_OP
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER kept_until BEFORE UPDATE OR DELETE ON credit_query
    FOR EACH ROW EXECUTE FUNCTION credit_query_kept();
"""
UNDO = """
DROP TRIGGER kept_until ON credit_query;
DROP FUNCTION credit_query_kept();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_zone_configuration"),
        ("credit", "0002_guards"),
        ("enterprises", "0008_certificates"),
        ("reference", "0001_initial"),  # brings btree_gist, which exclusion constraints need
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PeerSpread",
            fields=[
                (
                    "kind",
                    models.CharField(
                        max_length=24, primary_key=True, serialize=False, verbose_name="企业类型"
                    ),
                ),
                ("count", models.PositiveIntegerField(verbose_name="家数")),
                (
                    "deciles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), size=None, verbose_name="十分位"
                    ),
                ),
                ("lower", models.IntegerField(verbose_name="下四分位")),
                ("median", models.IntegerField(verbose_name="中位")),
                ("upper", models.IntegerField(verbose_name="上四分位")),
                ("counted_at", models.DateTimeField(verbose_name="统计时间")),
            ],
            options={
                "verbose_name": "同类分布",
                "db_table": "credit_peer_spread",
            },
        ),
        migrations.CreateModel(
            name="DisclosureRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("basis", models.CharField(max_length=300, verbose_name="依据")),
                ("unverified", models.BooleanField(default=False, verbose_name="待核实")),
                ("valid_from", models.DateField(verbose_name="生效日期")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="失效日期")),
                ("kind", models.CharField(max_length=24, verbose_name="记录种类")),
                (
                    "grade",
                    models.CharField(blank=True, default="", max_length=16, verbose_name="等级"),
                ),
                ("mode", models.CharField(max_length=10, verbose_name="公示方式")),
                (
                    "months",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="公示月数"
                    ),
                ),
                (
                    "most_months",
                    models.PositiveSmallIntegerField(default=60, verbose_name="最长月数"),
                ),
            ],
            options={
                "verbose_name": "信用信息公示期限",
                "db_table": "credit_disclosure_rule",
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (zone_portal.framework.dated.DateRange("valid_from", "valid_to"), "&&"),
                            ("kind", "="),
                            ("grade", "="),
                        ],
                        name="credit_disclosure_one_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="credit_disclosure_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mode__in", ["never", "in_force", "period"])),
                        name="credit_disclosure_mode",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("mode", "period"), _negated=True),
                            ("months__isnull", False),
                            _connector="OR",
                        ),
                        name="credit_disclosure_says_how_long",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RaterContract",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=60, unique=True, verbose_name="合同编号")),
                (
                    "items",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        size=None,
                        verbose_name="数据范围",
                    ),
                ),
                ("days", models.PositiveSmallIntegerField(verbose_name="报送期限（天）")),
                ("valid_from", models.DateField(verbose_name="生效日期")),
                ("valid_to", models.DateField(verbose_name="失效日期")),
                ("proposed_at", models.DateTimeField(verbose_name="拟定时间")),
                (
                    "approved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="批准时间"),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="终止时间")),
                (
                    "ended_reason",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="终止理由"
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.enterprise",
                        verbose_name="评级机构",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "source",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contract",
                        to="credit.source",
                        verbose_name="数据来源",
                    ),
                ),
            ],
            options={
                "verbose_name": "第三方评级合同",
                "db_table": "credit_rater_contract",
            'constraints': [models.CheckConstraint(
                condition=models.Q(("valid_to__gt", models.F("valid_from"))),
                name="credit_contract_period",
            ), models.CheckConstraint(
                condition=models.Q(("items__len__gt", 0)), name="credit_contract_says_what"
            ), models.CheckConstraint(
                condition=models.Q(
                    ("approved_by__isnull", True),
                    models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="credit_contract_four_eyes",
            ), models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True),
                    models.Q(("ended_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="credit_contract_ended_why",
            )]},
        ),
        migrations.CreateModel(
            name="Query",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="查询时间")),
                ("purpose", models.CharField(max_length=20, verbose_name="用途")),
                ("party", models.CharField(max_length=12, verbose_name="查询方")),
                (
                    "organisations",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="单位",
                    ),
                ),
                (
                    "reason",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="事由"),
                ),
                (
                    "items",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="查询到的数据",
                    ),
                ),
                (
                    "refusal",
                    models.CharField(
                        blank=True, default="", max_length=40, verbose_name="拒绝原因"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("page", "页面"), ("api", "接口")],
                        max_length=4,
                        verbose_name="方式",
                    ),
                ),
                ("by_label", models.CharField(max_length=128, verbose_name="操作人")),
                (
                    "origin",
                    models.CharField(
                        blank=True, default="", max_length=64, verbose_name="来源地址"
                    ),
                ),
                ("kept_until_date", models.DateField(verbose_name="保存至")),
                (
                    "consent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.consent",
                        verbose_name="授权",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.enterprise",
                        verbose_name="查询企业",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="credit.subject",
                        verbose_name="主体",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="credit.ratercontract",
                        verbose_name="合同",
                    ),
                ),
            ],
            options={
                "verbose_name": "信用查询记录",
                "db_table": "credit_query",
            'indexes': [models.Index(fields=["subject", "-id"], name="credit_query_of_subject"), models.Index(fields=["party", "-id"], name="credit_query_of_party")]},
        ),
        migrations.CreateModel(
            name="RecognitionRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("basis", models.CharField(max_length=300, verbose_name="依据")),
                ("unverified", models.BooleanField(default=False, verbose_name="待核实")),
                ("valid_from", models.DateField(verbose_name="生效日期")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="失效日期")),
                ("scheme", models.CharField(max_length=12, verbose_name="评定体系")),
                ("code", models.CharField(max_length=16, verbose_name="等级")),
                ("level", models.CharField(max_length=1, verbose_name="对应等级")),
            ],
            options={
                "verbose_name": "信用等级互认",
                "db_table": "credit_recognition",
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (zone_portal.framework.dated.DateRange("valid_from", "valid_to"), "&&"),
                            ("scheme", "="),
                            ("code", "="),
                        ],
                        name="credit_recognition_one_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="credit_recognition_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["A", "B", "C", "D"])),
                        name="credit_recognition_level",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SharingRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("basis", models.CharField(max_length=300, verbose_name="依据")),
                ("unverified", models.BooleanField(default=False, verbose_name="待核实")),
                ("valid_from", models.DateField(verbose_name="生效日期")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="失效日期")),
                ("purpose", models.CharField(max_length=20, verbose_name="用途")),
                ("party", models.CharField(max_length=12, verbose_name="接收方")),
                (
                    "items",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        size=None,
                        verbose_name="可见数据",
                    ),
                ),
                ("needs_consent", models.BooleanField(default=False, verbose_name="须企业授权")),
            ],
            options={
                "verbose_name": "信用信息共享规则",
                "db_table": "credit_sharing_rule",
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (zone_portal.framework.dated.DateRange("valid_from", "valid_to"), "&&"),
                            ("purpose", "="),
                            ("party", "="),
                        ],
                        name="credit_sharing_one_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="credit_sharing_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("items__len__gt", 0)), name="credit_sharing_says_what"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("party__in", ["finance", "rater"]), _negated=True),
                            ("needs_consent", True),
                            _connector="OR",
                        ),
                        name="credit_sharing_outside_by_consent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DepartmentClient",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="系统名称")),
                (
                    "purposes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), size=None, verbose_name="用途"
                    ),
                ),
                ("digest", models.BinaryField(unique=True, verbose_name="令牌摘要")),
                ("prefix", models.CharField(max_length=12, verbose_name="令牌开头")),
                ("created_at", models.DateTimeField(verbose_name="登记时间")),
                ("expires_at", models.DateTimeField(verbose_name="失效时间")),
                (
                    "revoked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="撤销时间"),
                ),
                (
                    "last_used_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="最近使用"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "部门接口凭证",
                "db_table": "credit_department_client",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("purposes__len__gt", 0)),
                        name="credit_department_client_purpose",
                    )
                ],
            },
        ),
        migrations.RunSQL(GUARD, UNDO),
    ]
