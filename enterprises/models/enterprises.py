"""A firm (or individual trader) that is registered with the portal."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from accounts.constants import HUB
from accounts.models import Site
from enterprises.business_models import BUSINESS_MODELS
from enterprises.constants import APPLYING, APPROVED, KINDS, STATUSES
from enterprises.models.querysets import EnterpriseQuerySet

REGISTERED = ~models.Q(status=APPLYING)


class Enterprise(models.Model):
    """One enterprise under the code that messages name it by. While it is ``applying`` it is
    not registered: several may then claim one code, and no document finds it."""

    code = models.CharField("企业代码", max_length=18, blank=True, default="")
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True, default="")
    name = models.CharField("企业名称", max_length=100, blank=True, default="")
    kinds = ArrayField(models.CharField(max_length=40), verbose_name="企业类型", default=list)
    business_models = ArrayField(
        models.CharField(max_length=8),
        verbose_name="业务模式",
        default=list,
        blank=True,
        db_default=[],
    )
    status = models.CharField("备案状态", max_length=12, choices=STATUSES, default=APPROVED)
    site = models.ForeignKey(
        Site,
        verbose_name="备案平台",
        to_field="code",
        db_column="site",
        default=HUB,
        on_delete=models.PROTECT,
        related_name="enterprises",
    )
    simulated = models.BooleanField("模拟企业", default=False)
    registered_at = models.DateTimeField("备案时间", default=timezone.now)

    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name = "企业"
        verbose_name_plural = "企业"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["site"], name="enterprise_of_site"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["code"], condition=REGISTERED, name="enterprise_code_unique"
            ),
            models.UniqueConstraint(
                fields=["uscc"],
                condition=REGISTERED & ~models.Q(uscc=""),
                name="enterprise_uscc_unique",
            ),
            models.CheckConstraint(
                condition=~REGISTERED
                | models.Q(code__regex=r"^([0-9]{4}[0-9A-Z][0-9][0-9A-Z]{4}|[0-9A-Z]{18})$"),
                name="enterprise_code_form",
            ),
            models.CheckConstraint(
                condition=models.Q(uscc__regex=r"^([0-9A-Z]{18})?$"), name="enterprise_uscc_form"
            ),
            models.CheckConstraint(
                condition=~REGISTERED | ~models.Q(name=""), name="enterprise_named"
            ),
            models.CheckConstraint(
                condition=(~REGISTERED | models.Q(kinds__len__gt=0))
                & models.Q(kinds__contained_by=sorted(KINDS)),
                name="enterprise_kinds_known",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=[code for code, _ in STATUSES]),
                name="enterprise_status_known",
            ),
            models.CheckConstraint(
                condition=models.Q(business_models__contained_by=sorted(BUSINESS_MODELS)),
                name="enterprise_business_models_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"
