"""Notices: what a person should know, shown in the portal until read."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Notice(models.Model):
    """One line for one person. ``text_zh`` and ``text_en`` hold no personal data of others."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="收件人",
        on_delete=models.CASCADE,
        related_name="notices",
    )
    at = models.DateTimeField("时间")
    kind = models.CharField("种类", max_length=40)
    text_zh = models.CharField("中文内容", max_length=300)
    text_en = models.CharField("英文内容", max_length=400)
    link = models.CharField("链接", max_length=200, blank=True, default="")
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)

    class Meta:
        verbose_name = "通知"
        verbose_name_plural = "通知"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "-at"], name="notice_of_user"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.user_id}"
