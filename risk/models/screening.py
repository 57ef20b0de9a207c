"""Screened declarations, the windows they are seen in, and what was counted of them."""

from typing import Any, ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from risk.constants import CHANNELS, GREEN, REASONS
from risk.models.querysets import OfEnterpriseQuerySet, OfficeQuerySet


class Window(models.Model):
    """What happened lately around one key (a buyer, a telephone, an address, an enterprise, a kind
    of goods): counts, sums and distinct counts by time, packed (``risk.windows``).

    ``key`` is 8 bytes of a keyed hash that holds the kind too; nothing personal is in here.
    """

    key = models.BigIntegerField("键", primary_key=True)
    kind = models.PositiveSmallIntegerField("类别")
    day = models.DateField("最近一日")
    state = models.BinaryField("状态")

    class Meta:
        db_table = "risk_window"
        verbose_name = "时间窗"

    def __str__(self) -> str:
        return f"{self.kind}"


class Screening(models.Model):
    """One screening of a declaration, for one decision of matching: which lane and why.

    ``hits`` is a list of ``{"r": rule, "v": version, "s": strength, "f": {fact: value}, "t":
    {threshold: value}}``; ``facts`` the values that the rules saw, packed in the order of the rule
    set, so that the same can be computed again; ``no_data`` the rules (bits, in the order of the
    set) that could not say anything. ``chance`` was the chance of being drawn for red, ``drawn``
    the number drawn.
    """

    append_only = True

    pk = models.CompositePrimaryKey("inventory_id", "sequence")
    inventory_id = models.BigIntegerField("清单")
    sequence = models.IntegerField("第几次判定")
    enterprise_id = models.IntegerField("企业", null=True)
    at = models.DateTimeField("筛查时间")
    channel = models.CharField("通道", max_length=6)
    reason = models.CharField("原因", max_length=8)
    score = models.SmallIntegerField("得分")
    level = models.CharField("等级", max_length=6)
    hits = models.JSONField("命中", null=True)
    no_data = models.BigIntegerField("无数据规则", default=0)
    rule_set = models.IntegerField("规则集")
    chance = models.FloatField("抽中概率")
    drawn = models.FloatField("抽取数")
    facts = models.BinaryField("事实")

    objects: ClassVar[Any] = OfEnterpriseQuerySet.as_manager()

    class Meta:
        db_table = "risk_screening"
        verbose_name = "风险筛查"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(channel__in=list(CHANNELS)), name="risk_screening_channel"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=list(REASONS)), name="risk_screening_reason"
            ),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=100), name="risk_screening_score"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["channel", "-inventory_id"],
                name="risk_screening_lane",
                condition=~Q(channel=GREEN),
            ),
            models.Index(
                fields=["enterprise_id", "-inventory_id"],
                name="risk_screening_of_firm",
                condition=~Q(channel=GREEN) | Q(hits__isnull=False),
            ),
            BrinIndex(fields=["at"], name="risk_screening_when", autosummarize=True),
        ]

    def __str__(self) -> str:
        return f"{self.inventory_id}/{self.sequence} {self.channel}"


class DayCount(models.Model):
    """How many declarations went into which lane on a day and why; what the drawn share is held
    to. ``weight`` sums the risk weights of those that could be drawn."""

    pk = models.CompositePrimaryKey("day", "channel", "reason")
    day = models.DateField("日期")
    channel = models.CharField("通道", max_length=6)
    reason = models.CharField("原因", max_length=8)
    count = models.BigIntegerField("数量")
    weight = models.FloatField("风险权重之和", default=0)

    objects: ClassVar[Any] = OfficeQuerySet.as_manager()

    class Meta:
        db_table = "risk_day_count"
        verbose_name = "筛查日计数"

    def __str__(self) -> str:
        return f"{self.day} {self.channel}"


class Tally(models.Model):
    """How often a rule hit declarations of an enterprise on a day, and how strongly at most: what
    profiles and the figures of rules are made of."""

    pk = models.CompositePrimaryKey("enterprise_id", "day", "code")
    enterprise_id = models.IntegerField("企业")
    day = models.DateField("日期")
    code = models.CharField("规则代码", max_length=24)
    hits = models.IntegerField("命中数")
    strength = models.FloatField("最大强度")

    objects: ClassVar[Any] = OfEnterpriseQuerySet.as_manager()

    class Meta:
        db_table = "risk_tally"
        verbose_name = "命中日计数"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["code", "day"], name="risk_tally_of_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.day} {self.code}"


class Raised(models.Model):
    """A signal that a rule raised about a subject, with the records that show it; one within the
    rule's cool-down. ``collected_at`` is set when it was handed to the collection of signals."""

    rule = models.CharField("规则代码", max_length=24)
    version = models.PositiveSmallIntegerField("版本")
    risk_type = models.CharField("风险类型", max_length=4)
    subject_kind = models.CharField("对象类别", max_length=12)
    subject_key = models.CharField("对象", max_length=64)
    enterprise_id = models.IntegerField("企业", null=True)
    level = models.CharField("等级", max_length=6)
    score = models.SmallIntegerField("得分")
    evidence = models.JSONField("证据")
    count = models.IntegerField("命中数")
    first_at = models.DateTimeField("首次")
    last_at = models.DateTimeField("最近")
    collected_at = models.DateTimeField("汇集时间", null=True)
    outcome = models.CharField("结果", max_length=200, default="")

    objects: ClassVar[Any] = OfEnterpriseQuerySet.as_manager()

    class Meta:
        db_table = "risk_raised"
        verbose_name = "规则信号"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["rule", "subject_kind", "subject_key", "-last_at"],
                name="risk_raised_of_subject",
            ),
            models.Index(
                fields=["id"], name="risk_raised_waiting", condition=Q(collected_at__isnull=True)
            ),
            models.Index(fields=["enterprise_id", "-last_at"], name="risk_raised_of_firm"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.subject_kind} {self.subject_key}"
