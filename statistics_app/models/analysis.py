"""Analysis reports: templates in editions, and each report with what it was made from."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from statistics_app.models.stepping import StepBase
from statistics_app.rules.analysis.reporting import PERIODS
from statistics_app.rules.bulletins.tables import STAGES
from statistics_app.states import ANALYSIS, ANALYSIS_TEMPLATE, DRAFT, PUBLISHED

PERSON = settings.AUTH_USER_MODEL


class AnalysisTemplate(models.Model):
    """An edition of a template; ``sections`` are read by ``rules.analysis.reporting``. One edition
    of a code is in use, one may be a draft."""

    code = models.SlugField("代码", max_length=40)
    edition = models.PositiveSmallIntegerField("版次")
    title_zh = models.CharField("名称", max_length=120)
    title_en = models.CharField("英文名称", max_length=120)
    period = models.CharField("期间", max_length=8)
    coverage = models.CharField("口径", max_length=1)
    sections = models.JSONField("章节")
    reason = models.CharField("制定或修订的理由", max_length=500)
    status = models.CharField("状态", max_length=12, default=DRAFT)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        db_table = "statistics_analysis_template"
        verbose_name = "分析报告模板"
        verbose_name_plural = "分析报告模板"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["code", "edition"], name="statistics_analysis_template_edition"
            ),
            models.UniqueConstraint(
                fields=["code", "status"],
                condition=~Q(status="retired"),
                name="statistics_analysis_template_one_each",
            ),
            models.CheckConstraint(
                condition=Q(status__in=ANALYSIS_TEMPLATE.states)
                & Q(period__in=list(PERIODS))
                & ~Q(reason=""),
                name="statistics_analysis_template_sane",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.edition}"


class AnalysisTemplateStep(StepBase):
    """What happened to an edition of a template, in order."""

    template = models.ForeignKey(AnalysisTemplate, on_delete=models.PROTECT, related_name="steps")

    class Meta:
        db_table = "statistics_analysis_template_step"
        verbose_name = "模板办理记录"
        verbose_name_plural = "模板办理记录"


class AnalysisReportQuerySet(models.QuerySet["AnalysisReport"]):
    """Reports, by who may read them."""

    def published(self) -> "AnalysisReportQuerySet":
        """What anybody may read."""
        return self.filter(status=PUBLISHED)


class AnalysisReport(models.Model):
    """A report on a month or quarter (its first day). ``inputs`` is all that ``content`` follows
    from: sections, contents of the bulletins and of the index, ``own`` words by section."""

    template = models.ForeignKey(AnalysisTemplate, on_delete=models.PROTECT, related_name="reports")
    first = models.DateField("期初")
    round = models.PositiveSmallIntegerField("轮次")
    stage = models.CharField("数据状态", max_length=12)
    status = models.CharField("状态", max_length=12, default=DRAFT)
    reason = models.CharField("修订原因", max_length=500, blank=True, default="")
    own = models.JSONField("补充文字", default=dict)
    inputs = models.JSONField("所据数据")
    content = models.JSONField("内容")
    left_out = models.JSONField("未写入的数据")
    digest = models.CharField("内容摘要", max_length=64)
    drafted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField("起草时间")
    proposed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    published_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField("发布时间", null=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = AnalysisReportQuerySet.as_manager()

    class Meta:
        db_table = "statistics_analysis_report"
        verbose_name = "分析报告"
        verbose_name_plural = "分析报告"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["template", "first", "round"], name="statistics_analysis_report_round"
            ),
            models.CheckConstraint(
                condition=Q(status__in=ANALYSIS.states)
                & Q(stage__in=list(STAGES))
                & Q(first__day=1),
                name="statistics_analysis_report_vocabulary",
            ),
            models.CheckConstraint(
                condition=~Q(status=PUBLISHED)
                | (
                    Q(proposed_by__isnull=False)
                    & Q(published_by__isnull=False)
                    & Q(published_at__isnull=False)
                    & ~Q(published_by=F("proposed_by"))
                ),
                name="statistics_analysis_report_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first:%Y-%m} {self.round}"


class AnalysisReportStep(StepBase):
    """What happened to a report, in order."""

    report = models.ForeignKey(AnalysisReport, on_delete=models.PROTECT, related_name="steps")

    class Meta:
        db_table = "statistics_analysis_report_step"
        verbose_name = "分析报告办理记录"
        verbose_name_plural = "分析报告办理记录"
