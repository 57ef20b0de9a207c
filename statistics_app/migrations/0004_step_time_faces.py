"""Times of clearance by month at three levels of detail, instead of by day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The table is laid anew: nothing was counted into it yet."""

    dependencies = [("statistics_app", "0003_targets")]

    operations = [
        migrations.DeleteModel("StepTime"),
        migrations.CreateModel(
            name="StepTime",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "face",
                        "month",
                        "step",
                        "direction",
                        "mode",
                        "site",
                        "enterprise_id",
                        "seconds",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("face", models.CharField(max_length=1, verbose_name="层次")),
                ("month", models.DateField(verbose_name="月份")),
                ("step", models.CharField(max_length=8, verbose_name="环节")),
                ("direction", models.CharField(max_length=1, verbose_name="进出口")),
                ("mode", models.CharField(max_length=4, verbose_name="监管方式")),
                ("site", models.CharField(max_length=40, verbose_name="备案平台")),
                ("enterprise_id", models.IntegerField(default=0, verbose_name="企业")),
                ("seconds", models.BigIntegerField(verbose_name="用时（秒，两位有效数字）")),
                ("tickets", models.BigIntegerField(verbose_name="票数")),
            ],
            options={"verbose_name": "环节用时", "db_table": "statistics_step_time"},
        ),
    ]
