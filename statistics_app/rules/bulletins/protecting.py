"""Disclosure control over everything that readers know: one system of sums. Pure.

A figure is in the system whether this publication gives it, an earlier one gave it, or nobody ever
says it: the change between two rounds, the countries behind a line of others, the days of a month
in no week. A cell that few firms make up must not follow from what is given, by whatever sums.

The sums are kept solved for what is unknown, so that each of them names the given figures from
which an unknown follows: one of these is hidden next.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from statistics_app.rules.bulletins.disclosure import (
    CHANGED,
    COMPLEMENT,
    KEPT,
    Cell,
    Limits,
    Total,
    sensitive,
)

PRIME: Final = 2**61 - 1
"""Coefficients are counted modulo a prime: those of sums are small, none vanishes by it."""


@dataclass(frozen=True, slots=True)
class System:
    """All cells and sums. ``known`` were given before and stay so; ``silent`` are not given by this
    publication, and guarded where few firms make them up or where they are ``hidden_before``;
    ``kept`` are cells of this publication that an earlier round hid: they stay hidden, and are
    guarded only where few firms make them up now, since what they stood for is guarded itself.
    ``between`` are silent cells that lie between two publications. ``heights``: totals are above 0,
    hidden last."""

    cells: Mapping[str, Cell]
    totals: Sequence[Total]
    known: frozenset[str] = frozenset()
    silent: frozenset[str] = frozenset()
    hidden_before: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    between: frozenset[str] = frozenset()
    heights: Mapping[str, int] = field(default_factory=dict)


def protect(system: System, limits: Limits) -> dict[str, str]:
    """The cells to hide, each with its reason.

    Afterwards nothing guarded follows from what is given, as far as hiding can help: what earlier
    publications gave away stays given away. Nor does it follow nearly: what is unknown beside it in
    a sum is at least the margin's part of it.
    """
    found: dict[str, str] = {}
    guarded: set[str] = set()
    for key, cell in system.cells.items():
        if key in system.known:
            continue
        why = sensitive(cell, limits)
        if key in system.silent:
            if cell.value and (why or key in system.hidden_before):
                guarded.add(key)
        elif key in system.kept or why:
            found[key] = KEPT if key in system.kept else why
            if why:
                guarded.add(key)
    sums = _Sums(system, {*found, *system.silent})
    while (exposed := sums.exposed(guarded, limits.margin)) is not None:
        key, given, short = exposed
        more = _smallest(system, given, short)
        found[more] = CHANGED if key in system.between else COMPLEMENT
        sums.hide(more)
    return found


def _smallest(system: System, keys: Sequence[str], short: Decimal) -> str:
    """Which of the given cells of a sum to hide: a part before a total, the smallest that protects
    enough, else the largest."""
    lowest = min(system.heights.get(key, 0) for key in keys)
    ordered = sorted(
        (key for key in keys if system.heights.get(key, 0) == lowest),
        key=lambda key: (system.cells[key].value, key),
    )
    return next((key for key in ordered if system.cells[key].value >= short), ordered[-1])


class _Sums:
    """The sums, solved for what is unknown: every unknown that can be expressed by others has a
    row of its own and stands in no other."""

    def __init__(self, system: System, unknown: set[str]) -> None:
        names = list(system.cells)
        self._names, self._ids = names, {key: number for number, key in enumerate(names)}
        self._value = [system.cells[key].value for key in names]
        self._known = {self._ids[key] for key in system.known if key in self._ids}
        self._unknown = {self._ids[key] for key in unknown} - self._known
        self._rows: list[dict[int, int]] = []
        self._with: dict[int, set[int]] = defaultdict(set)
        self._row_of: dict[int, int] = {}
        self._plain: list[tuple[int, ...]] = []
        for total in system.totals:
            self._enter(total)
        self._drop_known()
        self._plain = [tuple(row) for row in self._rows]
        for place in range(len(self._rows)):
            self._solve(place)

    def _enter(self, total: Total) -> None:
        row: dict[int, int] = defaultdict(int)
        for key, sign in (*((part, 1) for part in total.parts), (total.total, PRIME - 1)):
            number = self._ids.get(key)
            if number is not None and number not in self._known:
                row[number] = (row[number] + sign) % PRIME
        place = len(self._rows)
        self._rows.append({number: value for number, value in row.items() if value})
        for number in self._rows[place]:
            self._with[number].add(place)

    def _drop_known(self) -> None:
        """What is alone in a sum beside what is known is known too: hiding it would help nobody."""
        alone = [place for place, row in enumerate(self._rows) if len(row) == 1]
        while alone:
            for number in list(self._rows[alone.pop()]):
                self._unknown.discard(number)
                for place in self._with.pop(number):
                    del self._rows[place][number]
                    if len(self._rows[place]) == 1:
                        alone.append(place)

    def _solve(self, place: int) -> None:
        """Solve a row for the unknown of it that stands in the fewest rows."""
        free = [number for number in self._rows[place] if number in self._unknown]
        if free:
            self._solve_for(place, min(free, key=lambda number: (len(self._with[number]), number)))

    def _solve_for(self, place: int, number: int) -> None:
        row = self._rows[place]
        scale = pow(row[number], PRIME - 2, PRIME)
        if scale != 1:
            for other in row:
                row[other] = row[other] * scale % PRIME
        for elsewhere in sorted(self._with[number] - {place}):
            other_row = self._rows[elsewhere]
            times = other_row[number]
            for column, value in row.items():
                left = (other_row.get(column, 0) - times * value) % PRIME
                if left:
                    other_row[column] = left
                    self._with[column].add(elsewhere)
                elif column in other_row:
                    del other_row[column]
                    self._with[column].discard(elsewhere)
        self._row_of[number] = place

    def hide(self, key: str) -> None:
        """One more is unknown."""
        number = self._ids[key]
        self._unknown.add(number)
        solved = set(self._row_of.values())
        spare = sorted(self._with[number] - solved)
        if spare:
            self._solve_for(spare[0], number)

    def _determined(self) -> set[int]:
        """The unknowns that follow from what is given."""
        return {
            number
            for number, place in self._row_of.items()
            if sum(1 for other in self._rows[place] if other in self._unknown) == 1
        }

    def exposed(
        self, guarded: Iterable[str], margin: Decimal
    ) -> tuple[str, list[str], Decimal] | None:
        """A guarded cell that follows, or nearly follows, from given ones; these, as far as they
        can be hidden; and how much is lacking beside it. None where there is none."""
        wanted = {self._ids[key] for key in guarded}
        certain = self._determined()
        for number in sorted(wanted & certain):
            given = self._given(self._rows[self._row_of[number]])
            if given:
                return self._names[number], given, margin * self._value[number]
        for columns in self._sums():
            unsure = [one for one in columns if one in self._unknown and one not in certain]
            for number in sorted(wanted.intersection(unsure)):
                beside = sum((self._value[one] for one in unsure if one != number), Decimal(0))
                short = margin * self._value[number] - beside
                if short > 0 and (given := self._given(columns)):
                    return self._names[number], given, short
        return None

    def _sums(self) -> Iterator[Iterable[int]]:
        """Every sum as it was entered, then as it is solved."""
        yield from self._plain
        yield from self._rows

    def _given(self, columns: Iterable[int]) -> list[str]:
        return [
            self._names[number]
            for number in columns
            if number not in self._unknown and self._value[number]
        ]
