"""The monthly statistics rate: renminbi a dollar, for figures only; never used for duty."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class StatisticsRate(models.Model):
    """What one dollar is worth in renminbi in the figures of a month. The latest edition counts;
    a correction is a new edition with its reason, and the month is booked again."""

    append_only = True

    month = models.DateField("月份")
    edition = models.PositiveSmallIntegerField("版次", default=1)
    rate = models.DecimalField("人民币/美元", max_digits=12, decimal_places=6)
    source = models.CharField("来源", max_length=200)
    reason = models.CharField("更正原因", max_length=200, blank=True, default="")
    by_label = models.CharField("录入人", max_length=128)
    at = models.DateTimeField("录入时间")

    class Meta:
        db_table = "statistics_rate"
        verbose_name = "统计汇率"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["month", "edition"], name="statistics_rate_once"),
            models.CheckConstraint(
                condition=Q(rate__gt=0) & Q(rate__lt=1000), name="statistics_rate_sane"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="statistics_rate_month"),
            models.CheckConstraint(
                condition=~Q(source="") & (Q(edition=1) | ~Q(reason="")),
                name="statistics_rate_accounted_for",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.rate}"


class BookedRate(models.Model):
    """A rate as bookings were made with it: what differs from today's tables is booked again.

    ``table`` is "duty" (renminbi a unit, by day of declaration) or "statistics" (by month).
    """

    table = models.CharField("汇率表", max_length=10)
    currency = models.CharField("币制", max_length=3)
    valid_from = models.DateField("生效日期")
    valid_to = models.DateField("失效日期")
    rate = models.DecimalField("人民币值", max_digits=18, decimal_places=8)

    class Meta:
        db_table = "statistics_booked_rate"
        verbose_name = "入账汇率"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["table", "currency", "valid_from"], name="statistics_booked_rate_once"
            ),
        ]
