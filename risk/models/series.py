"""Series of credit, market, country and compliance risk, their values and dated thresholds."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from risk.constants import LEVELS
from risk.models.column_querysets import SeriesQuerySet
from risk.rules.column.series import TESTS
from risk.rules.column.words import SERIES_KINDS

PERSON = settings.AUTH_USER_MODEL


class Series(models.Model):
    """A figure that is followed: whose, of what country, in what unit."""

    code = models.SlugField("代码", max_length=40, unique=True)
    kind = models.CharField("种类", max_length=12)
    zh = models.CharField("名称", max_length=100)
    en = models.CharField("英文名称", max_length=150)
    unit = models.CharField("单位", max_length=20, blank=True, default="")
    country = models.CharField("国家（地区）", max_length=3, blank=True, default="")
    source = models.CharField("来源", max_length=200)
    created_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("建立时间")

    objects: ClassVar[Any] = SeriesQuerySet.as_manager()

    class Meta:
        db_table = "risk_series"
        verbose_name = "风险监测序列"
        verbose_name_plural = "风险监测序列"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind__in=list(SERIES_KINDS)), name="risk_series_kind"
            )
        ]

    def __str__(self) -> str:
        return self.code


class SeriesValue(models.Model):
    """A value of a day. A correction is a further row: the last one recorded counts."""

    append_only = True

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="values")
    on_date = models.DateField("日期")
    value = models.DecimalField("数值", max_digits=18, decimal_places=4)
    level = models.CharField("触发级别", max_length=8, blank=True, default="")
    recorded_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_by_label = models.CharField("登记人", max_length=128)
    recorded_at = models.DateTimeField("登记时间")

    class Meta:
        db_table = "risk_series_value"
        verbose_name = "序列数值"
        verbose_name_plural = "序列数值"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["series", "-on_date", "-id"], name="risk_series_value_latest")
        ]

    def __str__(self) -> str:
        return f"{self.on_date} {self.value}"


class SeriesThreshold(models.Model):
    """A limit in force on [from_date, to_date); another of the same test and level ends it."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="thresholds")
    test = models.CharField("条件", max_length=8)
    limit = models.DecimalField("阈值", max_digits=18, decimal_places=4)
    level = models.CharField("级别", max_length=8)
    from_date = models.DateField("起始日期")
    to_date = models.DateField("终止日期", null=True, blank=True)
    set_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    set_by_label = models.CharField("设置人", max_length=128)
    set_at = models.DateTimeField("设置时间")

    class Meta:
        db_table = "risk_series_threshold"
        verbose_name = "序列阈值"
        verbose_name_plural = "序列阈值"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(test__in=list(TESTS)), name="risk_threshold_test"),
            models.CheckConstraint(
                condition=Q(level__in=list(LEVELS)), name="risk_threshold_level"
            ),
            models.CheckConstraint(
                condition=Q(to_date__isnull=True) | Q(to_date__gte=F("from_date")),
                name="risk_threshold_days",
            ),
            models.UniqueConstraint(
                fields=["series", "test", "level"],
                condition=Q(to_date__isnull=True),
                name="risk_threshold_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.test} {self.limit}"
