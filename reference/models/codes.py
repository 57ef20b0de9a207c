"""Official code tables."""

from typing import ClassVar

from django.db import models

from reference.constants import ORIGINS, SHIPPED, SINCE_EVER
from reference.models.periods import ends_after_start, never_overlapping


class CodeTable(models.Model):
    """One official table: what it is called, where it comes from, whether it is complete."""

    name = models.CharField("表名", max_length=40, primary_key=True)
    title_zh = models.CharField("中文名称", max_length=100)
    title_en = models.CharField("英文名称", max_length=100)
    complete = models.BooleanField("完整", default=False)
    as_of = models.CharField("数据时间", max_length=10, blank=True, default="")
    source = models.CharField("来源", max_length=300, blank=True, default="")

    class Meta:
        verbose_name = "代码表"
        verbose_name_plural = "代码表"

    def __str__(self) -> str:
        return self.title_zh


class Code(models.Model):
    """One code of a table, valid in [valid_from, valid_to)."""

    table = models.ForeignKey(
        CodeTable, verbose_name="代码表", on_delete=models.PROTECT, related_name="codes"
    )
    code = models.CharField("代码", max_length=20)
    name_zh = models.CharField("中文名称", max_length=200)
    name_en = models.CharField("英文名称", max_length=200, blank=True, default="")
    extra = models.JSONField("附加信息", default=dict, blank=True)
    valid_from = models.DateField("生效日期", default=SINCE_EVER)
    valid_to = models.DateField("失效日期", null=True, blank=True)
    origin = models.CharField("维护方", max_length=8, choices=ORIGINS, default=SHIPPED)

    class Meta:
        verbose_name = "代码"
        verbose_name_plural = "代码"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            never_overlapping("table", "code", name="code_no_overlap"),
            ends_after_start(name="code_period"),
            models.CheckConstraint(condition=~models.Q(code=""), name="code_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"


class HsCode(models.Model):
    """A tariff line with its statutory units, valid in [valid_from, valid_to)."""

    code = models.CharField("税则号列", max_length=10)
    name_zh = models.CharField("商品名称", max_length=500)
    unit1 = models.CharField("法定计量单位", max_length=3)
    unit2 = models.CharField("第二计量单位", max_length=3, blank=True, default="")
    valid_from = models.DateField("生效日期")
    valid_to = models.DateField("失效日期", null=True, blank=True)
    origin = models.CharField("维护方", max_length=8, choices=ORIGINS, default=SHIPPED)

    class Meta:
        verbose_name = "税则号列"
        verbose_name_plural = "税则号列"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            never_overlapping("code", name="hs_code_no_overlap"),
            ends_after_start(name="hs_code_period"),
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[0-9]{10}$"), name="hs_code_ten_digits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"
