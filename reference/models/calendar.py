"""The official calendar: holidays, and the weekend days that are worked to make up for them."""

from typing import ClassVar

from django.db import models

from reference.constants import ORIGINS, SHIPPED


class CalendarDay(models.Model):
    """A day that differs from its weekday. Days without a row follow the week."""

    day = models.DateField("日期", primary_key=True)
    working = models.BooleanField("工作日")
    name = models.CharField("名称", max_length=40)
    source = models.CharField("来源", max_length=200)
    origin = models.CharField("维护方", max_length=8, choices=ORIGINS, default=SHIPPED)

    class Meta:
        verbose_name = "日历"
        verbose_name_plural = "日历"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~models.Q(name=""), name="calendar_day_named"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
