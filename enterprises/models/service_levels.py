"""How an enterprise is served, as dated rows; whoever judges enterprises pushes them down here."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from enterprises.models.enterprises import Enterprise
from enterprises.rules.service_levels import LEVELS, STANDARD

LEVEL_CHOICES = [(code, zh) for code, (zh, _en) in LEVELS.items() if code != STANDARD]


class ServiceLevel(models.Model):
    """A level other than the usual one, from a day on until ``to_date`` (exclusive). ``basis`` is
    the law it rests on, ``source`` which part of the portal said so."""

    enterprise = models.ForeignKey(
        Enterprise, verbose_name="企业", on_delete=models.PROTECT, related_name="service_levels"
    )
    level = models.CharField("服务等级", max_length=8, choices=LEVEL_CHOICES)
    from_date = models.DateField("起始日期")
    to_date = models.DateField("终止日期", null=True, blank=True)
    basis = models.CharField("依据", max_length=300)
    source = models.CharField("来源", max_length=32)
    set_at = models.DateTimeField("设定时间")
    by_label = models.CharField("设定人", max_length=128)

    class Meta:
        verbose_name = "服务等级"
        verbose_name_plural = "服务等级"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["enterprise"],
                condition=Q(to_date__isnull=True),
                name="service_level_one_open",
            ),
            models.CheckConstraint(
                condition=Q(level__in=[code for code, _ in LEVEL_CHOICES]),
                name="service_level_known",
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="service_level_on_law"),
            models.CheckConstraint(
                condition=Q(to_date__isnull=True) | Q(to_date__gte=F("from_date")),
                name="service_level_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.level}"
