"""The course of a paper at customs: where it stands, and every step."""

from django.db import models
from django.db.models import Q

from declarations.states import STATUSES


class PaperCourse(models.Model):
    """Where a forwarded paper stands; written by ``services.paper_course`` alone.

    As ``Course`` of an inventory. ``given_no`` is what customs gave in a receipt (rkdNo, sumNo).
    """

    paper_id = models.BigIntegerField("单据", primary_key=True)
    kind = models.CharField("报文类型", max_length=6)
    status = models.CharField("海关状态", max_length=10)
    status_at = models.DateTimeField("状态时间")
    said_at = models.DateTimeField("最近回执时间", null=True)
    info = models.CharField("回执信息", max_length=1000, default="")
    pre_no = models.CharField("预录入编号", max_length=18, default="")
    given_no = models.CharField("海关编号", max_length=18, default="")
    revision = models.IntegerField("报送版本", default=1)
    round = models.IntegerField("第几次报送", default=1)
    steps = models.IntegerField("步数", default=0)

    class Meta:
        db_table = "declarations_paper_course"
        verbose_name = "单据进程"
        constraints = [
            models.CheckConstraint(
                name="paper_course_status_known", condition=Q(status__in=list(STATUSES))
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "status", "-paper_id"], name="paper_course_status"),
            models.Index(fields=["pre_no"], name="paper_course_pre_no", condition=~Q(pre_no="")),
            models.Index(
                fields=["given_no"], name="paper_course_given_no", condition=~Q(given_no="")
            ),
        ]


class PaperStep(models.Model):
    """One step of a paper's course: from what to what, when, and which receipt said so."""

    append_only = True

    pk = models.CompositePrimaryKey("paper_id", "number")
    paper_id = models.BigIntegerField("单据")
    number = models.IntegerField("第几步")
    source = models.CharField("原状态", max_length=10, default="")
    target = models.CharField("新状态", max_length=10)
    at = models.DateTimeField("时间")
    receipt_id = models.BigIntegerField("回执", null=True)
    note = models.CharField("说明", max_length=200, default="")

    class Meta:
        db_table = "declarations_paper_step"
        verbose_name = "单据进程步骤"
