"""Keys of programs' requests, so that what is repeated is done once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("risk", "0009_summarized"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RequestKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64, verbose_name="请求标识")),
                ("digest", models.CharField(max_length=64, verbose_name="内容摘要")),
                ("object_id", models.BigIntegerField(default=0, verbose_name="对象")),
                ("at", models.DateTimeField(db_index=True, verbose_name="时间")),
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
                "verbose_name": "请求标识",
                "db_table": "risk_request_key",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "key"), name="risk_request_key_once")
                ],
            },
        ),
    ]
