"""Invitations by link: a member invites a colleague."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from enterprises.constants import ROLES
from enterprises.models.enterprises import Enterprise
from enterprises.models.querysets import OwnQuerySet


class Invitation(models.Model):
    """A link that makes who opens it a member, once; kept as the SHA-256 of its secret.
    ``created_by`` is empty where an API client made it."""

    enterprise = models.ForeignKey(
        Enterprise, verbose_name="企业", on_delete=models.PROTECT, related_name="invitations"
    )
    role = models.CharField("角色", max_length=16, choices=ROLES)
    note = models.CharField("备注", max_length=60, blank=True, default="")
    digest = models.BinaryField("摘要", max_length=32)
    created_at = models.DateTimeField("创建时间")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    expires_at = models.DateTimeField("到期时间")
    accepted_at = models.DateTimeField("接受时间", null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = "邀请"
        verbose_name_plural = "邀请"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["digest"], name="invitation_digest_unique"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")), name="invitation_period"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(accepted_by__isnull=False),
                name="invitation_accepted_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.role}"
