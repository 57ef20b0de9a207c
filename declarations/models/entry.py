"""What people enter by hand before it is sent: files being checked, and forms being filled in."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from declarations.entry_states import DRAFTS, JOBS
from enterprises.viewers import Viewer


class OwnEntryQuerySet(models.QuerySet[Any]):
    """What one person entered for an enterprise of theirs; nobody else ever sees it."""

    def visible_to(self, viewer: Viewer, *, user_id: int) -> Self:
        return self.filter(user_id=user_id, enterprise_id__in=viewer.own_ids)


class EntryJob(models.Model):
    """A file of documents on its way: waiting, checked, sent.

    ``file`` (as uploaded), ``ready`` (the good documents as NDJSON, packed with zstd), ``failed``
    (the rows to correct) are sealed under the key of the month; ``problems`` holds the findings,
    masked, in compact form. ``progress`` counts documents, of ``total``. All four are emptied when
    the job has grown old.
    """

    enterprise_id = models.IntegerField("报送企业")
    user_id = models.IntegerField("录入人")
    kind = models.CharField("报文类型", max_length=6)
    name = models.CharField("文件名", max_length=120)
    size = models.IntegerField("字节数")
    state = models.CharField("状态", max_length=10, choices=JOBS)
    created_at = models.DateTimeField("上传时间")
    taken_at = models.DateTimeField("处理开始", null=True)
    checked_at = models.DateTimeField("检查完成", null=True)
    sent_at = models.DateTimeField("报送完成", null=True)
    seconds = models.FloatField("检查用时", null=True)
    attempts = models.SmallIntegerField("处理次数", default=0)
    progress = models.IntegerField("已处理单证", default=0)
    total = models.IntegerField("单证数", null=True)
    rows = models.IntegerField("行数", null=True)
    good_rows = models.IntegerField("合格行数", null=True)
    good = models.IntegerField("合格单证", null=True)
    errors = models.IntegerField("错误数", null=True)
    warnings = models.IntegerField("提示数", null=True)
    summary = models.JSONField("按栏目计数", default=dict)
    refusal = models.JSONField("无法读取的原因", null=True)
    submissions = ArrayField(models.BigIntegerField(), verbose_name="接收批次", default=list)
    file = models.BinaryField("文件（加密）", null=True)
    ready = models.BinaryField("合格单证（加密）", null=True)
    failed = models.BinaryField("错误行（加密）", null=True)
    problems = models.BinaryField("问题", null=True)

    objects = OwnEntryQuerySet.as_manager()

    class Meta:
        db_table = "declarations_entry_job"
        verbose_name = "导入文件"
        indexes = [
            models.Index(fields=["user_id", "-id"], name="entry_job_owner"),
            models.Index(
                fields=["id"],
                name="entry_job_due",
                condition=models.Q(state__in=("waiting", "checking", "sending")),
            ),
        ]


class EntryDraft(models.Model):
    """A form that is being filled in, or a template for more of them.

    ``content`` is the document as typed (JSON, texts only), sealed: it may name people. A template
    never does. ``submission_id`` and ``document_id`` say what became of a draft that was sent.
    """

    enterprise_id = models.IntegerField("报送企业")
    user_id = models.IntegerField("录入人")
    kind = models.CharField("报文类型", max_length=6)
    state = models.CharField("状态", max_length=10, choices=DRAFTS)
    name = models.CharField("名称", max_length=60)
    created_at = models.DateTimeField("新建时间")
    saved_at = models.DateTimeField("保存时间")
    submission_id = models.BigIntegerField("接收批次", null=True)
    document_id = models.BigIntegerField("单证", null=True)
    content = models.BinaryField("内容（加密）")

    objects = OwnEntryQuerySet.as_manager()

    class Meta:
        db_table = "declarations_entry_draft"
        verbose_name = "录入草稿"
        indexes = [models.Index(fields=["user_id", "-saved_at"], name="entry_draft_owner")]
