"""Files and forms that people enter by hand."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("declarations", "0006_gateway"),
    ]

    operations = [
        migrations.CreateModel(
            name="EntryDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("enterprise_id", models.IntegerField(verbose_name="报送企业")),
                ("user_id", models.IntegerField(verbose_name="录入人")),
                ("kind", models.CharField(max_length=6, verbose_name="报文类型")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "草稿"), ("sent", "已报送"), ("template", "模板")],
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("created_at", models.DateTimeField(verbose_name="新建时间")),
                ("saved_at", models.DateTimeField(verbose_name="保存时间")),
                ("submission_id", models.BigIntegerField(null=True, verbose_name="接收批次")),
                ("document_id", models.BigIntegerField(null=True, verbose_name="单证")),
                ("content", models.BinaryField(verbose_name="内容（加密）")),
            ],
            options={
                "verbose_name": "录入草稿",
                "db_table": "declarations_entry_draft",
                "indexes": [
                    models.Index(fields=["user_id", "-saved_at"], name="entry_draft_owner")
                ],
            },
        ),
        migrations.CreateModel(
            name="EntryJob",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("enterprise_id", models.IntegerField(verbose_name="报送企业")),
                ("user_id", models.IntegerField(verbose_name="录入人")),
                ("kind", models.CharField(max_length=6, verbose_name="报文类型")),
                ("name", models.CharField(max_length=120, verbose_name="文件名")),
                ("size", models.IntegerField(verbose_name="字节数")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "等待检查"),
                            ("checking", "正在检查"),
                            ("refused", "无法读取"),
                            ("checked", "已检查"),
                            ("sending", "正在报送"),
                            ("sent", "已报送"),
                        ],
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="上传时间")),
                ("taken_at", models.DateTimeField(null=True, verbose_name="处理开始")),
                ("checked_at", models.DateTimeField(null=True, verbose_name="检查完成")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="报送完成")),
                ("seconds", models.FloatField(null=True, verbose_name="检查用时")),
                ("progress", models.IntegerField(default=0, verbose_name="已处理单证")),
                ("total", models.IntegerField(null=True, verbose_name="单证数")),
                ("rows", models.IntegerField(null=True, verbose_name="行数")),
                ("good_rows", models.IntegerField(null=True, verbose_name="合格行数")),
                ("good", models.IntegerField(null=True, verbose_name="合格单证")),
                ("errors", models.IntegerField(null=True, verbose_name="错误数")),
                ("warnings", models.IntegerField(null=True, verbose_name="提示数")),
                ("summary", models.JSONField(default=dict, verbose_name="按栏目计数")),
                ("refusal", models.JSONField(null=True, verbose_name="无法读取的原因")),
                (
                    "submissions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        default=list,
                        size=None,
                        verbose_name="接收批次",
                    ),
                ),
                ("file", models.BinaryField(null=True, verbose_name="文件（加密）")),
                ("ready", models.BinaryField(null=True, verbose_name="合格单证（加密）")),
                ("failed", models.BinaryField(null=True, verbose_name="错误行（加密）")),
                ("problems", models.BinaryField(null=True, verbose_name="问题")),
            ],
            options={
                "verbose_name": "导入文件",
                "db_table": "declarations_entry_job",
                "indexes": [
                    models.Index(fields=["user_id", "-id"], name="entry_job_owner"),
                    models.Index(
                        condition=models.Q(("state__in", ("waiting", "checking", "sending"))),
                        fields=["id"],
                        name="entry_job_due",
                    ),
                ],
            },
        ),
    ]
