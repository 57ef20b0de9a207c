"""Promotions as filed (促销备案): the goods by version, and the campaign once it is approved."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from enterprises.models.enterprises import Enterprise
from enterprises.models.filings import Filing
from enterprises.models.querysets import FiledQuerySet, FilingLineQuerySet


class PromotionLine(models.Model):
    """One SKU of one version of a promotion filing, with the price it is sold at meanwhile."""

    filing = models.ForeignKey(
        Filing, verbose_name="备案", on_delete=models.PROTECT, related_name="promotion_lines"
    )
    version = models.PositiveIntegerField("版本", default=1)
    line = models.PositiveIntegerField("行号")
    sku = models.CharField("商品货号", max_length=60)
    name = models.CharField("商品名称", max_length=250, blank=True, default="")
    filed_price = models.DecimalField(
        "备案价格", max_digits=19, decimal_places=5, null=True, blank=True
    )
    price = models.DecimalField("促销价格", max_digits=19, decimal_places=5)
    currency = models.CharField("币制", max_length=3)
    quantity = models.PositiveIntegerField("预计销量")
    findings = models.JSONField("检查结果", default=list, blank=True)

    objects = FilingLineQuerySet.as_manager()

    class Meta:
        verbose_name = "促销商品"
        verbose_name_plural = "促销商品"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["filing", "version", "line"], name="promotion_line_once"
            ),
            models.UniqueConstraint(fields=["filing", "version", "sku"], name="promotion_sku_once"),
            models.CheckConstraint(condition=Q(price__gt=0), name="promotion_price_positive"),
        ]

    def __str__(self) -> str:
        return self.sku


class Promotion(models.Model):
    """A campaign in force from ``starts`` until and with ``ends``; its goods are the lines of
    ``version``. Whether it runs or is closed follows from the dates."""

    filing = models.OneToOneField(
        Filing, verbose_name="备案", on_delete=models.PROTECT, related_name="promotion"
    )
    enterprise = models.ForeignKey(
        Enterprise, verbose_name="企业", on_delete=models.PROTECT, related_name="promotions"
    )
    version = models.PositiveIntegerField("生效版本")
    campaign = models.CharField("活动名称", max_length=100)
    platform = models.CharField("销售平台", max_length=100)
    starts = models.DateField("开始日期")
    ends = models.DateField("结束日期")
    in_force = models.BooleanField("生效", default=True)

    objects = FiledQuerySet.as_manager()

    class Meta:
        verbose_name = "促销活动"
        verbose_name_plural = "促销活动"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="promotion_period"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["enterprise", "starts", "ends"], name="promotion_of_enterprise"),
        ]

    def __str__(self) -> str:
        return self.campaign
