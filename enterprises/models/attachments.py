"""Files handed in with a filing; their content is sealed."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from enterprises.constants import SCANS
from enterprises.models.filings import Filing


class Attachment(models.Model):
    """One file under one requirement of the filing; ``content`` is sealed with the context
    ``attachment:<filing id>:<sha256 hex>``. A removed file stays for the versions that name it."""

    filing = models.ForeignKey(
        Filing, verbose_name="备案", on_delete=models.PROTECT, related_name="attachments"
    )
    field = models.CharField("材料", max_length=60)
    name = models.CharField("文件名", max_length=150)
    media_type = models.CharField("类型", max_length=80)
    size = models.PositiveIntegerField("大小(字节)")
    sha256 = models.CharField("摘要", max_length=64)
    content = models.BinaryField("内容(密文)")
    scan = models.CharField("病毒扫描", max_length=10, choices=SCANS)
    scanner = models.CharField("扫描程序", max_length=60, blank=True, default="")
    at = models.DateTimeField("上传时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="上传人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    client = models.ForeignKey(
        "enterprises.ApiClient",
        verbose_name="上传程序",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    removed_at = models.DateTimeField("移除时间", null=True, blank=True)

    class Meta:
        verbose_name = "附件"
        verbose_name_plural = "附件"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="attachment_not_empty"),
            models.CheckConstraint(
                condition=models.Q(scan__in=[code for code, _ in SCANS]),
                name="attachment_scan_known",
            ),
            models.CheckConstraint(
                condition=models.Q(by__isnull=False) ^ models.Q(client__isnull=False),
                name="attachment_by_one",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["filing", "field"], name="attachment_of_filing"),
        ]

    def __str__(self) -> str:
        return self.name
