"""Terms in working days or hours, and how far a late case has risen. Pure: calendars come in."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

AddWorkingDays = Callable[[date, int], date]
"""The n-th working day after a day."""

MOST_STEPS: Final = 3
"""Unit's supervisors, then the zone office of the site, then that of the hub."""
_TERM: Final = re.compile(r"(\d{1,4})\s*(wd|h)")


@dataclass(frozen=True, slots=True)
class Term:
    """So many working days (``wd``), or hours on end (``h``), holidays included."""

    amount: int
    unit: str

    @property
    def counts_working_days(self) -> bool:
        return self.unit == "wd"

    @property
    def span(self) -> timedelta:
        """Its length where nothing depends on working days: a day is 24 hours."""
        return timedelta(hours=self.amount * (24 if self.counts_working_days else 1))


def term_of(text: str) -> Term:
    """``10wd`` or ``48h`` as a term.

    :raises ValueError: for anything else.
    """
    found = _TERM.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is no term: write 10wd or 48h")
    return Term(int(found[1]), found[2])


def due(since: datetime, term: Term, *, zone: tzinfo, add_working_days: AddWorkingDays) -> datetime:
    """When a term that begins at ``since`` ends: the end of its last working day in ``zone``, or
    the hour."""
    if not term.counts_working_days:
        return since + timedelta(hours=term.amount)
    last = add_working_days(since.astimezone(zone).date(), term.amount)
    return datetime.combine(last, time(23, 59, 59), tzinfo=zone)


def risen(
    due_at: datetime,
    now: datetime,
    every: Term,
    *,
    zone: tzinfo,
    add_working_days: AddWorkingDays,
) -> int:
    """How many steps a case that was due at ``due_at`` has risen by ``now``: 0 in time, 1 as soon
    as it is late, then one more each time ``every`` has passed, at most ``MOST_STEPS``."""
    steps, limit = 0, due_at
    while steps < MOST_STEPS and now > limit:
        steps += 1
        limit = due(limit, every, zone=zone, add_working_days=add_working_days)
    return steps
