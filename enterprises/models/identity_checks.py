"""Real-name checks: the result code only, never a copy of what was asked about."""

from typing import ClassVar

from django.db import models

from enterprises.models.enterprises import Enterprise
from enterprises.models.querysets import IdentityCheckQuerySet


class IdentityCheck(models.Model):
    """One query at an identity service. ``subject`` is the keyed hash of name and number."""

    append_only = True

    enterprise = models.ForeignKey(
        Enterprise,
        verbose_name="查询企业",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="identity_checks",
    )
    subject = models.UUIDField("主体散列")
    method = models.CharField("核查方式", max_length=20)
    result = models.CharField("结果代码", max_length=20)
    provider = models.CharField("核查服务", max_length=60)
    purpose = models.CharField("用途", max_length=100)
    batch = models.UUIDField("批次", null=True, blank=True)
    at = models.DateTimeField("时间")
    by_label = models.CharField("查询人", max_length=128)

    objects = IdentityCheckQuerySet.as_manager()

    class Meta:
        verbose_name = "身份核查"
        verbose_name_plural = "身份核查"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["enterprise", "at"], name="identity_check_quota"),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.result}"
