"""Direct reporting: approvals of forms, who reports, the reports, and sample surveys."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Site
from enterprises.models import Enterprise
from statistics_app.models.governance_querysets import (
    OfficialsQuerySet,
    ReportQuerySet,
    SurveyQuerySet,
    SurveyUnitQuerySet,
)
from statistics_app.models.stepping import StepBase
from statistics_app.states import DRAFT, OPEN, REPORT, SURVEY

PERSON = settings.AUTH_USER_MODEL


class FormApproval(models.Model):
    """That a form is a lawful survey: which authority approved or filed it, under which number,
    and until when. Entered by one person, confirmed by another; printed on every report."""

    form = models.CharField("表号", max_length=20)
    form_version = models.PositiveSmallIntegerField("表式版本")
    authority = models.CharField("制定机关", max_length=100)
    approved_by_office = models.CharField("批准或备案机关", max_length=100)
    number = models.CharField("文号", max_length=60)
    from_date = models.DateField("有效期自")
    to_date = models.DateField("有效期至")
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField("确认时间", null=True)
    confirmed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OfficialsQuerySet.as_manager()

    class Meta:
        db_table = "statistics_form_approval"
        verbose_name = "调查表批准"
        verbose_name_plural = "调查表批准"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(to_date__gte=F("from_date")), name="statistics_approval_period"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("by")),
                name="statistics_approval_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.number}"


class Respondent(models.Model):
    """Who fills in a form in [from_date, to_date]: an enterprise, or a park."""

    form = models.CharField("表号", max_length=20)
    enterprise = models.ForeignKey(
        Enterprise, verbose_name="企业", null=True, on_delete=models.PROTECT, related_name="+"
    )
    site = models.ForeignKey(
        Site,
        verbose_name="园区",
        to_field="code",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    from_date = models.DateField("起始日期")
    to_date = models.DateField("终止日期", null=True)
    at = models.DateTimeField("登记时间")
    by_label = models.CharField("登记人", max_length=128)

    objects = OfficialsQuerySet.as_manager()

    class Meta:
        db_table = "statistics_respondent"
        verbose_name = "报送单位"
        verbose_name_plural = "报送单位"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(enterprise__isnull=False, site__isnull=True)
                | Q(enterprise__isnull=True, site__isnull=False),
                name="statistics_respondent_one",
            ),
            models.UniqueConstraint(
                fields=["form", "enterprise"],
                condition=Q(to_date__isnull=True, enterprise__isnull=False),
                name="statistics_respondent_firm_once",
            ),
            models.UniqueConstraint(
                fields=["form", "site"],
                condition=Q(to_date__isnull=True, site__isnull=False),
                name="statistics_respondent_site_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.enterprise_id or self.site_id}"


class Report(models.Model):
    """One report of one period. ``figures`` are decimal strings by the form's codes, ``reasons``
    answers by check and field; ``stage`` is whose turn it is (park, county, zone) while it is under
    review. ``place`` is the site whose chain reviews it."""

    number = models.CharField("编号", max_length=30, unique=True)
    form = models.CharField("表号", max_length=20)
    form_version = models.PositiveSmallIntegerField("表式版本")
    approval = models.ForeignKey(
        FormApproval, verbose_name="批准", on_delete=models.PROTECT, related_name="reports"
    )
    enterprise = models.ForeignKey(
        Enterprise, verbose_name="企业", null=True, on_delete=models.PROTECT, related_name="+"
    )
    place = models.ForeignKey(
        Site, verbose_name="所属平台", to_field="code", on_delete=models.PROTECT, related_name="+"
    )
    period_date = models.DateField("报告期")
    due_date = models.DateField("报送期限")
    status = models.CharField("状态", max_length=12, default=OPEN)
    stage = models.CharField("审核环节", max_length=8, blank=True, default="")
    figures = models.JSONField("填报值", default=dict)
    reasons = models.JSONField("说明", default=dict)
    sendings = models.PositiveSmallIntegerField("报送次数", default=0)
    submitted_at = models.DateTimeField("报送时间", null=True)
    submitted_by_label = models.CharField("报送人", max_length=128, blank=True, default="")
    reminded_date = models.DateField("最近催报", null=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = ReportQuerySet.as_manager()

    class Meta:
        db_table = "statistics_report"
        verbose_name = "直报表"
        verbose_name_plural = "直报表"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(status__in=REPORT.states), name="statistics_report_status"
            ),
            models.UniqueConstraint(
                fields=["form", "enterprise", "period_date"],
                condition=Q(enterprise__isnull=False),
                name="statistics_report_firm_once",
            ),
            models.UniqueConstraint(
                fields=["form", "place", "period_date"],
                condition=Q(enterprise__isnull=True),
                name="statistics_report_site_once",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["enterprise", "-period_date"], name="statistics_report_of_firm"),
            models.Index(fields=["status", "due_date"], name="statistics_report_due"),
        ]

    def __str__(self) -> str:
        return self.number


class ReportStep(StepBase):
    """One step of a report. A sending keeps the figures and reasons that were sent."""

    report = models.ForeignKey(
        Report, verbose_name="直报表", on_delete=models.PROTECT, related_name="steps"
    )
    figures = models.JSONField("当时填报值", null=True)
    reasons = models.JSONField("当时说明", null=True)

    class Meta:
        db_table = "statistics_report_step"
        verbose_name = "直报步骤"
        verbose_name_plural = "直报步骤"


class Survey(models.Model):
    """A sample survey: its question, its frame, its design, and what was estimated from it.

    ``strata_by`` is ``site`` or ``kind``; ``frame`` holds the strata chosen; ``estimate`` the
    stored result (decimal strings) with the number of answers behind it; ``merges`` says into which
    stratum another one was merged after the sample was drawn."""

    number = models.CharField("编号", max_length=30, unique=True)
    title = models.CharField("名称", max_length=150)
    question = models.CharField("调查内容", max_length=300)
    unit = models.CharField("单位", max_length=20)
    authority = models.CharField("制定机关", max_length=100)
    approval_number = models.CharField("文号", max_length=60)
    valid_date = models.DateField("有效期至")
    strata_by = models.CharField("分层依据", max_length=8)
    frame = models.JSONField("层", default=list)
    size = models.PositiveIntegerField("样本量")
    allocation = models.CharField("分配方法", max_length=16)
    seed = models.CharField("随机种子", max_length=40)
    due_date = models.DateField("答复期限")
    status = models.CharField("状态", max_length=12, default=DRAFT)
    estimate = models.JSONField("推算结果", null=True)
    merges = models.JSONField("合并的层", default=dict)
    version = models.PositiveIntegerField("版本", default=1)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        db_table = "statistics_survey"
        verbose_name = "抽样调查"
        verbose_name_plural = "抽样调查"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(status__in=SURVEY.states), name="statistics_survey_status"
            ),
            models.CheckConstraint(
                condition=Q(strata_by__in=["site", "kind"]), name="statistics_survey_strata"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class SurveyStep(StepBase):
    """One step of a survey."""

    survey = models.ForeignKey(
        Survey, verbose_name="抽样调查", on_delete=models.PROTECT, related_name="steps"
    )

    class Meta:
        db_table = "statistics_survey_step"
        verbose_name = "调查步骤"
        verbose_name_plural = "调查步骤"


class SurveyStratum(models.Model):
    """How many there were in a stratum when the sample was drawn, and how many were drawn."""

    append_only = True

    survey = models.ForeignKey(
        Survey, verbose_name="抽样调查", on_delete=models.PROTECT, related_name="strata"
    )
    code = models.CharField("层", max_length=40)
    population = models.PositiveIntegerField("总体")
    sample = models.PositiveIntegerField("样本")

    class Meta:
        db_table = "statistics_survey_stratum"
        verbose_name = "调查层"
        verbose_name_plural = "调查层"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["survey", "code"], name="statistics_stratum_once"),
            models.CheckConstraint(
                condition=Q(sample__lte=F("population")), name="statistics_stratum_sample"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.code}"


class SurveyFrame(models.Model):
    """The frame as it was when the sample was drawn: the ids of the enterprises by stratum, and its
    fingerprint. Firms come and go; from this and the seed the sample can be drawn again."""

    append_only = True

    survey = models.OneToOneField(
        Survey, verbose_name="抽样调查", on_delete=models.PROTECT, related_name="kept_frame"
    )
    units = models.JSONField("各层单位")
    digest = models.CharField("指纹", max_length=64)

    class Meta:
        db_table = "statistics_survey_frame"
        verbose_name = "抽样框"
        verbose_name_plural = "抽样框"

    def __str__(self) -> str:
        return f"{self.survey_id} {self.digest[:12]}"


class SurveyUnit(models.Model):
    """One enterprise that was drawn, and its answer."""

    survey = models.ForeignKey(
        Survey, verbose_name="抽样调查", on_delete=models.PROTECT, related_name="units"
    )
    enterprise = models.ForeignKey(
        Enterprise, verbose_name="企业", on_delete=models.PROTECT, related_name="+"
    )
    stratum = models.CharField("层", max_length=40)
    place = models.PositiveIntegerField("抽样顺序")
    value = models.DecimalField("答复", max_digits=18, decimal_places=2, null=True)
    note = models.CharField("说明", max_length=500, blank=True, default="")
    answered_at = models.DateTimeField("答复时间", null=True)
    answered_by_label = models.CharField("答复人", max_length=128, blank=True, default="")
    reminded_date = models.DateField("最近催报", null=True)

    objects = SurveyUnitQuerySet.as_manager()

    class Meta:
        db_table = "statistics_survey_unit"
        verbose_name = "样本单位"
        verbose_name_plural = "样本单位"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["survey", "enterprise"], name="statistics_survey_unit_once"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True, answered_at__isnull=True)
                | Q(value__gte=0, answered_at__isnull=False),
                name="statistics_survey_answer_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.enterprise_id}"
