"""The one log of events, in an order that no reader's cursor can miss."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Event(models.Model):
    """Something that happened to documents, told to one enterprise, many documents in a row.

    ``position`` is given after the commit by one writer under an advisory lock: serial ids are not
    an order, since an earlier one may commit later. A verdict event speaks of a whole submission;
    a decision event of the inventories in ``refs`` with the decision sequence in ``sequences``.
    """

    position = models.BigIntegerField("位置", null=True, unique=True)
    kind = models.CharField("类别", max_length=12)
    enterprise_id = models.IntegerField("收件企业")
    submission_id = models.BigIntegerField("接收批次", null=True)
    refs = ArrayField(models.BigIntegerField(), null=True)
    sequences = ArrayField(models.IntegerField(), null=True)
    size = models.IntegerField("回执数")
    created_at = models.DateTimeField("发生时间")

    class Meta:
        db_table = "declarations_event"
        verbose_name = "事件"
        indexes = [
            models.Index(fields=["enterprise_id", "position"], name="event_reader"),
            models.Index(
                fields=["id"], name="event_unplaced", condition=models.Q(position__isnull=True)
            ),
        ]
