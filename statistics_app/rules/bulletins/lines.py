"""Rows as they were taken out of the cubes, which lines of a table are named, and what lies in a
cell by firm. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from statistics_app.rules.bulletins.disclosure import Cell
from statistics_app.rules.bulletins.tables import (
    ALL,
    DIRECTIONS,
    OTHER,
    PARTS,
    TABLES,
    YEAR,
    Table,
)

Row = Sequence[Any]
"""[direction, key of the table, enterprise, RMB, USD, tickets, parcels, tax]: amounts net of
returns as decimal text."""
Rows = Mapping[str, Sequence[Row]]
"""Rows of one part, by table."""
Lines = dict[tuple[str, str], list[str]]
"""(table, direction) → the keys it names, the largest first, then OTHER where there is more."""
NOTHING: Final = (Decimal(0),) * 5


def lines_of(cells: Mapping[str, Any]) -> Lines:
    """Which lines the tables name, of the parts that were taken."""
    return {
        (table.code, direction): _named(cells, table, direction)
        for table in TABLES
        for direction in DIRECTIONS
    }


def _named(cells: Mapping[str, Any], table: Table, direction: str) -> list[str]:
    """Ranked by the value since January, so that lines stay from month to month."""
    worth: dict[str, Decimal] = defaultdict(Decimal)
    for part in PARTS:
        for row in cells[part][table.code]:
            if row[0] == direction:
                worth[row[1]] += Decimal(row[3]) if part == YEAR else 0
    ranked = sorted(worth, key=lambda key: (-worth[key], key))
    if not table.most or len(ranked) <= table.most:
        return ranked
    return [*ranked[: table.most], OTHER]


def less(rows: Rows, others: Rows) -> dict[str, list[Row]]:
    """What some rows have more than others, firm by firm; no row where nothing differs."""
    return {table: _less(rows.get(table, ()), others.get(table, ())) for table in rows}


def _less(rows: Iterable[Row], others: Iterable[Row]) -> list[Row]:
    found: dict[tuple[str, str, Any], tuple[Decimal, ...]] = {}
    for sign, side in ((1, rows), (-1, others)):
        for row in side:
            key = (row[0], row[1], row[2])
            amounts = zip(found.get(key, NOTHING), row[3:], strict=True)
            found[key] = tuple(left + sign * Decimal(right) for left, right in amounts)
    return [[*key, *amounts] for key, amounts in found.items() if any(amounts)]


def cells_of(rows: Rows, lines: Lines | None = None) -> dict[str, Cell]:
    """Every cell that has anything in it, by its place: ``all``, ``E``, ``mode:E:9610``; with
    ``lines`` the lines of the rest too. A firm weighs by its value; returns, and what was taken
    back, weigh like trade."""
    weights: dict[str, dict[Any, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for table in TABLES:
        for row in rows.get(table.code, ()):
            direction, key, firm, *amounts = row
            weight = next((abs(Decimal(one)) for one in amounts if Decimal(one)), Decimal(0))
            places = [f"{table.code}:{direction}:{key}"]
            if lines is not None and key not in lines[table.code, direction]:
                places.append(f"{table.code}:{direction}:{OTHER}")
            if table.code == TABLES[0].code:  # every row stands in each table once
                places += [direction, ALL]
            for place in places:
                weights[place][firm] += weight
    return {
        place: Cell(sum(firms.values(), Decimal(0)), tuple(firms.values()))
        for place, firms in weights.items()
    }
