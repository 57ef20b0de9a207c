"""Entrustments: one firm lets another send its documents."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from enterprises.constants import MANDATE_STATUSES, MESSAGE_KINDS
from enterprises.models.enterprises import Enterprise
from enterprises.models.querysets import MandateQuerySet


class Mandate(models.Model):
    """``agent`` may send documents of ``kinds`` for ``principal`` in [valid_from, valid_to), once
    it accepted and until one of the two revokes."""

    principal = models.ForeignKey(
        Enterprise, verbose_name="委托方", on_delete=models.PROTECT, related_name="mandates_given"
    )
    agent = models.ForeignKey(
        Enterprise, verbose_name="受托方", on_delete=models.PROTECT, related_name="mandates_held"
    )
    kinds = ArrayField(models.CharField(max_length=8), verbose_name="单证种类")
    valid_from = models.DateField("生效日期")
    valid_to = models.DateField("失效日期", null=True, blank=True)
    status = models.CharField("状态", max_length=8, choices=MANDATE_STATUSES, default="accepted")
    note = models.CharField("说明", max_length=200, blank=True, default="")
    proposed_at = models.DateTimeField("提出时间", null=True, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = "委托"
        verbose_name_plural = "委托"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["principal", "agent", "valid_from"],
                condition=models.Q(status__in=["proposed", "accepted"]),
                name="mandate_once",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=[code for code, _ in MANDATE_STATUSES]),
                name="mandate_status_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(principal=models.F("agent")), name="mandate_two_firms"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gt=models.F("valid_from")),
                name="mandate_period",
            ),
            models.CheckConstraint(
                condition=models.Q(kinds__len__gt=0)
                & models.Q(kinds__contained_by=list(MESSAGE_KINDS)),
                name="mandate_kinds_known",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["agent", "valid_from"], name="mandate_of_agent"),
        ]

    def __str__(self) -> str:
        return f"{self.principal} → {self.agent}"
