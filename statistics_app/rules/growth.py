"""Rates of growth, and when there is none. Pure; rules/statistics.md §3 of the facts."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from zone_portal.kernel.money import rounded

NO_BASE, SUPPRESSED, NO_VALUE = "no_base", "suppressed", "no_value"
INCOMPLETE = "incomplete"
WHY: Final = {
    NO_BASE: ("基数为 0 或负数", "the base is 0 or negative"),
    SUPPRESSED: ("基数未公布", "the base was not published"),
    NO_VALUE: ("本期或基期没有数据", "a value is missing"),
    INCOMPLETE: (
        "本期或基期缺汇率，金额不完整",
        "rates are missing in one of the two periods: its amounts are incomplete",
    ),
}
PLACES: Final = 4


@dataclass(frozen=True, slots=True)
class Growth:
    """``rate`` is a fraction to four decimals; None with the reason why there is none."""

    rate: Decimal | None = None
    why: str = ""


def growth(
    this: Decimal | None,
    base: Decimal | None,
    *,
    suppressed: bool = False,
    incomplete: bool = False,
) -> Growth:
    """(this − base) / base. A suppressed base, or value, suppresses the rate: it would reveal it.
    None of amounts of which a part is not known: it would say more of the gap than of trade.

    A base of zero or below gives none: its sign would turn round, or it would be infinite.
    """
    if suppressed:
        return Growth(None, SUPPRESSED)
    if this is None or base is None:
        return Growth(None, NO_VALUE)
    if incomplete:
        return Growth(None, INCOMPLETE)
    if base <= 0:
        return Growth(None, NO_BASE)
    return Growth(rounded((this - base) / base, PLACES))


def contribution(
    this: Decimal, base: Decimal, total_base: Decimal, *, incomplete: bool = False
) -> Growth:
    """How much a part adds to the rate of the whole: its own change by the whole's base."""
    if incomplete:
        return Growth(None, INCOMPLETE)
    if total_base <= 0:
        return Growth(None, NO_BASE)
    return Growth(rounded((this - base) / total_base, PLACES))
