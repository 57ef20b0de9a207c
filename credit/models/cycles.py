"""Rating cycles under a versioned rating document, and what was published of them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from credit.models.querysets import OfficeQuerySet
from credit.models.score_models import ScoreModel
from credit.models.subjects import Subject
from credit.states import CYCLE_LABELS, PLANNED


class RatingDocument(models.Model):
    """One version of the zone's rating document (评级管理办法)."""

    append_only = True

    version = models.PositiveSmallIntegerField("版本", unique=True)
    title = models.CharField("标题", max_length=200)
    number = models.CharField("文号", max_length=80)
    text = models.TextField("正文")
    from_date = models.DateField("施行日期")
    objection_days = models.PositiveSmallIntegerField("异议期（工作日）")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("录入时间")

    objects = OfficeQuerySet.as_manager()

    class Meta:
        db_table = "credit_rating_document"
        verbose_name = "评级管理办法"

    def __str__(self) -> str:
        return f"{self.number} v{self.version}"


class Cycle(models.Model):
    """One rating cycle: whom it rates (``scope``), by which model and document, as of which day.
    Written by ``services.cycles`` alone."""

    code = models.CharField("编号", max_length=24, unique=True)
    document = models.ForeignKey(
        RatingDocument, verbose_name="评级办法", on_delete=models.PROTECT, related_name="cycles"
    )
    model = models.ForeignKey(
        ScoreModel, verbose_name="模型", on_delete=models.PROTECT, related_name="cycles"
    )
    as_of_date = models.DateField("评价日")
    known_at = models.DateTimeField("数据截至", null=True, blank=True)
    scope = models.JSONField("范围", default=dict)
    state = models.CharField("状态", max_length=12, default=PLANNED)
    notified_at = models.DateTimeField("告知时间", null=True, blank=True)
    objections_until_date = models.DateField("异议期至", null=True, blank=True)
    total = models.PositiveIntegerField("主体数", default=0)
    done = models.PositiveIntegerField("已计算", default=0)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    planned_at = models.DateTimeField("计划时间")

    objects = OfficeQuerySet.as_manager()

    class Meta:
        db_table = "credit_cycle"
        verbose_name = "评级周期"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=list(CYCLE_LABELS)), name="credit_cycle_state"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class CycleStep(models.Model):
    """One step of a cycle: from what to what, when, by whom."""

    append_only = True

    cycle = models.ForeignKey(
        Cycle, verbose_name="周期", on_delete=models.PROTECT, related_name="steps"
    )
    source = models.CharField("原状态", max_length=12, blank=True, default="")
    target = models.CharField("新状态", max_length=12)
    at = models.DateTimeField("时间")
    by_label = models.CharField("操作人", max_length=128)
    note = models.CharField("说明", max_length=300, blank=True, default="")

    class Meta:
        db_table = "credit_cycle_step"
        verbose_name = "周期步骤"

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"


class PublicationBatch(models.Model):
    """Ratings of a cycle that are published together: proposed by one official, approved by
    another, withdrawn with a reason; a batch is never deleted."""

    cycle = models.ForeignKey(
        Cycle, verbose_name="周期", on_delete=models.PROTECT, related_name="batches"
    )
    number = models.CharField("批次号", max_length=32, unique=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField("提请时间")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField("批准时间", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    reason = models.CharField("撤回理由", max_length=300, blank=True, default="")

    objects = OfficeQuerySet.as_manager()

    class Meta:
        db_table = "credit_publication"
        verbose_name = "评级公布批次"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                name="credit_publication_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(reason=""),
                name="credit_publication_withdrawn_why",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class PublishedRating(models.Model):
    """One line of a batch: an enterprise, its score and grade as published."""

    append_only = True

    batch = models.ForeignKey(
        PublicationBatch, verbose_name="批次", on_delete=models.PROTECT, related_name="lines"
    )
    subject = models.ForeignKey(Subject, verbose_name="主体", on_delete=models.PROTECT)
    rating_id = models.BigIntegerField("评分")
    score = models.DecimalField("得分", max_digits=7, decimal_places=2)
    grade = models.CharField("等级", max_length=8)

    class Meta:
        db_table = "credit_published_rating"
        verbose_name = "已公布评级"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["batch", "subject"], name="credit_published_once"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.grade}"
