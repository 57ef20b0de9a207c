"""Joint control: who does what, requests for assistance, deliveries, packages handed over."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.constants import DEPARTMENTS
from risk.models.case_querysets import DutyQuerySet, OfCaseQuerySet, RequestQuerySet
from risk.models.cases import DEPARTMENT_CODES, Case
from risk.rules.cases import states
from risk.rules.cases.sharing import PARTIES

PERSON = settings.AUTH_USER_MODEL
LEAD, SUPPORT = "lead", "support"
ROLES = ((LEAD, "牵头"), (SUPPORT, "配合"))
RECEIVERS = ("police", "customs")
KINDS = (("case", "预警事项"), ("request", "协助请求"), ("package", "移交材料"))


class DutyRow(models.Model):
    """In [valid_from, valid_to) a department leads or supports a type of risk; ``contact`` and
    ``substitute`` are posts and office lines, never private ones."""

    type = models.CharField("风险类型", max_length=8)
    department = models.CharField("部门", max_length=12, choices=DEPARTMENTS)
    role = models.CharField("职责", max_length=8, choices=ROLES)
    contact = models.CharField("联系岗位", max_length=100, blank=True, default="")
    substitute = models.CharField("替补岗位", max_length=100, blank=True, default="")
    basis = models.CharField("依据", max_length=300)
    valid_from = models.DateField("生效日期")
    valid_to = models.DateField("失效日期", null=True, blank=True)
    by_label = models.CharField("设置人", max_length=128)

    objects = DutyQuerySet.as_manager()

    class Meta:
        db_table = "risk_duty"
        verbose_name = "联控职责"
        verbose_name_plural = "联控职责"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(department__in=DEPARTMENT_CODES), name="risk_duty_department"
            ),
            models.CheckConstraint(condition=Q(role__in=[LEAD, SUPPORT]), name="risk_duty_role"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="risk_duty_period",
            ),
            models.UniqueConstraint(
                fields=["type", "department"],
                condition=Q(valid_to__isnull=True),
                name="risk_duty_once",
            ),
            models.UniqueConstraint(
                fields=["type"],
                condition=Q(valid_to__isnull=True, role=LEAD),
                name="risk_duty_one_lead",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.department} {self.role}"


class AssistanceRequest(models.Model):
    """A question to a department, or to another zone. ``shared`` is what was told with it, kept as
    it was told; another zone is told the subject's code and the type of risk only."""

    case = models.ForeignKey(
        Case, verbose_name="事项", on_delete=models.PROTECT, related_name="requests"
    )
    party = models.CharField("对象", max_length=12)
    department = models.CharField(
        "部门", max_length=12, choices=DEPARTMENTS, blank=True, default=""
    )
    zone = models.CharField("综试区", max_length=60, blank=True, default="")
    question = models.TextField("请求事项", max_length=1000)
    fields = ArrayField(models.CharField(max_length=16), verbose_name="共享内容")
    shared = models.JSONField("所告知内容")
    status = models.CharField("状态", max_length=12, default=states.ASKED)
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("请求时间")
    due_at = models.DateTimeField("答复期限")
    reminded_at = models.DateTimeField("催办时间", null=True, blank=True)
    answer = models.TextField("答复", max_length=2000, blank=True, default="")
    reference = models.CharField("对方编号", max_length=80, blank=True, default="")
    answered_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    answered_by_label = models.CharField("答复人", max_length=128, blank=True, default="")
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        db_table = "risk_request"
        verbose_name = "协助请求"
        verbose_name_plural = "协助请求"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(status__in=states.REQUEST.states), name="risk_request_status"
            ),
            models.CheckConstraint(
                condition=(Q(party="department", zone="") & ~Q(department=""))
                | (Q(party="zone", department="") & ~Q(zone="")),
                name="risk_request_party",
            ),
            models.CheckConstraint(
                condition=Q(party="department") | Q(fields__contained_by=["subject", "type"]),
                name="risk_request_zone_told_least",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[states.ANSWERED, states.DECLINED])
                | (Q(answered_at__isnull=False) & ~Q(answer="") & ~Q(answered_by_label="")),
                name="risk_request_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(party__in=list(PARTIES)), name="risk_request_party_known"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["department", "status"], name="risk_request_inbox"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.department or self.zone}"

    @property
    def number(self) -> str:
        """It is quoted by its case's number."""
        return str(self.case.number)


class HandOver(models.Model):
    """A case as it was handed to police or customs: a signed package, kept as it was given."""

    append_only = True

    number = models.CharField("编号", max_length=32, unique=True)
    case = models.ForeignKey(
        Case, verbose_name="事项", on_delete=models.PROTECT, related_name="packages"
    )
    department = models.CharField("接收部门", max_length=12, choices=DEPARTMENTS)
    reason = models.CharField("移交理由", max_length=500)
    content = models.BinaryField("材料")
    sha256 = models.CharField("摘要", max_length=64)
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("移交时间")

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        db_table = "risk_package"
        verbose_name = "移交材料"
        verbose_name_plural = "移交材料"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(department__in=RECEIVERS), name="risk_package_receiver"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="risk_package_reasoned"),
        ]

    def __str__(self) -> str:
        return self.number


class Delivery(models.Model):
    """Something on its way to a department's own system; ``reference`` is the number it answered
    with, ``simulated`` says that a simulator took it."""

    case = models.ForeignKey(
        Case, verbose_name="事项", on_delete=models.PROTECT, related_name="deliveries"
    )
    kind = models.CharField("内容", max_length=8, choices=KINDS)
    department = models.CharField("部门", max_length=12, choices=DEPARTMENTS)
    body = models.JSONField("内容")
    status = models.CharField("状态", max_length=12, default=states.WAITING)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    not_before = models.DateTimeField("最早送达时间")
    error = models.CharField("最近错误", max_length=200, blank=True, default="")
    reference = models.CharField("对方编号", max_length=80, blank=True, default="")
    simulated = models.BooleanField("由模拟器接收", default=False)
    created_at = models.DateTimeField("产生时间")
    delivered_at = models.DateTimeField("送达时间", null=True, blank=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        db_table = "risk_delivery"
        verbose_name = "送达"
        verbose_name_plural = "送达"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(status__in=states.DELIVERY.states), name="risk_delivery_status"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["not_before"],
                condition=Q(status=states.WAITING),
                name="risk_delivery_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.department}"
