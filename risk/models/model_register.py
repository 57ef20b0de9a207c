"""The register of models: statistical helpers that find what no single rule sees.

A model never holds a declaration: it only raises signals, which officers assess like any other.
"""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from risk.models.querysets import OfficeQuerySet

ACTIVE, RESTING = "active", "resting"


class ModelVersion(models.Model):
    """A version of a model: the features it reads, its settings, and how well it was measured.

    ``recall`` and ``false_alarms`` are shares of a sample that ``measured_on`` names; without a
    measurement they are empty, and the page says so.
    """

    code = models.CharField("模型", max_length=24)
    version = models.PositiveSmallIntegerField("版本")
    features = ArrayField(models.CharField(max_length=48), verbose_name="特征")
    settings = models.JSONField("参数")
    state = models.CharField("状态", max_length=8, default=ACTIVE)
    recall = models.DecimalField("召回率", max_digits=5, decimal_places=4, null=True)
    false_alarms = models.DecimalField("误报率", max_digits=6, decimal_places=5, null=True)
    measured_on = models.CharField("测量样本", max_length=300, default="")
    measured_at = models.DateTimeField("测量时间", null=True)
    added_at = models.DateTimeField("登记时间")
    ran_at = models.DateTimeField("最近运行", null=True)
    raised = models.BigIntegerField("已产生信号", default=0)

    objects: ClassVar[Any] = OfficeQuerySet.as_manager()

    class Meta:
        db_table = "risk_model_version"
        verbose_name = "风险模型版本"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["code", "version"], name="risk_model_version_once"),
            models.CheckConstraint(
                condition=Q(state__in=[ACTIVE, RESTING]), name="risk_model_version_state"
            ),
            models.CheckConstraint(
                condition=Q(recall__isnull=True, measured_at__isnull=True)
                | Q(
                    recall__gte=0,
                    recall__lte=1,
                    false_alarms__gte=0,
                    false_alarms__lte=1,
                    measured_at__isnull=False,
                )
                & ~Q(measured_on=""),
                name="risk_model_measured_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class LinkedBuyers(models.Model):
    """A group of linked buyers as it was found on a day: how large, by what, how dense.

    ``digest`` tells groups apart by what is most shared in them, so that a group that grows stays
    the same group. ``examples`` are declarations of it (at most 20). Nothing personal is kept.
    """

    digest = models.CharField("标识", max_length=32)
    day = models.DateField("日期")
    size = models.IntegerField("人数")
    density = models.FloatField("密度")
    kinds = ArrayField(models.CharField(max_length=8), verbose_name="共用")
    declarations = models.IntegerField("清单数")
    enterprise_id = models.IntegerField("主要企业", null=True)
    examples = ArrayField(models.BigIntegerField(), verbose_name="清单")
    found_at = models.DateTimeField("发现时间")

    objects: ClassVar[Any] = OfficeQuerySet.as_manager()

    class Meta:
        db_table = "risk_linked_buyers"
        verbose_name = "关联订购人"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["digest", "day"], name="risk_linked_buyers_once"),
            models.CheckConstraint(condition=Q(size__gte=2), name="risk_linked_buyers_two"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-day", "-size"], name="risk_linked_buyers_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.digest} {self.day}"
