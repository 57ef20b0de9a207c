"""Filings (备案): one row per subject, a version per submission, a step per change of status."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.constants import DEPARTMENTS, HUB
from accounts.models import Site
from enterprises import states
from enterprises.constants import FILING_TYPES, REVIEW_DECISIONS
from enterprises.models.enterprises import Enterprise
from enterprises.models.querysets import FilingQuerySet

STATUS_CHOICES = [(code, zh) for code, (zh, _en) in states.FILING_LABELS.items()]


class Filing(models.Model):
    """What an enterprise files. ``data`` maps form fields to JSON values, ``personal`` holds the
    personal ones sealed (context ``filing:<id>``); both are the applicant's working copy, what was
    submitted lies in ``FilingVersion``. ``stages`` are the departments that must approve in order,
    ``stage`` the index of the one whose turn it is."""

    type = models.CharField("备案种类", max_length=12, choices=FILING_TYPES)
    enterprise = models.ForeignKey(
        Enterprise, verbose_name="企业", on_delete=models.PROTECT, related_name="filings"
    )
    title = models.CharField("名称", max_length=100, blank=True, default="")
    number = models.CharField("备案号", max_length=32, blank=True, default="")
    status = models.CharField("状态", max_length=12, choices=STATUS_CHOICES, default=states.DRAFT)
    site = models.ForeignKey(
        Site,
        verbose_name="受理平台",
        to_field="code",
        default=HUB,
        on_delete=models.PROTECT,
        related_name="+",
    )
    data = models.JSONField("填报内容", default=dict, blank=True)
    personal = models.BinaryField("个人信息(密文)", null=True, blank=True)
    version = models.PositiveIntegerField("提交版本", default=0)
    approved_version = models.PositiveIntegerField("生效版本", null=True, blank=True)
    stages = ArrayField(models.CharField(max_length=12), verbose_name="审核环节", default=list)
    stage = models.PositiveSmallIntegerField("当前环节", default=0)
    department = models.CharField(
        "待办部门", max_length=12, choices=DEPARTMENTS, blank=True, default=""
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="审核人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField("创建时间")
    updated_at = models.DateTimeField("更新时间")
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    due_date = models.DateField("应办结日期", null=True, blank=True)
    approved_at = models.DateTimeField("备案时间", null=True, blank=True)
    certificate_code = models.CharField("证书校验码", max_length=16, blank=True, default="")

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = "备案"
        verbose_name_plural = "备案"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["enterprise"],
                condition=Q(type="enterprise") & ~Q(status=states.CANCELLED),
                name="filing_of_enterprise_once",
            ),
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="filing_number_unique"
            ),
            models.CheckConstraint(
                condition=Q(status__in=states.FILING.states), name="filing_status_known"
            ),
            models.CheckConstraint(
                condition=Q(type__in=[code for code, _ in FILING_TYPES]), name="filing_type_known"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[states.APPROVED, states.CHANGING, states.SUSPENDED])
                | (Q(approved_version__isnull=False) & ~Q(number="")),
                name="filing_approved_has_version",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=sorted(states.IN_QUEUE)) | ~Q(department=""),
                name="filing_in_queue_has_department",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["department", "due_date", "id"],
                condition=Q(status__in=sorted(states.IN_QUEUE)),
                name="filing_queue",
            ),
            models.Index(fields=["enterprise", "type"], name="filing_of_enterprise"),
            models.Index(fields=["site", "status", "-submitted_at"], name="filing_of_site"),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.type} {self.pk}"


class FilingVersion(models.Model):
    """What was submitted as version ``version``; ``personal`` is sealed with the context
    ``filing:<filing id>``. ``attachments`` maps requirement codes to attachment ids."""

    append_only = True

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField("版本")
    data = models.JSONField("填报内容")
    personal = models.BinaryField("个人信息(密文)", null=True)
    attachments = models.JSONField("附件", default=dict)
    at = models.DateTimeField("提交时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    by_label = models.CharField("提交人", max_length=128)

    class Meta:
        verbose_name = "备案版本"
        verbose_name_plural = "备案版本"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["filing", "version"], name="filing_version_once"),
        ]


class FilingStep(models.Model):
    """One change of a filing's status."""

    append_only = True

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="steps")
    version = models.PositiveIntegerField("版本")
    source = models.CharField("原状态", max_length=12, blank=True, default="")
    target = models.CharField("新状态", max_length=12)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    by_label = models.CharField("操作人", max_length=128)
    note = models.CharField("说明", max_length=500, blank=True, default="")

    class Meta:
        verbose_name = "备案状态变更"
        verbose_name_plural = "备案状态变更"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["filing", "at"], name="filing_step_of_filing"),
        ]


class Review(models.Model):
    """One reviewer's decision on one version at one stage. The unique key decides between two
    reviewers who decide at once."""

    append_only = True

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="reviews")
    version = models.PositiveIntegerField("版本")
    stage = models.PositiveSmallIntegerField("环节")
    department = models.CharField("部门", max_length=12, choices=DEPARTMENTS)
    decision = models.CharField("决定", max_length=8, choices=REVIEW_DECISIONS)
    checked = models.JSONField("已核对事项", default=list)
    comment = models.CharField("意见", max_length=500, blank=True, default="")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "审核记录"
        verbose_name_plural = "审核记录"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["filing", "version", "stage"], name="review_once"),
            models.CheckConstraint(
                condition=Q(decision__in=[code for code, _ in REVIEW_DECISIONS]),
                name="review_decision_known",
            ),
        ]


class Remark(models.Model):
    """A reviewer's remark at one field of one version (``field`` "" = the filing as a whole)."""

    append_only = True

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="remarks")
    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="remarks")
    version = models.PositiveIntegerField("版本")
    field = models.CharField("字段", max_length=60, blank=True, default="")
    text = models.CharField("补正意见", max_length=500)

    class Meta:
        verbose_name = "补正意见"
        verbose_name_plural = "补正意见"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(text=""), name="remark_says_something"),
        ]


class Distribution(models.Model):
    """An approved version as one department received it (多部门共享), and its answer."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="distributions")
    version = models.PositiveIntegerField("版本")
    department = models.CharField("部门", max_length=12, choices=DEPARTMENTS)
    sent_at = models.DateTimeField("送达时间")
    seen_at = models.DateTimeField("查阅时间", null=True, blank=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.CharField("答复", max_length=500, blank=True, default="")

    class Meta:
        verbose_name = "部门共享"
        verbose_name_plural = "部门共享"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["filing", "version", "department"], name="distribution_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["department", "-sent_at"], name="distribution_queue"),
        ]
