"""From what was taken out of the cubes to what a bulletin says. Pure, and the same every time.

What is taken (``Taken``) is frozen with the bulletin; compiling it again gives the same bytes.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from statistics_app.rules.bulletins.disclosure import Cell, Limits, Total, hidden
from statistics_app.rules.bulletins.knowing import OF_BASES, Told, Week, system_of
from statistics_app.rules.bulletins.lines import Lines, Row, lines_of
from statistics_app.rules.bulletins.protecting import protect
from statistics_app.rules.bulletins.tables import (
    ALL,
    BASES,
    DIRECTIONS,
    EARLIER,
    MONTH,
    MONTH_BEFORE,
    OF_TRADE,
    OTHER,
    PARTS,
    TABLES,
    YEAR,
    YEAR_BEFORE,
    Table,
)
from statistics_app.rules.growth import growth
from zone_portal.kernel.money import rounded

Taken = Mapping[str, Any]
"""``cells``: part → table → rows; ``labels``: table → key → (zh, en); ``facts``; ``targets``;
``bases``: why a base is not whole, empty where it is; ``warn_change``: growth that is worth a
warning, as decimal text; ``notes``."""

BASE_OF: Final = {MONTH: MONTH_BEFORE, YEAR: YEAR_BEFORE}
CENTS: Final = 2
MOST_WARNINGS: Final = 10
"""Lines beside the totals."""


@dataclass(slots=True)
class Amounts:
    """What lies in one cell, and behind it by firm."""

    rmb: Decimal = Decimal(0)
    usd: Decimal = Decimal(0)
    tickets: int = 0
    parcels: int = 0
    tax: Decimal = Decimal(0)
    firms: dict[Any, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def add(self, row: Row) -> None:
        """A row into the cell. A firm weighs by its value, returns weigh like trade."""
        _direction, _key, firm, rmb, usd, tickets, parcels, tax = row
        self.rmb += Decimal(rmb)
        self.usd += Decimal(usd)
        self.tickets += tickets
        self.parcels += parcels
        self.tax += Decimal(tax)
        self.firms[firm] += abs(Decimal(rmb)) or Decimal(tickets)

    def cell(self) -> Cell:
        """As disclosure control sees it."""
        return Cell(sum(self.firms.values(), Decimal(0)), tuple(self.firms.values()))


@dataclass(frozen=True, slots=True)
class Compiled:
    """``content`` is what may be published, ``reasons`` say to officers alone why a cell is
    hidden (to readers the reason would be a hint)."""

    content: dict[str, Any]
    reasons: dict[str, str]

    def content_bytes(self) -> bytes:
        """The content as canonical JSON: the same content is the same bytes."""
        return canonical(self.content)


def canonical(content: Any) -> bytes:
    """JSON with sorted keys and without blanks."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What was published before. ``kept``: keys hidden in earlier rounds of the bulletin, and where
    the first method is used as ``p:…`` those hidden in last month's; ``published``: keys ``p:…``
    that last month's gave (the first method alone); ``bases``: keys ``y:…``, ``cy:…`` hidden a year
    ago; ``told``: the bulletins themselves."""

    kept: Collection[str] = ()
    published: Collection[str] = ()
    bases: Collection[str] = ()
    told: Sequence[Told] = ()


FIRST_METHOD, METHOD = 1, 2
"""How it is decided what to hide. What was published by an earlier method is compiled by it for
ever: 1 knew of last month's running totals alone, and weighed what lies before a month wrongly."""


def compile_bulletin(
    taken: Taken, limits: Limits, knowledge: Knowledge = Knowledge(), *, method: int = METHOD
) -> Compiled:
    """What the bulletin says."""
    lines = lines_of(taken["cells"])
    amounts = _amounts(taken, lines)
    decide = _reasons_by_first_method if method == FIRST_METHOD else _reasons
    reasons = decide(taken, lines, amounts, limits, knowledge)
    shown = {key: why for key, why in reasons.items() if _part(key) != EARLIER}
    return Compiled(_content(taken, lines, amounts, frozenset(reasons)), shown)


def _reasons(
    taken: Taken,
    lines: Lines,
    _by_cell: Mapping[str, Amounts],
    limits: Limits,
    knowledge: Knowledge,
) -> dict[str, str]:
    """Which cells are hidden, and why: everything that readers know is one system of sums."""
    cells = taken["cells"]
    own = system_of(
        cells,
        lines,
        told=knowledge.told,
        weeks=[_week(one) for one in taken.get("weeks", ())],
        kept=knowledge.kept,
    )
    bases = system_of(cells, lines, parts=OF_BASES, kept=knowledge.bases)
    return protect(own, limits) | protect(bases, limits)


def _week(one: Mapping[str, Any]) -> Week:
    return Week(
        one["name"],
        one["inside"],
        one["outside"],
        frozenset(one["given"]),
        frozenset(one["hidden"]),
    )


def _reasons_by_first_method(
    _taken: Taken,
    lines: Lines,
    amounts: Mapping[str, Amounts],
    limits: Limits,
    knowledge: Knowledge,
) -> dict[str, str]:
    now = {key: one.cell() for key, one in amounts.items() if _part(key) in (MONTH, YEAR, EARLIER)}
    earlier = {key for key in (*knowledge.published, *knowledge.kept) if _part(key) == EARLIER}
    now = {key: cell for key, cell in now.items() if _part(key) != EARLIER or key in earlier}
    totals = [*_totals(lines, (MONTH, YEAR)), *_running(lines, now)]
    known = frozenset(knowledge.published) & set(now)
    reasons = hidden(now, totals, limits, before=knowledge.kept, known=known)
    bases = {key: one.cell() for key, one in amounts.items() if _part(key) in BASES}
    return reasons | hidden(bases, _totals(lines, BASES), limits, before=knowledge.bases)


def _part(key: str) -> str:
    return key.split(":", 1)[0]


def _amounts(taken: Taken, lines: Lines) -> dict[str, Amounts]:
    found: dict[str, Amounts] = {
        key: Amounts() for part in (*PARTS, EARLIER) for key in _keys(part, lines)
    }
    for part in PARTS:
        for table in TABLES:
            for row in taken["cells"][part][table.code]:
                named = lines[table.code, row[0]]
                key = row[1] if row[1] in named else OTHER
                for place in _places(part, table.code, row[0], key):
                    found[place].add(row)
                    if part == YEAR:
                        found[place.replace(YEAR, EARLIER, 1)].add(row)
                    if part == MONTH:
                        found[place.replace(MONTH, EARLIER, 1)].add(_taken_off(row))
    return found


def _taken_off(row: Row) -> Row:
    direction, key, firm, rmb, usd, tickets, parcels, tax = row
    return [direction, key, firm, -Decimal(rmb), -Decimal(usd), -tickets, -parcels, -Decimal(tax)]


def _places(part: str, table: str, direction: str, key: str) -> Iterator[str]:
    yield f"{part}:{table}:{direction}:{key}"
    if table == TABLES[0].code:  # every row stands in each table once
        yield f"{part}:{direction}"
        yield f"{part}:{ALL}"


def _keys(part: str, lines: Lines) -> Iterator[str]:
    yield f"{part}:{ALL}"
    for direction in DIRECTIONS:
        yield f"{part}:{direction}"
    for (table, direction), named in lines.items():
        for key in named:
            yield f"{part}:{table}:{direction}:{key}"


def _totals(lines: Lines, parts: Iterable[str]) -> list[Total]:
    found = []
    for part in parts:
        found.append(Total(f"{part}:{ALL}", tuple(f"{part}:{one}" for one in DIRECTIONS)))
        for (table, direction), named in lines.items():
            keys = tuple(f"{part}:{table}:{direction}:{key}" for key in named)
            found.append(Total(f"{part}:{direction}", keys))
    return found


def _running(lines: Lines, cells: Mapping[str, Cell]) -> list[Total]:
    """Since January = until last month + this month, where readers know the middle one."""
    found = []
    for key in _keys(MONTH, lines):
        year, earlier = key.replace(MONTH, YEAR, 1), key.replace(MONTH, EARLIER, 1)
        if earlier in cells:
            found.append(Total(year, (earlier, key)))
    return found


def _content(
    taken: Taken, lines: Lines, amounts: Mapping[str, Amounts], secret: frozenset[str]
) -> dict[str, Any]:
    bases = taken.get("bases", {})
    unusable = {part for part, why in bases.items() if why}
    closed = secret | {key for key in amounts if _part(key) in unusable}

    def line(suffix: str, label: Sequence[str]) -> dict[str, Any]:
        return {
            "label": list(label),
            **{part: _figures(part, suffix, amounts, closed) for part in (MONTH, YEAR)},
        }

    content = {
        **taken["notes"],
        **({"bases": {part: bases[BASE_OF[part]] for part in BASE_OF}} if bases else {}),
        **({"definitions": taken["definitions"]} if "definitions" in taken else {}),
        "facts": [_told(one, hidden_with=f"{MONTH}:{ALL}" in secret) for one in taken["facts"]],
        "targets": taken["targets"],
        "targets_before": taken["targets_before"],
        "totals": {
            ALL: line(ALL, ("进出口", "Imports and exports")),
            **{one: line(one, label) for one, label in DIRECTIONS.items()},
        },
        "tables": [
            {
                "code": table.code,
                "title": list(table.title),
                "rows": [
                    row
                    for direction in DIRECTIONS
                    for row in _ranked(
                        table,
                        [
                            {"direction": direction, "key": key}
                            | line(
                                f"{table.code}:{direction}:{key}",
                                _label(taken["labels"], table.code, key),
                            )
                            for key in lines[table.code, direction]
                        ],
                    )
                ],
            }
            for table in TABLES
        ],
    }
    return content | {"warnings": _warnings(content, Decimal(taken["warn_change"]))}


def _told(fact: Mapping[str, Any], *, hidden_with: bool) -> dict[str, Any]:
    """An indicator; what is drawn from the declarations of the month goes with their total."""
    is_hidden = hidden_with and fact["group"] in OF_TRADE
    return {**fact, "hidden": is_hidden, **({"value": None} if is_hidden else {})}


def _ranked(table: Table, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Published lines in the order of their value since January, numbered; then hidden ones by
    their keys: between two published lines, a hidden one would be known nearly; the rest last."""
    shown = [row for row in rows if not row[YEAR]["hidden"] and row["key"] != OTHER]
    kept = [row for row in rows if row[YEAR]["hidden"] and row["key"] != OTHER]
    rest = [row for row in rows if row["key"] == OTHER]
    if table.ranked:
        shown = [row | {"rank": place} for place, row in enumerate(shown, start=1)]
    return [*shown, *sorted(kept, key=lambda row: str(row["key"])), *rest]


def _warnings(content: Mapping[str, Any], most: Decimal) -> list[dict[str, Any]]:
    """Published growth of the month beyond ``most``, up or down: of the totals, and of the lines
    that changed most."""
    totals = content["totals"]
    whole = [("total", "" if key == ALL else key, totals[key]) for key in (ALL, *DIRECTIONS)]
    lines = [
        (table["code"], row["direction"], row)
        for table in content["tables"]
        for row in table["rows"]
    ]
    found = _beyond(lines, most)
    found.sort(key=lambda one: -abs(Decimal(one["growth_rmb"])))
    return [*_beyond(whole, most), *found[:MOST_WARNINGS]]


def _beyond(lines: Iterable[tuple[str, str, Any]], most: Decimal) -> list[dict[str, Any]]:
    return [
        {
            "table": table,
            "direction": direction,
            "label": one["label"],
            "growth_rmb": one[MONTH]["growth_rmb"],
        }
        for table, direction, one in lines
        if not one[MONTH]["hidden"]
        and one[MONTH]["growth_rmb"] is not None
        and abs(Decimal(one[MONTH]["growth_rmb"])) > most
    ]


def _label(labels: Mapping[str, Any], table: str, key: str) -> Sequence[str]:
    if key == OTHER:
        return ("其他", "Other")
    found: Sequence[str] = labels.get(table, {}).get(key) or (key, key)
    return found


def _figures(
    part: str, suffix: str, amounts: Mapping[str, Amounts], secret: frozenset[str]
) -> dict[str, Any]:
    """The figures of a cell as text, or that it is hidden; growth only where its base is public."""
    key, base_key = f"{part}:{suffix}", f"{BASE_OF[part]}:{suffix}"
    if key in secret:
        return {"hidden": True}
    one, base = amounts[key], amounts[base_key]
    is_secret = base_key in secret
    return {
        "hidden": False,
        "rmb": str(rounded(one.rmb, CENTS)),
        "usd": str(rounded(one.usd, CENTS)),
        "tickets": one.tickets,
        "parcels": one.parcels,
        "tax": str(rounded(one.tax, CENTS)),
        "growth_rmb": _rate(one.rmb, base.rmb, suppressed=is_secret),
        "growth_usd": _rate(one.usd, base.usd, suppressed=is_secret),
    }


def _rate(this: Decimal, base: Decimal, *, suppressed: bool) -> str | None:
    found = growth(this, base, suppressed=suppressed).rate
    return None if found is None else str(found)
