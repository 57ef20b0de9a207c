"""The responsibility table: member units, their liaison officers, tasks, monthly reports."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation, Site
from statistics_app.models.governance_querysets import OfficialsQuerySet
from statistics_app.models.plan_targets import Evidence
from statistics_app.models.stepping import StepBase
from statistics_app.states import FOLLOWED, OCCASION, OPEN, PLANNED

PERSON = settings.AUTH_USER_MODEL


class MemberUnit(models.Model):
    """A member unit of the leading group; a ``group`` stands for several (all counties)."""

    code = models.SlugField("代码", max_length=40, unique=True)
    zh = models.CharField("单位", max_length=100)
    en = models.CharField("英文名称", max_length=160)
    group = models.BooleanField("合称", default=False)
    organisation = models.ForeignKey(
        Organisation, verbose_name="平台单位", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = OfficialsQuerySet.as_manager()

    class Meta:
        db_table = "statistics_member_unit"
        verbose_name = "成员单位"
        verbose_name_plural = "成员单位"

    def __str__(self) -> str:
        return self.zh


class Liaison(models.Model):
    """A unit's liaison officer in [from_date, to_date)."""

    unit = models.ForeignKey(
        MemberUnit, verbose_name="单位", on_delete=models.PROTECT, related_name="liaisons"
    )
    user = models.ForeignKey(
        PERSON, verbose_name="联络员", on_delete=models.PROTECT, related_name="+"
    )
    from_date = models.DateField("起始日期")
    to_date = models.DateField("终止日期", null=True)
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    objects = OfficialsQuerySet.as_manager()

    class Meta:
        db_table = "statistics_liaison"
        verbose_name = "联络员"
        verbose_name_plural = "联络员"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["unit", "user"],
                condition=Q(to_date__isnull=True),
                name="statistics_liaison_once",
            ),
            models.CheckConstraint(
                condition=Q(to_date__isnull=True) | Q(to_date__gte=F("from_date")),
                name="statistics_liaison_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.user_id}"


class Duty(models.Model):
    """One task of the responsibility table. ``due_date`` is null for long-term work; ``percent``
    is what its lead unit reported last."""

    number = models.PositiveSmallIntegerField("序号", unique=True)
    section = models.PositiveSmallIntegerField("部分")
    zh = models.CharField("任务", max_length=200)
    en = models.CharField("英文", max_length=300)
    deadline_text = models.CharField("期限原文", max_length=30)
    due_date = models.DateField("期限", null=True)
    status = models.CharField("状态", max_length=12, default=OPEN)
    percent = models.PositiveSmallIntegerField("进度(%)", default=0)
    version = models.PositiveIntegerField("版本", default=1)
    leads = models.ManyToManyField(
        MemberUnit, verbose_name="牵头单位", related_name="leading", db_table="statistics_duty_lead"
    )
    participants = models.ManyToManyField(
        MemberUnit,
        verbose_name="配合单位",
        related_name="helping",
        db_table="statistics_duty_participant",
    )

    objects = OfficialsQuerySet.as_manager()

    class Meta:
        db_table = "statistics_duty"
        verbose_name = "分工任务"
        verbose_name_plural = "分工任务"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(status__in=FOLLOWED.states), name="statistics_duty_status"
            ),
            models.CheckConstraint(condition=Q(percent__lte=100), name="statistics_duty_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.zh}"


class DutyStep(StepBase):
    """One step of a task."""

    duty = models.ForeignKey(
        Duty, verbose_name="任务", on_delete=models.PROTECT, related_name="steps"
    )
    evidence = models.ForeignKey(
        Evidence, verbose_name="证明材料", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        db_table = "statistics_duty_step"
        verbose_name = "任务步骤"
        verbose_name_plural = "任务步骤"


class MonthReport(models.Model):
    """What a unit tells the zone office of a month. A correction is a further ``revision`` with
    its reason."""

    append_only = True

    unit = models.ForeignKey(
        MemberUnit, verbose_name="单位", on_delete=models.PROTECT, related_name="reports"
    )
    month_date = models.DateField("月份")
    revision = models.PositiveSmallIntegerField("版次", default=1)
    summary = models.CharField("工作情况", max_length=2000)
    problems = models.CharField("问题和建议", max_length=2000, blank=True, default="")
    reason = models.CharField("更正理由", max_length=300, blank=True, default="")
    at = models.DateTimeField("报送时间")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    objects = OfficialsQuerySet.as_manager()

    class Meta:
        db_table = "statistics_month_report"
        verbose_name = "工作月报"
        verbose_name_plural = "工作月报"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["unit", "month_date", "revision"], name="statistics_month_report_once"
            ),
            models.CheckConstraint(
                condition=Q(revision=1) | ~Q(reason=""), name="statistics_month_revision_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.month_date:%Y-%m} r{self.revision}"


class Progress(models.Model):
    """What a unit reports of one task in one month; the latest row of a month counts."""

    append_only = True

    duty = models.ForeignKey(
        Duty, verbose_name="任务", on_delete=models.PROTECT, related_name="progress"
    )
    report = models.ForeignKey(
        MonthReport, verbose_name="月报", on_delete=models.PROTECT, related_name="lines"
    )
    percent = models.PositiveSmallIntegerField("进度(%)")
    text = models.CharField("进展", max_length=1000)
    evidence = models.ForeignKey(
        Evidence, verbose_name="证明材料", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        db_table = "statistics_progress"
        verbose_name = "任务进展"
        verbose_name_plural = "任务进展"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "duty"], name="statistics_progress_once"),
            models.CheckConstraint(
                condition=Q(percent__lte=100), name="statistics_progress_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.percent}%"


class Occasion(models.Model):
    """A meeting of the leading group, or an inspection of a site or unit."""

    number = models.CharField("编号", max_length=30, unique=True)
    kind = models.CharField(
        "种类", max_length=12, choices=(("meeting", "季度例会"), ("inspection", "监督检查"))
    )
    title = models.CharField("主题", max_length=200)
    planned_date = models.DateField("计划日期")
    held_date = models.DateField("进行日期", null=True)
    minutes = models.CharField("纪要", max_length=4000, blank=True, default="")
    site = models.ForeignKey(
        Site,
        verbose_name="被检查平台",
        to_field="code",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    status = models.CharField("状态", max_length=12, default=PLANNED)
    version = models.PositiveIntegerField("版本", default=1)

    objects = OfficialsQuerySet.as_manager()

    class Meta:
        db_table = "statistics_occasion"
        verbose_name = "例会与检查"
        verbose_name_plural = "例会与检查"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(status__in=OCCASION.states), name="statistics_occasion_status"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["meeting", "inspection"]), name="statistics_occasion_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class OccasionStep(StepBase):
    """One step of a meeting or an inspection."""

    occasion = models.ForeignKey(
        Occasion, verbose_name="例会或检查", on_delete=models.PROTECT, related_name="steps"
    )

    class Meta:
        db_table = "statistics_occasion_step"
        verbose_name = "例会与检查步骤"
        verbose_name_plural = "例会与检查步骤"


class FollowUp(models.Model):
    """A decision of a meeting or a finding of an inspection, with who must act by when."""

    occasion = models.ForeignKey(
        Occasion, verbose_name="来自", on_delete=models.PROTECT, related_name="follow_ups"
    )
    text = models.CharField("事项", max_length=500)
    unit = models.ForeignKey(
        MemberUnit, verbose_name="责任单位", on_delete=models.PROTECT, related_name="follow_ups"
    )
    due_date = models.DateField("期限")
    status = models.CharField("状态", max_length=12, default=OPEN)
    version = models.PositiveIntegerField("版本", default=1)

    objects = OfficialsQuerySet.as_manager()

    class Meta:
        db_table = "statistics_follow_up"
        verbose_name = "跟踪事项"
        verbose_name_plural = "跟踪事项"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(status__in=FOLLOWED.states), name="statistics_follow_up_status"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class FollowUpStep(StepBase):
    """One step of a decision or a finding."""

    follow_up = models.ForeignKey(
        FollowUp, verbose_name="事项", on_delete=models.PROTECT, related_name="steps"
    )
    evidence = models.ForeignKey(
        Evidence, verbose_name="证明材料", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        db_table = "statistics_follow_up_step"
        verbose_name = "跟踪步骤"
        verbose_name_plural = "跟踪步骤"
