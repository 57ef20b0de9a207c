"""Files of facts that were read, each once."""

import django.db.models.deletion
from django.db import migrations, models

from zone_portal.framework.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [
        ("risk", "0011_article_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="FactImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64, verbose_name="摘要")),
                ("name", models.CharField(max_length=150, verbose_name="文件名")),
                ("rows", models.PositiveIntegerField(verbose_name="行数")),
                ("by_label", models.CharField(max_length=128, verbose_name="登记人")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="risk.factsource",
                        verbose_name="来源",
                    ),
                ),
            ],
            options={
                "verbose_name": "外部事实文件",
                "db_table": "risk_fact_import",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "digest"), name="risk_fact_import_once"
                    )
                ],
            },
        ),
        refuse_changes("risk_fact_import"),
    ]
