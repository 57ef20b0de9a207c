"""The clock of a plan that runs: natural time, since an emergency knows no holidays."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

DAY: Final = timedelta(days=1)


def due_at(started: datetime, minutes: int) -> datetime:
    """When a step must be done."""
    return started + timedelta(minutes=minutes)


def next_daily(due: datetime, done: datetime) -> datetime:
    """When the next daily report is due: a day after the last was due, never before it was done."""
    following = due + DAY
    while following <= done:
        following += DAY
    return following


def is_late(due: datetime, done: datetime | None, now: datetime) -> bool:
    """Whether a step was, or is, done too late."""
    return (done or now) > due


def drill_due(released: date, drills: Iterable[date], a_year: int) -> date:
    """The day by which a plan must be drilled next: a year's share after the last drill, or
    after the plan came into force. May lie in the past: then it is overdue."""
    last = max([released, *drills])
    return last + timedelta(days=365 // max(a_year, 1))
