"""What articles, plans, complaints, notices, recalls have in common: number, state, history."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from risk.rules.matters import MACHINES, Machine

PERSON = settings.AUTH_USER_MODEL


class Matter(models.Model):
    """A row with a number to quote and a state that ``services.matters.core.move`` alone writes.

    ``version`` grows with every deed, so that of two officers at once the second is told.
    """

    matter: ClassVar[str]

    number = models.CharField("编号", max_length=32, unique=True)
    status = models.CharField("状态", max_length=12)
    version = models.PositiveIntegerField("版本", default=1)
    opened_by = models.ForeignKey(
        PERSON, verbose_name="登记人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField("登记时间")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number

    @classmethod
    def machine(cls) -> Machine:
        """Its table of states."""
        return MACHINES[cls.matter]


class MatterStep(models.Model):
    """One step of a matter: from what to what, when, by whom, with what said."""

    append_only = True

    matter = models.CharField("事项种类", max_length=24)
    matter_id = models.BigIntegerField("事项")
    source = models.CharField("原状态", max_length=12, blank=True, default="")
    target = models.CharField("新状态", max_length=12)
    deed = models.CharField("事项", max_length=24)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    by_label = models.CharField("操作人", max_length=128)
    note = models.CharField("说明", max_length=500, blank=True, default="")

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        db_table = "risk_matter_step"
        verbose_name = "事项步骤"
        verbose_name_plural = "事项步骤"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["matter", "matter_id", "id"], name="risk_matter_history")
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
