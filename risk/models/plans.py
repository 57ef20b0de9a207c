"""Risk points and their checks; response plans, their runs and drills, step by step."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.constants import DEPARTMENTS, HUB
from accounts.models import Site
from risk.constants import LEVELS
from risk.models.matters import Matter
from risk.models.plan_querysets import OfSiteQuerySet, PlanQuerySet
from risk.rules.matters import PLAN, RELEASED, RUN
from risk.rules.plans.definition import STEP_KINDS
from risk.rules.plans.points import NODES

PERSON = settings.AUTH_USER_MODEL


def _site() -> Any:
    return models.ForeignKey(
        Site,
        verbose_name="平台",
        to_field="code",
        default=HUB,
        on_delete=models.PROTECT,
        related_name="+",
    )


class RiskPoint(models.Model):
    """Where in the process something can go wrong: cause, control, owner, how often checked."""

    number = models.CharField("编号", max_length=32, unique=True)
    site = _site()
    node = models.CharField("流程节点", max_length=16)
    type = models.CharField("风险类型", max_length=4)
    cause_zh = models.CharField("成因", max_length=300)
    cause_en = models.CharField("英文成因", max_length=500)
    control_zh = models.CharField("防控措施", max_length=300)
    control_en = models.CharField("英文防控措施", max_length=500)
    department = models.CharField("责任部门", max_length=12, choices=DEPARTMENTS)
    every_days = models.PositiveSmallIntegerField("检查周期（天）")
    since_date = models.DateField("登记日期")
    checked_date = models.DateField("最近检查", null=True, blank=True)
    due_date = models.DateField("应检查日期")
    retired_date = models.DateField("停用日期", null=True, blank=True)

    objects: ClassVar[Any] = OfSiteQuerySet.as_manager()

    class Meta:
        db_table = "risk_point"
        verbose_name = "风险点"
        verbose_name_plural = "风险点"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(node__in=list(NODES)), name="risk_point_node"),
            models.CheckConstraint(condition=Q(every_days__gt=0), name="risk_point_period"),
        ]

    def __str__(self) -> str:
        return self.number


class PointCheck(models.Model):
    """Somebody looked after a point; ``found`` says that something was wrong."""

    append_only = True

    point = models.ForeignKey(RiskPoint, on_delete=models.PROTECT, related_name="checks")
    on_date = models.DateField("检查日期")
    found = models.BooleanField("发现问题")
    note = models.CharField("情况", max_length=500)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    by_label = models.CharField("检查人", max_length=128)
    at = models.DateTimeField("时间")

    class Meta:
        db_table = "risk_point_check"
        verbose_name = "风险点检查"
        verbose_name_plural = "风险点检查"

    def __str__(self) -> str:
        return f"{self.on_date}"


class Plan(Matter):
    """One edition of a plan; releasing it retires the edition in force before it."""

    matter = "plan"

    code = models.SlugField("代码", max_length=40)
    edition = models.PositiveSmallIntegerField("版次")
    site = _site()
    title_zh = models.CharField("名称", max_length=120)
    title_en = models.CharField("英文名称", max_length=200)
    areas = ArrayField(models.CharField(max_length=12), verbose_name="风险类型")
    level = models.CharField("响应级别", max_length=8)
    department = models.CharField("指挥部门", max_length=12, choices=DEPARTMENTS)
    conditions_zh = models.TextField("启动条件", max_length=2000)
    conditions_en = models.TextField("英文启动条件", max_length=4000)
    command_zh = models.TextField("组织指挥", max_length=2000)
    command_en = models.TextField("英文组织指挥", max_length=4000)
    report_zh = models.TextField("报告模板", max_length=2000)
    report_en = models.TextField("英文报告模板", max_length=4000)
    contacts = models.JSONField("联络表")
    steps = models.JSONField("步骤")
    proposed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    released_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField("发布时间", null=True, blank=True)

    objects: ClassVar[Any] = PlanQuerySet.as_manager()

    class Meta:
        db_table = "risk_plan"
        verbose_name = "应急预案"
        verbose_name_plural = "应急预案"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(status__in=PLAN.table.states), name="risk_plan_status"
            ),
            models.CheckConstraint(condition=Q(level__in=list(LEVELS)), name="risk_plan_level"),
            models.UniqueConstraint(fields=["site", "code", "edition"], name="risk_plan_edition"),
            models.UniqueConstraint(
                fields=["site", "code"], condition=Q(status=RELEASED), name="risk_plan_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True)
                | (
                    Q(released_by__isnull=False, proposed_by__isnull=False)
                    & ~Q(released_by=F("proposed_by"))
                ),
                name="risk_plan_four_eyes",
            ),
        ]


class PlanRun(Matter):
    """A plan in use, or a drill of it. ``case_id`` is the case that it answers, as a number."""

    matter = "plan_run"

    plan = models.ForeignKey(Plan, verbose_name="预案", on_delete=models.PROTECT, related_name="+")
    site = _site()
    drill = models.BooleanField("演练")
    case_id = models.BigIntegerField("风险事项", null=True, blank=True)
    reason = models.TextField("启动原因", max_length=1000)
    started_at = models.DateTimeField("启动时间")
    ended_at = models.DateTimeField("终止时间", null=True, blank=True)
    result = models.TextField("处置结果", max_length=2000, blank=True, default="")
    review = models.TextField("复盘", max_length=2000, blank=True, default="")
    changes = models.TextField("预案修改建议", max_length=2000, blank=True, default="")
    reviewed_at = models.DateTimeField("复盘时间", null=True, blank=True)

    objects: ClassVar[Any] = OfSiteQuerySet.as_manager()

    class Meta:
        db_table = "risk_plan_run"
        verbose_name = "预案启动"
        verbose_name_plural = "预案启动"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(status__in=RUN.table.states), name="risk_plan_run_status"
            ),
            models.UniqueConstraint(
                fields=["plan", "case_id"],
                condition=Q(status="running", case_id__isnull=False),
                name="risk_plan_run_once_a_case",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case_id"], name="risk_plan_run_of_case")
        ]


class RunStep(models.Model):
    """A step of a run with its clock. ``told_at``: people in charge were told it is late."""

    run = models.ForeignKey(PlanRun, on_delete=models.PROTECT, related_name="todo")
    place = models.PositiveSmallIntegerField("序号")
    zh = models.CharField("事项", max_length=200)
    en = models.CharField("英文事项", max_length=300)
    department = models.CharField("部门", max_length=12, choices=DEPARTMENTS)
    kind = models.CharField("种类", max_length=8)
    due_at = models.DateTimeField("时限")
    done_at = models.DateTimeField("完成时间", null=True, blank=True)
    done_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    done_by_label = models.CharField("完成人", max_length=128, blank=True, default="")
    text = models.TextField("情况或报告", max_length=4000, blank=True, default="")
    told_at = models.DateTimeField("超时提醒时间", null=True, blank=True)

    class Meta:
        db_table = "risk_run_step"
        verbose_name = "预案步骤"
        verbose_name_plural = "预案步骤"
        ordering: ClassVar[list[str]] = ["due_at", "place"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["run", "place"], name="risk_run_step_place"),
            models.CheckConstraint(
                condition=Q(kind__in=list(STEP_KINDS)), name="risk_run_step_kind"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["due_at"],
                condition=Q(done_at__isnull=True, told_at__isnull=True),
                name="risk_run_step_waiting",
            )
        ]

    def __str__(self) -> str:
        return self.zh
