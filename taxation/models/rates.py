"""The rates of an HS code, and which treatment applies to whom."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from taxation.constants import DOCUMENTS, MODES, ORIGINS, SHIPPED, TAXPAYERS, TREATMENTS
from zone_portal.framework.dated import ends_after_start, never_overlapping


def share(name: str, **more: Any) -> Any:
    """A fraction of one; six decimals."""
    return models.DecimalField(name, max_digits=8, decimal_places=6, **more)


def fraction(*fields: str) -> Q:
    """Each of the fields is unknown or in [0, most): duties above 100 % exist, other taxes not."""
    condition = Q()
    for field in fields:
        most = 10 if field == "duty" else 1
        inside = Q(**{f"{field}__gte": 0}) & Q(**{f"{field}__lt": most})
        condition &= Q(**{f"{field}__isnull": True}) | inside
    return condition


class TaxRate(models.Model):
    """What the law says of one HS code in [valid_from, valid_to). NULL: not loaded, 0: no such
    tax. The specific consumption tax is ``specific`` RMB for ``specific_per`` units; where
    ``from_price`` is given, consumption tax is due from that value per ``price_unit`` on."""

    hs_code = models.CharField("税则号列", max_length=10)
    duty = share("关税税率", null=True, blank=True)
    vat = share("增值税税率", null=True, blank=True)
    consumption = share("消费税比例税率", null=True, blank=True)
    specific = models.DecimalField("消费税定额", max_digits=12, decimal_places=6, default=0)
    specific_per = models.DecimalField("定额对应数量", max_digits=12, decimal_places=6, default=1)
    specific_unit = models.CharField("定额计量单位", max_length=3, blank=True, default="")
    from_price = models.DecimalField(
        "起征单价", max_digits=14, decimal_places=4, null=True, blank=True
    )
    price_unit = models.CharField("起征单价计量单位", max_length=3, blank=True, default="")
    valid_from = models.DateField("生效日期")
    valid_to = models.DateField("失效日期", null=True, blank=True)
    source = models.CharField("来源", max_length=200)
    verified = models.BooleanField("已核实", default=False)
    origin = models.CharField("维护方", max_length=8, choices=ORIGINS, default=SHIPPED)
    author = models.CharField("录入人", max_length=128)
    entered_at = models.DateTimeField("录入时间")

    class Meta:
        verbose_name = "税率"
        verbose_name_plural = "税率"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            never_overlapping("hs_code", name="tax_rate_no_overlap"),
            ends_after_start(name="tax_rate_period"),
            models.CheckConstraint(
                condition=Q(hs_code__regex=r"^[0-9]{10}$"), name="tax_rate_ten_digits"
            ),
            models.CheckConstraint(
                condition=fraction("duty", "vat", "consumption"), name="tax_rate_fractions"
            ),
            models.CheckConstraint(
                condition=Q(specific__gte=0)
                & Q(specific_per__gt=0)
                & (Q(specific=0) | ~Q(specific_unit="")),
                name="tax_rate_specific",
            ),
            models.CheckConstraint(
                condition=Q(from_price__isnull=True) | (Q(from_price__gt=0) & ~Q(price_unit="")),
                name="tax_rate_from_price",
            ),
            models.CheckConstraint(
                condition=~Q(source="") & ~Q(author=""), name="tax_rate_accounted_for"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hs_code} {self.valid_from}"


class TaxTreatment(models.Model):
    """Which treatment a mode, a taxpayer and a document get in [valid_from, valid_to)."""

    direction = models.CharField("进出口", max_length=1, choices=(("I", "进口"), ("E", "出口")))
    mode = models.CharField("监管方式", max_length=4, choices=[(code, code) for code in MODES])
    taxpayer = models.CharField(
        "纳税人", max_length=12, choices=[(code, zh) for code, (zh, _) in TAXPAYERS.items()]
    )
    document = models.CharField(
        "单证", max_length=12, choices=[(code, zh) for code, (zh, _) in DOCUMENTS.items()]
    )
    treatment = models.CharField(
        "税收待遇", max_length=20, choices=[(code, zh) for code, (zh, _) in TREATMENTS.items()]
    )
    basis = models.CharField("依据", max_length=200)
    verified = models.BooleanField("已核实", default=False)
    valid_from = models.DateField("生效日期")
    valid_to = models.DateField("失效日期", null=True, blank=True)
    origin = models.CharField("维护方", max_length=8, choices=ORIGINS, default=SHIPPED)
    author = models.CharField("录入人", max_length=128)

    class Meta:
        verbose_name = "税收待遇"
        verbose_name_plural = "税收待遇"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            never_overlapping(
                "direction", "mode", "taxpayer", "document", name="tax_treatment_no_overlap"
            ),
            ends_after_start(name="tax_treatment_period"),
            models.CheckConstraint(
                condition=Q(treatment__in=sorted(TREATMENTS)), name="tax_treatment_known"
            ),
            models.CheckConstraint(
                condition=~Q(basis="") & ~Q(author=""), name="tax_treatment_accounted_for"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.mode} {self.taxpayer} {self.document}"
