"""People who act for an enterprise."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from enterprises.constants import ROLES
from enterprises.models.enterprises import Enterprise
from enterprises.models.querysets import OwnQuerySet


class Member(models.Model):
    """A user's role in one enterprise; a person may work for several."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="用户",
        on_delete=models.CASCADE,
        related_name="memberships",
    )
    enterprise = models.ForeignKey(
        Enterprise, verbose_name="企业", on_delete=models.PROTECT, related_name="members"
    )
    role = models.CharField("角色", max_length=16, choices=ROLES, default="viewer")
    joined_at = models.DateTimeField("加入时间", default=timezone.now)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = "企业成员"
        verbose_name_plural = "企业成员"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "enterprise"], name="member_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=[code for code, _ in ROLES]), name="member_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} @ {self.enterprise}"
