"""The rule laboratory: a draft tried over past days, and what it would have changed."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from risk.constants import CHANNELS
from risk.models.querysets import OfEnterpriseQuerySet, OfficeQuerySet
from risk.models.rules import RuleVersion

WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"
STATES: dict[str, tuple[str, str]] = {
    WAITING: ("等待", "Waiting"),
    RUNNING: ("试算中", "Running"),
    DONE: ("已完成", "Done"),
    FAILED: ("未完成", "Failed"),
}


class Trial(models.Model):
    """A version of a rule run over the screenings of past days, in place of the version that
    decided then. ``definition`` is the version's as it stood when it was ordered.

    Both days are included. ``reached_at`` says how far it is and ``drawing`` how the drawing stood
    there: an interrupted trial goes on from that moment. ``summary`` is what
    :class:`risk.trials.Summary` writes.
    """

    version = models.ForeignKey(
        RuleVersion, verbose_name="规则版本", on_delete=models.PROTECT, related_name="trials"
    )
    definition = models.JSONField("定义")
    from_day = models.DateField("自")
    to_day = models.DateField("至")
    state = models.CharField("状态", max_length=8, default=WAITING)
    total = models.BigIntegerField("筛查数", default=0)
    done = models.BigIntegerField("已试算", default=0)
    reached_at = models.DateTimeField("已算至", null=True, blank=True)
    drawing = models.JSONField("抽取进度", default=dict)
    summary = models.JSONField("汇总", default=dict)
    refusal = models.CharField("未完成原因", max_length=500, blank=True, default="")
    by_label = models.CharField("操作人", max_length=128)
    at = models.DateTimeField("时间")
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)

    objects: ClassVar[Any] = OfficeQuerySet.as_manager()

    class Meta:
        db_table = "risk_trial"
        verbose_name = "规则试算"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=list(STATES)), name="risk_trial_state"),
            models.CheckConstraint(
                condition=Q(to_day__gte=F("from_day")), name="risk_trial_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.from_day}–{self.to_day}"


class TrialChange(models.Model):
    """One declaration that the tried version would have treated differently."""

    append_only = True

    trial = models.ForeignKey(
        Trial, verbose_name="试算", on_delete=models.PROTECT, db_index=False, related_name="changes"
    )
    inventory_id = models.BigIntegerField("清单")
    sequence = models.IntegerField("第几次判定")
    enterprise_id = models.IntegerField("企业", null=True)
    value = models.DecimalField("货值", max_digits=19, decimal_places=5, null=True)
    old_channel = models.CharField("原通道", max_length=6)
    channel = models.CharField("新通道", max_length=6)
    old_score = models.SmallIntegerField("原得分")
    score = models.SmallIntegerField("新得分")
    old_hit = models.BooleanField("原命中")
    hit = models.BooleanField("新命中")

    objects: ClassVar[Any] = OfEnterpriseQuerySet.as_manager()

    class Meta:
        db_table = "risk_trial_change"
        verbose_name = "试算差异"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["trial", "inventory_id", "sequence"], name="risk_trial_change_once"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=list(CHANNELS), old_channel__in=list(CHANNELS)),
                name="risk_trial_change_channel",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["trial", "enterprise_id"], name="risk_trial_change_of_firm"),
            models.Index(fields=["trial", "-id"], name="risk_trial_change_list"),
        ]

    def __str__(self) -> str:
        return f"{self.trial_id} {self.inventory_id}"
