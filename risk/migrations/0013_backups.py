"""Backups as those who make them report."""

from django.db import migrations, models

from zone_portal.framework.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [
        ("risk", "0012_fact_imports"),
    ]

    operations = [
        migrations.CreateModel(
            name="BackupReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=60, verbose_name="内容")),
                ("finished_at", models.DateTimeField(verbose_name="完成时间")),
                ("size", models.BigIntegerField(verbose_name="大小(字节)")),
                ("digest", models.CharField(max_length=128, verbose_name="摘要")),
                ("by_label", models.CharField(max_length=128, verbose_name="报告人")),
                ("at", models.DateTimeField(verbose_name="报告时间")),
            ],
            options={
                "verbose_name": "备份报告",
                "db_table": "risk_backup_report",
                "indexes": [
                    models.Index(fields=["what", "-finished_at"], name="risk_backup_newest")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0)), name="risk_backup_not_empty"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("finished_at__lte", models.F("at"))),
                        name="risk_backup_not_ahead",
                    ),
                    models.UniqueConstraint(
                        fields=("what", "finished_at", "digest"), name="risk_backup_once"
                    ),
                ],
            },
        ),
        refuse_changes("risk_backup_report"),
    ]
