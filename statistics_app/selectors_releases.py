"""The calendar of releases: by when each month's bulletin is due, and which are late."""

from datetime import date
from typing import Final

from django.db.models import Min
from django.utils import timezone

from reference.selectors import rule_settings
from statistics_app.models import Booking, Bulletin
from statistics_app.rules.bulletins.calendar import EARLIER, LATER, Release, release
from statistics_app.rules.bulletins.parameters import value_in
from statistics_app.rules.tasks import months_back
from statistics_app.rules.terms import month_of

COVERAGE: Final = "A"
"""The series that the zone publishes every month."""


def releases(*, today: date) -> list[Release]:
    """The last months and those to come, the latest first; nothing of before the platform's data
    and bulletins begin."""
    first = _first_month()
    if first is None:
        return []
    due_day = int(value_in(rule_settings(on=today), "due_day"))
    published = _published()
    return [
        release(month, published.get(month), due_day=due_day, today=today)
        for month in (months_back(today, back) for back in range(1 - LATER, EARLIER + 1))
        if month >= first
    ]


def _published() -> dict[date, date]:
    """The day of the first publication, by month."""
    rows = Bulletin.objects.published().filter(coverage=COVERAGE).values_list("month")
    return {
        month: timezone.localdate(at)
        for month, at in rows.annotate(at=Min("published_at")).order_by()
    }


def _first_month() -> date | None:
    """The first month that was published, else the first one with anything booked."""
    rows = Bulletin.objects.published().filter(coverage=COVERAGE)
    first: date | None = rows.aggregate(first=Min("month"))["first"]
    if first is None:
        day = Booking.objects.order_by("day").values_list("day", flat=True).first()
        first = month_of(day) if day else None
    return first
