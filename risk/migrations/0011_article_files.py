"""Files that go with articles of the overseas column."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("risk", "0010_request_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ArticleFile",
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
                (
                    "scan",
                    models.CharField(
                        choices=[
                            ("clean", "未发现病毒"),
                            ("infected", "发现病毒"),
                            ("unscanned", "未扫描"),
                        ],
                        max_length=10,
                        verbose_name="病毒扫描",
                    ),
                ),
                (
                    "scanner",
                    models.CharField(
                        blank=True, default="", max_length=60, verbose_name="扫描程序"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="上传时间")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="risk.article",
                        verbose_name="预警信息",
                    ),
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
                "verbose_name": "预警信息附件",
                "verbose_name_plural": "预警信息附件",
                "db_table": "risk_article_file",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0)), name="risk_article_file_not_empty"
                    ),
                    models.UniqueConstraint(
                        fields=("article", "sha256"), name="risk_article_file_once"
                    ),
                ],
            },
        ),
    ]
