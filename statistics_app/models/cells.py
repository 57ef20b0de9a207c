"""The cubes: sums of bookings by day and by month, each at several levels of detail (``DAY_FACES``,
``FACES``).

Written by ``services.counting`` alone. Every cell is the sum of its bookings; one whose sums are
all zero does not exist. Sums are taken over one face: every face holds everything.
"""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from statistics_app.constants import ENTERPRISE, FIRM_CHAPTER, FIRM_COUNTRY, FULL
from statistics_app.models.querysets import OfFirmsQuerySet


def amount(name: str) -> "models.DecimalField[object, object]":
    """Money, two decimals."""
    return models.DecimalField(name, max_digits=19, decimal_places=2, default=0)


class Dimensions(models.Model):
    """Along which a cell is counted. What a cell does not tell apart is empty or 0.

    ``mode`` is the supervision mode, ``country`` the origin (imports) or final destination
    (exports) as a customs code, ``hs4`` a heading, or a chapter on the faces of ``CHAPTERED``;
    ``enterprise_id`` 0 is a firm that is not registered here; ``site`` the code of its site.
    """

    direction = models.CharField("进出口", max_length=1)
    mode = models.CharField("监管方式", max_length=4)
    kind = models.CharField("贸易类型", max_length=5)
    site = models.CharField("备案平台", max_length=40)
    customs_code = models.CharField("申报海关", max_length=4, default="")
    country = models.CharField("国家（地区）", max_length=3, default="")
    hs4 = models.CharField("品目", max_length=4, default="")
    unit = models.CharField("法定计量单位", max_length=3, default="")
    enterprise_id = models.IntegerField("企业", default=0)

    class Meta:
        abstract = True


class Measures(models.Model):
    """What is counted. Returns stand beside, so that gross, net and rate can all be read.

    Declarations count with their first line. ``unrated`` counts lines whose value is not known in
    renminbi for want of a rate, ``unrated_usd`` in dollars: such a cell's sums are incomplete.
    ``direct`` are declarations that customs took at the first time of asking, ``inspected`` those
    that it inspected.
    """

    tickets = models.BigIntegerField("票数", default=0)
    parcels = models.BigIntegerField("件数", default=0)
    lines = models.BigIntegerField("商品项数", default=0)
    quantity = models.DecimalField("法定数量", max_digits=24, decimal_places=5, default=0)
    rmb = amount("人民币值")
    usd = amount("美元值")
    tax = amount("税款")
    returned = models.BigIntegerField("退货票数", default=0)
    returned_quantity = models.DecimalField(
        "退货法定数量", max_digits=24, decimal_places=5, default=0
    )
    returned_rmb = amount("退货人民币值")
    returned_usd = amount("退货美元值")
    returned_tax = amount("退回税款")
    direct = models.BigIntegerField("一次通过票数", default=0)
    inspected = models.BigIntegerField("查验票数", default=0)
    unrated = models.BigIntegerField("缺计征汇率的商品项", default=0)
    unrated_usd = models.BigIntegerField("缺统计汇率的商品项", default=0)

    class Meta:
        abstract = True


class DayCell(Dimensions, Measures):
    """A day at one level of detail. Days are asked for by the month: finer questions than the faces
    keep are summed from the bookings themselves."""

    pk = models.CompositePrimaryKey(
        "face", "day", "direction", "mode", "kind", "site", "customs_code", "country", "hs4",
        "unit", "enterprise_id",
    )  # fmt: skip
    face = models.CharField("层次", max_length=1)
    day = models.DateField("统计日期")

    objects: ClassVar[Any] = OfFirmsQuerySet.as_manager()

    class Meta:
        db_table = "statistics_day_cell"
        verbose_name = "日数据"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["enterprise_id", "day"],
                name="statistics_day_of_firm",
                condition=models.Q(face=ENTERPRISE),
            ),
        ]


class MonthCell(Dimensions, Measures):
    """A month at one level of detail: what a dashboard reads."""

    pk = models.CompositePrimaryKey(
        "face", "month", "direction", "mode", "kind", "site", "customs_code", "country", "hs4",
        "unit", "enterprise_id",
    )  # fmt: skip
    face = models.CharField("层次", max_length=1)
    month = models.DateField("月份")

    objects: ClassVar[Any] = OfFirmsQuerySet.as_manager()

    class Meta:
        db_table = "statistics_month_cell"
        verbose_name = "月数据"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["enterprise_id", "face", "month"],
                name="statistics_month_of_firm",
                condition=models.Q(face__in=(ENTERPRISE, FIRM_CHAPTER, FIRM_COUNTRY, FULL)),
            ),
        ]


class StepTime(models.Model):
    """How long a step of clearance took in a month: ``tickets[n]`` declarations took
    ``seconds[n]``, ascending.

    Seconds are kept to two significant digits: medians and percentiles are exact to 5 %. A row
    holds the whole spread, since rows by length would be nearly as many as declarations.
    ``face`` "e" tells firms apart, "s" sites, "b" neither.
    """

    pk = models.CompositePrimaryKey(
        "face", "month", "step", "direction", "mode", "site", "enterprise_id"
    )
    face = models.CharField("层次", max_length=1)
    month = models.DateField("月份")
    step = models.CharField("环节", max_length=8)
    direction = models.CharField("进出口", max_length=1)
    mode = models.CharField("监管方式", max_length=4)
    site = models.CharField("备案平台", max_length=40)
    enterprise_id = models.IntegerField("企业", default=0)
    seconds = ArrayField(models.BigIntegerField(), verbose_name="用时（秒，两位有效数字）")
    tickets = ArrayField(models.BigIntegerField(), verbose_name="票数")

    objects: ClassVar[Any] = OfFirmsQuerySet.as_manager()

    class Meta:
        db_table = "statistics_step_time"
        verbose_name = "环节用时"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["enterprise_id", "month"],
                name="statistics_step_of_firm",
                condition=models.Q(face=ENTERPRISE),
            ),
        ]


class StaleMonth(models.Model):
    """A month whose cells are to be added up anew: its bookings were changed without them.

    Marked in the transaction that changes the bookings, removed in that which adds up.
    """

    month = models.DateField("月份", primary_key=True)

    class Meta:
        db_table = "statistics_stale_month"
        verbose_name = "待重新汇总的月份"

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
