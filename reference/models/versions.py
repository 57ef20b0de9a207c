"""Which reference data is in force: one row that every write replaces."""

import uuid
from typing import ClassVar

from django.db import models


class ReferenceVersion(models.Model):
    """The single row that tells every process when its cached snapshot is out of date.

    ``token`` is random, not a counter: a rolled-back write never shares it with a later one.
    """

    token = models.UUIDField("版本", default=uuid.uuid4)
    shipped_digest = models.CharField("随附数据摘要", max_length=64, blank=True, default="")
    changed_at = models.DateTimeField("变更时间", null=True, blank=True)

    class Meta:
        verbose_name = "参数版本"
        verbose_name_plural = "参数版本"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(id=1), name="reference_version_single"),
        ]

    def __str__(self) -> str:
        return str(self.token)
