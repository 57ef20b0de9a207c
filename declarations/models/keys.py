"""Uniqueness of business keys, and what a document was before it changed."""

from django.db import models


class DocumentKey(models.Model):
    """A business key that is taken: its digest, and the document that holds it.

    Unique across all months from the first day, which a partitioned document table could not be.
    A rejected document takes no key; a deleted one gives it back. ``slot`` tells the key of the
    document itself from the further key that lets an order be declared in one inventory only.
    """

    digest = models.UUIDField("主键摘要", primary_key=True)
    slot = models.CharField("类别", max_length=8)
    document_id = models.BigIntegerField("单证")
    revision = models.IntegerField("版本")
    content_digest = models.UUIDField("内容摘要")

    class Meta:
        db_table = "declarations_document_key"
        verbose_name = "业务主键"


class DocumentRevision(models.Model):
    """The content a document had before a change (appType 2) or its deletion (appType 3).

    ``ended_content`` is the keyed hash of the document that ended it, so that a deletion sent again
    is known; revisions ended before there was such a hash have none.
    """

    append_only = True

    pk = models.CompositePrimaryKey("document_id", "revision")
    document_id = models.BigIntegerField("单证")
    revision = models.IntegerField("版本")
    kind = models.CharField("报文类型", max_length=6)
    submission_id = models.BigIntegerField("接收批次")
    sender_id = models.IntegerField("发送企业")
    number = models.CharField("单号", max_length=60)
    entry_no = models.CharField("平台预录入编号", max_length=18, default="")
    content = models.BinaryField("内容（加密）")
    ended_by = models.CharField("结束方式", max_length=1)
    ended_content = models.UUIDField("结束它的内容（密钥散列）", null=True)
    ended_by_submission_id = models.BigIntegerField("由批次")
    ended_at = models.DateTimeField("结束时间")

    class Meta:
        db_table = "declarations_document_revision"
        verbose_name = "历史版本"
        indexes = [models.Index(fields=["number"], name="revision_number")]
