"""The list of goods that may be imported by cross-border retail (正面清单)."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from reference.constants import ORIGINS, SHIPPED
from reference.models.periods import ends_after_start, never_overlapping


class PositiveListItem(models.Model):
    """One eight-digit line, valid in [valid_from, valid_to). ``modes`` empty = every mode;
    ``limit_quantity`` in ``limit_unit`` per person and year where the note sets one."""

    hs8 = models.CharField("税则号列", max_length=8)
    name = models.CharField("货品名称", max_length=300)
    note = models.CharField("备注", max_length=500, blank=True, default="")
    modes = ArrayField(
        models.CharField(max_length=4), verbose_name="适用监管方式", default=list, blank=True
    )
    limit_quantity = models.DecimalField(
        "每人每年限量", max_digits=12, decimal_places=3, null=True, blank=True
    )
    limit_unit = models.CharField("限量单位", max_length=3, blank=True, default="")
    valid_from = models.DateField("生效日期")
    valid_to = models.DateField("失效日期", null=True, blank=True)
    origin = models.CharField("维护方", max_length=8, choices=ORIGINS, default=SHIPPED)

    class Meta:
        verbose_name = "正面清单商品"
        verbose_name_plural = "正面清单商品"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            never_overlapping("hs8", name="positive_list_no_overlap"),
            ends_after_start(name="positive_list_period"),
            models.CheckConstraint(
                condition=models.Q(hs8__regex=r"^[0-9]{8}$"), name="positive_list_form"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hs8} {self.name}"
