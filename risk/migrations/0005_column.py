"""The overseas column: articles, subscriptions, markets, series; the history of matters."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from zone_portal.framework.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_zone_configuration"),
        ("risk", "0004_laboratory"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExportMarket",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("enterprise_id", models.IntegerField(verbose_name="企业")),
                ("country", models.CharField(max_length=3, verbose_name="运抵国（地区）")),
                ("heading", models.CharField(max_length=4, verbose_name="品目")),
                ("last_date", models.DateField(verbose_name="最近申报日期")),
            ],
            options={
                "verbose_name": "出口市场",
                "verbose_name_plural": "出口市场",
                "db_table": "risk_export_market",
                "indexes": [
                    models.Index(fields=["country", "heading"], name="risk_export_market_of")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("enterprise_id", "country", "heading"),
                        name="risk_export_market_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="代码")),
                ("kind", models.CharField(max_length=12, verbose_name="种类")),
                ("zh", models.CharField(max_length=100, verbose_name="名称")),
                ("en", models.CharField(max_length=150, verbose_name="英文名称")),
                (
                    "unit",
                    models.CharField(blank=True, default="", max_length=20, verbose_name="单位"),
                ),
                (
                    "country",
                    models.CharField(
                        blank=True, default="", max_length=3, verbose_name="国家（地区）"
                    ),
                ),
                ("source", models.CharField(max_length=200, verbose_name="来源")),
                ("created_at", models.DateTimeField(verbose_name="建立时间")),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "风险监测序列",
                "verbose_name_plural": "风险监测序列",
                "db_table": "risk_series",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["credit", "market", "country", "compliance"])
                        ),
                        name="risk_series_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SeriesThreshold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("test", models.CharField(max_length=8, verbose_name="条件")),
                (
                    "limit",
                    models.DecimalField(decimal_places=4, max_digits=18, verbose_name="阈值"),
                ),
                ("level", models.CharField(max_length=8, verbose_name="级别")),
                ("from_date", models.DateField(verbose_name="起始日期")),
                ("to_date", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                ("set_by_label", models.CharField(max_length=128, verbose_name="设置人")),
                ("set_at", models.DateTimeField(verbose_name="设置时间")),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="thresholds",
                        to="risk.series",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "序列阈值",
                "verbose_name_plural": "序列阈值",
                "db_table": "risk_series_threshold",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("test__in", ["above", "below", "rise", "fall"])),
                        name="risk_threshold_test",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["blue", "yellow", "orange", "red"])),
                        name="risk_threshold_level",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_date__isnull", True),
                            ("to_date__gte", models.F("from_date")),
                            _connector="OR",
                        ),
                        name="risk_threshold_days",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("to_date__isnull", True)),
                        fields=("series", "test", "level"),
                        name="risk_threshold_one_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SeriesValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on_date", models.DateField(verbose_name="日期")),
                (
                    "value",
                    models.DecimalField(decimal_places=4, max_digits=18, verbose_name="数值"),
                ),
                (
                    "level",
                    models.CharField(blank=True, default="", max_length=8, verbose_name="触发级别"),
                ),
                ("recorded_by_label", models.CharField(max_length=128, verbose_name="登记人")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="values",
                        to="risk.series",
                    ),
                ),
            ],
            options={
                "verbose_name": "序列数值",
                "verbose_name_plural": "序列数值",
                "db_table": "risk_series_value",
                "indexes": [
                    models.Index(
                        fields=["series", "-on_date", "-id"], name="risk_series_value_latest"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "country",
                    models.CharField(
                        blank=True, default="", max_length=3, verbose_name="国家（地区）"
                    ),
                ),
                (
                    "hs",
                    models.CharField(
                        blank=True, default="", max_length=10, verbose_name="商品编码"
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="订阅时间")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="用户",
                    ),
                ),
            ],
            options={
                "verbose_name": "预警订阅",
                "verbose_name_plural": "预警订阅",
                "db_table": "risk_subscription",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "country", "hs"), name="risk_subscription_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("country", ""), _negated=True),
                            models.Q(("hs", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="risk_subscription_of_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Article",
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
                ("title_zh", models.CharField(max_length=120, verbose_name="标题")),
                ("title_en", models.CharField(max_length=200, verbose_name="英文标题")),
                ("kind", models.CharField(max_length=16, verbose_name="类别")),
                ("level", models.CharField(max_length=8, verbose_name="级别")),
                (
                    "countries",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3),
                        default=list,
                        size=None,
                        verbose_name="国家（地区）",
                    ),
                ),
                (
                    "industries",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16),
                        default=list,
                        size=None,
                        verbose_name="行业",
                    ),
                ),
                (
                    "hs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10),
                        default=list,
                        size=None,
                        verbose_name="商品编码",
                    ),
                ),
                ("summary_zh", models.TextField(max_length=2000, verbose_name="摘要")),
                ("summary_en", models.TextField(max_length=4000, verbose_name="英文摘要")),
                ("advice_zh", models.TextField(max_length=2000, verbose_name="建议")),
                ("advice_en", models.TextField(max_length=4000, verbose_name="英文建议")),
                (
                    "case_zh",
                    models.TextField(
                        blank=True, default="", max_length=2000, verbose_name="典型案例"
                    ),
                ),
                (
                    "case_en",
                    models.TextField(
                        blank=True, default="", max_length=4000, verbose_name="英文典型案例"
                    ),
                ),
                ("source", models.CharField(max_length=200, verbose_name="来源")),
                (
                    "source_url",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="来源链接"
                    ),
                ),
                ("from_date", models.DateField(verbose_name="有效期起")),
                ("until_date", models.DateField(verbose_name="有效期至")),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="发布时间"),
                ),
                (
                    "withdrawn_why",
                    models.CharField(
                        blank=True, default="", max_length=500, verbose_name="撤下理由"
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
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "海外信用风险预警信息",
                "verbose_name_plural": "海外信用风险预警信息",
                "db_table": "risk_article",
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["-id"],
                        name="risk_article_public",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ("draft", "proposed", "published", "withdrawn", "dropped"),
                            )
                        ),
                        name="risk_article_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "payment_default",
                                    "sanction",
                                    "tariff",
                                    "certification",
                                    "logistics",
                                    "platform",
                                    "country",
                                ],
                            )
                        ),
                        name="risk_article_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["blue", "yellow", "orange", "red"])),
                        name="risk_article_level",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_date__gte", models.F("from_date"))),
                        name="risk_article_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_at__isnull", True),
                            models.Q(
                                ("proposed_by__isnull", False),
                                ("published_by__isnull", False),
                                models.Q(("published_by", models.F("proposed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="risk_article_four_eyes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MatterStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("matter", models.CharField(max_length=24, verbose_name="事项种类")),
                ("matter_id", models.BigIntegerField(verbose_name="事项")),
                (
                    "source",
                    models.CharField(blank=True, default="", max_length=12, verbose_name="原状态"),
                ),
                ("target", models.CharField(max_length=12, verbose_name="新状态")),
                ("deed", models.CharField(max_length=24, verbose_name="事项")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("by_label", models.CharField(max_length=128, verbose_name="操作人")),
                (
                    "note",
                    models.CharField(blank=True, default="", max_length=500, verbose_name="说明"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "事项步骤",
                "verbose_name_plural": "事项步骤",
                "db_table": "risk_matter_step",
                "indexes": [
                    models.Index(fields=["matter", "matter_id", "id"], name="risk_matter_history")
                ],
            },
        ),
        refuse_changes("risk_matter_step"),
        refuse_changes("risk_series_value"),
    ]
