"""One-time links with which a person sets the first (or a new) password."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class AccountLink(models.Model):
    """Kept as SHA-256 of the token: the link itself is shown once to whoever made it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="用户",
        on_delete=models.CASCADE,
        related_name="account_links",
    )
    digest = models.BinaryField("散列", unique=True, max_length=32)
    made_at = models.DateTimeField("生成时间")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="生成人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    expires_at = models.DateTimeField("失效时间")
    used_at = models.DateTimeField("使用时间", null=True, blank=True)

    class Meta:
        verbose_name = "设密链接"
        verbose_name_plural = "设密链接"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(used_at__isnull=True),
                name="account_link_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")),
                name="account_link_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.made_at:%Y-%m-%d}"
