"""Work rows: who is to be scored again, whose month is to be counted again."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A row of ``Due`` for each happening instead of one for each subject."""

    dependencies = [("credit", "0004_supervision")]

    operations = [
        migrations.DeleteModel(name="Due"),
        migrations.CreateModel(
            name="Due",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField(verbose_name="自")),
                (
                    "trigger",
                    models.CharField(default="event", max_length=12, verbose_name="触发"),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="credit.subject",
                        verbose_name="主体",
                    ),
                ),
            ],
            options={"verbose_name": "待重算", "db_table": "credit_due"},
        ),
        migrations.CreateModel(
            name="BehaviourDue",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "enterprise_id",
                        "month",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("enterprise_id", models.IntegerField(verbose_name="企业")),
                ("month", models.DateField(verbose_name="月份")),
            ],
            options={"verbose_name": "待汇总行为", "db_table": "credit_behaviour_due"},
        ),
    ]
