"""Third-party raters: tenants with a contract that says what they may draw and must deliver."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from credit.models.sharing_querysets import ContractQuerySet
from credit.models.sources import Source
from enterprises.models import Enterprise


class RaterContract(models.Model):
    """A contract between the zone and a rater: proposed by one official, put in force by another,
    ended with a reason. ``items`` is the scope of data (``credit.rules.sharing.ITEMS``),
    ``days`` within how many days after a rating it must be uploaded; ``source`` is where its
    ratings stand in the register of sources."""

    enterprise = models.ForeignKey(
        Enterprise, verbose_name="评级机构", on_delete=models.PROTECT, related_name="+"
    )
    source = models.OneToOneField(
        Source, verbose_name="数据来源", on_delete=models.PROTECT, related_name="contract"
    )
    number = models.CharField("合同编号", max_length=60, unique=True)
    items = ArrayField(models.CharField(max_length=20), verbose_name="数据范围")
    days = models.PositiveSmallIntegerField("报送期限（天）")
    valid_from = models.DateField("生效日期")
    valid_to = models.DateField("失效日期")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField("拟定时间")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField("批准时间", null=True, blank=True)
    ended_at = models.DateTimeField("终止时间", null=True, blank=True)
    ended_reason = models.CharField("终止理由", max_length=300, blank=True, default="")

    objects = ContractQuerySet.as_manager()

    class Meta:
        db_table = "credit_rater_contract"
        verbose_name = "第三方评级合同"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_to__gt=F("valid_from")), name="credit_contract_period"
            ),
            models.CheckConstraint(condition=Q(items__len__gt=0), name="credit_contract_says_what"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                name="credit_contract_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(ended_reason=""),
                name="credit_contract_ended_why",
            ),
        ]

    def __str__(self) -> str:
        return self.number
