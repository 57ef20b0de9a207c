"""Market purchase: the limit in dollars, the firms of the market, the orders behind."""

from dataclasses import replace
from decimal import Decimal

import pytest

from declarations.rules import market
from declarations.rules.market import MarketCase, MarketLaw, in_dollars, judge_market
from declarations.rules.registry import resolve
from tests.unit.rules.documents import TODAY
from zone_portal.kernel.rules import RULES

RATES = {"142": Decimal(1), "502": Decimal("7.1"), "300": Decimal("7.8")}
ORDER = ("3601960002", "EX-1")
LAW = MarketLaw(
    resolve(RULES, {}, on=TODAY),
    RATES,
    firms=frozenset({"T1", "S1"}),
    known_orders=frozenset({ORDER}),
)
CASE = MarketCase("1" * 18, Decimal(150000), "502", "T1", "S1", (ORDER,))


def codes(case: MarketCase, law: MarketLaw = LAW) -> list[str]:
    return [finding.code for finding in judge_market(case, law)]


def test_a_declaration_at_the_limit_is_clean() -> None:
    assert codes(CASE) == []


def test_a_cent_above_the_limit_is_an_error_that_names_both_figures() -> None:
    (finding,) = judge_market(replace(CASE, value=Decimal("150000.01")), LAW)
    assert (finding.code, finding.severity) == (market.ABOVE_LIMIT, "error")
    assert (finding.documents[0].value, finding.params["limit"]) == ("150000.01", "150,000")


@pytest.mark.parametrize(("euros", "above"), [("136538", False), ("136539", True)])
def test_another_currency_is_converted_by_the_rates_of_the_day(euros: str, above: bool) -> None:
    found = codes(replace(CASE, value=Decimal(euros), currency="300"))
    assert (market.ABOVE_LIMIT in found) is above


def test_without_a_rate_the_limit_cannot_be_checked_and_it_says_so() -> None:
    assert codes(replace(CASE, currency="116")) == [market.NOT_CONVERTED]
    assert in_dollars(Decimal(1), "116", RATES) is None
    assert in_dollars(Decimal(1), "142", {"142": Decimal(1)}) is None
    assert in_dollars(Decimal("12.345"), "502", {}) == Decimal("12.35")


def test_firms_outside_the_register_and_orders_not_sent_are_told_each() -> None:
    other = ("3601960002", "EX-2")
    found = codes(replace(CASE, trader_code="T2", seller_code="S2", orders=(ORDER, other)))
    assert found == [market.FIRM_UNKNOWN, market.FIRM_UNKNOWN, market.ORDER_UNKNOWN]
    assert codes(replace(CASE, orders=())) == [market.NO_ORDER]


def test_limit_and_severities_are_dated_settings() -> None:
    rows = {market.ABOVE_LIMIT: {"limit": "100", "severity": "warning"}}
    (finding,) = judge_market(CASE, replace(LAW, settings=resolve(RULES, rows, on=TODAY)))
    assert finding.severity == "warning"
    off = resolve(RULES, {market.NO_ORDER: {"severity": "off"}}, on=TODAY)
    assert codes(replace(CASE, orders=()), replace(LAW, settings=off)) == []
