"""When bulletins are to be published, and whether they were in time. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from statistics_app.rules.terms import month, next_month

EARLIER, LATER = 3, 2
"""So many months that are over are shown, and so many that are to come."""

PUBLISHED, LATE_PUBLISHED, DUE, LATE, PLANNED = (
    "published",
    "late_published",
    "due",
    "late",
    "planned",
)
LABELS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        PUBLISHED: ("已按期公布", "Published in time"),
        LATE_PUBLISHED: ("已公布（迟）", "Published late"),
        DUE: ("待公布", "To be published"),
        LATE: ("逾期未公布", "Late"),
        PLANNED: ("已排期", "Scheduled"),
    }
)


@dataclass(frozen=True, slots=True)
class Release:
    """The first publication of a month: by when, when it was, and how it stands."""

    month: date
    due: date
    published: date | None
    state: str


def due_of(of_month: date, due_day: int) -> date:
    """By when the preliminary figures of a month are due: a day of the month after it, its last one
    where it has no such day."""
    following = month(next_month(of_month))
    return following.first.replace(day=min(due_day, following.last.day))


def release(of_month: date, published: date | None, *, due_day: int, today: date) -> Release:
    """How the first publication of a month stands on a day."""
    due = due_of(of_month, due_day)
    if published is not None:
        state = PUBLISHED if published <= due else LATE_PUBLISHED
    elif today > due:
        state = LATE
    else:
        state = DUE if today > month(of_month).last else PLANNED
    return Release(of_month, due, published, state)
