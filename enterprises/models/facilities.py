"""Supervised sites, warehouses and overseas warehouses as filed (场所仓库备案)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from enterprises.constants import FACILITY_KINDS
from enterprises.models.enterprises import Enterprise
from enterprises.models.filings import Filing
from enterprises.models.querysets import FiledQuerySet


class Facility(models.Model):
    """One place in force. Everything else that was filed about it stands in the filing."""

    filing = models.OneToOneField(
        Filing, verbose_name="备案", on_delete=models.PROTECT, related_name="facility"
    )
    enterprise = models.ForeignKey(
        Enterprise, verbose_name="企业", on_delete=models.PROTECT, related_name="facilities"
    )
    version = models.PositiveIntegerField("生效版本")
    kind = models.CharField("类别", max_length=12, choices=FACILITY_KINDS)
    code = models.CharField("海关编号", max_length=30, blank=True, default="")
    name = models.CharField("名称", max_length=100)
    country = models.CharField("国别(地区)", max_length=3)
    customs = models.CharField("主管海关", max_length=4, blank=True, default="")
    address = models.CharField("地址", max_length=300)
    area = models.DecimalField("面积(平方米)", max_digits=12, decimal_places=2)
    valid_until = models.DateField("有效期至", null=True, blank=True)
    in_force = models.BooleanField("生效", default=True)

    objects = FiledQuerySet.as_manager()

    class Meta:
        verbose_name = "场所仓库"
        verbose_name_plural = "场所仓库"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind__in=[code for code, _ in FACILITY_KINDS]),
                name="facility_kind_known",
            ),
            models.CheckConstraint(condition=Q(area__gt=0), name="facility_area_positive"),
            models.UniqueConstraint(
                fields=["kind", "code"],
                condition=Q(in_force=True) & ~Q(code=""),
                name="facility_code_once",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["enterprise", "kind"], name="facility_of_enterprise"),
        ]

    def __str__(self) -> str:
        return self.name
