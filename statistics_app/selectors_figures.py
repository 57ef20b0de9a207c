"""Sums of cells: the only way from the cubes to a figure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Aggregate, Count, F, Max, Q, QuerySet, Sum
from django.db.models.functions import Left, TruncMonth
from django.db.models.lookups import In
from django.utils.timezone import localdate

from enterprises.viewers import Viewer
from statistics_app.constants import BASE, CHAPTERED, ENTERPRISE, FULL, ORIGINAL, OTHER, PLACES
from statistics_app.cuts import COLUMNS, Cut, day_face_for, face_for
from statistics_app.models import Booking, DayCell, MonthCell, Run, StepTime
from statistics_app.rules.kinds import CUSTOMS_MODES, KIND_OF_MODE, kind_of
from statistics_app.rules.terms import Term, month_of
from zone_portal.kernel.errors import PortalError

_OF_LISTS: Final = Q(source=ORIGINAL)
MEASURES: Final = (
    "tickets", "parcels", "lines", "quantity", "rmb", "usd", "tax", "returned",
    "returned_quantity", "returned_rmb", "returned_usd", "returned_tax", "direct", "inspected",
    "unrated", "unrated_usd",
)  # fmt: skip
ZERO: Final = Decimal(0)

Key = tuple[Any, ...]
EVERYTHING: Final = Viewer(sees_all=True)
"""Who reads where no person asks: reports, targets, runs."""


class NotGiven(PortalError):
    """A coverage that there are no figures of; answers the API with 422."""

    status = 422


@dataclass(frozen=True, slots=True)
class Sums:
    """The measures of some cells, by the names of their columns."""

    of: Mapping[str, Decimal]

    def get(self, measure: str, currency: str = "rmb") -> Decimal:
        """A measure; ``value`` and ``returned_value`` in the currency (rmb, usd)."""
        names = {"value": currency, "returned_value": f"returned_{currency}"}
        return self.of.get(names.get(measure, measure), ZERO)

    @property
    def rmb(self) -> Decimal:
        """Net of returns."""
        return self.get("value") - self.get("returned_value")

    @property
    def usd(self) -> Decimal:
        """Net of returns."""
        return self.get("value", "usd") - self.get("returned_value", "usd")

    def net(self, currency: str) -> Decimal:
        """Value less returns."""
        return self.get("value", currency) - self.get("returned_value", currency)

    def lacks_rates(self, currency: str) -> bool:
        """Whether the amounts in a currency are incomplete for want of a rate."""
        return bool(self.get("unrated") or (currency == "usd" and self.get("unrated_usd")))

    @property
    def is_complete(self) -> bool:
        """Whether every line had its rates."""
        return not self.get("unrated") and not self.get("unrated_usd")


NOTHING: Final = Sums({})


def added_up(parts: Iterable[Sums]) -> Sums:
    """The sums of several parts together."""
    into: dict[str, Decimal] = {}
    for part in parts:
        for name, value in part.of.items():
            into[name] = into.get(name, ZERO) + value
    return Sums(into)


@dataclass(frozen=True, slots=True)
class Counted:
    """When the figures were last counted, and the last day on which something is booked."""

    at: datetime | None
    last_day: date | None

    @property
    def until(self) -> date | None:
        """The last day that is counted: that of the last booking, or the day before the last run
        where nothing happened any more."""
        whole = localdate(self.at) - timedelta(days=1) if self.at else None
        return max((day for day in (self.last_day, whole) if day), default=None)


def counted() -> Counted:
    """How far the figures are counted."""
    return Counted(
        at=Run.objects.filter(state="done").aggregate(at=Max("ended_at"))["at"],
        last_day=DayCell.objects.filter(face=PLACES).aggregate(last=Max("day"))["last"],
    )


def sums_by(
    cut: Cut,
    term: Term,
    by: Sequence[str] = (),
    *,
    viewer: Viewer = EVERYTHING,
    measures: Sequence[str] = MEASURES,
) -> dict[Key, Sums]:
    """The sums of the cells of a term, for every combination of the dimensions ``by`` that occurs.

    ``by`` may name any dimension of ``cuts.COLUMNS``, and "month" or "day". Whole months are read
    from the monthly cells, the days beside them from the daily ones, or from the bookings where no
    daily cell keeps what is asked.
    """
    added: dict[Key, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for rows in _rows(cut, term, tuple(by), viewer):
        for found in _summed(rows, by, measures):
            key, values = found[: len(by)], found[len(by) :]
            into = added[key]
            for name, value in zip(measures, values, strict=True):
                into[name] += value or 0
    return {key: Sums(dict(values)) for key, values in added.items()}


def count_by(
    cut: Cut, term: Term, by: Sequence[str], *, viewer: Viewer = EVERYTHING, most: int
) -> int:
    """How many keys :func:`sums_by` would give, counted in the database up to ``most``; ``by``
    names "month" or "day", so that no key comes from two spans of the term."""
    places = [_place(name) for name in by]
    found = 0
    for rows in _rows(cut, term, tuple(by), viewer):
        found += rows.order_by().values(*places).distinct()[: most - found].count()
        if found >= most:
            break
    return found


def sums_by_each(
    cut: Cut,
    term: Term,
    dimensions: Sequence[str],
    *,
    viewer: Viewer = EVERYTHING,
    measures: Sequence[str] = MEASURES,
) -> dict[str, dict[Key, Sums]]:
    """``sums_by`` for each of some dimensions by itself. Those that the fullest cells alone answer
    are read from them at once: they are many."""
    full = [name for name in dimensions if face_for(_asked(cut, (name,), viewer)) == FULL]
    before, whole, after = term.parts()
    if whole is None or len(full) < 2:
        full = []
    found = {
        name: sums_by(cut, term, (name,), viewer=viewer, measures=measures)
        for name in dimensions
        if name not in full
    }
    if whole is None or not full:
        return found
    months = _sets(_months(cut, whole, tuple(full), viewer), full, measures)
    for name in full:
        parts = [
            sums_by(cut, part, (name,), viewer=viewer, measures=measures)
            for part in (before, after)
            if part
        ]
        keys = {key for part in (months[name], *parts) for key in part}
        found[name] = {
            key: added_up(part[key] for part in (months[name], *parts) if key in part)
            for key in keys
        }
    return found


def _sets(
    rows: QuerySet[Any], dimensions: Sequence[str], measures: Sequence[str]
) -> dict[str, dict[Key, Sums]]:
    """The sums of some cells by each dimension, in one pass over them."""
    found: dict[str, dict[Key, Sums]] = {name: {} for name in dimensions}
    places = {name: _place(name) for name in dimensions}
    try:
        cells, given = rows.values(*places.values(), *measures).query.sql_with_params()
    except EmptyResultSet:  # nobody whose cells this viewer may see
        return found
    statement = _SETS.format(
        cells=cells,
        marks=", ".join(f"grouping({place})" for place in places.values()),
        places=", ".join(places.values()),
        sums=", ".join(f"sum({name})" for name in measures),
        sets=", ".join(f"({place})" for place in places.values()),
    )
    count = len(places)
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        for row in cursor.fetchall():
            at = row.index(0)  # grouping() is 0 for the dimension that a row is of
            values = zip(measures, row[2 * count :], strict=True)
            found[dimensions[at]][(row[count + at],)] = Sums(
                {name: value or ZERO for name, value in values}
            )
    return found


_SETS: Final = """
SELECT {marks}, {places}, {sums} FROM ({cells}) cell GROUP BY GROUPING SETS ({sets})
"""


def _summed(
    rows: QuerySet[Any], by: Sequence[str], measures: Sequence[str]
) -> list[tuple[Any, ...]]:
    totals = {f"sum_{name}": _sum(rows, name) for name in measures}
    if not by:
        return [tuple(rows.aggregate(**totals).values())]
    return list(rows.values_list(*(_place(name) for name in by)).annotate(**totals).order_by())


def _sum(rows: QuerySet[Any], measure: str) -> Aggregate:
    """A measure of cells, or as cells would hold it of bookings."""
    if rows.model is not Booking:
        return Sum(measure)
    if measure in _BOOKED:
        return _BOOKED[measure]
    return Sum(measure.removeprefix("returned_"), filter=_side(measure))


def _side(measure: str) -> Q:
    return ~_OF_LISTS if measure.startswith("returned") else _OF_LISTS


_BOOKED: Final[Mapping[str, Aggregate]] = {
    "parcels": Sum("parcels"),
    "lines": Count("gnum", filter=_OF_LISTS),
    "returned": Sum("tickets", filter=~_OF_LISTS),
    "direct": Sum("direct"),
    "inspected": Sum("inspected"),
    "unrated": Count("gnum", filter=Q(rmb__isnull=True)),
    "unrated_usd": Count("gnum", filter=Q(usd__isnull=True)),
}
"""Measures of bookings that are not the column of their name, of lists or of returns."""


def total(cut: Cut, term: Term, *, viewer: Viewer = EVERYTHING) -> Sums:
    """The sums of all cells of a cut."""
    return sums_by(cut, term, viewer=viewer).get((), NOTHING)


def _rows(cut: Cut, term: Term, by: tuple[str, ...], viewer: Viewer) -> list[QuerySet[Any]]:
    if "day" in by:
        return [_days(cut, term, by, viewer)]
    before, whole, after = term.parts()
    rows = [_days(cut, part, by, viewer) for part in (before, after) if part]
    return [*rows, _months(cut, whole, by, viewer)] if whole else rows


def _days(cut: Cut, term: Term, by: tuple[str, ...], viewer: Viewer) -> QuerySet[Any]:
    face = day_face_for(_asked(cut, by, viewer))
    if face:
        rows = DayCell.objects.filter(face=face)
    else:
        rows = Booking.objects.annotate(hs4=Left("hs_code", 4))
    rows = rows.visible_to(viewer).filter(day__gte=term.first, day__lte=term.last)
    if "month" in by:
        rows = rows.annotate(of_month=TruncMonth("day"))
    return _chosen(rows, cut, by, face)


def _months(cut: Cut, term: Term, by: tuple[str, ...], viewer: Viewer) -> QuerySet[Any]:
    face = face_for(_asked(cut, by, viewer))
    rows = MonthCell.objects.visible_to(viewer).filter(
        face=face, month__gte=term.first, month__lte=term.last
    )
    return _chosen(rows.annotate(of_month=F("month")), cut, by, face)


def _asked(cut: Cut, by: tuple[str, ...], viewer: Viewer) -> set[str]:
    """The dimensions that cells must keep for this to be answered."""
    asked = set(by) | cut.dimensions
    if not viewer.sees_all and not viewer.is_official:
        asked.add("enterprise")
    return asked


def _chosen(rows: QuerySet[Any], cut: Cut, by: tuple[str, ...], face: str) -> QuerySet[Any]:
    if "chapter" in by:
        rows = rows.annotate(chapter=F("hs4") if face in CHAPTERED else Left("hs4", 2))
    return chosen(rows, cut, goods="hs4")


def chosen(rows: QuerySet[Any], cut: Cut, *, goods: str) -> QuerySet[Any]:
    """The rows of a cut, cells or bookings; ``goods`` is their column of codes of goods.

    Every dimension narrows: a heading outside the chapters that are asked for leaves nothing.
    """
    for codes, digits in ((cut.chapters, 2), (cut.headings, 4)):
        if codes:
            rows = rows.filter(In(Left(goods, digits), list(codes)))
    if cut.customs:
        rows = rows.filter(customs_code__startswith=cut.customs)
    if cut.countries:
        rows = rows.filter(country__in=cut.countries)
    return narrowed(rows, cut)


def refuse_estimates(cut: Cut) -> None:
    """:raises NotGiven: ``coverage_not_available``: coverage B is an estimate from surveys, no
    sum of declarations.
    """
    if cut.coverage not in {"A", "C"}:
        raise NotGiven(
            "coverage_not_available",
            zh="口径 B（业态全口径）须由抽样调查推算，不能由本平台的清单汇总；请改用口径 A 或 C。",
            en="Coverage B (the whole industry) is estimated from surveys and cannot be added up "
            "from the declarations here: ask for coverage A or C.",
        )


def narrowed(rows: QuerySet[Any], cut: Cut) -> QuerySet[Any]:
    """The rows of a cut by the dimensions that bookings, cells and times all have.

    :raises NotGiven: ``coverage_not_available``, see ``refuse_estimates``.
    """
    refuse_estimates(cut)
    rows = rows.exclude(site="") if cut.coverage == "C" else rows.filter(mode__in=CUSTOMS_MODES)
    if cut.direction:
        rows = rows.filter(direction=cut.direction)
    if cut.modes:
        rows = rows.filter(mode__in=cut.modes)
    if cut.kind:
        rows = rows.filter(kind=cut.kind)
    if cut.sites:
        rows = rows.filter(site__in=cut.sites)
    if cut.enterprises is not None:
        rows = rows.filter(enterprise_id__in=cut.enterprises)
    return rows


def _place(name: str) -> str:
    own = {"month": "of_month", "day": "day", "chapter": "chapter"}
    return own.get(name) or COLUMNS[name]


def step_times(cut: Cut, term: Term, *, viewer: Viewer = EVERYTHING) -> dict[str, dict[int, int]]:
    """By step of clearance: how many declarations took so many seconds (two digits), in the months
    that the term touches.

    A cut's country, goods and customs district are not told apart here.
    """
    face = BASE
    if cut.enterprises is not None or not (viewer.sees_all or viewer.is_official):
        face = ENTERPRISE
    elif cut.sites or cut.coverage == "C" or not viewer.sees_all:
        face = "s"
    rows: QuerySet[Any] = StepTime.objects.visible_to(viewer).filter(
        face=face, month__gte=month_of(term.first), month__lte=term.last
    )
    rows = narrowed(rows, cut.but(kind=""))
    if cut.kind == OTHER:
        rows = rows.exclude(mode__in=KIND_OF_MODE)
    elif cut.kind:
        rows = rows.filter(mode__in=[mode for mode in KIND_OF_MODE if kind_of(mode) == cut.kind])
    found: dict[str, dict[int, int]] = defaultdict(dict)
    try:
        spreads, given = rows.values("step", "seconds", "tickets").query.sql_with_params()
    except EmptyResultSet:  # nobody whose cells this viewer may see
        return found
    with connection.cursor() as cursor:
        cursor.execute(_ADDED_UP.format(spreads=spreads), given)
        for step, seconds, tickets in cursor.fetchall():
            found[step][seconds] = tickets
    return found


_ADDED_UP: Final = """
SELECT step, one.seconds, sum(one.tickets)::bigint FROM ({spreads}) spread
CROSS JOIN LATERAL unnest(spread.seconds, spread.tickets) AS one(seconds, tickets)
GROUP BY step, one.seconds
"""
