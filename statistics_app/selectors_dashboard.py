"""Everything that a dashboard shows, from the cells, for who looks at it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Q, QuerySet, Sum

from accounts.models import Site
from enterprises.models import Enterprise
from enterprises.viewers import Viewer
from statistics_app.asking import Asked
from statistics_app.constants import BASE, FULL
from statistics_app.cuts import face_for
from statistics_app.models import Booking, Due, MonthCell, TouchedDay
from statistics_app.rules.indicators import INDICATORS
from statistics_app.rules.spreads import percentile
from statistics_app.rules.terms import Term, month_of
from statistics_app.selectors_figures import (
    NOTHING,
    Counted,
    Sums,
    chosen,
    counted,
    step_times,
    sums_by,
    sums_by_each,
)
from statistics_app.selectors_indicators import not_kept

MEDIAN, P90 = 0.5, 0.9
MOST_ROWS: Final = 10
Place = tuple[int, int, int]
"""Where a booking stands in the list of records: declaration, source, line."""
READ: Final = ("tickets", "parcels", "rmb", "usd", "returned_rmb", "returned_usd", "tax",
               "returned_tax", "direct", "inspected", "unrated", "unrated_usd")  # fmt: skip
VALUES: Final = ("tickets", "rmb", "usd", "returned_rmb", "returned_usd", "unrated",
                 "unrated_usd")  # fmt: skip


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
    """How far the figures are counted, and the months that lack a rate, now and then."""

    counted_at: datetime | None
    due: int
    last_day: date | None
    months_without_rate: tuple[date, ...]
    base_without_rate: tuple[date, ...]


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
    customs: tuple[Row, ...]
    firms: tuple[Row, ...]
    steps: tuple[StepRow, ...]
    active: tuple[int, int]
    standing: Standing


def dashboard(viewer: Viewer, asked: Asked) -> Dashboard:
    """The dashboard of a viewer: the zone, a site's subtree, or the viewer's own firms.

    Everything that the smallest cells tell is read at once; each longer list is a question of its
    own. A term that is not counted to its end is shown, and compared, as far as it is; its own
    figures are read by whole months, since nothing stands after the last counted day.
    """
    found = counted()
    asked = replace(asked, counted=found.until)
    now, base = _Base.read(viewer, asked, asked.term), _Base.read(viewer, asked, asked.base)
    goods = "heading" if asked.cut.chapters and not asked.section else "chapter"
    lists = _lists(viewer, asked, ("country", goods, "enterprise"))
    firms = lists["enterprise"]
    sees_sites = viewer.is_official or viewer.sees_all
    return Dashboard(
        asked=asked,
        now=_by_direction(now),
        base=_by_direction(base),
        trend={(_day(day), way): sums for (day, way), sums in now.by(DATE, DIRECTION).items()},
        trend_base={
            (_day(day), way): sums for (day, way), sums in base.by(DATE, DIRECTION).items()
        },
        modes=_rows(asked, now.by(MODE), base.by(MODE)),
        countries=lists["country"],
        goods=lists[goods],
        sites=_rows(asked, now.by(SITE), base.by(SITE)) if sees_sites else (),
        customs=(
            _lists(viewer, asked, ("customs",))["customs"] if _tells_customs(viewer, asked) else ()
        ),
        firms=firms,
        steps=_steps(viewer, asked),
        active=(
            sum(1 for row in firms if row.now.get("tickets") and row.key != "0"),
            sum(1 for row in firms if row.base.get("tickets") and row.key != "0"),
        ),
        standing=_standing(asked, found),
    )


DATE, DIRECTION, MODE, SITE = range(4)


@dataclass(frozen=True, slots=True)
class _Base:
    """The sums of a term by what every cell keeps: date, direction, mode and site."""

    sums: Mapping[tuple[Any, ...], Sums]

    @classmethod
    def read(cls, viewer: Viewer, asked: Asked, term: Term) -> "_Base":
        by = (asked.by, "direction", "mode", "site")
        return cls(sums_by(asked.cut, term, by, viewer=viewer, measures=READ))

    def by(self, *places: int) -> dict[tuple[Any, ...], Sums]:
        """Added up by some of the four."""
        found: dict[tuple[Any, ...], dict[str, Any]] = {}
        for key, sums in self.sums.items():
            into = found.setdefault(tuple(key[place] for place in places), {})
            for name, value in sums.of.items():
                into[name] = into.get(name, 0) + value
        return {key: Sums(measures) for key, measures in found.items()}


def _tells_customs(viewer: Viewer, asked: Asked) -> bool:
    """Whether offices can be told apart by few cells: the smallest, or those of some firms."""
    if asked.cut.enterprises is not None or not (viewer.sees_all or viewer.is_official):
        return True
    return face_for(asked.cut.dimensions | {"customs"}) == BASE


def _lists(viewer: Viewer, asked: Asked, dimensions: Sequence[str]) -> dict[str, tuple[Row, ...]]:
    """The values of each dimension, largest first."""
    now, base = (
        sums_by_each(asked.cut, term, dimensions, viewer=viewer, measures=VALUES)
        for term in (asked.term, asked.base)
    )
    return {name: _rows(asked, now[name], base[name]) for name in dimensions}


def _rows(
    asked: Asked, now: Mapping[tuple[Any, ...], Sums], base: Mapping[tuple[Any, ...], Sums]
) -> tuple[Row, ...]:
    rows = [
        Row(str(key[0]), now.get(key, NOTHING), base.get(key, NOTHING))
        for key in now.keys() | base.keys()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.now.net(asked.currency), row.key)))


def _by_direction(read: _Base) -> dict[str, Sums]:
    """By direction, and all together under an empty one."""
    found = {"": read.by().get((), NOTHING), "I": NOTHING, "E": NOTHING}
    return found | {way: sums for (way,), sums in read.by(DIRECTION).items()}


def _day(found: date | datetime) -> date:
    return found.date() if isinstance(found, datetime) else found


def _steps(viewer: Viewer, asked: Asked) -> tuple[StepRow, ...]:
    """None where the cut names what times are not kept by."""
    if not_kept(INDICATORS["IND-EFF-01"], asked.cut):
        return ()
    times = step_times(asked.cut, asked.term, viewer=viewer)
    return tuple(
        StepRow(step, percentile(counts, MEDIAN), percentile(counts, P90), sum(counts.values()))
        for step in ("accepted", "released", "cleared", "whole")
        for counts in [times.get(step, {})]
        if counts
    )


def _standing(asked: Asked, found: Counted) -> Standing:
    terms = (asked.shown, asked.base)
    of_both = Q()
    for term in terms:
        of_both |= Q(month__gte=month_of(term.first), month__lte=term.last)
    cells = MonthCell.objects.filter(of_both, face=BASE, unrated_usd__gt=0)
    months = sorted(set(cells.values_list("month", flat=True)))
    now, base = (
        tuple(day for day in months if month_of(term.first) <= day <= term.last) for term in terms
    )
    return Standing(
        counted_at=found.at,
        due=Due.objects.all()[:100_000].count(),
        last_day=found.last_day,
        months_without_rate=now,
        base_without_rate=base,
    )


def customs_seen(viewer: Viewer, term: Term) -> tuple[str, ...]:
    """The customs offices at which those whom the viewer sees declared in the months of a term."""
    face = BASE if viewer.sees_all or viewer.is_official else FULL
    rows: QuerySet[Any] = MonthCell.objects.visible_to(viewer).filter(
        face=face, month__gte=month_of(term.first), month__lte=term.last
    )
    return tuple(rows.order_by("customs_code").values_list("customs_code", flat=True).distinct())


def touched_days() -> Any:
    """What every run changed of a day and a direction, the last run first. A run writes a row for
    every slice, here they are added up."""
    days = TouchedDay.objects.values("run_id", "day", "direction", "at")
    return days.annotate(
        sum_tickets=Sum("tickets"), sum_rmb=Sum("rmb"), sum_usd=Sum("usd")
    ).order_by("-run_id", "-day", "direction")


def records(viewer: Viewer, asked: Asked) -> Any:
    """The bookings behind a figure, newest declarations first, of those the viewer may see."""
    rows: QuerySet[Any] = Booking.objects.visible_to(viewer).filter(
        day__gte=asked.term.first, day__lte=asked.term.last
    )
    rows = chosen(rows, asked.cut, goods="hs_code")
    return rows.order_by("-inventory_id", "source", "gnum")


def after(rows: Any, place: Place) -> Any:
    """Those of ``records`` that come after the line at a place: no line is left out, or told
    twice, however many a declaration has."""
    inventory_id, source, gnum = place
    later = Q(source__gt=source) | Q(source=source, gnum__gt=gnum)
    return rows.filter(
        Q(inventory_id__lt=inventory_id) | (Q(inventory_id=inventory_id) & later),
        inventory_id__lte=inventory_id,
    )


def firm_names(keys: Sequence[str]) -> dict[str, str]:
    """The names of enterprises by their ids as text."""
    rows = Enterprise.objects.filter(id__in=[int(key) for key in keys if key != "0"])
    return {str(key): name for key, name in rows.values_list("id", "name")}


def site_names(codes: Sequence[str], *, english: bool) -> dict[str, str]:
    """The names of sites by code."""
    rows = Site.objects.filter(code__in=list(codes)).values_list("code", "name", "name_en")
    return {code: (en if english and en else zh) for code, zh, en in rows}
