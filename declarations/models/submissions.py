"""What arrived: the raw message as it came, and the verdict on each of its documents."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from declarations.models.querysets import RejectionQuerySet, SubmissionQuerySet


class Submission(models.Model):
    """One message that reached the portal, with what was answered.

    ``verdicts`` is the answer in compact, language-neutral form (zstd over msgpack, see
    ``declarations.verdicts``): every receipt of the submission is rendered from it, so a verdict
    and its receipt are one row and one commit. ``refusal`` is set, and nothing else is kept, when
    the message could not be read.
    """

    id = models.BigIntegerField(primary_key=True)
    enterprise_id = models.IntegerField("发送企业")
    client_id = models.IntegerField("接口客户端", null=True)
    user_id = models.IntegerField("用户", null=True)
    channel = models.CharField("通道", max_length=12)
    content_type = models.CharField("格式", max_length=40)
    kinds = ArrayField(models.CharField(max_length=6), verbose_name="报文类型")
    sha256 = models.BinaryField("摘要")
    size = models.IntegerField("字节数")
    has_signature = models.BooleanField("含签名（尚未验签）", default=False)
    received_at = models.DateTimeField("接收时间")
    accepted = models.IntegerField("接受", default=0)
    rejected = models.IntegerField("退回", default=0)
    duplicate = models.IntegerField("重复", default=0)
    finding_counts = models.JSONField("问题计数", null=True)
    verdicts = models.BinaryField("结果", null=True)
    refusal = models.JSONField("拒收原因", null=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        db_table = "declarations_submission"
        verbose_name = "接收批次"
        indexes = [models.Index(fields=["enterprise_id", "id"], name="submission_enterprise")]


class RawMessage(models.Model):
    """The bytes as they came: zstd, then AES-GCM under the key of the month; never changed."""

    append_only = True

    submission_id = models.BigIntegerField(primary_key=True)
    body = models.BinaryField("原文（压缩后加密）")

    class Meta:
        db_table = "declarations_raw_message"
        verbose_name = "原始报文"


class Rejection(models.Model):
    """A document that was not accepted, so that its owner can find it by its numbers.

    ``key`` holds the business key by official element name; no personal element is part of one.
    """

    append_only = True

    pk = models.CompositePrimaryKey("submission_id", "position")
    submission_id = models.BigIntegerField("接收批次")
    position = models.IntegerField("批内序号")
    enterprise_id = models.IntegerField("发送企业")
    kind = models.CharField("报文类型", max_length=6)
    key = models.JSONField("业务主键")
    number = models.CharField("单号", max_length=60)
    findings = models.JSONField("问题")
    received_at = models.DateTimeField("接收时间")

    objects = RejectionQuerySet.as_manager()

    class Meta:
        db_table = "declarations_rejection"
        verbose_name = "退回单证"
        indexes = [
            models.Index(fields=["number"], name="rejection_number"),
            models.Index(fields=["enterprise_id", "submission_id"], name="rejection_enterprise"),
        ]
