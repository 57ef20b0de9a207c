"""What proves a person besides the password: time-based codes, recovery codes, other services."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class SecondFactor(models.Model):
    """A person's authenticator. ``sealed`` is its secret under the vault, bound to the user's id.

    ``last_step`` is the 30-second step of the last code that was accepted: no code counts twice.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="用户",
        on_delete=models.CASCADE,
        related_name="second_factor",
    )
    sealed = models.BinaryField("密钥")
    started_at = models.DateTimeField("开始设置时间")
    confirmed_at = models.DateTimeField("启用时间", null=True, blank=True)
    last_step = models.BigIntegerField("最近使用的时间步", default=0)

    class Meta:
        verbose_name = "动态口令"
        verbose_name_plural = "动态口令"

    def __str__(self) -> str:
        return f"second factor of {self.user_id}"


class RecoveryCode(models.Model):
    """A code that stands in for the authenticator once; only its keyed hash is kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="用户",
        on_delete=models.CASCADE,
        related_name="recovery_codes",
    )
    digest = models.UUIDField("恢复码散列", unique=True)
    made_at = models.DateTimeField("生成时间")
    used_at = models.DateTimeField("使用时间", null=True, blank=True)

    class Meta:
        verbose_name = "恢复码"
        verbose_name_plural = "恢复码"

    def __str__(self) -> str:
        return f"recovery code of {self.user_id}"


class LinkedIdentity(models.Model):
    """A person at an identity service. ``subject`` is the keyed hash of issuer and ``sub``: some
    services use the identity number itself as ``sub``."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="用户",
        on_delete=models.CASCADE,
        related_name="linked_identities",
    )
    issuer = models.CharField("身份服务", max_length=200)
    subject = models.UUIDField("身份散列", unique=True)
    linked_at = models.DateTimeField("关联时间")

    class Meta:
        verbose_name = "关联身份"
        verbose_name_plural = "关联身份"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "issuer"], name="identity_once_per_service"),
        ]

    def __str__(self) -> str:
        return f"{self.issuer} of {self.user_id}"
