"""A firm (or individual trader) that is registered with the portal."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from enterprises.constants import APPROVED, HUB, KINDS, STATUSES


class Enterprise(models.Model):
    """One enterprise under the code that messages name it by."""

    code = models.CharField("企业代码", max_length=18)
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True, default="")
    name = models.CharField("企业名称", max_length=100)
    kinds = ArrayField(models.CharField(max_length=40), verbose_name="企业类型")
    status = models.CharField("备案状态", max_length=12, choices=STATUSES, default=APPROVED)
    site = models.CharField("备案平台", max_length=40, default=HUB)
    simulated = models.BooleanField("模拟企业", default=False)
    registered_at = models.DateTimeField("备案时间", default=timezone.now)

    class Meta:
        verbose_name = "企业"
        verbose_name_plural = "企业"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["code"], name="enterprise_code_unique"),
            models.UniqueConstraint(
                fields=["uscc"], condition=~models.Q(uscc=""), name="enterprise_uscc_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    code__regex=r"^([0-9]{4}[0-9A-Z][0-9][0-9A-Z]{4}|[0-9A-Z]{18})$"
                ),
                name="enterprise_code_form",
            ),
            models.CheckConstraint(
                condition=models.Q(uscc__regex=r"^([0-9A-Z]{18})?$"), name="enterprise_uscc_form"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="enterprise_named"),
            models.CheckConstraint(
                condition=models.Q(kinds__len__gt=0) & models.Q(kinds__contained_by=sorted(KINDS)),
                name="enterprise_kinds_known",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=[code for code, _ in STATUSES]),
                name="enterprise_status_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"
