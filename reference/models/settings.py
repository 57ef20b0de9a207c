"""Limits, tolerances, severities and thresholds of rules: dated rows with an author."""

from typing import ClassVar

from django.db import models

from reference.models.periods import ends_after_start, never_overlapping


class RuleSetting(models.Model):
    """The value of one parameter of one rule in [valid_from, valid_to)."""

    rule_code = models.CharField("规则代码", max_length=40)
    parameter = models.CharField("参数", max_length=40)
    value = models.CharField("取值", max_length=500)
    valid_from = models.DateField("生效日期")
    valid_to = models.DateField("失效日期", null=True, blank=True)
    author = models.CharField("设定人", max_length=128)
    note = models.CharField("说明", max_length=300, blank=True, default="")
    set_at = models.DateTimeField("设定时间")

    class Meta:
        verbose_name = "规则参数"
        verbose_name_plural = "规则参数"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            never_overlapping("rule_code", "parameter", name="rule_setting_no_overlap"),
            ends_after_start(name="rule_setting_period"),
            models.CheckConstraint(condition=~models.Q(author=""), name="rule_setting_author"),
            models.CheckConstraint(
                condition=~models.Q(rule_code="") & ~models.Q(parameter=""),
                name="rule_setting_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_code}.{self.parameter} = {self.value}"
