"""The figures that a template may name, read from published bulletins and the published index.

A figure that a bulletin hides is not there: no sentence can quote it. A quarter is the sum of its
months; where one of them is hidden or unknown, so is the quarter. Pure.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from statistics_app.rules.bulletins.tables import DIRECTIONS, MONTH, OTHER, STAGES, TABLES, YEAR
from statistics_app.rules.growth import growth
from statistics_app.rules.indicators import INDICATORS

MONEY, DOLLARS, COUNT, RATE, SHARE, POINTS, WORDS, PLAIN = (
    "money", "dollars", "count", "rate", "share", "points", "words", "plain",
)  # fmt: skip
ALL: Final = "all"
PLACES: Final = 5
"""So many lines of a table have a name."""
SUMS: Final[Mapping[str, str]] = MappingProxyType(
    {"rmb": MONEY, "usd": DOLLARS, "tickets": COUNT, "parcels": COUNT, "tax": MONEY}
)
LINE: Final[Mapping[str, str]] = MappingProxyType(
    {"name": WORDS, "rmb": MONEY, "growth": RATE, "share": SHARE}
)
OF_INDEX: Final[Mapping[str, str]] = MappingProxyType(
    {"value": POINTS, "change": POINTS, "rate": RATE, "year_rate": RATE}
)
_ORDER: Final = tuple(STAGES)
Value = Decimal | tuple[str, str]


def _names() -> Iterator[tuple[str, str]]:
    yield from (("period", WORDS), ("zone", WORDS), ("stage", WORDS))
    for line in (ALL, *DIRECTIONS):
        yield from ((f"{line}.{name}", kind) for name, kind in SUMS.items())
        yield from ((f"{line}.growth", RATE), (f"{line}.year.rmb", MONEY))
        yield f"{line}.year.growth", RATE
    for table in TABLES:
        for direction in DIRECTIONS:
            for place in range(1, PLACES + 1):
                yield from (
                    (f"{table.code}.{direction}.{place}.{name}", kind)
                    for name, kind in LINE.items()
                )
    yield from ((f"fact.{code}", PLAIN) for code in INDICATORS)
    yield from ((f"index.{name}", kind) for name, kind in OF_INDEX.items())


NAMES: Final[Mapping[str, str]] = MappingProxyType(dict(_names()))
"""Every name that a template may use → the kind of its value."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a report is made from: the contents of the bulletins of its months, the oldest first,
    those of the year before (none where one is missing), and of the index of the last month."""

    months: Sequence[Mapping[str, Any]]
    year_before: Sequence[Mapping[str, Any]] = ()
    index: Mapping[str, Any] | None = None


Known = dict[str, Value]
"""Name → value, of those that are known and public."""


def figures_of(source: Source, period: tuple[str, str]) -> Known:
    """Everything that may be quoted."""
    last = source.months[-1]
    found: Known = {
        "period": period,
        "zone": (last["zone"][0], last["zone"][1]),
        "stage": STAGES[stage_of(source.months)],
    }
    for line in (ALL, *DIRECTIONS):
        found |= _known(f"{line}.", _totals(source, line))
    for table in TABLES:
        for direction in DIRECTIONS:
            for place, one in enumerate(_certain(source, table.code, direction), start=1):
                found |= _known(f"{table.code}.{direction}.{place}.", one)
    if len(source.months) == 1:
        found |= _facts(last)
    return found | _index(source.index)


def stage_of(months: Sequence[Mapping[str, Any]]) -> str:
    """The least final of the months' stages; a report is no more final than its figures."""
    return min((str(one["stage"]) for one in months), key=_ORDER.index)


def lines_of(source: Source, table: str, direction: str) -> list[dict[str, Any]]:
    """The published lines of a table in one direction, the largest first: ``name``, ``rmb``,
    ``tickets``, ``growth``, ``share`` (of the published total of the direction)."""
    cut_short = next(one.most for one in TABLES if one.code == table) > 0
    months = [_rows(content, table, direction) for content in source.months]
    ago = [_rows(content, table, direction) for content in source.year_before]
    whole = _totals(source, direction).get("rmb")
    found = []
    for key in dict.fromkeys(key for rows in months for key in rows if key != OTHER):
        cells = [_cell(rows, key, cut_short=cut_short) for rows in months]
        rmb, tickets = _sum(cells, "rmb"), _sum(cells, "tickets")
        if rmb is None or tickets is None:
            continue
        label = next(rows[key]["label"] for rows in months if key in rows)
        bases = [_cell(rows, key, cut_short=cut_short) for rows in ago]
        base = _sum(bases, "rmb") if bases else None
        found.append(
            {
                "name": (label[0], label[1]),
                "rmb": rmb,
                "tickets": tickets,
                "growth": _told_growth(cells, rmb, base),
                "share": rmb / whole if isinstance(whole, Decimal) and whole > 0 else None,
            }
        )
    return sorted(found, key=lambda one: (-one["rmb"], one["name"]))


def _certain(source: Source, table: str, direction: str) -> list[dict[str, Any]]:
    """The lines whose place is certain: those larger than all that is hidden or not named together.
    Else the largest published line would be called the largest."""
    lines = lines_of(source, table, direction)
    whole = _totals(source, direction)["rmb"]
    if whole is None:
        return []
    rest = whole - sum((one["rmb"] for one in lines), Decimal(0))
    return [one for one in lines[:PLACES] if one["rmb"] > rest]


def _totals(source: Source, line: str) -> dict[str, Any]:
    cells = [content["totals"][line][MONTH] for content in source.months]
    found: dict[str, Any] = {name: _sum(cells, name) for name in SUMS}
    bases = [content["totals"][line][MONTH] for content in source.year_before]
    base = _sum(bases, "rmb") if bases else None
    year = source.months[-1]["totals"][line][YEAR]
    return found | {
        "growth": _told_growth(cells, found["rmb"], base),
        "year.rmb": _sum([year], "rmb"),
        "year.growth": _rate(year),
    }


def _told_growth(
    cells: Sequence[Mapping[str, Any] | None], value: Decimal | None, base: Decimal | None
) -> Decimal | None:
    """The bulletin's own rate for a month; for a quarter that of the published sums."""
    if len(cells) == 1:
        return _rate(cells[0])
    return growth(value, base).rate


def _rate(cell: Mapping[str, Any] | None) -> Decimal | None:
    if not cell or cell["hidden"] or cell["growth_rmb"] is None:
        return None
    return Decimal(cell["growth_rmb"])


def _rows(content: Mapping[str, Any], table: str, direction: str) -> dict[str, Any]:
    return {
        row["key"]: row
        for one in content["tables"]
        if one["code"] == table
        for row in one["rows"]
        if row["direction"] == direction
    }


def _cell(rows: Mapping[str, Any], key: str, *, cut_short: bool) -> Mapping[str, Any] | None:
    """The month's cell of a line. A line that is not there had nothing, unless the table names its
    largest lines only: then nobody knows."""
    if key in rows:
        cell: Mapping[str, Any] = rows[key][MONTH]
        return cell
    return None if cut_short else {"hidden": False, **dict.fromkeys(SUMS, "0"), "growth_rmb": None}


def _sum(cells: Sequence[Mapping[str, Any] | None], name: str) -> Decimal | None:
    if any(cell is None or cell["hidden"] for cell in cells):
        return None
    return sum((Decimal(cell[name]) for cell in cells if cell), Decimal(0))


def _facts(content: Mapping[str, Any]) -> Known:
    return {
        f"fact.{one['code']}": Decimal(one["value"])
        for one in content["facts"]
        if one["value"] is not None and f"fact.{one['code']}" in NAMES
    }


def _index(content: Mapping[str, Any] | None) -> Known:
    if content is None:
        return {}
    before, ago = content["before"] or {}, content["year_before"] or {}
    told = {
        "value": content["value"],
        "change": before.get("change"),
        "rate": before.get("rate"),
        "year_rate": ago.get("rate"),
    }
    return {f"index.{name}": Decimal(text) for name, text in told.items() if text is not None}


def _known(prefix: str, found: Mapping[str, Any]) -> Known:
    return {
        f"{prefix}{name}": value
        for name, value in found.items()
        if value is not None and f"{prefix}{name}" in NAMES
    }
