"""Ratings, each the sum of its stored contributions, and where every subject stands now."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from credit.constants import TRIGGERS
from credit.models.cycles import Cycle
from credit.models.querysets import OfSubjectQuerySet
from credit.models.score_models import ScoreModel
from credit.models.subjects import Subject


class Rating(models.Model):
    """A score on a day, computed from what was known at a moment by one version of a model.

    ``contributions`` is a list of ``{"i": indicator, "p": points × 100 (integer), "of": the most ×
    100, "r": [record ids], "w": {figures for the words}}``; PostgreSQL holds their sum to the
    score (``credit_rating_adds_up``). Read them by ``credit.selectors.contributions_of``.
    """

    append_only = True

    subject = models.ForeignKey(
        Subject, verbose_name="主体", on_delete=models.PROTECT, db_index=False
    )
    model = models.ForeignKey(
        ScoreModel, verbose_name="模型", on_delete=models.PROTECT, db_index=False
    )
    as_of_date = models.DateField("评价日")
    known_at = models.DateTimeField("数据截至")
    score = models.DecimalField("得分", max_digits=7, decimal_places=2)
    grade = models.CharField("等级", max_length=8)
    contributions = models.JSONField("得分构成")
    trigger = models.CharField("触发", max_length=12)
    cycle = models.ForeignKey(
        Cycle, verbose_name="评级周期", null=True, on_delete=models.PROTECT, related_name="ratings"
    )
    at = models.DateTimeField("计算时间")
    by_label = models.CharField("操作人", max_length=128)

    objects = OfSubjectQuerySet.as_manager()

    class Meta:
        db_table = "credit_rating"
        verbose_name = "评分"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(trigger__in=list(TRIGGERS)), name="credit_rating_trigger"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subject", "-id"], name="credit_rating_latest"),
            models.Index(fields=["as_of_date", "subject"], name="credit_rating_of_day"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.score} {self.grade}"


class Standing(models.Model):
    """Where a subject stands now: its latest rating, and since when it has this grade."""

    subject = models.OneToOneField(
        Subject,
        verbose_name="主体",
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="standing",
    )
    rating = models.ForeignKey(
        Rating, verbose_name="评分", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    score = models.DecimalField("得分", max_digits=7, decimal_places=2)
    grade = models.CharField("等级", max_length=8)
    since_date = models.DateField("自")
    rated_at = models.DateTimeField("计算时间")

    objects = OfSubjectQuerySet.as_manager()

    class Meta:
        db_table = "credit_standing"
        verbose_name = "当前信用"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["grade", "-score"], name="credit_standing_grade"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.grade}"


class Due(models.Model):
    """Something happened to a subject: it is to be scored again. A row for each happening, so that
    none is missed by a rating that was computed meanwhile; gone when it was worked in."""

    subject = models.ForeignKey(
        Subject, verbose_name="主体", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    since = models.DateTimeField("自")
    trigger = models.CharField("触发", max_length=12, default="event")

    class Meta:
        db_table = "credit_due"
        verbose_name = "待重算"

    def __str__(self) -> str:
        return f"{self.subject_id}"


class BehaviourDue(models.Model):
    """A month of an enterprise in which declarations changed: its counts are to be taken again."""

    pk = models.CompositePrimaryKey("enterprise_id", "month")
    enterprise_id = models.IntegerField("企业")
    month = models.DateField("月份")

    class Meta:
        db_table = "credit_behaviour_due"
        verbose_name = "待汇总行为"

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.month}"


class Activity(models.Model):
    """How many declarations of a mode an enterprise made in a month: what size and mode mean in
    reports. Counted beside the behaviour (``services.behaviour``)."""

    pk = models.CompositePrimaryKey("enterprise_id", "month", "mode")
    enterprise_id = models.IntegerField("企业")
    month = models.DateField("月份")
    mode = models.CharField("贸易方式", max_length=4)
    total = models.IntegerField("清单数")

    class Meta:
        db_table = "credit_activity"
        verbose_name = "申报活动"

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.month} {self.mode}"
