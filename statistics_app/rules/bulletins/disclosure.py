"""Disclosure control: which cells of published tables stay hidden. Pure.

A cell is hidden by itself where few firms stand behind it or one or two of them make up most of it
(statistics.md §7; the law gives no numbers, so they are dated settings). Tables add up, so more
cells have to go with it: as long as a hidden cell follows from the published ones, or nearly does,
another cell of one of its sums is hidden too. Everything that adds up is looked at together: the
tables share their totals, and a running total of the year less that of last month is this month.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

FEW: Final = "few"
DOMINATED: Final = "dominated"
COMPLEMENT: Final = "complement"
KEPT: Final = "kept"
CHANGED: Final = "changed"
FOR_ITSELF: Final = frozenset({FEW, DOMINATED})
"""Reasons that lie in the cell, not in what it would give away."""
REASONS: Final[Mapping[str, tuple[str, str]]] = {
    FEW: ("涉及企业过少", "Too few firms"),
    DOMINATED: ("一两家企业占比过高", "One or two firms dominate"),
    COMPLEMENT: ("防止推算其他不公布的数据", "Others could be worked out from it"),
    KEPT: ("以前的公报没有公布", "An earlier bulletin hid it"),
    CHANGED: (
        "与其他公报相减会得出少数企业的数据",
        "Less another bulletin it would tell of few firms",
    ),
}
"""Why a cell is hidden → (zh, en)."""

Key = Any  # hashable, and told apart by its repr


@dataclass(frozen=True, slots=True)
class Limits:
    """``fewest`` firms of a published cell; the largest part of one firm and of two; ``margin``:
    what is hidden together with a cell must be at least this part of it."""

    fewest: int
    one: Decimal
    two: Decimal
    margin: Decimal


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure and what each firm adds to it (any order, amounts not below 0)."""

    value: Decimal
    firms: tuple[Decimal, ...] = ()

    @property
    def active(self) -> list[Decimal]:
        """What the firms that have anything in it add, the largest first."""
        return sorted((amount for amount in self.firms if amount), reverse=True)


@dataclass(frozen=True, slots=True)
class Total:
    """``total`` = the sum of ``parts``, all keys of cells."""

    total: Key
    parts: tuple[Key, ...]

    @property
    def members(self) -> tuple[Key, ...]:
        return (*self.parts, self.total)


def sensitive(cell: Cell, limits: Limits) -> str:
    """Why a cell may not be published by itself; empty when it may. Nothing traded is no secret."""
    active = cell.active
    if not active:
        return ""
    if len(active) < limits.fewest:
        return FEW
    whole = sum(active)
    if active[0] > limits.one * whole or sum(active[:2]) > limits.two * whole:
        return DOMINATED
    return ""


def hidden(
    cells: Mapping[Key, Cell],
    totals: Sequence[Total],
    limits: Limits,
    *,
    before: Iterable[Key] = (),
    known: Collection[Key] = frozenset(),
) -> dict[Key, str]:
    """The cells to hide, each with its reason. ``known`` were published earlier and stay so.

    ``before`` are cells that an earlier bulletin of the same figures hid: publishing one of them
    now would reveal what was hidden beside it.
    """
    found: dict[Key, str] = {key: KEPT for key in before if key in cells}
    for key, cell in cells.items():
        if key not in known and (reason := sensitive(cell, limits)):
            found[key] = reason
    while (more := _next(cells, totals, limits, found, known)) is not None:
        found[more] = COMPLEMENT
    return found


def recoverable(totals: Sequence[Total], unknown: Iterable[Key]) -> set[Key]:
    """The unknown cells that follow exactly from the sums, everything else being known."""
    columns = {key: place for place, key in enumerate(sorted(set(unknown), key=repr))}
    rows = []
    for total in totals:
        row: dict[int, Fraction] = {}
        for key, sign in (*((part, 1) for part in total.parts), (total.total, -1)):
            if key in columns:
                place = columns[key]
                row[place] = row.get(place, Fraction(0)) + sign
        rows.append({place: value for place, value in row.items() if value})
    alone = {next(iter(row)) for row in _reduced(rows) if len(row) == 1}
    return {key for key, place in columns.items() if place in alone}


def _reduced(rows: Iterable[dict[int, Fraction]]) -> list[dict[int, Fraction]]:
    """Reduced row echelon form of sparse rows."""
    pivots: dict[int, dict[int, Fraction]] = {}
    for row in rows:
        left = dict(row)
        for place in sorted(left):
            if place in pivots and left.get(place):
                _subtract(left, pivots[place], left[place])
        if not left:
            continue
        pivot = min(left)
        scale = left[pivot]
        left = {place: value / scale for place, value in left.items()}
        for other in pivots.values():
            if pivot in other:
                _subtract(other, left, other[pivot])
        pivots[pivot] = left
    return list(pivots.values())


def _subtract(row: dict[int, Fraction], other: Mapping[int, Fraction], times: Fraction) -> None:
    for place, value in other.items():
        left = row.get(place, Fraction(0)) - times * value
        if left:
            row[place] = left
        else:
            row.pop(place, None)


def _next(
    cells: Mapping[Key, Cell],
    totals: Sequence[Total],
    limits: Limits,
    found: Mapping[Key, str],
    known: Collection[Key],
) -> Key | None:
    """One more cell to hide, or None when everything hidden stays unknown."""
    exposed = recoverable(totals, found)
    for total in totals:
        members = [key for key in total.members if key in found]
        open_ones = _open(cells, total, found, known)
        for key in members:
            beside = sum(cells[other].value for other in members if other != key)
            short = limits.margin * cells[key].value - beside
            if open_ones and (key in exposed or (found[key] != COMPLEMENT and short > 0)):
                return _complement(cells, total, open_ones, short)
    if not any(cells[key].value for key in exposed):
        return None
    for total in totals:  # what follows only from several sums together
        open_ones = _open(cells, total, found, known)
        if open_ones and any(key in found for key in total.members):
            return _complement(cells, total, open_ones, Decimal(0))
    return None


def _open(
    cells: Mapping[Key, Cell], total: Total, found: Mapping[Key, str], known: Collection[Key]
) -> list[Key]:
    """The published members of a sum that could be hidden with something behind them."""
    kept = [key for key in total.members if key not in found and key not in known]
    return [key for key in kept if cells[key].value]


def _complement(
    cells: Mapping[Key, Cell], total: Total, candidates: Sequence[Key], short: Decimal
) -> Key:
    """The smallest part that protects enough, else the largest part; a total only for want of
    parts: hiding it costs the reader most."""
    parts = [key for key in candidates if key != total.total] or list(candidates)
    ordered = sorted(parts, key=lambda key: (cells[key].value, repr(key)))
    enough = [key for key in ordered if cells[key].value >= short]
    return enough[0] if enough else ordered[-1]
