"""Why a source counts more or less than the platform, as far as our own records say. Pure.

Declarations come as slices: all of one cell that stand alike to the month. A slice counts on our
side if it was booked in the month; on the other side by the basis of the source. Where only one
side counts it, the whole value is the difference; where both do, freight and insurance may be.
So the explanations of a cell add up to what the source should have less what we have.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from statistics_app.rules.reconciling.judging import ZERO
from statistics_app.rules.reconciling.sources import (
    DECLARED,
    FILED,
    GOODS,
    GROSS,
    ORDERED,
    ORDERS,
    Basis,
)

BEFORE, WITHIN, AFTER, NEVER = "before", "within", "after", "never"
WAITING, WITHDRAWN, REJECTED = "waiting", "withdrawn", "rejected"
NO_MODE: Final = "-"
"""The mode of an order that nothing was declared for."""

TIMING: Final = "timing"
NOT_RELEASED: Final = "not_released"
TAKEN_BACK: Final = "withdrawn"
RETURNED: Final = "returns"
VALUATION: Final = "valuation"
UNREGISTERED: Final = "unregistered"
NOT_DECLARED: Final = "not_declared"
LATE: Final = "late_receipt"
RATE: Final = "rate_missing"
ROUNDING: Final = "rounding"
QUANTITY: Final = "quantity"
PRICE: Final = "price"
MISSING_HERE: Final = "missing_here"
MISSING_THERE: Final = "missing_there"
OTHER_CELL: Final = "other_cell"
OTHER_VALUE: Final = "other_value"
OTHER_DAY: Final = "other_day"

CAUSES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        TIMING: ("跨月：一方记入其他月份", "Timing: one side counts it in another month"),
        NOT_RELEASED: ("已申报，尚未放行", "Declared, not yet released"),
        TAKEN_BACK: ("申报后撤单", "Withdrawn after it was declared"),
        RETURNED: ("退货已冲减", "Returns were booked"),
        VALUATION: ("计价口径：运费和保费", "Valuation: freight and insurance"),
        UNREGISTERED: ("企业未在本综试区备案", "The firm is not filed in this zone"),
        NOT_DECLARED: (
            "订单没有已放行的清单（取消或未申报）",
            "Orders without a released declaration (cancelled or not declared)",
        ),
        LATE: ("回执晚到", "The receipt came late"),
        RATE: ("缺少汇率，本平台未计价", "No exchange rate: not valued here"),
        ROUNDING: ("来源数据的进位", "Rounding at the source"),
        QUANTITY: ("申报数量不同", "Other quantities"),
        PRICE: ("订单价格与申报价格不同", "Order price differs from the declared price"),
        MISSING_HERE: ("本平台没有此票", "Not known here"),
        MISSING_THERE: ("对方清单没有此票", "Not in their list"),
        OTHER_CELL: ("进出口或监管方式不同", "Other direction or mode"),
        OTHER_VALUE: ("金额不同", "Other value"),
        OTHER_DAY: ("日期不同，金额一致", "Other day, same value"),
    }
)
"""Why figures differ → (zh, en)."""
UNEXPLAINED: Final = frozenset({MISSING_HERE, MISSING_THERE, OTHER_CELL, OTHER_VALUE, OTHER_DAY})
"""What differs about a single declaration, not why: officials have to explain it."""


def is_explained(code: str, source: str) -> bool:
    """Whether a cause takes its amount out of the difference. Prices of the very orders that are
    compared explain nothing: they are what differs."""
    return code not in UNEXPLAINED and not (code == PRICE and source == ORDERS)


MOST_RECORDS: Final = 20
"""So many declarations are named behind each explanation, the largest first."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Declarations of a cell that stand alike: ``declared`` and ``booked`` say when, seen from the
    month; ``fate`` what became of those never booked. ``known``: their last word had come by the
    day on which the source drew its figures.

    ``rmb`` is their value as booked (as it would be, for those never booked), ``fees`` the
    freight and insurance in it; ``theirs`` the value on the other side where it is known by record
    (orders). ``unrated`` counts those without a rate, whose value is in neither.
    """

    direction: str
    mode: str
    firm: str
    tickets: int
    rmb: Decimal
    fees: Decimal = ZERO
    declared: str = WITHIN
    booked: str = WITHIN
    fate: str = ""
    known: bool = True
    registered: bool = True
    theirs: Decimal | None = None
    unrated: int = 0
    records: tuple[int, ...] = ()
    is_return: bool = False


@dataclass(frozen=True, slots=True)
class Cause:
    """A part of a difference: ``amount`` in yuan (signed: the source has more), how many
    declarations, and the largest of them by id."""

    code: str
    amount: Decimal
    count: int
    records: tuple[int, ...] = ()


def fits(one: Slice, direction: str, mode: str, firm: str) -> bool:
    """Whether declarations belong to a cell; an empty mode or firm means all."""
    return (
        one.direction == direction
        and (not mode or one.mode == mode)
        and (not firm or one.firm == firm)
    )


def ours_in(slices: Iterable[Slice]) -> tuple[Decimal, int]:
    """The platform's figure for the month, net of returns, and its declarations."""
    value, tickets = ZERO, 0
    for one in slices:
        if one.booked == WITHIN:
            value += -one.rmb if one.is_return else one.rmb
            tickets += 0 if one.is_return else one.tickets
    return value, tickets


def causes_of(slices: Iterable[Slice], basis: Basis) -> list[Cause]:
    """What the records explain of a cell, one entry for each reason, in the order of ``CAUSES``."""
    found: dict[str, Cause] = {}
    for one in slices:
        for cause in _causes(one, basis):
            found[cause.code] = _added(found.get(cause.code), cause)
    return [found[code] for code in CAUSES if code in found and found[code].count]


def _causes(one: Slice, basis: Basis) -> Iterable[Cause]:
    if one.unrated and WITHIN in (one.declared, one.booked):
        yield Cause(RATE, ZERO, one.unrated, one.records)
    is_left_out = basis.coverage == FILED and not one.registered
    if one.is_return:
        yield from _of_returns(one, basis, is_left_out=is_left_out)
        return
    ours = one.rmb if one.booked == WITHIN else ZERO
    theirs = _theirs(one, basis) if _counts(one, basis) and not is_left_out else ZERO
    code = _why(one, basis, is_left_out=is_left_out)
    if code == PRICE:
        yield from _of_prices(one, theirs - ours)
    elif code and theirs != ours:
        yield Cause(code, theirs - ours, one.tickets, one.records)


def _of_returns(one: Slice, basis: Basis, *, is_left_out: bool) -> Iterable[Cause]:
    if is_left_out or basis.returns == GROSS:
        code = UNREGISTERED if is_left_out else RETURNED
        yield Cause(code, one.rmb, one.tickets, one.records)


def _of_prices(one: Slice, difference: Decimal) -> Iterable[Cause]:
    """Orders name goods alone: freight and insurance are told apart from another price."""
    if one.fees:
        yield Cause(VALUATION, -one.fees, one.tickets, one.records)
    if difference != -one.fees:
        yield Cause(PRICE, difference + one.fees, one.tickets, one.records)


def _theirs(one: Slice, basis: Basis) -> Decimal:
    if one.theirs is not None:
        return one.theirs
    return one.rmb - one.fees if basis.valuation == GOODS else one.rmb


def _counts(one: Slice, basis: Basis) -> bool:
    """Whether the source counts it in the month, its firm apart."""
    if basis.moment == ORDERED:
        return one.theirs is not None
    if basis.moment == DECLARED:
        if one.fate == WITHDRAWN:
            return one.declared == WITHIN and not one.known
        return one.declared == WITHIN and one.fate != REJECTED
    return one.booked == WITHIN and (one.known or not basis.by_receipts)


def _why(one: Slice, basis: Basis, *, is_left_out: bool) -> str:
    """The reason for what a slice adds to the difference."""
    if is_left_out:
        return UNREGISTERED
    counted, booked = _counts(one, basis), one.booked == WITHIN
    if counted and booked:
        return VALUATION if one.theirs is None else PRICE
    if counted:
        return _why_not_ours(one, basis)
    if booked:
        return LATE if basis.moment not in (DECLARED, ORDERED) else TIMING
    return ""


def _why_not_ours(one: Slice, basis: Basis) -> str:
    if one.fate == WITHDRAWN:
        return TAKEN_BACK
    if one.booked == NEVER:
        return NOT_DECLARED if basis.moment == ORDERED else NOT_RELEASED
    return TIMING


def _added(one: Cause | None, more: Cause) -> Cause:
    if one is None:
        return more
    return replace(
        one,
        amount=one.amount + more.amount,
        count=one.count + more.count,
        records=(*one.records, *more.records)[:MOST_RECORDS],
    )


def by_code(causes: Iterable[Cause]) -> list[Cause]:
    """Causes with the same code put together, in the order of ``CAUSES``."""
    found: dict[str, list[Cause]] = defaultdict(list)
    for cause in causes:
        found[cause.code].append(cause)
    put: list[Cause] = []
    for code in CAUSES:
        whole: Cause | None = None
        for cause in found.get(code, ()):
            whole = _added(whole, cause)
        if whole is not None:
            put.append(whole)
    return put
