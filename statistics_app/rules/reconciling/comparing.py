"""A declaration on the port's list against the same one here: what differs, and why. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from statistics_app.rules.reconciling.explaining import (
    LATE,
    MISSING_HERE,
    MISSING_THERE,
    NEVER,
    OTHER_CELL,
    OTHER_DAY,
    OTHER_VALUE,
    QUANTITY,
    RATE,
    TAKEN_BACK,
    TIMING,
    UNREGISTERED,
    VALUATION,
    WITHDRAWN,
    WITHIN,
)
from statistics_app.rules.reconciling.judging import ZERO
from statistics_app.rules.reconciling.sources import DECLARED, FILED, GOODS, Basis

ONLY_OURS, ONLY_THEIRS, DIFFERS = "only_ours", "only_theirs", "differs"
VERDICTS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        ONLY_OURS: ("仅本平台有", "Only ours"),
        ONLY_THEIRS: ("仅对方有", "Only theirs"),
        DIFFERS: ("双方都有，内容不同", "Both, with other values"),
    }
)


@dataclass(frozen=True, slots=True)
class Ours:
    """A declaration as the platform knows it. ``booked`` and ``declared`` say when, seen from the
    month; ``rmb`` None: no rate. ``goods`` is the value without freight and insurance."""

    direction: str
    mode: str
    booked: str
    declared: str
    day: date | None
    rmb: Decimal | None
    goods: Decimal | None = None
    quantity: Decimal | None = None
    fate: str = ""
    registered: bool = True


@dataclass(frozen=True, slots=True)
class Theirs:
    """A line of the list; ``rmb`` None: its currency has no rate."""

    direction: str
    mode: str
    day: date
    rmb: Decimal | None
    quantity: Decimal | None = None
    registered: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    """What differs: ``cause`` is a code of ``explaining.CAUSES``, ``amount`` in yuan (theirs less
    ours)."""

    verdict: str
    cause: str
    amount: Decimal


def compared(
    ours: Ours | None, theirs: Theirs | None, *, basis: Basis, tolerance: Decimal
) -> Finding | None:
    """What differs between the two sides of a number; None where they agree.

    One side at least is given. ``ours`` that was not booked in the month is known, but not counted.
    """
    if theirs is None:
        return _only_ours(ours, basis)
    if ours is None or ours.booked != WITHIN:
        return _only_theirs(ours, theirs)
    return _both(ours, theirs, basis, tolerance)


def _only_ours(ours: Ours | None, basis: Basis) -> Finding | None:
    if ours is None or ours.booked != WITHIN:
        return None
    cause = MISSING_THERE
    if basis.coverage == FILED and not ours.registered:
        cause = UNREGISTERED
    elif basis.moment == DECLARED and ours.declared != WITHIN:
        cause = TIMING
    return Finding(ONLY_OURS, cause, -(ours.rmb or ZERO))


def _only_theirs(ours: Ours | None, theirs: Theirs) -> Finding:
    if ours is None:
        cause = MISSING_HERE if theirs.registered else UNREGISTERED
    elif ours.fate == WITHDRAWN:
        cause = TAKEN_BACK
    else:
        cause = LATE if ours.booked == NEVER else TIMING
    return Finding(ONLY_THEIRS, cause, theirs.rmb or ZERO)


def _both(ours: Ours, theirs: Theirs, basis: Basis, tolerance: Decimal) -> Finding | None:
    amount = (theirs.rmb or ZERO) - (ours.rmb or ZERO)
    if (ours.direction, ours.mode) != (theirs.direction, theirs.mode):
        return Finding(DIFFERS, OTHER_CELL, amount)
    if (ours.rmb is None) != (theirs.rmb is None):
        return Finding(DIFFERS, RATE, amount)
    if abs(amount) > tolerance:
        return Finding(DIFFERS, _why(ours, theirs, basis, tolerance), amount)
    day = ours.day if basis.moment != DECLARED else None
    if day is not None and day != theirs.day:
        return Finding(DIFFERS, OTHER_DAY, amount)
    return None


def _why(ours: Ours, theirs: Theirs, basis: Basis, tolerance: Decimal) -> str:
    is_by_goods = basis.valuation == GOODS and ours.goods is not None and theirs.rmb is not None
    if is_by_goods and abs((theirs.rmb or ZERO) - (ours.goods or ZERO)) <= tolerance:
        return VALUATION
    if _is_by_quantity(ours, theirs, tolerance):
        return QUANTITY
    return OTHER_VALUE


def _is_by_quantity(ours: Ours, theirs: Theirs, tolerance: Decimal) -> bool:
    """Whether the same price for each unit and another quantity give both values."""
    if not ours.quantity or not theirs.quantity or ours.quantity == theirs.quantity:
        return False
    if not ours.rmb or not theirs.rmb:
        return False
    return abs(ours.rmb / ours.quantity * theirs.quantity - theirs.rmb) <= tolerance
