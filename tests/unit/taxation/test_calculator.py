"""The calculator beyond its worked examples: what is always true of an estimate."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxation.calculator import assess
from taxation.constants import GENERAL_IMPORT, UNTAXED_RETURN
from taxation.dutiable import dutiable_values
from taxation.facts import Estimate, Goods, Purchase, Treatment
from taxation.line_tax import quantity_in
from taxation.rules.purchases import PurchaseInvalid, check_purchase
from tests.builders.taxes import HS_CODE, RETAIL, goods, purchase, rate, terms
from zone_portal.kernel.money import rounded

WINE = rate(hs_code="2204210000", consumption=Decimal("0.10"))
RATES = {HS_CODE: rate(), WINE.hs_code: WINE}
money = st.decimals(0, 2000, places=2)
fractions = st.decimals(0, Decimal("0.9"), places=4)


def estimated(bought: Purchase, **changes: object) -> Estimate:
    given: dict[str, object] = {"rates": RATES, "terms": terms(), "treatment": RETAIL}
    return assess(bought, **{**given, **changes})  # type: ignore[arg-type]


def codes(said: Estimate) -> list[str]:
    return [finding.code for finding in said.findings]


@given(st.lists(money, min_size=1, max_size=8), money, money)
def test_the_parts_of_lines_are_the_whole_to_the_last_decimal(
    prices: list[Decimal], freight: Decimal, insurance: Decimal
) -> None:
    lines = [goods(str(price), number) for number, price in enumerate(prices, 1)]
    bought = purchase(*lines, freight=freight, insurance=insurance)
    values = dutiable_values(bought)
    assert sum(values) == sum(prices) + freight + insurance
    assert all(value >= price for value, price in zip(values, prices, strict=True)) or freight


@given(money, fractions, fractions)
def test_inside_the_limits_ad_valorem_goods_bear_the_combined_rate(
    price: Decimal, t: Decimal, v: Decimal
) -> None:
    taxed = rate(consumption=t, vat=v)
    said = estimated(purchase(goods(str(price))), rates={HS_CODE: taxed})
    assert said.total is not None
    combined = Decimal("0.7") * (t + v) / (1 - t)
    assert abs(said.total - price * combined) <= Decimal("0.02")


@given(st.lists(money, min_size=2, max_size=6))
def test_each_tax_of_the_list_is_the_rounded_sum_of_its_lines(prices: list[Decimal]) -> None:
    lines = [goods(str(p), n, hs_code=WINE.hs_code) for n, p in enumerate(prices, 1)]
    said = estimated(purchase(*lines), terms=terms(single=Decimal(99999), yearly=Decimal(99999)))
    assert said.vat == rounded(sum((line.vat for line in said.lines), Decimal(0)))
    assert said.total == (said.duty or 0) + (said.consumption or 0) + (said.vat or 0)


def test_gifts_bear_no_freight_unless_everything_is_a_gift() -> None:
    mixed = purchase(goods("100", 1), goods("0", 2), freight=Decimal(10))
    assert dutiable_values(mixed) == [Decimal("110.0000"), Decimal("0.0000")]
    gifts = purchase(goods("0", 1), goods("0", 2), freight=Decimal(10))
    assert sum(dutiable_values(gifts)) == 10


def test_one_article_of_half_a_piece_is_still_one() -> None:
    one = goods("6000", pieces=Decimal("0.5"))
    assert codes(estimated(purchase(one))) == ["TAX-003"]
    two = (goods("3000", 1), goods("3000", 2))
    assert codes(estimated(purchase(*two))) == ["TAX-001"]


def test_both_limits_may_be_passed_at_once_and_both_are_told() -> None:
    bought = purchase(goods("30000", pieces=Decimal(3)))
    assert codes(estimated(bought)) == ["TAX-001", "TAX-002"]


def test_without_the_buyers_use_the_answer_says_so() -> None:
    said = estimated(purchase(used=None))
    assert (said.outcome, codes(said)) == ("computed", ["TAX-004"])


def test_every_missing_rate_of_every_line_is_told() -> None:
    unknown = rate(vat=None, consumption=None)
    lines = (goods("10", 1), goods("10", 2, hs_code="0101210010"))
    said = estimated(purchase(*lines), rates={HS_CODE: unknown})
    told = [(f.documents[0].line, f.params["element"][1]) for f in said.findings]
    assert told == [(1, "VAT rate"), (1, "consumption tax rate"), (2, "rate")]


def test_a_day_without_limits_or_shares_is_not_computable() -> None:
    for missing in ("single", "yearly", "share"):
        assert estimated(purchase(), terms=terms(**{missing: None})).outcome == "not_computable"


def test_without_a_treatment_nothing_is_computed() -> None:
    said = estimated(purchase(), treatment=None)
    assert (said.outcome, codes(said)) == ("not_computable", ["TAX-007"])


@pytest.mark.parametrize(
    ("code", "outcome", "total"),
    [(GENERAL_IMPORT, "computed", Decimal("24.30")), (UNTAXED_RETURN, "untaxed", None)],
)
def test_other_treatments_tax_in_full_or_not_at_all(
    code: str, outcome: str, total: Decimal | None
) -> None:
    treatment = Treatment(code, "b", True, date(2019, 1, 1))
    said = estimated(purchase(goods("100")), treatment=treatment)
    assert (said.outcome, said.total, said.counted) == (outcome, total, Decimal(0))


def test_severity_of_an_excess_is_a_setting() -> None:
    bought = purchase(goods("800"), used=Decimal(25500))
    (finding,) = estimated(bought, terms=terms(severity={"TAX-002": "warning"})).findings
    assert (finding.code, finding.severity) == ("TAX-002", "warning")


def test_every_step_says_what_it_was_computed_from() -> None:
    said = estimated(purchase(goods("300", hs_code=WINE.hs_code), freight=Decimal(20)))
    steps = {step.code: (step.formula, str(step.amount)) for step in said.lines[0].steps}
    assert steps == {
        "value": ("300 + 20", "320.0000"),
        "duty": ("320 × 0%", "0.0000"),
        "consumption": ("320 ÷ (1 − 10%) × 10%", "35.5556"),
        "vat": ("(320 + 0 + 35.5556) × 13%", "46.2222"),
        "payable_consumption": ("35.5556 × 70%", "24.8889"),
        "payable_vat": ("46.2222 × 70%", "32.3555"),
    }


@pytest.mark.parametrize(
    ("unit", "given", "quantity"),
    [
        ("036", {"035": "0.02"}, "20"),
        ("035", {"036": "500"}, "0.5"),
        ("095", {"096": "330"}, "0.33"),
        ("036", {"096": "20"}, None),
        ("011", {"007": "3"}, None),
        ("011", {"011": "3", "035": "1"}, "3"),
    ],
)
def test_mass_becomes_mass_and_volume_volume_and_nothing_else(
    unit: str, given: dict[str, str], quantity: str | None
) -> None:
    found = quantity_in(unit, {code: Decimal(text) for code, text in given.items()})
    assert found == (None if quantity is None else Decimal(quantity))


@pytest.mark.parametrize("amount", ["-0.01", "1e30", "NaN", "Infinity", "0.000001"])
def test_amounts_that_no_list_could_hold_are_refused(amount: str) -> None:
    bought = purchase(goods(amount), freight=Decimal(amount))
    with pytest.raises(PurchaseInvalid) as refused:
        check_purchase(bought)
    fields = [problem["field"] for problem in refused.value.details["problems"]]
    assert fields == ["freight", "lines.0.total_price"]


def test_a_list_of_more_lines_than_any_is_refused() -> None:
    with pytest.raises(PurchaseInvalid):
        check_purchase(purchase(*(goods("1", number) for number in range(1, 102))))


@pytest.mark.parametrize(
    ("lines", "regime"),
    [
        ([goods("6000", unit="035", pieces=Decimal("1.2"))], "full"),
        ([goods("6000", unit="007", pieces=Decimal(2))], ""),
        ([goods("3000", n, unit="035", pieces=Decimal("0.5")) for n in (1, 2)], ""),
    ],
)
def test_one_article_is_one_line_whatever_it_weighs(lines: list[Goods], regime: str) -> None:
    said = estimated(purchase(*lines), terms=terms(measures=frozenset({"035"})))
    assert (said.regime, said.outcome == "refused") == (regime, not regime)
