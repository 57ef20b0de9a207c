"""The published list of incentives and sanctions, and what of it is in force on whom."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.constants import DEPARTMENTS
from accounts.models import Organisation
from credit.models.cases import Case
from credit.models.querysets import AcknowledgementQuerySet, MeasureQuerySet, OfSubjectQuerySet
from credit.models.subjects import Subject
from credit.rules.supervision.effects import EFFECTS, GROUNDS, KINDS

PERSON = settings.AUTH_USER_MODEL


class MeasureItem(models.Model):
    """One row of the list (奖惩措施清单): for which ``grounds``, which effect with which value, on
    what law. It acts only once two people published it, in [``from_date``, ``to_date``)."""

    code = models.CharField("编号", max_length=12)
    edition = models.PositiveSmallIntegerField("版次", default=1)
    zh = models.CharField("措施", max_length=120)
    en = models.CharField("英文", max_length=160)
    kind = models.CharField("类别", max_length=12)
    effect = models.CharField("效果", max_length=16)
    value = models.CharField("取值", max_length=12)
    grounds = ArrayField(models.CharField(max_length=16), verbose_name="适用对象")
    department = models.CharField("实施部门", max_length=12, choices=DEPARTMENTS)
    basis = models.CharField("法律依据", max_length=300)
    origin = models.CharField("依据来源", max_length=16)
    unverified = models.BooleanField("取值待确认", default=False)
    from_date = models.DateField("起始日期", null=True, blank=True)
    to_date = models.DateField("终止日期", null=True, blank=True)
    drafted_by_label = models.CharField("起草人", max_length=128)
    drafted_at = models.DateTimeField("起草时间")
    proposed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("提请时间", null=True, blank=True)
    published_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField("公布时间", null=True, blank=True)

    class Meta:
        db_table = "credit_measure_item"
        verbose_name = "奖惩措施"
        verbose_name_plural = "奖惩措施清单"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["code", "edition"], name="credit_measure_item_edition"),
            models.CheckConstraint(
                condition=Q(kind__in=list(KINDS)), name="credit_measure_item_kind"
            ),
            models.CheckConstraint(
                condition=Q(effect__in=list(EFFECTS)), name="credit_measure_item_effect"
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="credit_measure_item_on_law"),
            models.CheckConstraint(
                condition=Q(grounds__len__gt=0) & Q(grounds__contained_by=list(GROUNDS)),
                name="credit_measure_item_grounds",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("proposed_by")),
                name="credit_measure_item_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | Q(
                    published_by__isnull=False,
                    proposed_by__isnull=False,
                    from_date__isnull=False,
                ),
                name="credit_measure_item_published_whole",
            ),
            models.CheckConstraint(
                condition=Q(to_date__isnull=True) | Q(to_date__gte=F("from_date")),
                name="credit_measure_item_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.zh}"


class Measure(models.Model):
    """A row of the list in force on a subject in [``from_date``, ``to_date``), because of a grade
    (``ground``) or of a listing (``case``). A trigger refuses one whose row of the list is not
    published: what is not published is not done."""

    subject = models.ForeignKey(
        Subject, verbose_name="主体", on_delete=models.PROTECT, db_index=False
    )
    item = models.ForeignKey(
        MeasureItem, verbose_name="措施", on_delete=models.PROTECT, related_name="measures"
    )
    ground = models.CharField("适用对象", max_length=16)
    case = models.ForeignKey(
        Case, verbose_name="事项", null=True, on_delete=models.PROTECT, related_name="measures"
    )
    from_date = models.DateField("起始日期")
    to_date = models.DateField("终止日期", null=True, blank=True)
    due_date = models.DateField("应确认日期")
    put_at = models.DateTimeField("实施时间")
    by_label = models.CharField("实施人", max_length=128)
    ended_why = models.CharField("终止原因", max_length=200, blank=True, default="")

    objects = MeasureQuerySet.as_manager()

    class Meta:
        db_table = "credit_measure"
        verbose_name = "实施中的措施"
        verbose_name_plural = "实施中的措施"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["subject", "item", "case"],
                condition=Q(to_date__isnull=True),
                nulls_distinct=False,
                name="credit_measure_once",
            ),
            models.CheckConstraint(
                condition=Q(to_date__isnull=True) | Q(to_date__gte=F("from_date")),
                name="credit_measure_period",
            ),
            models.CheckConstraint(
                condition=Q(ground="negative_list", case__isnull=False)
                | (~Q(ground="negative_list") & Q(case__isnull=True)),
                name="credit_measure_grounded",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subject", "from_date"], name="credit_measure_of"),
            models.Index(
                fields=["item", "id"],
                condition=Q(to_date__isnull=True),
                name="credit_measure_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.item_id}"


class MeasureAcknowledgement(models.Model):
    """A department has seen a measure and says what it did."""

    append_only = True

    measure = models.ForeignKey(
        Measure, verbose_name="措施", on_delete=models.PROTECT, related_name="acknowledgements"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="单位", on_delete=models.PROTECT, related_name="+"
    )
    carried_out = models.BooleanField("已实施")
    note = models.CharField("反馈", max_length=500, blank=True, default="")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        db_table = "credit_measure_acknowledgement"
        verbose_name = "措施确认"
        verbose_name_plural = "措施确认"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["measure", "organisation", "carried_out"],
                name="credit_measure_acknowledged_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.organisation_id}"


class CreditWarning(models.Model):
    """A low risk told to a firm, with a term and an answer; it ends by itself. It becomes public
    only when a second person says so."""

    subject = models.ForeignKey(
        Subject, verbose_name="主体", on_delete=models.PROTECT, related_name="warnings"
    )
    number = models.CharField("编号", max_length=32, unique=True)
    text = models.TextField("警示内容", max_length=1000)
    basis = models.CharField("依据", max_length=300)
    status = models.CharField("状态", max_length=12, default="issued")
    issued_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField("发出时间")
    reply_due_date = models.DateField("回复期限")
    until_date = models.DateField("警示期至")
    reply = models.TextField("回复", max_length=2000, blank=True, default="")
    replied_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    replied_at = models.DateTimeField("回复时间", null=True, blank=True)
    public_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    public_at = models.DateTimeField("公布时间", null=True, blank=True)
    ended_at = models.DateTimeField("终止时间", null=True, blank=True)
    ended_why = models.CharField("终止原因", max_length=300, blank=True, default="")

    objects = OfSubjectQuerySet.as_manager()

    class Meta:
        db_table = "credit_warning"
        verbose_name = "信用警示"
        verbose_name_plural = "信用警示"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(status__in=["issued", "replied", "ended", "withdrawn"]),
                name="credit_warning_status",
            ),
            models.CheckConstraint(
                condition=Q(public_by__isnull=True) | ~Q(public_by=F("issued_by")),
                name="credit_warning_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(public_at__isnull=True) | Q(public_by__isnull=False),
                name="credit_warning_public_whole",
            ),
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True) | ~Q(reply=""),
                name="credit_warning_replied_whole",
            ),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(basis=""), name="credit_warning_said"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["until_date"],
                condition=Q(status__in=["issued", "replied"]),
                name="credit_warning_running",
            ),
        ]

    def __str__(self) -> str:
        return self.number
