"""The audit trail: who changed what, when, from where. Rows are only ever added."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from accounts.constants import COUNTED_BY_ADDRESS
from accounts.models.querysets import AuditQuerySet


class AuditEntry(models.Model):
    """One deed. The database refuses to change or delete it (trigger and revoked right)."""

    append_only = True

    at = models.DateTimeField("时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="操作人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    by_label = models.CharField("操作人名称", max_length=128)
    action = models.CharField("操作", max_length=64)
    on_type = models.CharField("对象类型", max_length=64)
    on_id = models.CharField("对象标识", max_length=64)
    old = models.JSONField("变更前", null=True, blank=True)
    new = models.JSONField("变更后", null=True, blank=True)
    origin = models.CharField("来源", max_length=64, blank=True, default="")

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = "审计记录"
        verbose_name_plural = "审计记录"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["on_type", "on_id", "at"], name="audit_on_object"),
            models.Index(
                fields=["origin", "at"],
                name="audit_counted_by_address",
                condition=models.Q(action__in=COUNTED_BY_ADDRESS),
            ),
            models.Index(fields=["at"], name="audit_at"),
            models.Index(fields=["by_label", "id"], name="audit_of_actor"),
            models.Index(fields=["action", "id"], name="audit_of_action"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~models.Q(by_label=""), name="audit_by_known"),
            models.CheckConstraint(condition=~models.Q(action=""), name="audit_action_named"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by_label} {self.action}"
