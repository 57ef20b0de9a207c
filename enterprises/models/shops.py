"""Addresses of shops and platforms, by which the public finds the enterprise behind them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from enterprises.models.enterprises import Enterprise


class ShopAddress(models.Model):
    """One shop of an enterprise as its file in force names it: ``host`` normalised (lower case,
    ASCII, no ``www.``), ``path`` without a slash at the end, empty for a whole host."""

    enterprise = models.ForeignKey(
        Enterprise, verbose_name="企业", on_delete=models.PROTECT, related_name="shops"
    )
    host = models.CharField("域名", max_length=253)
    path = models.CharField("路径", max_length=200, blank=True, default="")
    in_force = models.BooleanField("有效", default=True)
    since_date = models.DateField("起始日期")
    until_date = models.DateField("终止日期", null=True, blank=True)

    class Meta:
        verbose_name = "店铺地址"
        verbose_name_plural = "店铺地址"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["enterprise", "host", "path"],
                condition=Q(in_force=True),
                name="shop_address_once",
            ),
            models.CheckConstraint(condition=~Q(host=""), name="shop_address_named"),
            models.CheckConstraint(
                condition=Q(in_force=True, until_date__isnull=True)
                | Q(in_force=False, until_date__isnull=False),
                name="shop_address_ended",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["host"], condition=Q(in_force=True), name="shop_address_host"),
        ]

    def __str__(self) -> str:
        return f"{self.host}{self.path}"
