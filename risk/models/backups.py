"""Backups of the portal, as those who make them reported."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from risk.models.querysets import OfficeQuerySet


class BackupReport(models.Model):
    """One backup that was made outside the portal: when it was finished, how large it is, its
    digest (hex) and what it holds. The portal makes none and checks none; it believes who
    reports."""

    append_only = True

    what = models.CharField("内容", max_length=60)
    finished_at = models.DateTimeField("完成时间")
    size = models.BigIntegerField("大小(字节)")
    digest = models.CharField("摘要", max_length=128)
    by_label = models.CharField("报告人", max_length=128)
    at = models.DateTimeField("报告时间")

    objects: ClassVar[Any] = OfficeQuerySet.as_manager()

    class Meta:
        db_table = "risk_backup_report"
        verbose_name = "备份报告"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(size__gt=0), name="risk_backup_not_empty"),
            models.CheckConstraint(
                condition=Q(finished_at__lte=F("at")), name="risk_backup_not_ahead"
            ),
            models.UniqueConstraint(
                fields=["what", "finished_at", "digest"], name="risk_backup_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["what", "-finished_at"], name="risk_backup_newest")
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.finished_at:%Y-%m-%d %H:%M}"
