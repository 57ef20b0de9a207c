"""Repair tasks: who has to correct which document, and how far the followers of events have got."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from declarations.task_states import DONE, IN_WORK, OBSOLETE, OPEN, UNFINISHED
from enterprises.viewers import Viewer

FINISHED = (DONE, OBSOLETE)


class TaskQuerySet(models.QuerySet[Any]):
    """Repair tasks, to the firm that must act and to every party of the declaration."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those whose state and deadline the viewer may know."""
        if viewer.sees_all:
            return self
        return self.filter(parties__overlap=list(viewer.enterprise_ids))

    def to_be_done_by(self, viewer: Viewer) -> Self:
        """Those that one of the viewer's own firms must do."""
        return self.filter(enterprise_id__in=viewer.own_ids)

    def unfinished(self) -> Self:
        return self.filter(state__in=UNFINISHED)


class Task(models.Model):
    """One finding of one declaration, or one refusal of customs, that one firm must put right.

    ``sequence`` is the newest decision that has the finding: the values stand there and nowhere
    else; what customs refused stands in the receipt ``receipt_id``. ``kind``, ``key``, ``field``
    and ``line`` name what is to be corrected (``field`` is empty where a document is as it should
    be), ``document_id`` and ``document_revision`` the document as it was when the task was opened.
    ``parties`` are all firms of the declaration, the responsible one among them.
    """

    inventory_id = models.BigIntegerField("清单")
    sequence = models.IntegerField("判定")
    code = models.CharField("问题代码", max_length=12)
    enterprise_id = models.IntegerField("责任企业")
    role = models.CharField("责任方", max_length=12)
    parties = ArrayField(models.IntegerField(), verbose_name="相关企业")
    kind = models.CharField("单证类型", max_length=6)
    key = models.JSONField("单证编号")
    field = models.CharField("栏目", max_length=40)
    line = models.IntegerField("商品序号", null=True)
    document_id = models.BigIntegerField("单证", null=True)
    document_revision = models.IntegerField("单证版本", null=True)
    state = models.CharField("状态", max_length=8, default=OPEN)
    opened_at = models.DateTimeField("产生时间")
    deadline_at = models.DateTimeField("期限")
    begun_at = models.DateTimeField("开始处理时间", null=True)
    closed_at = models.DateTimeField("结束时间", null=True)
    overdue_at = models.DateTimeField("逾期提醒时间", null=True)
    receipt_id = models.BigIntegerField("海关回执", null=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        db_table = "declarations_task"
        verbose_name = "更正任务"
        constraints = [
            models.UniqueConstraint(
                fields=["inventory_id", "code", "enterprise_id"],
                condition=Q(state__in=UNFINISHED),
                name="task_one_unfinished",
            ),
            models.CheckConstraint(
                name="task_state_known", condition=Q(state__in=(*UNFINISHED, *FINISHED))
            ),
            models.CheckConstraint(
                name="task_closed_when_finished",
                condition=Q(state__in=UNFINISHED, closed_at__isnull=True)
                | Q(state__in=FINISHED, closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="task_in_work_since", condition=~Q(state=IN_WORK) | Q(begun_at__isnull=False)
            ),
            models.CheckConstraint(
                name="task_names_who_and_what", condition=~Q(code="") & ~Q(role="") & ~Q(kind="")
            ),
        ]
        indexes = [
            models.Index(fields=["enterprise_id", "id"], name="task_of_firm"),
            models.Index(
                fields=["deadline_at"],
                name="task_due",
                condition=Q(state__in=UNFINISHED, overdue_at__isnull=True),
            ),
            models.Index(
                fields=["enterprise_id", "deadline_at"],
                name="task_unfinished",
                condition=Q(state__in=UNFINISHED),
            ),
            models.Index(fields=["inventory_id"], name="task_of_inventory"),
            GinIndex(fields=["parties"], name="task_parties", fastupdate=False),
        ]


class Follower(models.Model):
    """How far a reader of the event log has got: everything up to ``position`` is worked in."""

    name = models.CharField("名称", max_length=40, primary_key=True)
    position = models.BigIntegerField("位置", default=0)
    moved_at = models.DateTimeField("推进时间", null=True)

    class Meta:
        db_table = "declarations_follower"
        verbose_name = "事件跟随者"
