"""What goes to customs and what comes back: outbox, dispatches, messages, receipts."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from declarations.models.querysets import CustomsReceiptQuerySet


class Outbox(models.Model):
    """What is to go to customs, a slice in a row, written by COPY: inventories that became matched,
    with their decisions; papers, with the message that brought them."""

    inventory_ids = ArrayField(models.BigIntegerField(), verbose_name="清单")
    paper_ids = ArrayField(models.BigIntegerField(), verbose_name="单据", null=True)
    created_at = models.DateTimeField("产生时间")

    class Meta:
        db_table = "declarations_outbox"
        verbose_name = "待转发"


class Dispatch(models.Model):
    """One document on its way to the gateway; sent once per revision, an inventory per round.

    ``needs`` are documents that must have arrived before it. ``status`` waiting, sent, or dead
    after the dated number of tries; ``alone`` is set when a message with others was refused.
    ``answer`` is what port and customs made of it (accepted, refused; empty while nothing was said
    that counts), ``answer_code`` the returnStatus of the receipt that said so.
    """

    document_id = models.BigIntegerField("单证")
    revision = models.IntegerField("版本")
    round = models.IntegerField("第几次报送", default=1)
    kind = models.CharField("报文类型", max_length=6)
    needs = ArrayField(models.BigIntegerField(), verbose_name="须先送达", default=list)
    status = models.CharField("状态", max_length=8, default="waiting")
    alone = models.BooleanField("单独发送", default=False)
    attempts = models.SmallIntegerField("次数", default=0)
    not_before = models.DateTimeField("最早发送时间")
    error = models.CharField("最近错误", max_length=200, default="")
    message_guid = models.CharField("报文编号", max_length=36, default="")
    created_at = models.DateTimeField("产生时间")
    sent_at = models.DateTimeField("送达时间", null=True)
    answer = models.CharField("海关答复", max_length=8, default="", db_default="")
    answer_code = models.CharField("答复代码", max_length=10, default="", db_default="")
    answered_at = models.DateTimeField("答复时间", null=True)
    receipt_id = models.BigIntegerField("回执", null=True)

    class Meta:
        db_table = "declarations_dispatch"
        verbose_name = "转发"
        constraints = [
            models.UniqueConstraint(
                fields=["document_id", "revision", "round"], name="dispatch_once"
            ),
            models.CheckConstraint(
                name="dispatch_status_known",
                condition=Q(status__in=["waiting", "sent", "dead"]),
            ),
            models.CheckConstraint(
                name="dispatch_answer_known", condition=Q(answer__in=["", "accepted", "refused"])
            ),
        ]
        indexes = [
            models.Index(
                fields=["kind", "id"], name="dispatch_waiting", condition=Q(status="waiting")
            ),
            models.Index(fields=["id"], name="dispatch_dead", condition=Q(status="dead")),
            models.Index(
                fields=["message_guid"], name="dispatch_message", condition=~Q(message_guid="")
            ),
        ]


class CustomsMessage(models.Model):
    """A message from the gateway as it came: zstd, then AES-GCM; kept even if it cannot be read."""

    append_only = True

    sha256 = models.BinaryField("摘要", unique=True)
    kind = models.CharField("报文类型", max_length=6, default="")
    body = models.BinaryField("原文（压缩后加密）")
    received_at = models.DateTimeField("接收时间")
    refusal = models.CharField("无法读取的原因", max_length=300, default="")

    class Meta:
        db_table = "declarations_customs_message"
        verbose_name = "海关报文"


class CustomsReceipt(models.Model):
    """One receipt of customs, once: its number, returnTime, returnStatus and text are its identity.

    ``document_id`` is the document it answers, ``inventory_id`` the inventory whose course it
    concerns; None where nothing of that number is known here. ``head`` holds its elements without
    personal ones. ``effect`` is what came of it: moved, late, no_step, kept, unknown.
    """

    append_only = True

    digest = models.UUIDField("摘要", unique=True)
    message_id = models.BigIntegerField("海关报文")
    position = models.IntegerField("序号")
    kind = models.CharField("报文类型", max_length=6)
    number = models.CharField("单号", max_length=60)
    document_id = models.BigIntegerField("单证", null=True)
    inventory_id = models.BigIntegerField("清单", null=True)
    return_status = models.CharField("回执状态", max_length=10)
    return_time = models.DateTimeField("回执时间")
    return_info = models.CharField("回执信息", max_length=1000)
    head = models.JSONField("内容")
    effect = models.CharField("结果", max_length=8)
    simulated = models.BooleanField("来自模拟器", default=False)
    received_at = models.DateTimeField("接收时间")

    objects: ClassVar[Any] = CustomsReceiptQuerySet.as_manager()

    class Meta:
        db_table = "declarations_customs_receipt"
        verbose_name = "海关回执"
        constraints = [
            models.CheckConstraint(
                name="customs_receipt_effect_known",
                condition=Q(effect__in=["moved", "late", "no_step", "kept", "unknown"]),
            ),
        ]
        indexes = [
            models.Index(
                fields=["document_id"],
                name="customs_receipt_document",
                condition=Q(document_id__isnull=False),
            ),
            models.Index(
                fields=["inventory_id"],
                name="customs_receipt_inventory",
                condition=Q(inventory_id__isnull=False),
            ),
            models.Index(
                fields=["-id"], name="customs_receipt_unknown", condition=Q(effect="unknown")
            ),
        ]


class CustomsRepeat(models.Model):
    """The same receipt once more: counted, never kept twice."""

    append_only = True

    receipt_id = models.BigIntegerField("回执")
    message_id = models.BigIntegerField("海关报文")
    received_at = models.DateTimeField("接收时间")

    class Meta:
        db_table = "declarations_customs_repeat"
        verbose_name = "重复回执"
        indexes = [models.Index(fields=["receipt_id"], name="customs_repeat_receipt")]
