"""Signals, the alerts they raise, and the cases that alerts of one subject are handled in."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.constants import DEPARTMENTS, HUB
from accounts.models import Organisation, Site
from credit.models import Record
from enterprises.models import Enterprise
from risk.models.case_querysets import OfCaseQuerySet, RiskCaseQuerySet
from risk.rules.cases import states
from risk.rules.cases.grading import ORDER, RED
from risk.rules.subjects import KINDS

PERSON = settings.AUTH_USER_MODEL
DEPARTMENT_CODES = [code for code, *_ in DEPARTMENTS]
WITH_UNIT = [
    states.ASSIGNED,
    states.IN_HANDLING,
    states.HANDLED,
    states.REVIEWED,
    states.CLOSED,
]
DONE = [states.HANDLED, states.REVIEWED, states.CLOSED]


class Aimed(models.Model):
    """Of whom a row speaks. ``label`` stays when the enterprise is deleted; ``key`` tells subjects
    of a kind apart (a keyed hash where it is personal)."""

    subject_kind = models.CharField("主体种类", max_length=12)
    subject_key = models.CharField("主体标识", max_length=80)
    subject_label = models.CharField("主体", max_length=200, blank=True, default="")
    enterprise = models.ForeignKey(
        Enterprise, verbose_name="企业", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    site = models.ForeignKey(
        Site,
        verbose_name="办理平台",
        to_field="code",
        default=HUB,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        abstract = True


class Case(Aimed):
    """What is done about the alerts of one subject, from the first signal to closing.

    ``level`` is in force; ``claimed`` is red while two people have not confirmed it. ``due_at`` is
    when the present step must be done; ``risen`` how far a late case was reported upwards.
    ``department`` leads the handling, ``organisation`` is the unit it was assigned to.
    """

    number = models.CharField("编号", max_length=32, unique=True)
    type = models.CharField("风险类型", max_length=8)
    level = models.CharField("级别", max_length=8)
    claimed = models.CharField("待确认级别", max_length=8, blank=True, default="")
    score = models.DecimalField("分值", max_digits=5, decimal_places=2, null=True, blank=True)
    status = models.CharField("状态", max_length=12, default=states.COLLECTED)
    version = models.PositiveIntegerField("版本", default=1)
    opened_at = models.DateTimeField("立案时间")
    assessed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    assessed_at = models.DateTimeField("评估时间", null=True, blank=True)
    alerted_at = models.DateTimeField("预警时间", null=True, blank=True)
    first_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    first_at = models.DateTimeField("第一人确认时间", null=True, blank=True)
    second_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    second_at = models.DateTimeField("第二人确认时间", null=True, blank=True)
    department = models.CharField(
        "牵头部门", max_length=12, choices=DEPARTMENTS, blank=True, default=""
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="责任单位", null=True, on_delete=models.PROTECT, related_name="+"
    )
    assigned_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField("分派时间", null=True, blank=True)
    handler = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField("开始处置时间", null=True, blank=True)
    due_at = models.DateTimeField("当前期限", null=True, blank=True)
    risen = models.PositiveSmallIntegerField("超期上报级", default=0)
    measure = models.CharField("处置措施", max_length=16, blank=True, default="")
    result = models.TextField("处置结果", max_length=2000, blank=True, default="")
    evidence = models.CharField("处置证据", max_length=500, blank=True, default="")
    handled_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    handled_by_label = models.CharField("处置人", max_length=128, blank=True, default="")
    handled_at = models.DateTimeField("处置时间", null=True, blank=True)
    handled_late = models.BooleanField("超期处置", default=False)
    verdict = models.CharField("复查结论", max_length=12, blank=True, default="")
    review = models.TextField("复查意见", max_length=2000, blank=True, default="")
    reviewed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField("复查时间", null=True, blank=True)
    record = models.ForeignKey(
        Record, verbose_name="信用记录", null=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField("结案时间", null=True, blank=True)

    objects = RiskCaseQuerySet.as_manager()

    class Meta:
        db_table = "risk_case"
        verbose_name = "风险事项"
        verbose_name_plural = "风险事项"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(status__in=states.CASE.states), name="risk_case_status"
            ),
            models.CheckConstraint(
                condition=Q(subject_kind__in=list(KINDS)), name="risk_case_subject_kind"
            ),
            models.CheckConstraint(
                condition=Q(level__in=ORDER, claimed__in=["", RED]), name="risk_case_level"
            ),
            models.UniqueConstraint(
                fields=["subject_kind", "subject_key"],
                condition=Q(status__in=sorted(states.OPEN)),
                name="risk_case_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(level=RED)
                | (
                    Q(first_by__isnull=False, second_by__isnull=False) & ~Q(first_by=F("second_by"))
                ),
                name="risk_case_red_by_two",
            ),
            models.CheckConstraint(
                condition=Q(second_by__isnull=True) | Q(first_by__isnull=False),
                name="risk_case_first_before_second",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=WITH_UNIT)
                | (~Q(department="") & Q(assigned_at__isnull=False)),
                name="risk_case_assigned_whole",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=DONE)
                | (
                    Q(measure__in=list(states.MEASURES), handled_at__isnull=False)
                    & ~Q(result="")
                    & ~Q(handled_by_label="")
                ),
                name="risk_case_handled_whole",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True)
                | Q(handled_by__isnull=True)
                | ~Q(reviewed_by=F("handled_by")),
                name="risk_case_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[states.REVIEWED, states.CLOSED])
                | Q(
                    verdict__in=list(states.VERDICTS),
                    reviewed_by__isnull=False,
                    reviewed_at__isnull=False,
                ),
                name="risk_case_reviewed_whole",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[states.CLOSED, states.DISMISSED], closed_at__isnull=False)
                | (
                    ~Q(status__in=[states.CLOSED, states.DISMISSED])
                    & Q(closed_at__isnull=True, closed_by__isnull=True)
                ),
                name="risk_case_closed_whole",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["status", "-id"], name="risk_case_queue"),
            models.Index(fields=["department", "status"], name="risk_case_of_department"),
            models.Index(
                fields=["due_at"],
                condition=Q(status__in=sorted(states.OPEN)),
                name="risk_case_due",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Alert(Aimed):
    """What one rule says of one subject; signals within its cool-down count on it. ``verdict`` is
    what the review found of it, which the rule is measured by."""

    case = models.ForeignKey(
        Case, verbose_name="事项", on_delete=models.PROTECT, related_name="alerts"
    )
    type = models.CharField("风险类型", max_length=8)
    rule = models.CharField("规则", max_length=40)
    level = models.CharField("级别", max_length=8)
    count = models.PositiveIntegerField("信号数", default=1)
    raised_at = models.DateTimeField("产生时间")
    last_at = models.DateTimeField("最近信号")
    verdict = models.CharField("复查结论", max_length=12, blank=True, default="")

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        db_table = "risk_alert"
        verbose_name = "预警"
        verbose_name_plural = "预警"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(level__in=ORDER), name="risk_alert_level"),
            models.CheckConstraint(
                condition=Q(verdict__in=["", *states.VERDICTS]), name="risk_alert_verdict"
            ),
            models.CheckConstraint(condition=Q(count__gt=0), name="risk_alert_counted"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["subject_kind", "subject_key", "rule", "-raised_at"],
                name="risk_alert_last",
            ),
            models.Index(fields=["rule", "raised_at"], name="risk_alert_of_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.subject_label}"


class Signal(models.Model):
    """One observation as it came. ``alert`` is empty where its score stays below the lowest level.
    ``evidence`` is JSON, personal values masked; ``reference`` is the reporter's own number, taken
    once per source."""

    append_only = True

    source = models.CharField("来源", max_length=12)
    reference = models.CharField("来源编号", max_length=80, blank=True, default="")
    type = models.CharField("风险类型", max_length=8)
    rule = models.CharField("规则", max_length=40)
    subject_kind = models.CharField("主体种类", max_length=12)
    subject_key = models.CharField("主体标识", max_length=80)
    subject_label = models.CharField("主体", max_length=200, blank=True, default="")
    level = models.CharField("级别", max_length=8, blank=True, default="")
    score = models.DecimalField("分值", max_digits=5, decimal_places=2, null=True, blank=True)
    text = models.TextField("说明", max_length=2000, blank=True, default="")
    evidence = models.JSONField("证据", default=dict)
    alert = models.ForeignKey(
        Alert, verbose_name="预警", null=True, on_delete=models.PROTECT, related_name="signals"
    )
    at = models.DateTimeField("时间")
    by_label = models.CharField("报告人", max_length=128)

    class Meta:
        db_table = "risk_signal"
        verbose_name = "风险信号"
        verbose_name_plural = "风险信号"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(source__in=list(states.SOURCES)), name="risk_signal_source"
            ),
            models.CheckConstraint(condition=Q(level__in=["", *ORDER]), name="risk_signal_level"),
            models.UniqueConstraint(
                fields=["source", "by_label", "reference"],
                condition=~Q(reference=""),
                name="risk_signal_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.rule}"


class CaseStep(models.Model):
    """One step of a case: from what to what, when, by whom, with what said."""

    append_only = True

    case = models.ForeignKey(
        Case, verbose_name="事项", on_delete=models.PROTECT, related_name="steps"
    )
    source = models.CharField("原状态", max_length=12, blank=True, default="")
    target = models.CharField("新状态", max_length=12)
    deed = models.CharField("事项", max_length=24)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    by_label = models.CharField("操作人", max_length=128)
    note = models.CharField("说明", max_length=500, blank=True, default="")

    class Meta:
        db_table = "risk_case_step"
        verbose_name = "事项步骤"
        verbose_name_plural = "事项步骤"

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
