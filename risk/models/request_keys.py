"""Keys by which programs name their writes, so that what is repeated is done once."""

from typing import ClassVar

from django.conf import settings
from django.db import models

PERSON = settings.AUTH_USER_MODEL


class RequestKey(models.Model):
    """A write that a person's program named by ``key``. ``digest`` is the SHA-256 of what was
    asked, hex; ``object_id`` what was made or changed by it. Forgotten after a dated time."""

    user = models.ForeignKey(
        PERSON, verbose_name="用户", on_delete=models.CASCADE, related_name="+"
    )
    key = models.CharField("请求标识", max_length=64)
    digest = models.CharField("内容摘要", max_length=64)
    object_id = models.BigIntegerField("对象", default=0)
    at = models.DateTimeField("时间", db_index=True)

    class Meta:
        db_table = "risk_request_key"
        verbose_name = "请求标识"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "key"], name="risk_request_key_once")
        ]

    def __str__(self) -> str:
        return self.key
