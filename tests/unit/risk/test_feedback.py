"""Figures of a rule from its counts: quotients of nothing are nothing."""

from decimal import Decimal

import pytest

from risk.rules.feedback import RuleCounts, span

WORKED = RuleCounts(
    "RT03-01", 20_000, 80, confirmed=36, wrong=4, decided=50, overturned=2, minutes=Decimal(1440)
)


def test_hit_rate_precision_overturned_and_cost() -> None:
    assert WORKED.hit_rate == 0.004
    assert WORKED.precision == 0.9
    assert WORKED.overturned_share == 0.04
    assert WORKED.minutes_per_confirmed == Decimal("40.0")


def test_what_was_never_judged_has_no_precision() -> None:
    fresh = RuleCounts("RT01-01", screened=10, hits=1)
    assert (fresh.hit_rate, fresh.precision, fresh.precision_span) == (0.1, None, None)
    assert (fresh.overturned_share, fresh.minutes_per_confirmed) == (None, None)
    assert RuleCounts("RT01-01").hit_rate is None


@pytest.mark.parametrize(("confirmed", "wrong", "preliminary"), [(29, 0, True), (15, 15, False)])
def test_few_verdicts_are_called_preliminary(confirmed: int, wrong: int, preliminary: bool) -> None:
    assert RuleCounts("RT01-01", confirmed=confirmed, wrong=wrong).preliminary is preliminary


@pytest.mark.parametrize(
    ("good", "total", "low", "high"),
    [(36, 40, 0.769, 0.960), (0, 10, 0.0, 0.278), (10, 10, 0.722, 1.0)],
)
def test_the_interval_of_wilson(good: int, total: int, low: float, high: float) -> None:
    found = span(good, total)
    assert found is not None
    assert found == pytest.approx((low, high), abs=0.0006)
