"""Assessment of parks and counties: a tree for each year, and one assessment for each site."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Site
from statistics_app.models.governance_querysets import OfficialsQuerySet, OfSiteQuerySet
from statistics_app.models.plan_targets import Evidence
from statistics_app.models.stepping import StepBase
from statistics_app.states import ASSESSMENT, DRAFT, OPEN, RELEASED, TREE

PERSON = settings.AUTH_USER_MODEL


class AssessmentTree(models.Model):
    """The tree of one year; ``definition`` is read by ``rules.assessment.tree.read_tree``."""

    year = models.PositiveSmallIntegerField("年度", unique=True)
    definition = models.JSONField("指标体系")
    status = models.CharField("状态", max_length=12, default=DRAFT)
    drafted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField("起草时间")
    proposed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    released_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField("发布时间", null=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = OfficialsQuerySet.as_manager()

    class Meta:
        db_table = "statistics_assessment_tree"
        verbose_name = "考核指标体系"
        verbose_name_plural = "考核指标体系"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(status__in=TREE.states), name="statistics_tree_status"
            ),
            models.CheckConstraint(
                condition=~Q(status=RELEASED)
                | (Q(released_by__isnull=False) & ~Q(released_by=models.F("proposed_by"))),
                name="statistics_tree_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)


class Assessment(models.Model):
    """One park or county in one year. ``own`` and ``reviewed`` map indicators to values (decimal
    strings), ``papers`` to what proves them; ``total`` is final once it is reviewed."""

    tree = models.ForeignKey(
        AssessmentTree, verbose_name="年度", on_delete=models.PROTECT, related_name="assessments"
    )
    site = models.ForeignKey(
        Site, verbose_name="园区或县区", to_field="code", on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField("状态", max_length=12, default=OPEN)
    own = models.JSONField("自评值", default=dict)
    reviewed = models.JSONField("核定值", default=dict)
    papers = models.JSONField("依据", default=dict)
    total = models.DecimalField("得分", max_digits=6, decimal_places=2, null=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = OfSiteQuerySet.as_manager()

    class Meta:
        db_table = "statistics_assessment"
        verbose_name = "考核"
        verbose_name_plural = "考核"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tree", "site"], name="statistics_assessment_once"),
            models.CheckConstraint(
                condition=Q(status__in=ASSESSMENT.states), name="statistics_assessment_status"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tree_id} {self.site_id}"


class AssessmentPaper(models.Model):
    """A file that proves the value of an indicator; the latest of an indicator counts."""

    append_only = True

    assessment = models.ForeignKey(
        Assessment, verbose_name="考核", on_delete=models.PROTECT, related_name="files"
    )
    code = models.CharField("指标代码", max_length=40)
    evidence = models.ForeignKey(
        Evidence, verbose_name="证明材料", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("上传时间")

    class Meta:
        db_table = "statistics_assessment_paper"
        verbose_name = "考核证明材料"
        verbose_name_plural = "考核证明材料"

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.code}"


class AssessmentStep(StepBase):
    """One step of an assessment."""

    assessment = models.ForeignKey(
        Assessment, verbose_name="考核", on_delete=models.PROTECT, related_name="steps"
    )

    class Meta:
        db_table = "statistics_assessment_step"
        verbose_name = "考核步骤"
        verbose_name_plural = "考核步骤"
