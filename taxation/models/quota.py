"""The ledger of personal yearly quota, as known here. A person is a keyed hash, never a number."""

from typing import ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from taxation.constants import QUOTA_KINDS


class QuotaBalance(models.Model):
    """A person's calendar year in RMB. ``ceiling`` is the highest sum that was ever allowed: the
    limit of the day of the last reservation, or what customs released beyond it."""

    person = models.UUIDField("个人（散列）")
    year = models.SmallIntegerField("年度")
    reserved = models.DecimalField("占用", max_digits=14, decimal_places=2, default=0)
    used = models.DecimalField("已用", max_digits=14, decimal_places=2, default=0)
    ceiling = models.DecimalField("上限", max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = "个人年度额度"
        verbose_name_plural = "个人年度额度"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "year"], name="quota_balance_one"),
            models.CheckConstraint(
                condition=Q(reserved__gte=0) & Q(used__gte=0), name="quota_balance_positive"
            ),
            models.CheckConstraint(
                condition=Q(ceiling__gte=F("reserved") + F("used")), name="quota_balance_ceiling"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.reserved} + {self.used} / {self.ceiling}"


class QuotaMovement(models.Model):
    """One change of a balance by a declaration. The key (declaration, kind, occasion) makes every
    deed happen once; the sums of a declaration's movements are what it holds."""

    append_only = True

    declaration_id = models.BigIntegerField("清单")
    kind = models.CharField("种类", max_length=10, choices=QUOTA_KINDS)
    occasion = models.BigIntegerField("事由（版本或退货单）", default=0)
    person = models.UUIDField("个人（散列）")
    year = models.SmallIntegerField("年度")
    reserved = models.DecimalField("占用变动", max_digits=14, decimal_places=2)
    used = models.DecimalField("已用变动", max_digits=14, decimal_places=2)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "额度变动"
        verbose_name_plural = "额度变动"
        indexes: ClassVar[list[models.Index]] = [
            BrinIndex(fields=["at"], name="quota_movement_at"),
            models.Index(fields=["person", "year"], name="quota_movement_of_person"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["declaration_id", "kind", "occasion"], name="quota_movement_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[code for code, _ in QUOTA_KINDS]), name="quota_movement_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.declaration_id} {self.kind} {self.reserved}/{self.used}"
