"""Goods as filed (商品备案), version by version of their filing."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from enterprises.models.enterprises import Enterprise
from enterprises.models.filings import Filing
from enterprises.models.querysets import FilingLineQuerySet


class FiledGoods(models.Model):
    """One SKU of one version of a goods filing; the working copy carries the number that the next
    submission will get. While ``in_force`` is false it is only applied for; of one SKU of one
    enterprise at most one row is in force."""

    enterprise = models.ForeignKey(
        Enterprise, verbose_name="企业", on_delete=models.PROTECT, related_name="goods"
    )
    filing = models.ForeignKey(
        Filing, verbose_name="备案", on_delete=models.PROTECT, related_name="goods"
    )
    version = models.PositiveIntegerField("版本", default=1)
    line = models.PositiveIntegerField("行号")
    sku = models.CharField("商品货号", max_length=60)
    name = models.CharField("商品名称", max_length=250)
    gmodel = models.CharField("规格型号", max_length=510, blank=True, default="")
    hs_code = models.CharField("商品编码", max_length=10)
    unit = models.CharField("申报计量单位", max_length=3)
    unit1 = models.CharField("法定计量单位", max_length=3, blank=True, default="")
    unit2 = models.CharField("第二计量单位", max_length=3, blank=True, default="")
    origin = models.CharField("原产国(地区)", max_length=3)
    barcode = models.CharField("条形码", max_length=50, blank=True, default="")
    price = models.DecimalField("备案价格", max_digits=19, decimal_places=5, null=True, blank=True)
    currency = models.CharField("币制", max_length=3, blank=True, default="")
    net_weight = models.DecimalField(
        "净重(千克)", max_digits=19, decimal_places=5, null=True, blank=True
    )
    modes = ArrayField(
        models.CharField(max_length=4), verbose_name="监管方式", default=list, blank=True
    )
    findings = models.JSONField("检查结果", default=list, blank=True)
    in_force = models.BooleanField("生效", default=False)

    objects = FilingLineQuerySet.as_manager()

    class Meta:
        verbose_name = "备案商品"
        verbose_name_plural = "备案商品"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["enterprise", "sku"], condition=Q(in_force=True), name="goods_sku_once"
            ),
            models.UniqueConstraint(fields=["filing", "version", "line"], name="goods_line_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["hs_code"], name="goods_hs"),
        ]

    def __str__(self) -> str:
        return f"{self.sku} {self.name}"
