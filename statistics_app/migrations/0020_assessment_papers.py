"""Files that prove the values of an assessment."""

import django.db.models.deletion
from django.db import migrations, models

from zone_portal.framework.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("statistics_app", "0019_reason_of_revision_in_english")]

    operations = [
        migrations.CreateModel(
            name="AssessmentPaper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="指标代码")),
                ("at", models.DateTimeField(verbose_name="上传时间")),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="statistics_app.assessment",
                        verbose_name="考核",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="statistics_app.evidence",
                        verbose_name="证明材料",
                    ),
                ),
            ],
            options={
                "verbose_name": "考核证明材料",
                "verbose_name_plural": "考核证明材料",
                "db_table": "statistics_assessment_paper",
            },
        ),
        refuse_changes("statistics_assessment_paper"),
    ]
