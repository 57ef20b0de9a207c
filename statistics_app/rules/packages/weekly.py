"""The figures of a week for higher authorities, with what would tell of single firms left out.
Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from statistics_app.rules.bulletins.disclosure import Limits
from statistics_app.rules.bulletins.knowing import (
    MODES,
    Building,
    Week,
    add_weeks,
    of_modes,
)
from statistics_app.rules.bulletins.lines import Rows, cells_of, less
from statistics_app.rules.bulletins.protecting import System, protect
from statistics_app.rules.bulletins.tables import DIRECTIONS, MONTH
from statistics_app.rules.growth import growth
from zone_portal.kernel.money import rounded

ALL: Final = "all"
Row = Sequence[Any]
"""[direction, mode, enterprise, RMB, USD, tickets, parcels, month (ISO, its first day)], net of
returns, amounts as decimal text."""
HEADING: Final = (
    "period", "first", "last", "line", "direction", "mode", "published", "rmb", "usd", "tickets",
    "parcels", "growth_rmb",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edition:
    """The week as it was told before."""

    rows: Sequence[Row]
    given: frozenset[str]
    hidden: frozenset[str]


@dataclass(frozen=True, slots=True)
class MonthTold:
    """A published bulletin of a month that the week touches: its rows of the month by table, the
    places it gave of it and hid; and the other weeks of the month that were told."""

    name: str
    month: str
    rows: Rows
    given: frozenset[str]
    hidden: frozenset[str]
    weeks: Sequence[Week]


@dataclass(frozen=True, slots=True)
class WeekKnowledge:
    """What readers know beside the week. ``kept``: places that an earlier edition hid; ``base``:
    those hidden of the week before."""

    editions: Sequence[Edition] = ()
    months: Sequence[MonthTold] = ()
    kept: Collection[str] = ()
    base: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class CompiledWeek:
    """``lines``: what is told; ``hidden``: places that are not, with the reason, for officers."""

    lines: list[dict[str, Any]]
    hidden: dict[str, str]


def compile_week(
    now: Sequence[Row],
    before: Sequence[Row],
    limits: Limits,
    knowledge: WeekKnowledge = WeekKnowledge(),
) -> CompiledWeek:
    """The lines of a week: all, each direction, each mode of it. ``hidden`` ones have no figures;
    growth is against the week before, where that is public too."""
    this, last = _sums(now), _sums(before)
    keys = sorted({*this, *last, ALL, *DIRECTIONS}, key=lambda key: (key != ALL, key))
    lines: dict[tuple[str, str], list[str]] = {
        (MODES, direction): [key[2:] for key in keys if key.startswith(f"{direction}:")]
        for direction in DIRECTIONS
    }
    secret = protect(_system(now, lines, knowledge), limits)
    base = protect(_system(before, lines, WeekKnowledge(kept=knowledge.base)), limits)
    told = [
        {
            "line": key,
            "direction": key.split(":")[0] if key != ALL else "",
            "mode": key.split(":")[1] if ":" in key else "",
            **_line(this.get(key), last.get(key), _place(key) in secret, _place(key) in base),
        }
        for key in keys
    ]
    return CompiledWeek(told, secret)


def places_in(lines: Iterable[Mapping[str, Any]], *, hidden: bool) -> frozenset[str]:
    """The places of the lines that were given, or that were hidden."""
    return frozenset(_place(one["line"]) for one in lines if one["hidden"] is hidden)


def week_in(
    name: str, rows: Iterable[Row], month: date, given: frozenset[str], hidden: frozenset[str]
) -> Week:
    """A told week as a month (its first day) sees it: what lies in it, and what beside it."""
    inside: list[Row] = []
    outside: list[Row] = []
    for row in rows:
        (inside if row[7] == month.isoformat() else outside).append(row)
    return Week(name, _by_mode(inside), _by_mode(outside), given, hidden)


def _place(key: str) -> str:
    return f"{MODES}:{key}" if ":" in key else key


def _by_mode(rows: Iterable[Row]) -> dict[str, list[list[Any]]]:
    return {MODES: [[*row[:7], "0"] for row in rows]}


def _system(
    rows: Sequence[Row], lines: dict[tuple[str, str], list[str]], knowledge: WeekKnowledge
) -> System:
    """The week, and everything that adds up with it."""
    made, own = Building(), _by_mode(rows)
    places = {*made.add("", own, lines, silent=False)}
    for number, edition in enumerate(knowledge.editions):
        theirs, prefix = _by_mode(edition.rows), f"e{number}/"
        then = {*made.add(prefix, theirs, None, silent=True)}
        made.say(prefix, edition.given, edition.hidden)
        made.link("", prefix, f"{prefix}~", cells_of(less(own, theirs)), places | then)
    parts = {}
    for month in sorted({row[7] for row in rows}):
        part = week_in("", rows, date.fromisoformat(month), frozenset(), frozenset()).inside
        places |= {*made.add(f"{month}:", part, None, silent=True)}
        parts[month] = part
    made.sum_up("", [f"{month}:" for month in parts], sorted(places))
    for told in knowledge.months:
        _add_month(made, told, parts.get(told.month, {MODES: []}))
    return made.system(knowledge.kept)


def _add_month(made: Building, told: MonthTold, part: Rows) -> None:
    """A month that was published: this week's part of it, the other weeks, and the rest."""
    prefix, rows = f"{told.name}/{MONTH}:", of_modes(told.rows)
    places = {*made.add(prefix, rows, None, silent=True), *cells_of(part)}
    made.say(prefix, told.given, told.hidden)
    prefixes = add_weeks(made, rows, told.weeks, name=f"{told.name}/", beside=part)
    for week in told.weeks:
        places |= {*cells_of(week.inside)}
    made.sum_up(prefix, [f"{told.month}:", *prefixes], sorted(places))


def _sums(rows: Iterable[Row]) -> dict[str, list[Decimal]]:
    """RMB, USD, tickets, parcels of every line."""
    found: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 4)
    for row in rows:
        direction, mode, _firm, *amounts = row[:7]
        for key in (ALL, direction, f"{direction}:{mode}"):
            added = zip(found[key], amounts, strict=True)
            found[key] = [one + Decimal(more) for one, more in added]
    return dict(found)


def _line(
    this: Sequence[Decimal] | None,
    last: Sequence[Decimal] | None,
    is_hidden: bool,
    is_base_hidden: bool,
) -> dict[str, Any]:
    if is_hidden:
        return {"hidden": True}
    rmb, usd, tickets, parcels = this or [Decimal(0)] * 4
    base = last[0] if last else Decimal(0)
    rate = growth(rmb, base, suppressed=is_base_hidden).rate
    return {
        "hidden": False,
        "rmb": str(rounded(rmb)),
        "usd": str(rounded(usd)),
        "tickets": int(tickets),
        "parcels": int(parcels),
        "growth_rmb": None if rate is None else str(rate),
    }


def records(lines: Iterable[Mapping[str, Any]], first: str, last: str) -> list[list[Any]]:
    """The lines as rows of a file, in the order of ``HEADING``."""
    return [
        [
            "week", first, last, one["line"], one["direction"], one["mode"],
            "no" if one["hidden"] else "yes",
            *(one.get(name, "") for name in ("rmb", "usd", "tickets", "parcels", "growth_rmb")),
        ]
        for one in lines
    ]  # fmt: skip
