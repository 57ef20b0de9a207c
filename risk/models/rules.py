"""Versions of rules, the rule sets they were screened by, and what stopped a rule."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from risk.models.querysets import OfficeQuerySet
from risk.states import RELEASED, RETIRED, RULE_LABELS


class RuleVersion(models.Model):
    """A version of a rule: never changed once it is released, a changed rule is a new version.

    ``definition`` holds what ``risk.rules.indicators.base.Definition`` reads: the expressions, the
    first values of its thresholds, weight, level. Version 1 of the shipped rules is released by
    the portal itself; any later one by two people.
    """

    code = models.CharField("规则代码", max_length=24)
    version = models.PositiveSmallIntegerField("版本")
    state = models.CharField("状态", max_length=8)
    definition = models.JSONField("定义")
    note = models.CharField("说明", max_length=1000, default="")
    from_at = models.DateTimeField("生效时间", null=True)
    to_at = models.DateTimeField("失效时间", null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="起草人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    by_label = models.CharField("起草人（显示）", max_length=128)
    at = models.DateTimeField("起草时间")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="提交人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    proposed_at = models.DateTimeField("提交时间", null=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="发布人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    released_at = models.DateTimeField("发布时间", null=True)

    objects: ClassVar[Any] = OfficeQuerySet.as_manager()

    class Meta:
        db_table = "risk_rule_version"
        verbose_name = "风险规则版本"
        ordering = ("code", "version")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["code", "version"], name="risk_rule_version_once"),
            models.CheckConstraint(
                condition=Q(state__in=list(RULE_LABELS)), name="risk_rule_version_state"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[RELEASED, RETIRED]) | Q(from_at__isnull=False),
                name="risk_rule_version_released_from",
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=True)
                | Q(released_by__isnull=True)
                | ~Q(by=models.F("released_by")),
                name="risk_rule_version_two_people",
            ),
            models.CheckConstraint(
                condition=Q(proposed_by__isnull=True)
                | Q(released_by__isnull=True)
                | ~Q(proposed_by=models.F("released_by")),
                name="risk_rule_version_not_by_its_proposer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class RuleSet(models.Model):
    """Everything that decides a screening, as it stood: rules with their versions, thresholds and
    weights, the settings of the lanes, the order of the kept facts. Screenings point here."""

    append_only = True

    digest = models.CharField("摘要", max_length=64, unique=True)
    content = models.JSONField("内容")
    made_at = models.DateTimeField("形成时间")

    class Meta:
        db_table = "risk_rule_set"
        verbose_name = "规则集"

    def __str__(self) -> str:
        return f"{self.pk}"


class RuleTrouble(models.Model):
    """Something that keeps a rule from working: it is broken (divides by zero, asks for a fact
    that is gone), or the breaker stopped it because it hit too much. ``ended_at`` says when
    somebody put it back to work."""

    BROKEN, STOPPED = "broken", "stopped"
    KINDS: ClassVar[dict[str, tuple[str, str]]] = {
        BROKEN: ("规则出错", "Broken"),
        STOPPED: ("已熔断", "Stopped by the breaker"),
    }

    code = models.CharField("规则代码", max_length=24)
    version = models.PositiveSmallIntegerField("版本")
    kind = models.CharField("类别", max_length=8)
    since = models.DateTimeField("自")
    last_at = models.DateTimeField("最近")
    count = models.BigIntegerField("次数")
    detail = models.JSONField("详情")
    ended_at = models.DateTimeField("恢复时间", null=True)
    ended_by = models.CharField("恢复人", max_length=128, default="")

    objects: ClassVar[Any] = OfficeQuerySet.as_manager()

    class Meta:
        db_table = "risk_rule_trouble"
        verbose_name = "规则故障"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["code", "version", "kind"],
                condition=Q(ended_at__isnull=True),
                name="risk_rule_trouble_one_open",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["broken", "stopped"]), name="risk_rule_trouble_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.kind}"
