"""What the platform itself measures of the targets of its own zone."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from django.db.models import Q
from django.utils import timezone

from enterprises.models import Enterprise
from statistics_app.cuts import Cut
from statistics_app.models import Booking, PlanTarget, Respondent
from statistics_app.rules.measured import (
    GROWTH,
    MEASURES,
    REGISTER,
    STOCK,
    Measure,
    yearly_growth,
)
from statistics_app.rules.targets import TOTAL, YEAR, Deadline
from statistics_app.rules.terms import Term
from statistics_app.rules.terms import year as year_of
from statistics_app.selectors_indicators import Value, value_of
from zone_portal.kernel.money import rounded

PLATFORM: Final = "platform"
PLACES: Final = 4
COVERAGE: Final = Cut(coverage="C")
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure of a target: its value, the day it was true, and where it is from. ``is_partial``:
    the platform's own data begin after the target's time did."""

    value: Decimal
    day: date
    origin: str
    source: str = ""
    problems: tuple[tuple[str, str], ...] = ()
    is_partial: bool = False


def measure(row: PlanTarget, deadline: Deadline, zone: str, *, today: date) -> Measured | None:
    """What the platform itself measures of a target of its own zone, or None."""
    known = MEASURES.get(row.indicator)
    if known is None or row.zone != zone:
        return None
    last = min(today, deadline.due) if deadline.due is not None else today
    if known.kind == GROWTH:
        return _growth(row, known, last)
    if known.kind == REGISTER:
        return _register(row, known, last)
    return _amount(row, deadline, known, last)


def _amount(row: PlanTarget, deadline: Deadline, known: Measure, last: date) -> Measured | None:
    first, begins = _first(row, deadline, known), _data_begin(known)
    if last < first or begins is None or begins > last:
        return None
    cut = None if known.kind == STOCK else COVERAGE
    value = value_of(known.indicator, Term(first, last), cut, currency=known.currency)
    if value.value is None:
        return None
    is_partial = begins > first and known.kind != STOCK
    return _measured(known, value.value, last, [value], begins if is_partial else None)


def _growth(row: PlanTarget, known: Measure, last: date) -> Measured | None:
    """Over whole years: from the year before the plan's, or the first one of the data, to the last
    one that is over."""
    begins = _data_begin(known)
    if begins is None:
        return None
    wanted, end = row.start_date.year - 1, (last + DAY).year - 1
    start = max(wanted, (begins - DAY).year + 1)
    if end <= start:
        return None
    values = [
        value_of(known.indicator, year_of(year), COVERAGE, currency=known.currency)
        for year in (start, end)
    ]
    first, second = (one.value for one in values)
    if first is None or second is None:
        return None
    rate = yearly_growth(first, second, end - start)
    if rate is None:
        return None
    day = year_of(end).last
    return _measured(known, rate, day, values, begins if start > wanted else None)


def _register(row: PlanTarget, known: Measure, last: date) -> Measured | None:
    """The register as it stood; for a target of one year those entered within it."""
    rows = Respondent.objects.filter(form=known.indicator, enterprise__isnull=False)
    begun = rows.order_by("from_date").values_list("from_date", flat=True).first()
    if begun is None or begun > last:
        return None
    standing = rows.filter(Q(to_date=None) | Q(to_date__gte=last), from_date__lte=last)
    if row.basis == YEAR:
        standing = standing.filter(from_date__gte=row.start_date)
    firms = standing.values("enterprise_id").distinct().count()
    return _measured(known, Decimal(firms), last, [], None)


def _measured(
    known: Measure, value: Decimal, day: date, values: list[Value], late: date | None
) -> Measured:
    problems = [(one.zh, one.en) for value in values for one in value.problems]
    if late is not None:
        problems.append((f"平台数据自 {late} 起", f"The platform's data begin on {late}"))
    return Measured(
        rounded(value / known.unit, PLACES),
        day,
        PLATFORM,
        known.indicator,
        tuple(dict.fromkeys(problems)),
        late is not None,
    )


def _data_begin(known: Measure) -> date | None:
    """The first day of which the platform has data for a measure: before it a zero means nothing.
    A stock of firms is whole from its first day on."""
    if known.kind == STOCK:
        first = Enterprise.objects.registered().order_by("registered_at").first()
        moment = first.registered_at if first else None
        return timezone.localdate(moment) if moment else None
    return data_begin()


def data_begin() -> date | None:
    """The first day of which anything is booked."""
    found: date | None = Booking.objects.order_by("day").values_list("day", flat=True).first()
    return found


def _first(row: PlanTarget, deadline: Deadline, known: Measure) -> date:
    if row.basis == TOTAL or known.kind == STOCK:
        return row.start_date
    year = deadline.due.year if deadline.due is not None else row.start_date.year
    return date(year, 1, 1)
