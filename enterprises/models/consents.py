"""Consents: an enterprise lets a bank or insurer read named data for a purpose, for a time."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from enterprises.constants import CONSENT_STATUSES
from enterprises.models.enterprises import Enterprise
from enterprises.models.querysets import ConsentQuerySet


class Consent(models.Model):
    """``principal`` lets ``recipient`` know ``data`` for ``purpose`` until ``valid_to``."""

    principal = models.ForeignKey(
        Enterprise, verbose_name="授权方", on_delete=models.PROTECT, related_name="consents_given"
    )
    recipient = models.ForeignKey(
        Enterprise,
        verbose_name="被授权机构",
        on_delete=models.PROTECT,
        related_name="consents_held",
    )
    purpose = models.CharField("用途", max_length=200)
    data = ArrayField(models.CharField(max_length=40), verbose_name="数据范围")
    valid_from = models.DateField("生效日期")
    valid_to = models.DateField("失效日期")
    status = models.CharField("状态", max_length=8, choices=CONSENT_STATUSES, default="granted")
    granted_at = models.DateTimeField("授权时间")
    revoked_at = models.DateTimeField("撤回时间", null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = "数据授权"
        verbose_name_plural = "数据授权"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(principal=models.F("recipient")), name="consent_two_firms"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gt=models.F("valid_from")), name="consent_period"
            ),
            models.CheckConstraint(
                condition=Q(data__len__gt=0) & ~Q(purpose=""), name="consent_says_what_for"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[code for code, _ in CONSENT_STATUSES]),
                name="consent_status_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.principal_id} → {self.recipient_id}: {self.purpose}"
