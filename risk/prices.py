"""Prices of one kind of goods over 90 days as quantiles, kept without keeping the prices. Pure.

A price falls into one of a fixed series of classes, each 2 % wider than the one below; kept are
counts by class. Counts of two periods add up, counts of an expired period are taken away again, and
any quantile is read from the counts with an error of at most 1 %: so nobody reads history twice and
order never matters.

Layout for keeping: counts by goods and block of seven days; the window is the last 13 blocks.
"""

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final, NamedTuple

WINDOW_DAYS: Final = 90
BLOCK_DAYS: Final = 7
BLOCKS: Final = -(-WINDOW_DAYS // BLOCK_DAYS)
"""Whole blocks that cover the window: 13 of 7 days reach back 84 to 90 days and the present."""
_WIDTH: Final = math.log(1.02)
_OFFSET: Final = 1200
"""Lowest price told apart: 1.02 ** -1200, far below a hundred-thousandth."""

Counts = Mapping[int, int]
"""How many prices fell into each class."""


class Prices(NamedTuple):
    """What is known of a kind of goods: how many prices, the median, the quarters."""

    seen: int
    low: Decimal
    median: Decimal
    high: Decimal


def class_of(price: Decimal | float) -> int | None:
    """The class of a unit price; None for one that is not above zero."""
    if price <= 0:
        return None
    return max(0, math.ceil(math.log(price) / _WIDTH) + _OFFSET)


def price_of(number: int) -> Decimal:
    """The price that stands for a class: its middle, to five places."""
    return Decimal(repr(round(math.exp((number - _OFFSET - 0.5) * _WIDTH), 5)))


def block_of(day: int) -> int:
    """The block of a day given as its ordinal (``date.toordinal``)."""
    return day // BLOCK_DAYS


def added(counts: Counts, more: Counts) -> dict[int, int]:
    """Both together. Also takes away, when ``more`` holds negative counts; empty classes go."""
    total = dict(counts)
    for number, count in more.items():
        kept = total.get(number, 0) + count
        if kept:
            total[number] = kept
        else:
            total.pop(number, None)
    return total


def within(blocks: Mapping[int, Counts], day: int) -> dict[int, int]:
    """The counts of the window that ends on a day, out of those of its blocks."""
    last = block_of(day)
    total: dict[int, int] = {}
    for block, counts in blocks.items():
        if last - BLOCKS < block <= last:
            total = added(total, counts)
    return total


def quantile(counts: Counts, share: float) -> Decimal | None:
    """The price below which a share of those seen lies (0.5: the median); None without any."""
    seen = sum(counts.values())
    if seen <= 0:
        return None
    wanted, passed = share * (seen - 1), 0
    for number in sorted(counts):
        passed += counts[number]
        if passed > wanted:
            return price_of(number)
    return price_of(max(counts))


def known(counts: Counts) -> Prices | None:
    """Median and quarters; None when no price was seen: then a rule has no data."""
    low, median, high = (quantile(counts, share) for share in (0.25, 0.5, 0.75))
    if low is None or median is None or high is None:
        return None
    return Prices(sum(counts.values()), low, median, high)


def counted(prices: Iterable[Decimal | float]) -> dict[int, int]:
    """The counts of some prices."""
    counts: dict[int, int] = {}
    for price in prices:
        number = class_of(price)
        if number is not None:
            counts[number] = counts.get(number, 0) + 1
    return counts
