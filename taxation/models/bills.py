"""Tax bills of released declarations, and the half-month batches in which they are paid."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from enterprises.models import Enterprise
from taxation.models.querysets import BatchQuerySet, BillQuerySet
from taxation.states import EXPECTED, TAX_BILL_LABELS

STATES = [(code, zh) for code, (zh, _) in TAX_BILL_LABELS.items()]


class TaxBatch(models.Model):
    """The bills of one guarantor whose time of payment begins in one half of a month."""

    assure_code = models.CharField("担保企业编号", max_length=64)
    enterprise = models.ForeignKey(
        Enterprise,
        verbose_name="担保企业",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tax_batches",
    )
    first_date = models.DateField("起始日期")
    last_date = models.DateField("截止日期")
    drawn_at = models.DateTimeField("汇总时间")

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = "税单批次"
        verbose_name_plural = "税单批次"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["assure_code", "first_date"], name="tax_batch_one_a_half_month"
            ),
            models.CheckConstraint(
                condition=Q(last_date__gte=F("first_date")), name="tax_batch_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assure_code} {self.first_date}"


class TaxBill(models.Model):
    """What is due for one declaration: as estimated here until customs bills it.

    ``declaration_id`` is the declaration's key, NULL while the portal does not know it.
    """

    declaration_id = models.BigIntegerField("清单", null=True, blank=True)
    invt_no = models.CharField("清单编号", max_length=20)
    tax_no = models.CharField("税单编号", max_length=50, blank=True, default="")
    ent_duty_no = models.CharField("缴款书编号", max_length=50, blank=True, default="")
    assure_code = models.CharField("担保企业编号", max_length=64, blank=True, default="")
    enterprise = models.ForeignKey(
        Enterprise,
        verbose_name="担保企业",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tax_bills",
    )
    customs_code = models.CharField("关区", max_length=4, blank=True, default="")
    duty = models.DecimalField("关税", max_digits=19, decimal_places=5)
    consumption = models.DecimalField("消费税", max_digits=19, decimal_places=5)
    vat = models.DecimalField("增值税", max_digits=19, decimal_places=5)
    estimated = models.DecimalField(
        "本平台估算", max_digits=19, decimal_places=5, null=True, blank=True
    )
    release_date = models.DateField("放行日期", null=True, blank=True)
    due_from_date = models.DateField("缴纳起始日期", null=True, blank=True)
    due_to_date = models.DateField("缴纳截止日期", null=True, blank=True)
    state = models.CharField("状态", max_length=12, choices=STATES, default=EXPECTED)
    batch = models.ForeignKey(
        TaxBatch,
        verbose_name="批次",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bills",
    )
    changed_at = models.DateTimeField("更新时间")

    objects = BillQuerySet.as_manager()

    class Meta:
        verbose_name = "税单"
        verbose_name_plural = "税单"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "due_to_date"], name="tax_bill_due"),
            models.Index(fields=["enterprise", "id"], name="tax_bill_of_enterprise"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["invt_no"], condition=Q(tax_no=""), name="tax_bill_expected_once"
            ),
            models.UniqueConstraint(
                fields=["tax_no"], condition=~Q(tax_no=""), name="tax_bill_number_unique"
            ),
            models.CheckConstraint(
                condition=Q(duty__gte=0) & Q(consumption__gte=0) & Q(vat__gte=0),
                name="tax_bill_positive",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(TAX_BILL_LABELS)), name="tax_bill_state_known"
            ),
            models.CheckConstraint(
                condition=Q(due_to_date__isnull=True) | Q(due_to_date__gte=F("due_from_date")),
                name="tax_bill_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tax_no or self.invt_no} {self.state}"


class ReturnedTax(models.Model):
    """The tax that a return makes undue (RMB), as estimated here; ``occasion`` is the return.

    What customs has billed stays secured until customs voids that bill; then so much is released.
    """

    append_only = True

    declaration_id = models.BigIntegerField("清单")
    occasion = models.BigIntegerField("退货单")
    amount = models.DecimalField("不再应缴的税款", max_digits=16, decimal_places=2)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "退货税款"
        verbose_name_plural = "退货税款"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["declaration_id", "occasion"], name="returned_tax_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="returned_tax_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.declaration_id} {self.occasion} {self.amount}"


class TaxBillStep(models.Model):
    """One step of a bill: from which state to which, when, who said so."""

    append_only = True

    bill = models.ForeignKey(
        TaxBill, verbose_name="税单", on_delete=models.PROTECT, related_name="steps"
    )
    source = models.CharField("原状态", max_length=12, blank=True, default="")
    target = models.CharField("新状态", max_length=12)
    at = models.DateTimeField("时间")
    by_label = models.CharField("操作人", max_length=128)

    class Meta:
        verbose_name = "税单状态变更"
        verbose_name_plural = "税单状态变更"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(target=""), name="tax_bill_step_target"),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
