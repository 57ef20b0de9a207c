"""The course of an inventory at customs: where it stands, every step and hold, the time limits."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from declarations.models.querysets import HoldQuerySet
from declarations.states import STATUSES
from zone_portal.framework.dated import ends_after_start, never_overlapping


class Course(models.Model):
    """Where a forwarded inventory stands; written by ``services.course`` alone.

    ``said_at`` is the latest returnTime that moved it: an older receipt never moves it back.
    ``round`` counts how often the inventory was sent after a rejection, ``revision`` is the one
    that was sent last.
    """

    inventory_id = models.BigIntegerField("清单", primary_key=True)
    status = models.CharField("海关状态", max_length=10)
    status_at = models.DateTimeField("状态时间")
    said_at = models.DateTimeField("最近回执时间", null=True)
    info = models.CharField("回执信息", max_length=1000, default="")
    pre_no = models.CharField("预录入编号", max_length=18, default="")
    invt_no = models.CharField("清单编号", max_length=20, default="")
    route = models.CharField("通关方式", max_length=1, default="")
    revision = models.IntegerField("报送版本", default=1)
    round = models.IntegerField("第几次报送", default=1)
    steps = models.IntegerField("步数", default=0)

    class Meta:
        db_table = "declarations_course"
        verbose_name = "通关进程"
        constraints = [
            models.CheckConstraint(
                name="course_status_known", condition=Q(status__in=list(STATUSES))
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-inventory_id"], name="course_status"),
            models.Index(fields=["invt_no"], name="course_invt_no", condition=~Q(invt_no="")),
            models.Index(fields=["pre_no"], name="course_pre_no", condition=~Q(pre_no="")),
        ]


class CourseStep(models.Model):
    """One step of a course: from what to what, when, and which receipt said so."""

    append_only = True

    pk = models.CompositePrimaryKey("inventory_id", "number")
    inventory_id = models.BigIntegerField("清单")
    number = models.IntegerField("第几步")
    source = models.CharField("原状态", max_length=10, default="")
    target = models.CharField("新状态", max_length=10)
    at = models.DateTimeField("时间")
    receipt_id = models.BigIntegerField("回执", null=True)
    note = models.CharField("说明", max_length=200, default="")

    class Meta:
        db_table = "declarations_course_step"
        verbose_name = "进程步骤"


class Hold(models.Model):
    """A hold of an inventory, or of a paper: why, what officials instruct, what was found on site,
    how it ended. ``source`` says whose it is: customs' own by its receipts, or one that this portal
    suggests to customs for the risk it sees; of each there is one open at most.

    ``instruction`` and ``finding`` stand on one record, each with its author and its moment.
    """

    inventory_id = models.BigIntegerField("清单", null=True)
    paper_id = models.BigIntegerField("单据", null=True)
    source = models.CharField("来源", max_length=8, default="customs", db_default="customs")
    status = models.CharField("状态", max_length=10)
    reason = models.CharField("原因", max_length=1000)
    since = models.DateTimeField("起")
    receipt_id = models.BigIntegerField("回执", null=True)
    directive = models.CharField("指令类型", max_length=12, default="")
    instruction = models.TextField("布控指令", default="")
    instructed_at = models.DateTimeField("指令时间", null=True)
    instructed_by = models.CharField("指令人", max_length=128, default="")
    result = models.CharField("现场结果", max_length=12, default="")
    finding = models.TextField("现场情况", default="")
    found_at = models.DateTimeField("记录时间", null=True)
    found_by = models.CharField("记录人", max_length=128, default="")
    ended_at = models.DateTimeField("止", null=True)
    ended_status = models.CharField("之后状态", max_length=10, default="")
    ended_reason = models.CharField("解除说明", max_length=1000, default="")

    objects: ClassVar[Any] = HoldQuerySet.as_manager()

    class Meta:
        db_table = "declarations_hold"
        verbose_name = "扣留与查验"
        constraints = [
            models.UniqueConstraint(
                fields=["inventory_id", "source"], name="hold_one_open", condition=Q(ended_at=None)
            ),
            models.UniqueConstraint(
                fields=["paper_id"], name="hold_one_open_of_paper", condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                name="hold_of_one_thing",
                condition=Q(inventory_id__isnull=True) ^ Q(paper_id__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["inventory_id"], name="hold_inventory"),
            models.Index(
                fields=["paper_id"], name="hold_paper", condition=Q(paper_id__isnull=False)
            ),
            models.Index(fields=["since", "id"], name="hold_open", condition=Q(ended_at=None)),
        ]


class CourseStandard(models.Model):
    """A step as it should be, per mode: who owns it and how long it may take, with its source.

    ``hours`` is None where no authority has published a limit.
    """

    mode = models.CharField("监管方式", max_length=4)
    direction = models.CharField("进出口", max_length=6)
    source = models.CharField("自", max_length=10)
    target = models.CharField("至", max_length=10)
    owner = models.CharField("责任方", max_length=12)
    hours = models.DecimalField("时限（小时）", max_digits=8, decimal_places=3, null=True)
    valid_from = models.DateField("生效日期")
    valid_to = models.DateField("失效日期", null=True)
    verified = models.BooleanField("已核实", default=False)
    basis = models.CharField("依据", max_length=300)

    class Meta:
        db_table = "declarations_course_standard"
        verbose_name = "环节时限"
        constraints = [
            never_overlapping(
                "mode", "direction", "source", "target", name="course_standard_dates"
            ),
            ends_after_start(name="course_standard_period"),
        ]
