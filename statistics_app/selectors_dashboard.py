"""Everything that a dashboard shows, from the cells, for who looks at it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Max, QuerySet

from accounts.models import Site
from enterprises.models import Enterprise
from enterprises.viewers import Viewer
from statistics_app.asking import Asked
from statistics_app.constants import BASE
from statistics_app.models import Booking, DayCell, Due, MonthCell, Run
from statistics_app.rules.spreads import percentile
from statistics_app.rules.terms import Term, month_of
from statistics_app.selectors_figures import NOTHING, Sums, narrowed, step_times, sums_by

MEDIAN, P90 = 0.5, 0.9
MOST_ROWS: Final = 10
READ: Final = ("tickets", "parcels", "rmb", "usd", "returned_rmb", "returned_usd", "tax",
               "returned_tax", "direct", "inspected", "unrated", "unrated_usd")  # fmt: skip
VALUES: Final = ("tickets", "rmb", "usd", "returned_rmb", "returned_usd")


@dataclass(frozen=True, slots=True)
class Row:
    """A value of a dimension, now and in the term compared with."""

    key: str
    now: Sums
    base: Sums


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of clearance: seconds, and how many declarations they were taken from."""

    step: str
    median: int | None
    p90: int | None
    tickets: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the figures are counted."""

    counted_at: datetime | None
    due: int
    last_day: date | None
    months_without_rate: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Dashboard:
    """The figures. ``trend`` and ``trend_base`` hold (day or first of the month, direction) →
    sums; ``active`` counts firms, now and then."""

    asked: Asked
    now: Mapping[str, Sums]
    base: Mapping[str, Sums]
    trend: Mapping[tuple[date, str], Sums]
    trend_base: Mapping[tuple[date, str], Sums]
    modes: tuple[Row, ...]
    countries: tuple[Row, ...]
    goods: tuple[Row, ...]
    sites: tuple[Row, ...]
    firms: tuple[Row, ...]
    steps: tuple[StepRow, ...]
    active: tuple[int, int]
    standing: Standing


def dashboard(viewer: Viewer, asked: Asked) -> Dashboard:
    """The dashboard of a viewer: the zone, a site's subtree, or the viewer's own firms."""
    by = (asked.by, "direction")
    now = sums_by(asked.cut, asked.term, by, viewer=viewer, measures=READ)
    base = sums_by(asked.cut, asked.base, by, viewer=viewer, measures=READ)
    firms = _rows(viewer, asked, "enterprise")
    goods = "heading" if asked.cut.chapters and not asked.section else "chapter"
    return Dashboard(
        asked=asked,
        now=_by_direction(now),
        base=_by_direction(base),
        trend=_dated(now),
        trend_base=_dated(base),
        modes=_rows(viewer, asked, "mode"),
        countries=_rows(viewer, asked, "country"),
        goods=_rows(viewer, asked, goods),
        sites=_rows(viewer, asked, "site") if viewer.is_official or viewer.sees_all else (),
        firms=firms,
        steps=_steps(viewer, asked),
        active=(
            sum(1 for row in firms if row.now.get("tickets") and row.key != "0"),
            sum(1 for row in firms if row.base.get("tickets") and row.key != "0"),
        ),
        standing=standing(asked.term),
    )


def _rows(viewer: Viewer, asked: Asked, dimension: str) -> tuple[Row, ...]:
    """The values of a dimension, largest first."""
    now = sums_by(asked.cut, asked.term, (dimension,), viewer=viewer, measures=VALUES)
    base = sums_by(asked.cut, asked.base, (dimension,), viewer=viewer, measures=VALUES)
    rows = [
        Row(str(key[0]), now.get(key, NOTHING), base.get(key, NOTHING))
        for key in now.keys() | base.keys()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.now.net(asked.currency), row.key)))


def _by_direction(sums: Mapping[tuple[Any, ...], Sums]) -> dict[str, Sums]:
    """By direction, and all together under an empty one."""
    found: dict[str, dict[str, Any]] = {"": {}, "I": {}, "E": {}}
    for (_, direction), part in sums.items():
        for into in (found[""], found[direction]):
            for name, value in part.of.items():
                into[name] = into.get(name, 0) + value
    return {direction: Sums(measures) for direction, measures in found.items()}


def _dated(sums: Mapping[tuple[Any, ...], Sums]) -> dict[tuple[date, str], Sums]:
    return {(_day(key[0]), key[1]): part for key, part in sums.items()}


def _day(found: date | datetime) -> date:
    return found.date() if isinstance(found, datetime) else found


def _steps(viewer: Viewer, asked: Asked) -> tuple[StepRow, ...]:
    times = step_times(asked.cut, asked.term, viewer=viewer)
    return tuple(
        StepRow(step, percentile(counts, MEDIAN), percentile(counts, P90), sum(counts.values()))
        for step in ("accepted", "released", "cleared", "whole")
        for counts in [times.get(step, {})]
        if counts
    )


def standing(term: Term) -> Standing:
    """How far the figures of a term are counted, and which of its months lack their rate."""
    cells = MonthCell.objects.filter(
        face=BASE, month__gte=month_of(term.first), month__lte=term.last, unrated_usd__gt=0
    )
    return Standing(
        counted_at=Run.objects.filter(state="done").aggregate(at=Max("ended_at"))["at"],
        due=Due.objects.all()[:100_000].count(),
        last_day=DayCell.objects.aggregate(last=Max("day"))["last"],
        months_without_rate=tuple(sorted(set(cells.values_list("month", flat=True)))),
    )


def records(viewer: Viewer, asked: Asked) -> Any:
    """The bookings behind a figure, newest declarations first, of those the viewer may see."""
    rows: QuerySet[Any] = Booking.objects.visible_to(viewer).filter(
        day__gte=asked.term.first, day__lte=asked.term.last
    )
    cut = asked.cut
    rows = narrowed(rows, cut)
    if cut.customs:
        rows = rows.filter(customs_code__startswith=cut.customs)
    if cut.countries:
        rows = rows.filter(country__in=cut.countries)
    if cut.headings:
        rows = rows.filter(hs_code__regex=f"^({'|'.join(map(_digits, cut.headings))})")
    if cut.chapters:
        rows = rows.filter(hs_code__regex=f"^({'|'.join(map(_digits, cut.chapters))})")
    return rows.order_by("-inventory_id", "source", "gnum")


def _digits(text: str) -> str:
    return "".join(mark for mark in text if mark.isdecimal()) or "x"


def firm_names(keys: Sequence[str]) -> dict[str, str]:
    """The names of enterprises by their ids as text."""
    rows = Enterprise.objects.filter(id__in=[int(key) for key in keys if key != "0"])
    return {str(key): name for key, name in rows.values_list("id", "name")}


def site_names(codes: Sequence[str], *, english: bool) -> dict[str, str]:
    """The names of sites by code."""
    rows = Site.objects.filter(code__in=list(codes)).values_list("code", "name", "name_en")
    return {code: (en if english and en else zh) for code, zh, en in rows}
