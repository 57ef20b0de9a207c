"""Guarantees of guarantors named on inventories (assureCode), as known here."""

from typing import ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from enterprises.models import Enterprise
from taxation.constants import GUARANTEE_FORMS, GUARANTEE_KINDS
from taxation.models.querysets import GuaranteeQuerySet


class GuaranteeAccount(models.Model):
    """One guarantee of an enterprise. Customs keeps the true one."""

    assure_code = models.CharField("担保企业编号", max_length=18, unique=True)
    enterprise = models.ForeignKey(
        Enterprise, verbose_name="担保企业", on_delete=models.PROTECT, related_name="guarantees"
    )
    customs_code = models.CharField("关区", max_length=4, blank=True, default="")
    form = models.CharField("担保方式", max_length=8, choices=GUARANTEE_FORMS)
    amount = models.DecimalField("担保金额", max_digits=16, decimal_places=2)
    frozen = models.DecimalField("已冻结", max_digits=16, decimal_places=2, default=0)
    valid_from = models.DateField("生效日期")
    valid_to = models.DateField("失效日期", null=True, blank=True)
    warned_at = models.DateTimeField("余额提醒时间", null=True, blank=True)

    objects = GuaranteeQuerySet.as_manager()

    class Meta:
        verbose_name = "担保账户"
        verbose_name_plural = "担保账户"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(frozen__gte=0) & Q(amount__gte=F("frozen")), name="guarantee_covered"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="guarantee_period",
            ),
            models.CheckConstraint(
                condition=Q(form__in=[code for code, _ in GUARANTEE_FORMS]), name="guarantee_form"
            ),
            models.CheckConstraint(
                condition=Q(assure_code__regex=r"^[0-9A-Z]{10}([0-9A-Z]{8})?$"),
                name="guarantee_code_form",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assure_code} {self.frozen} / {self.amount}"


class GuaranteeMovement(models.Model):
    """One change of an account: by a declaration (freeze, release, call), or of the account
    itself (open, change; then ``declaration_id`` is 0 and ``occasion`` a running number)."""

    append_only = True

    account = models.ForeignKey(
        GuaranteeAccount,
        verbose_name="担保账户",
        on_delete=models.PROTECT,
        related_name="movements",
        db_index=False,
    )
    declaration_id = models.BigIntegerField("清单", default=0)
    kind = models.CharField("种类", max_length=8, choices=GUARANTEE_KINDS)
    occasion = models.BigIntegerField("事由", default=0)
    frozen = models.DecimalField("冻结变动", max_digits=16, decimal_places=2)
    amount = models.DecimalField("担保金额变动", max_digits=16, decimal_places=2, default=0)
    at = models.DateTimeField("时间")
    by_label = models.CharField("操作人", max_length=128, blank=True, default="")

    class Meta:
        verbose_name = "担保变动"
        verbose_name_plural = "担保变动"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account", "id"], name="guarantee_movement_of"),
            BrinIndex(fields=["at"], name="guarantee_movement_at"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["declaration_id", "kind", "occasion", "account"],
                name="guarantee_movement_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[code for code, _ in GUARANTEE_KINDS]),
                name="guarantee_movement_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.declaration_id} {self.kind} {self.frozen}"
