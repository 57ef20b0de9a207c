"""Rounding and showing amounts."""

from decimal import Decimal

import pytest

from zone_portal.kernel.money import grouped, money_text, rounded


@pytest.mark.parametrize(
    ("amount", "expected"),
    [("0.005", "0.01"), ("0.015", "0.02"), ("2.675", "2.68"), ("-0.005", "-0.01"), ("1", "1.00")],
)
def test_half_a_cent_goes_away_from_zero(amount: str, expected: str) -> None:
    assert str(rounded(Decimal(amount))) == expected


def test_places_are_chosen_by_the_caller() -> None:
    assert str(rounded(Decimal("1.23455"), 4)) == "1.2346"
    assert str(rounded(Decimal("12.5"), 0)) == "13"


def test_figures_are_grouped_and_carry_their_currency() -> None:
    assert grouped(Decimal("1234567.5")) == "1,234,567.50"
    assert money_text(Decimal("-1234.005"), "CNY") == "CNY -1,234.01"
    assert money_text(Decimal("1E+3"), "USD") == "USD 1,000.00"
