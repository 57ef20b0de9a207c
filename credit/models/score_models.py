"""Versioned models of evaluation, and what a draft would have done."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from credit.models.querysets import OfficeQuerySet, OfSubjectQuerySet
from credit.models.subjects import Subject
from credit.states import DRAFT, MODEL_LABELS, PROPOSED, RELEASED
from zone_portal.framework.dated import DateRange


class ScoreModel(models.Model):
    """One version of a model. ``definition`` is what ``credit.rules.model_definition`` reads; it
    never changes once the version was proposed. Valid in [``valid_from``, ``valid_to``)."""

    code = models.CharField("模型", max_length=24)
    version = models.PositiveSmallIntegerField("版本")
    zh = models.CharField("名称", max_length=100)
    en = models.CharField("英文名称", max_length=160)
    state = models.CharField("状态", max_length=10, default=DRAFT)
    definition = models.JSONField("定义")
    note = models.CharField("说明", max_length=500, blank=True, default="")
    valid_from = models.DateField("生效日期", null=True, blank=True)
    valid_to = models.DateField("失效日期", null=True, blank=True)
    drafted_by = models.CharField("起草人", max_length=128)
    drafted_at = models.DateTimeField("起草时间")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField("提请时间", null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    released_at = models.DateTimeField("发布时间", null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        db_table = "credit_model"
        verbose_name = "评价模型"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["code", "version"], name="credit_model_version"),
            models.CheckConstraint(
                condition=Q(state__in=list(MODEL_LABELS)), name="credit_model_state"
            ),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | ~Q(released_by=F("proposed_by")),
                name="credit_model_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[DRAFT, PROPOSED])
                | Q(valid_from__isnull=False, released_at__isnull=False),
                name="credit_model_released_whole",
            ),
            ExclusionConstraint(
                name="credit_model_one_a_day",
                expressions=[(DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS)],
                condition=Q(state=RELEASED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class Simulation(models.Model):
    """A model run over a day of the past, as it was known at a moment."""

    model = models.ForeignKey(
        ScoreModel, verbose_name="模型", on_delete=models.PROTECT, related_name="simulations"
    )
    as_of_date = models.DateField("评价日")
    known_at = models.DateTimeField("数据截至")
    state = models.CharField("状态", max_length=8, default="waiting")
    total = models.PositiveIntegerField("主体数", default=0)
    done = models.PositiveIntegerField("已计算", default=0)
    by_label = models.CharField("操作人", max_length=128)
    at = models.DateTimeField("时间")
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        db_table = "credit_simulation"
        verbose_name = "模型试算"

    def __str__(self) -> str:
        return f"{self.model_id} {self.as_of_date}"


class SimulatedRating(models.Model):
    """What a subject would have got, beside what it had."""

    append_only = True

    simulation = models.ForeignKey(
        Simulation, verbose_name="试算", on_delete=models.PROTECT, db_index=False
    )
    subject = models.ForeignKey(
        Subject, verbose_name="主体", on_delete=models.PROTECT, db_index=False
    )
    score = models.DecimalField("得分", max_digits=7, decimal_places=2)
    grade = models.CharField("等级", max_length=8)
    old_score = models.DecimalField("原得分", max_digits=7, decimal_places=2, null=True)
    old_grade = models.CharField("原等级", max_length=8, blank=True, default="")

    objects = OfSubjectQuerySet.as_manager()

    class Meta:
        db_table = "credit_simulated_rating"
        verbose_name = "试算结果"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["simulation", "subject"], name="credit_simulated_once"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.grade}"
