"""Programs that act for an enterprise, and their tokens."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from enterprises.constants import DEFAULT_REQUESTS_PER_SECOND
from enterprises.models.enterprises import Enterprise
from enterprises.models.querysets import OwnQuerySet, TokenQuerySet


class ApiClient(models.Model):
    """An ERP, a platform's back end … of one enterprise, with its own rate."""

    enterprise = models.ForeignKey(
        Enterprise, verbose_name="企业", on_delete=models.PROTECT, related_name="api_clients"
    )
    name = models.CharField("名称", max_length=60)
    active = models.BooleanField("启用", default=True)
    requests_per_second = models.PositiveIntegerField(
        "每秒请求数", default=DEFAULT_REQUESTS_PER_SECOND
    )

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = "接口客户端"
        verbose_name_plural = "接口客户端"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["enterprise", "name"], name="api_client_once"),
            models.CheckConstraint(
                condition=models.Q(requests_per_second__gt=0), name="api_client_rate"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise.code}/{self.name}"


class ApiToken(models.Model):
    """A bearer token, kept as its SHA-256 only; it was shown once."""

    client = models.ForeignKey(
        ApiClient, verbose_name="客户端", on_delete=models.PROTECT, related_name="tokens"
    )
    digest = models.BinaryField("摘要", max_length=32)
    prefix = models.CharField("前缀", max_length=12)
    scopes = ArrayField(models.CharField(max_length=40), verbose_name="权限范围")
    created_at = models.DateTimeField("创建时间")
    expires_at = models.DateTimeField("到期时间", null=True, blank=True)
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)
    last_used_at = models.DateTimeField("最近使用时间", null=True, blank=True)
    reminded_at = models.DateTimeField("到期提醒时间", null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        verbose_name = "接口令牌"
        verbose_name_plural = "接口令牌"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["digest"], name="api_token_digest_unique"),
            models.UniqueConstraint(fields=["prefix"], name="api_token_prefix_unique"),
            models.CheckConstraint(
                condition=models.Q(expires_at__isnull=True)
                | models.Q(expires_at__gt=models.F("created_at")),
                name="api_token_period",
            ),
            models.CheckConstraint(condition=models.Q(scopes__len__gt=0), name="api_token_scoped"),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}…"
