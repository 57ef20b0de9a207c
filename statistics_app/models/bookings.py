"""Bookings: every line of a counted declaration, with its day and its values as they were booked.

No foreign keys point to documents (ADR 0005). Written by ``services.booking`` alone.
"""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from statistics_app.constants import DIRECTIONS
from statistics_app.models.querysets import OfFirmsQuerySet


class Booking(models.Model):
    """A line of goods on its statistical day; ``source`` 0 is the declaration itself, any other a
    return that takes back from it (the paper's id, or -1 where customs says all went back).

    ``rmb`` is CIF for imports, FOB for exports, by the duty rate of the day of declaration;
    ``usd`` by the statistics rate of the month. None: the rate was missing. Amounts are positive,
    for returns too. ``tickets`` is 1 on the first line. ``accepted``, ``released``, ``cleared``
    and ``whole`` are the seconds of the steps, on the first line.
    """

    pk = models.CompositePrimaryKey("inventory_id", "source", "gnum")
    inventory_id = models.BigIntegerField("清单")
    source = models.BigIntegerField("来源", default=0)
    gnum = models.IntegerField("商品序号")
    day = models.DateField("统计日期")
    declared_date = models.DateField("申报日期")
    firm = models.CharField("企业代码", max_length=18)
    enterprise_id = models.IntegerField("企业", default=0)
    site = models.CharField("备案平台", max_length=40)
    direction = models.CharField("进出口", max_length=1, choices=DIRECTIONS)
    mode = models.CharField("监管方式", max_length=4)
    kind = models.CharField("贸易类型", max_length=5)
    customs_code = models.CharField("申报海关", max_length=4)
    country = models.CharField("国家（地区）", max_length=3)
    hs_code = models.CharField("商品编码", max_length=10)
    unit = models.CharField("法定计量单位", max_length=3)
    quantity = models.DecimalField("法定数量", max_digits=19, decimal_places=5)
    currency = models.CharField("币制", max_length=3)
    rmb = models.DecimalField("人民币值", max_digits=19, decimal_places=2, null=True)
    usd = models.DecimalField("美元值", max_digits=19, decimal_places=2, null=True)
    tax = models.DecimalField("税款", max_digits=19, decimal_places=2, default=0)
    tickets = models.SmallIntegerField("票数")
    parcels = models.IntegerField("件数", default=0)
    direct = models.SmallIntegerField("一次通过", default=0)
    inspected = models.SmallIntegerField("查验", default=0)
    accepted = models.BigIntegerField("入库用时", null=True)
    released = models.BigIntegerField("放行用时", null=True)
    cleared = models.BigIntegerField("结关用时", null=True)
    whole = models.BigIntegerField("全程用时", null=True)

    objects: ClassVar[Any] = OfFirmsQuerySet.as_manager()

    class Meta:
        db_table = "statistics_booking"
        verbose_name = "统计记录"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(direction__in=["I", "E"]), name="statistics_booking_direction"
            ),
            models.CheckConstraint(
                condition=(Q(rmb__isnull=True) | Q(rmb__gte=0))
                & (Q(usd__isnull=True) | Q(usd__gte=0)),
                name="statistics_booking_positive",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["day", "enterprise_id"], name="statistics_booking_day"),
            models.Index(fields=["firm"], name="statistics_booking_firm"),
        ]


class Due(models.Model):
    """An inventory of which customs said something: it is to be booked again."""

    inventory_id = models.BigIntegerField("清单", primary_key=True)

    class Meta:
        db_table = "statistics_due"
        verbose_name = "待入账清单"


class Firm(models.Model):
    """Which enterprise and site a code in documents stands for, as bookings were made with it.

    A firm that is registered later, or that moves, is booked again with all its history: figures
    follow the place of registration (statistics.md §2).
    """

    code = models.CharField("企业代码", max_length=18, primary_key=True)
    enterprise_id = models.IntegerField("企业", default=0)
    site = models.CharField("备案平台", max_length=40)

    class Meta:
        db_table = "statistics_firm"
        verbose_name = "统计企业"
