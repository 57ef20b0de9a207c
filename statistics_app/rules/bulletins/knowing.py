"""What readers of a bulletin know beside it: earlier rounds, the other coverage, the months before
and after, the weeks that authorities were told. Built into one system of sums. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from statistics_app.rules.bulletins.disclosure import Cell, Total
from statistics_app.rules.bulletins.lines import Lines, Row, Rows, cells_of, less, lines_of
from statistics_app.rules.bulletins.protecting import System
from statistics_app.rules.bulletins.tables import (
    ALL,
    DIRECTIONS,
    EARLIER,
    MONTH,
    MONTH_BEFORE,
    OTHER,
    TABLES,
    YEAR,
    YEAR_BEFORE,
)

SAME, BEFORE, AFTER = "same", "before", "after"
"""How an earlier publication bears on this one: it is of the same month (an earlier round, another
coverage), of the month before (its year is our time until then), or of the month after (our year is
its time until then)."""
OWN: Final = (MONTH, YEAR, EARLIER)
OF_BASES: Final = (MONTH_BEFORE, YEAR_BEFORE, "py")
"""Parts of a system: a month, January to it, and January to the month before."""
MODES: Final = TABLES[0].code
LINKS: Final = {
    SAME: ((MONTH, MONTH), (YEAR, YEAR)),
    BEFORE: ((EARLIER, YEAR),),
    AFTER: ((YEAR, EARLIER),),
}
"""Parts of this bulletin, and parts of the other one that speak of the same time."""


@dataclass(frozen=True, slots=True)
class Told:
    """An earlier bulletin: the figures it was compiled from, by part and table, the keys it gave,
    and those it hid for themselves (not beside others). ``name`` tells it apart."""

    name: str
    relation: str
    cells: Mapping[str, Rows]
    given: frozenset[str]
    hidden: frozenset[str]


@dataclass(frozen=True, slots=True)
class Week:
    """What authorities were told of a week, as far as it lies in the month (``inside``) and beside
    it (``outside``); rows by table, of modes alone. ``given`` and ``hidden`` are places."""

    name: str
    inside: Rows
    outside: Rows
    given: frozenset[str]
    hidden: frozenset[str]


@dataclass(slots=True)
class Building:
    """A system in the making."""

    cells: dict[str, Cell] = field(default_factory=dict)
    totals: list[Total] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    between: set[str] = field(default_factory=set)
    heights: dict[str, int] = field(default_factory=dict)

    def add(self, prefix: str, rows: Rows, lines: Lines | None, *, silent: bool) -> dict[str, Cell]:
        """The cells of some rows and their sums. Those behind a line of the rest are silent in any
        case. Returns the cells by place, without lines of the rest."""
        found = cells_of(rows, lines)
        self._enter(prefix, found, (ALL, *DIRECTIONS), silent=silent)
        self.heights |= {f"{prefix}{one}": 1 for one in DIRECTIONS} | {f"{prefix}{ALL}": 2}
        self.totals.append(Total(f"{prefix}{ALL}", tuple(f"{prefix}{one}" for one in DIRECTIONS)))
        for table in TABLES:
            if table.code in rows:
                for direction in DIRECTIONS:
                    self._add_lines(prefix, found, f"{table.code}:{direction}:", lines, silent)
        return {place: cell for place, cell in found.items() if not place.endswith(f":{OTHER}")}

    def _add_lines(
        self, prefix: str, found: Mapping[str, Cell], start: str, lines: Lines | None, silent: bool
    ) -> None:
        table, direction, _ = start.split(":")
        raw = sorted(place for place in found if place.startswith(start))
        rest = f"{start}{OTHER}"
        named = raw if lines is None else [f"{start}{key}" for key in lines[table, direction]]
        behind = [place for place in raw if place not in named and place != rest]
        self._enter(prefix, found, named, silent=silent)
        self._enter(prefix, found, behind, silent=True)
        self.totals.append(
            Total(f"{prefix}{direction}", tuple(f"{prefix}{place}" for place in named))
        )
        if behind:
            self.totals.append(
                Total(f"{prefix}{rest}", tuple(f"{prefix}{place}" for place in behind))
            )

    def _enter(
        self, prefix: str, found: Mapping[str, Cell], places: Iterable[str], *, silent: bool
    ) -> None:
        for place in places:
            self.cells[f"{prefix}{place}"] = found.get(place, EMPTY)
            if silent:
                self.silent.add(f"{prefix}{place}")

    def say(self, prefix: str, given: Collection[str], hidden: Collection[str]) -> None:
        """Of the cells under a prefix those that were given, and those that were hidden."""
        self.known |= {f"{prefix}{key}" for key in given if f"{prefix}{key}" in self.cells}
        self.hidden |= {f"{prefix}{key}" for key in hidden}

    def sum_up(self, total: str, parts: Sequence[str], places: Iterable[str]) -> None:
        """The cells under a prefix are the sums of those under others, place by place. What is not
        in the system is nothing."""
        for place in places:
            self.totals.append(Total(f"{total}{place}", tuple(f"{part}{place}" for part in parts)))

    def link(
        self,
        own: str,
        theirs: str,
        between: str,
        changes: Mapping[str, Cell],
        places: Iterable[str],
    ) -> None:
        """Cells under two prefixes speak of the same thing: they differ by their changes. What did
        not change, and was given, is known."""
        for place in sorted(places):
            key, then, change = f"{own}{place}", f"{theirs}{place}", f"{between}{place}"
            if place in changes:
                self.cells[change] = changes[place]
                self.silent.add(change)
                self.between.add(change)
                self.totals.append(Total(key, (then, change)))
                continue
            self.totals.append(Total(key, (then,)))
            if then in self.known and key in self.cells:
                self.known.add(key)

    def system(self, kept: Collection[str] = ()) -> System:
        """As it was built; ``kept`` are given cells that earlier rounds hid."""
        return System(
            cells=self.cells,
            totals=self.totals,
            known=frozenset(self.known),
            silent=frozenset(self.silent - self.known),
            hidden_before=frozenset(self.hidden),
            kept=frozenset(kept),
            between=frozenset(self.between),
            heights=self.heights,
        )


EMPTY: Final = Cell(Decimal(0))


def system_of(
    cells: Mapping[str, Rows],
    lines: Lines,
    *,
    parts: tuple[str, str, str] = OWN,
    told: Sequence[Told] = (),
    weeks: Sequence[Week] = (),
    kept: Collection[str] = (),
) -> System:
    """Everything that adds up with a bulletin of these figures. ``kept``: keys that earlier rounds
    hid."""
    made, own = Building(), _with_earlier(cells, parts)
    places = _add_parts(made, "", own, lines, parts, silent=False)
    for one in told:
        _add_told(made, one, own, places)
    if weeks:
        prefixes = add_weeks(made, of_modes(own[parts[0]]), weeks)
        made.sum_up(f"{parts[0]}:", prefixes, _in_weeks(places[parts[0]]))
    return made.system(kept)


def _with_earlier(cells: Mapping[str, Rows], parts: tuple[str, str, str]) -> dict[str, Rows]:
    month, year, until = parts
    return {month: cells[month], year: cells[year], until: less(cells[year], cells[month])}


def _add_parts(
    made: Building,
    prefix: str,
    rows: Mapping[str, Rows],
    lines: Lines,
    parts: tuple[str, str, str],
    *,
    silent: bool,
) -> dict[str, set[str]]:
    """A month, its year, and the year until it; the last is given by nobody. Returns the places of
    each that have anything in them."""
    month, year, until = parts
    places = {
        part: set(
            made.add(
                f"{prefix}{part}:",
                rows[part],
                None if part == until else lines,
                silent=silent or part == until,
            )
        )
        for part in parts
    }
    made.sum_up(
        f"{prefix}{year}:",
        (f"{prefix}{until}:", f"{prefix}{month}:"),
        sorted(set().union(*places.values())),
    )
    return places


def _add_told(
    made: Building, one: Told, own: Mapping[str, Rows], places: Mapping[str, set[str]]
) -> None:
    """An earlier bulletin, and what changed between it and this one."""
    rows, prefix = _with_earlier(one.cells, OWN), f"{one.name}/"
    theirs = _add_parts(made, prefix, rows, lines_of(one.cells), OWN, silent=True)
    made.say(prefix, one.given, one.hidden)
    for part, same in LINKS[one.relation]:
        made.link(
            f"{part}:",
            f"{prefix}{same}:",
            f"{prefix}~{part}:",
            cells_of(less(own[part], rows[same])),
            places[part] | theirs[same],
        )


def add_weeks(
    made: Building, rows: Rows, weeks: Sequence[Week], *, name: str = "", beside: Rows | None = None
) -> list[str]:
    """The weeks of a month and the days in none of them: under which prefixes what of the month
    lies in each. ``beside``: rows of the month that are neither."""
    prefixes = []
    told = [*(beside or {}).get(MODES, ())]
    for week in weeks:
        inside, outside, whole = (f"{name}w{week.name}{one}:" for one in ("i", "o", ""))
        places = {*made.add(inside, week.inside, None, silent=True)}
        places |= {*made.add(outside, week.outside, None, silent=True)}
        whole_rows = {MODES: [*week.inside[MODES], *week.outside[MODES]]}
        made.add(whole, whole_rows, None, silent=True)
        made.say(whole, week.given, week.hidden)
        made.sum_up(whole, (inside, outside), sorted(places))
        prefixes.append(inside)
        told += week.inside[MODES]
    rest = f"{name}rest:"
    made.add(rest, less(rows, {MODES: told}), None, silent=True)
    return [*prefixes, rest]


def of_modes(rows: Rows) -> dict[str, list[Row]]:
    """Rows as weeks have them: by mode alone, without taxes."""
    return {MODES: [[*row[:7], "0"] for row in rows[MODES]]}


def _in_weeks(places: Iterable[str]) -> list[str]:
    """The places that weeks have too."""
    return sorted(place for place in places if ":" not in place or place.startswith(f"{MODES}:"))


def given_in(content: Mapping[str, Any]) -> frozenset[str]:
    """The keys that a published bulletin gives."""
    lines = [(key, line) for key, line in content["totals"].items()]
    lines += [
        (f"{table['code']}:{line['direction']}:{line['key']}", line)
        for table in content["tables"]
        for line in table["rows"]
    ]
    return frozenset(
        f"{part}:{place}"
        for place, line in lines
        for part in (MONTH, YEAR)
        if not line[part]["hidden"]
    )
