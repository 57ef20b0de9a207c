"""Work to do, found in Postgres: a broker only says "look now"."""

from django.db import models


class Work(models.Model):
    """One slice of a submission whose declarations must be decided (anew).

    ``first_id``–``last_id`` is the block of document ids of the slice; ``touched`` names what a
    change or deletion let go: order numbers and waybill numbers whose inventories must be looked
    at as well. ``lane`` 0 is for small submissions, so that they never wait behind a bulk one.
    """

    enterprise_id = models.IntegerField("发送企业")
    lane = models.SmallIntegerField("通道")
    submission_id = models.BigIntegerField("接收批次")
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    documents = models.IntegerField("单证数")
    touched = models.JSONField(null=True)
    created_at = models.DateTimeField("产生时间")
    not_before = models.DateTimeField("最早处理时间")
    attempts = models.SmallIntegerField("次数", default=0)
    error = models.CharField("最近错误", max_length=200, null=True)

    class Meta:
        db_table = "declarations_work"
        verbose_name = "待判定"
        indexes = [models.Index(fields=["lane", "enterprise_id", "id"], name="work_order")]
