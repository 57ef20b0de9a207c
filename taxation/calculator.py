"""The taxes of a purchase: who is taxed how, how much, and why. Pure.

Formulas (value V, duty rate d, ad-valorem consumption tax t, specific consumption tax s, VAT v)::

    duty        = V × d
    consumption = (V + duty + s) ÷ (1 − t) × t + s
    VAT         = (V + duty + consumption) × v
    payable     = duty + k × consumption + k × VAT

Inside the limits of retail import d is the retail duty rate and k the reduced share; otherwise d
is the rate of the goods and k is 1. Four decimals inside, each tax of the whole list in cents.
Sources: 财关税〔2016〕18号, 财关税〔2018〕49号, 消费税暂行条例; docs/algorithms/tax.md.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from taxation import constants as c
from taxation.dutiable import dutiable_values, is_single_article
from taxation.facts import ONE, ZERO, Estimate, Goods, LineTax, Purchase, Rate, Terms, Treatment
from taxation.line_tax import charged, missing_for
from zone_portal.kernel.findings import Evidence, Finding, Severity
from zone_portal.kernel.money import rounded


class _Case(NamedTuple):
    """A purchase with the dutiable values of its lines and the law of the day."""

    purchase: Purchase
    values: list[Decimal]
    rates: Mapping[str, Rate]
    terms: Terms
    treatment: Treatment
    explain: bool

    @property
    def value(self) -> Decimal:
        return sum(self.values, ZERO)


def assess(
    purchase: Purchase,
    *,
    rates: Mapping[str, Rate],
    terms: Terms,
    treatment: Treatment | None,
    explain: bool = True,
) -> Estimate:
    """What a purchase would cost in taxes, or why that cannot be said; without ``explain`` the
    lines have no steps."""
    values = dutiable_values(purchase)
    if treatment is None:
        return Estimate(c.UNKNOWN, sum(values, ZERO), findings=(_finding(c.NO_TREATMENT, terms),))
    case = _Case(purchase, values, rates, terms, treatment, explain)
    if treatment.code == c.RETAIL_IMPORT:
        return _retail(case)
    if treatment.code == c.GENERAL_IMPORT:
        return _computed(case, c.FULL)
    return Estimate(c.UNTAXED, case.value, treatment)


def _retail(case: _Case) -> Estimate:
    """A retail import: within the limits, one article above them, or no retail import at all."""
    terms = case.terms
    if terms.single is None or terms.yearly is None:
        # No setting covers the day: neither limit may be guessed.
        finding = _finding(c.NO_TREATMENT, terms)
        return Estimate(c.UNKNOWN, case.value, case.treatment, findings=(finding,))
    against = tuple(_against(case, terms.single, terms.yearly))
    if any(finding.code in {c.SINGLE_LIMIT, c.YEARLY_LIMIT} for finding in against):
        return Estimate(c.REFUSED, case.value, case.treatment, findings=against)
    return _computed(case, c.REDUCED if case.value <= terms.single else c.FULL, against)


def _against(case: _Case, single: Decimal, yearly: Decimal) -> Iterator[Finding]:
    """What the limits say: both are inclusive (an unverified edge)."""
    value, terms, used = case.value, case.terms, case.purchase.used
    if value > single:
        is_single = is_single_article(case.purchase, terms.measures)
        code = c.TAXED_IN_FULL if is_single else c.SINGLE_LIMIT
        yield _finding(code, terms, value=value, limit=single)
    if (used or ZERO) + value > yearly:
        yield _finding(c.YEARLY_LIMIT, terms, value=value, limit=yearly)
    elif used is None:
        yield _finding(c.USED_NOT_KNOWN, terms)


def _computed(case: _Case, regime: str, findings: tuple[Finding, ...] = ()) -> Estimate:
    """The taxes of every line and of the list, unless a rate or a quantity is missing."""
    terms = case.terms
    duty_rate, share = (terms.retail_duty, terms.share) if regime == c.REDUCED else (None, ONE)
    lines: list[LineTax] = []
    missing: list[Finding] = []
    for goods, value in zip(case.purchase.goods, case.values, strict=True):
        rate = case.rates.get(goods.hs_code)
        lacking = list(missing_for(goods, rate, duty_rate))
        missing += [_lacking(code, words, goods, terms) for code, words in lacking]
        if rate is not None and share is not None and not lacking:
            line = charged(
                goods, value, rate, duty_rate=duty_rate, share=share, explain=case.explain
            )
            lines.append(line)
    said = Estimate(
        c.UNKNOWN,
        case.value,
        case.treatment,
        regime,
        lines=tuple(lines),
        findings=(*findings, *missing),
    )
    if missing or share is None:
        return said
    duty, consumption, vat = (
        rounded(sum((getattr(line, name) for line in lines), ZERO))
        for name in ("duty", "consumption", "vat")
    )
    return replace(
        said,
        outcome=c.COMPUTED,
        counted=case.value if case.treatment.code == c.RETAIL_IMPORT else ZERO,
        duty=duty,
        consumption=consumption,
        vat=vat,
        total=duty + consumption + vat,
    )


def _finding(
    code: str, terms: Terms, *, value: Decimal | None = None, limit: Decimal | None = None
) -> Finding:
    evidence: tuple[Evidence, ...] = ()
    if value is not None:
        evidence = (Evidence("CEB621", {}, "InventoryList", None, f"{rounded(value)}"),)
    params = {} if limit is None else {"limit": str(limit)}
    return Finding(code, _severity(code, terms), evidence, params=params)


def _lacking(code: str, words: tuple[str, str], goods: Goods, terms: Terms) -> Finding:
    field = "gcode" if code == c.RATE_MISSING else "qty1"
    evidence = Evidence("CEB621", {}, field, goods.gnum, goods.hs_code)
    return Finding(code, _severity(code, terms), (evidence,), params={"element": list(words)})


def _severity(code: str, terms: Terms) -> Severity:
    return "warning" if terms.severity.get(code, "error") == "warning" else "error"
