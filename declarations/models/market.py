"""Market purchase (1039): firms of recognised markets, declarations, the online orders behind."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from declarations.models.market_querysets import MarketFirmQuerySet, MarketRecordQuerySet

KINDS = (("trader", "代理出口的外贸企业"), ("seller", "市场经营户"), ("buyer", "采购商"))


class MarketFirm(models.Model):
    """A firm of a recognised market cluster, as the market's own register names it."""

    code = models.CharField("统一社会信用代码或市场主体编号", max_length=18)
    name = models.CharField("名称", max_length=100)
    kind = models.CharField("身份", max_length=6, choices=KINDS)
    market = models.CharField("市场集聚区", max_length=60)
    enterprise_id = models.IntegerField("本平台企业", null=True, blank=True)
    site = models.CharField("平台", max_length=20)
    valid_from = models.DateField("备案日期")
    valid_to = models.DateField("失效日期", null=True, blank=True)
    author = models.CharField("录入人", max_length=128)
    entered_at = models.DateTimeField("录入时间")

    objects: ClassVar[Any] = MarketFirmQuerySet.as_manager()

    class Meta:
        db_table = "declarations_market_firm"
        verbose_name = "市场采购主体"
        verbose_name_plural = "市场采购主体"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["code", "market"], name="market_firm_once"),
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(name="") & ~Q(market="") & ~Q(author=""),
                name="market_firm_named",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[code for code, _ in KINDS]), name="market_firm_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=models.F("valid_from")),
                name="market_firm_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class MarketRecord(models.Model):
    """One declaration form under 1039 as its declarant reports it; the form itself is customs'.

    ``value`` in ``currency``; ``value_usd`` is what the limit is held against, None where no
    exchange rate of the day is loaded. ``findings`` are in stored form.
    """

    number = models.CharField("报关单编号", max_length=18)
    declared_on = models.DateField("申报日期")
    customs_code = models.CharField("申报海关", max_length=4)
    market = models.CharField("市场集聚区", max_length=60)
    trader_code = models.CharField("代理企业代码", max_length=18)
    seller_code = models.CharField("经营户代码", max_length=18)
    enterprise_id = models.IntegerField("申报企业")
    site = models.CharField("平台", max_length=20)
    value = models.DecimalField("总价", max_digits=19, decimal_places=5)
    currency = models.CharField("币制", max_length=3)
    value_usd = models.DecimalField("折合美元", max_digits=19, decimal_places=2, null=True)
    country = models.CharField("运抵国", max_length=3)
    goods = models.CharField("主要商品", max_length=200, blank=True, default="")
    findings = models.JSONField("提示", default=list)
    author = models.CharField("录入人", max_length=128)
    entered_at = models.DateTimeField("录入时间")

    objects: ClassVar[Any] = MarketRecordQuerySet.as_manager()

    class Meta:
        db_table = "declarations_market_record"
        verbose_name = "市场采购申报"
        verbose_name_plural = "市场采购申报"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["number"], name="market_record_once"),
            models.CheckConstraint(condition=Q(value__gt=0), name="market_record_worth"),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[0-9]{18}$"), name="market_record_number_form"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["enterprise_id", "-id"], name="market_record_of_firm"),
        ]

    def __str__(self) -> str:
        return self.number


class MarketOrder(models.Model):
    """An online order that a market purchase delivers; ``order_id`` once it is found here."""

    record = models.ForeignKey(
        MarketRecord, verbose_name="申报", on_delete=models.CASCADE, related_name="orders"
    )
    ebc_code = models.CharField("电商企业代码", max_length=18)
    order_no = models.CharField("订单编号", max_length=60)
    order_id = models.BigIntegerField("订单", null=True)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        db_table = "declarations_market_order"
        verbose_name = "对应的线上订单"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["record", "ebc_code", "order_no"], name="market_order_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["order_no"], name="market_order_no"),
        ]


class OrderModel(models.Model):
    """The business model of one order where it is not its seller's own."""

    order_id = models.BigIntegerField("订单", primary_key=True)
    model = models.CharField("业务模式", max_length=8)
    author = models.CharField("设定人", max_length=128)
    at = models.DateTimeField("设定时间")

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        db_table = "declarations_order_model"
        verbose_name = "订单业务模式"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["model", "order_id"], name="order_model_by_model"),
        ]
