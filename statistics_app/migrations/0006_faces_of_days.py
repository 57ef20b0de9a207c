"""Daily cells at levels of their own, spreads of times in rows, faces of chapters and firms.

Daily cells and times are laid anew; every month that has bookings is marked to be added up anew by
the next run, which also makes the new faces of the months.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

MARK_ALL = """
INSERT INTO statistics_stale_month (month)
SELECT DISTINCT date_trunc('month', day::timestamp)::date FROM statistics_booking
"""


class Migration(migrations.Migration):
    """Tables laid anew, an index for every face of firms, and the marks."""

    dependencies = [("statistics_app", "0005_bulletins")]

    operations = [
        migrations.CreateModel(
            name="StaleMonth",
            fields=[("month", models.DateField(primary_key=True, serialize=False, verbose_name="月份"))],
            options={"verbose_name": "待重新汇总的月份", "db_table": "statistics_stale_month"},
        ),
        migrations.DeleteModel("DayCell"),
        migrations.CreateModel(
            name="DayCell",
            fields=[
                ("direction", models.CharField(max_length=1, verbose_name="进出口")),
                ("mode", models.CharField(max_length=4, verbose_name="监管方式")),
                ("kind", models.CharField(max_length=5, verbose_name="贸易类型")),
                ("site", models.CharField(max_length=40, verbose_name="备案平台")),
                ("customs_code", models.CharField(default="", max_length=4, verbose_name="申报海关")),
                ("country", models.CharField(default="", max_length=3, verbose_name="国家（地区）")),
                ("hs4", models.CharField(default="", max_length=4, verbose_name="品目")),
                ("unit", models.CharField(default="", max_length=3, verbose_name="法定计量单位")),
                ("enterprise_id", models.IntegerField(default=0, verbose_name="企业")),
                ("tickets", models.BigIntegerField(default=0, verbose_name="票数")),
                ("parcels", models.BigIntegerField(default=0, verbose_name="件数")),
                ("lines", models.BigIntegerField(default=0, verbose_name="商品项数")),
                ("quantity", models.DecimalField(decimal_places=5, default=0, max_digits=24, verbose_name="法定数量")),
                ("rmb", models.DecimalField(decimal_places=2, default=0, max_digits=19, verbose_name="人民币值")),
                ("usd", models.DecimalField(decimal_places=2, default=0, max_digits=19, verbose_name="美元值")),
                ("tax", models.DecimalField(decimal_places=2, default=0, max_digits=19, verbose_name="税款")),
                ("returned", models.BigIntegerField(default=0, verbose_name="退货票数")),
                ("returned_quantity", models.DecimalField(decimal_places=5, default=0, max_digits=24, verbose_name="退货法定数量")),
                ("returned_rmb", models.DecimalField(decimal_places=2, default=0, max_digits=19, verbose_name="退货人民币值")),
                ("returned_usd", models.DecimalField(decimal_places=2, default=0, max_digits=19, verbose_name="退货美元值")),
                ("returned_tax", models.DecimalField(decimal_places=2, default=0, max_digits=19, verbose_name="退回税款")),
                ("direct", models.BigIntegerField(default=0, verbose_name="一次通过票数")),
                ("inspected", models.BigIntegerField(default=0, verbose_name="查验票数")),
                ("unrated", models.BigIntegerField(default=0, verbose_name="缺计征汇率的商品项")),
                ("unrated_usd", models.BigIntegerField(default=0, verbose_name="缺统计汇率的商品项")),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "face", "day", "direction", "mode", "kind", "site", "customs_code",
                        "country", "hs4", "unit", "enterprise_id",
                        blank=True, editable=False, primary_key=True, serialize=False,
                    ),
                ),  # fmt: skip
                ("face", models.CharField(max_length=1, verbose_name="层次")),
                ("day", models.DateField(verbose_name="统计日期")),
            ],
            options={
                "verbose_name": "日数据",
                "db_table": "statistics_day_cell",
                "indexes": [
                    models.Index(
                        fields=["enterprise_id", "day"],
                        name="statistics_day_of_firm",
                        condition=models.Q(("face", "e")),
                    )
                ],
            },
        ),
        migrations.DeleteModel("StepTime"),
        migrations.CreateModel(
            name="StepTime",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "face", "month", "step", "direction", "mode", "site", "enterprise_id",
                        blank=True, editable=False, primary_key=True, serialize=False,
                    ),
                ),  # fmt: skip
                ("face", models.CharField(max_length=1, verbose_name="层次")),
                ("month", models.DateField(verbose_name="月份")),
                ("step", models.CharField(max_length=8, verbose_name="环节")),
                ("direction", models.CharField(max_length=1, verbose_name="进出口")),
                ("mode", models.CharField(max_length=4, verbose_name="监管方式")),
                ("site", models.CharField(max_length=40, verbose_name="备案平台")),
                ("enterprise_id", models.IntegerField(default=0, verbose_name="企业")),
                (
                    "seconds",
                    ArrayField(
                        base_field=models.BigIntegerField(),
                        size=None,
                        verbose_name="用时（秒，两位有效数字）",
                    ),
                ),
                (
                    "tickets",
                    ArrayField(
                        base_field=models.BigIntegerField(), size=None, verbose_name="票数"
                    ),
                ),
            ],
            options={
                "verbose_name": "环节用时",
                "db_table": "statistics_step_time",
                "indexes": [
                    models.Index(
                        fields=["enterprise_id", "month"],
                        name="statistics_step_of_firm",
                        condition=models.Q(("face", "e")),
                    )
                ],
            },
        ),
        migrations.RemoveIndex("MonthCell", "statistics_month_of_firm"),
        migrations.AddIndex(
            "MonthCell",
            models.Index(
                fields=["enterprise_id", "face", "month"],
                name="statistics_month_of_firm",
                condition=models.Q(("face__in", ("e", "q", "p", "f"))),
            ),
        ),
        migrations.RunSQL(MARK_ALL, migrations.RunSQL.noop),
    ]
