"""Quantiles of prices from counts: near the true ones, additive, forgetting what is old."""

from datetime import date
from decimal import Decimal

import pytest

from risk import prices


@pytest.mark.parametrize("price", ["0.01", "1", "99.9", "4999.99", "1000000"])
def test_a_class_stands_for_its_prices_within_a_hundredth(price: str) -> None:
    number = prices.class_of(Decimal(price))
    assert number is not None
    assert float(prices.price_of(number)) == pytest.approx(float(price), rel=0.0101)


@pytest.mark.parametrize("price", ["0", "-5"])
def test_what_is_no_price_has_no_class(price: str) -> None:
    assert prices.class_of(Decimal(price)) is None


@pytest.mark.parametrize(("share", "true"), [(0, 1), (0.25, 250), (0.5, 500), (0.9, 900)])
def test_quantiles_of_a_thousand_prices(share: float, true: int) -> None:
    counts = prices.counted(Decimal(n) for n in range(1, 1001))
    assert float(prices.quantile(counts, share) or 0) == pytest.approx(true, rel=0.012)


def test_two_halves_add_up_to_the_whole_and_can_be_taken_away() -> None:
    one = prices.counted([Decimal(n) for n in range(1, 50)])
    two = prices.counted([Decimal(n) for n in range(30, 90)])
    both = prices.added(one, two)
    assert both == prices.added(two, one)
    assert prices.added(both, {number: -count for number, count in two.items()}) == one


def test_the_window_holds_ninety_days_and_no_block_that_is_older() -> None:
    today = date(2026, 3, 1).toordinal()
    blocks = {
        prices.block_of(today - back): prices.counted([Decimal(100 + back)]) for back in (0, 80, 98)
    }
    assert sum(prices.within(blocks, today).values()) == 2
    assert sum(prices.within(blocks, today - 98).values()) == 1


def test_goods_never_seen_have_no_prices() -> None:
    assert prices.known({}) is None
    assert prices.quantile({}, 0.5) is None


def test_median_and_quarters_are_told_together() -> None:
    found = prices.known(prices.counted([Decimal(80), Decimal(100), Decimal(120)]))
    assert found is not None
    assert found.seen == 3
    assert float(found.low) == pytest.approx(80, rel=0.011)
    assert float(found.median) == pytest.approx(100, rel=0.011)
    assert float(found.high) == pytest.approx(100, rel=0.011)
