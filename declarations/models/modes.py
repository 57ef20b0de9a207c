"""The register of supervision modes and pilots, and the route chosen for an export list."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from zone_portal.framework.dated import DateRange, ends_after_start

DRAFT, PROPOSED, RELEASED, REJECTED = "draft", "proposed", "released", "rejected"
STATUSES = (
    (DRAFT, "草稿"),
    (PROPOSED, "待复核"),
    (RELEASED, "已发布"),
    (REJECTED, "未同意"),
)
OPEN = (DRAFT, PROPOSED)
ORIGINS = (("shipped", "随系统提供"), ("zone", "本综试区"))


class Mode(models.Model):
    """One version of a supervision mode: a template, in force in [valid_from, valid_to) once it is
    released. ``definition`` holds what ``rules.modes.definition_of`` writes."""

    code = models.CharField("监管方式", max_length=4)
    direction = models.CharField("进出口", max_length=6)
    version = models.PositiveIntegerField("版本")
    status = models.CharField("状态", max_length=8, choices=STATUSES, default=DRAFT)
    origin = models.CharField("维护方", max_length=8, choices=ORIGINS, default="zone")
    zh = models.CharField("中文名称", max_length=100)
    en = models.CharField("英文名称", max_length=100)
    valid_from = models.DateField("生效日期")
    valid_to = models.DateField("失效日期", null=True, blank=True)
    basis = models.CharField("依据", max_length=300)
    verified = models.BooleanField("已核实", default=False)
    definition = models.JSONField("模板", default=dict)
    author = models.CharField("起草人", max_length=128)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    drafted_at = models.DateTimeField("起草时间")
    proposed_at = models.DateTimeField("提交复核时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField("复核时间", null=True, blank=True)
    comment = models.CharField("复核意见", max_length=500, blank=True, default="")

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        db_table = "declarations_mode"
        verbose_name = "监管方式"
        verbose_name_plural = "监管方式登记"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["code", "direction", "version"], name="mode_version"),
            models.UniqueConstraint(
                fields=["code", "direction"], condition=Q(status__in=OPEN), name="mode_one_open"
            ),
            ExclusionConstraint(
                name="mode_no_overlap",
                expressions=[
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                    ("code", RangeOperators.EQUAL),
                    ("direction", RangeOperators.EQUAL),
                ],
                condition=Q(status=RELEASED),
            ),
            ends_after_start(name="mode_period"),
            models.CheckConstraint(
                condition=Q(status__in=[code for code, _ in STATUSES]), name="mode_status_known"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("drafted_by")),
                name="mode_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(status=RELEASED)
                | Q(origin="shipped")
                | Q(decided_by__isnull=False, drafted_by__isnull=False),
                name="mode_released_by_two",
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{4}$")
                & Q(direction__in=["import", "export"])
                & ~Q(basis="")
                & ~Q(author=""),
                name="mode_accounted_for",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.code} v{self.version}"


class Route(models.Model):
    """Which way an export list takes: A simplified, B summarised, and why (stored findings).

    Written once a revision when the list is handed on to customs; ``day`` is the day whose rules
    chose it, ``declared`` what the list itself says.
    """

    inventory_id = models.BigIntegerField("清单", primary_key=True)
    revision = models.IntegerField("清单版本")
    route = models.CharField("通关方式", max_length=1)
    declared = models.CharField("申报业务类型", max_length=1, default="")
    value = models.DecimalField("单票金额（元）", max_digits=21, decimal_places=5, null=True)
    reasons = models.JSONField("理由", default=list)
    day = models.DateField("规则日期")
    at = models.DateTimeField("判定时间")

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        db_table = "declarations_route"
        verbose_name = "通关方式判定"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(route__in=["A", "B"]), name="route_known"),
        ]
