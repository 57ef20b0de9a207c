"""Which work is next: fair between enterprises, small submissions first in every second turn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, Q

from declarations.models import Work

QUICK, BULK = 0, 1
QUICK_AT_ONCE = 100
MOST_DOCUMENTS = 6_000
BULK_AT_ONCE = 60
"""Slices of one enterprise in a turn: fewer round trips, and documents of one declaration that
arrived in different slices are decided once."""


@dataclass(slots=True)
class Turn:
    """Whose turn it was last; kept by one worker while it drains."""

    lane: int = BULK
    enterprise_id: int = 0


def claim(turn: Turn, *, at: datetime) -> Sequence[Work]:
    """Lock the next work rows for this transaction; empty when there is none to be had.

    Rows that another worker holds are skipped: they are found again if it dies. A row that was
    part of a failure comes alone: what cannot be decided takes no neighbour with it again.
    """
    turn.lane = QUICK if turn.lane == BULK else BULK
    for lane in (turn.lane, QUICK + BULK - turn.lane):
        rows = _quick(at) if lane == QUICK else _bulk(turn, at)
        if rows:
            return rows
    return ()


def next_due() -> datetime | None:
    """When the earliest work that is left becomes due."""
    found: datetime | None = Work.objects.aggregate(first=Min("not_before"))["first"]
    return found


def is_waiting(*, at: datetime) -> bool:
    """Whether any work is due, claimed or not."""
    return Work.objects.filter(not_before__lte=at).exists()


def bulk_is_waiting(*, at: datetime) -> bool:
    """Whether a bulk submission waits to be decided: whoever only follows decisions stands back."""
    return Work.objects.filter(lane=BULK, not_before__lte=at).exists()


def _quick(at: datetime) -> Sequence[Work]:
    due = Work.objects.filter(lane=QUICK, not_before__lte=at).order_by("id")
    return _apart(list(due.select_for_update(skip_locked=True)[:QUICK_AT_ONCE]))


def _bulk(turn: Turn, at: datetime) -> Sequence[Work]:
    """The oldest slices of the enterprise that comes after the one served last.

    Its turn comes when the first of them is due; those that still linger go with it.
    """
    wanted = Q(not_before__lte=at) | Q(attempts=0)
    for after in (Q(enterprise_id__gt=turn.enterprise_id), Q()):
        due = Work.objects.filter(after, lane=BULK, not_before__lte=at)
        following = due.order_by("enterprise_id").values_list("enterprise_id", flat=True)[:1]
        own = Work.objects.filter(wanted, lane=BULK, enterprise_id__in=list(following))
        locked = own.select_for_update(skip_locked=True).order_by("id")
        rows = _apart(list(locked[:BULK_AT_ONCE]))
        if rows:
            turn.enterprise_id = rows[0].enterprise_id
            return _first_documents(rows)
    return []


def _apart(rows: list[Work]) -> list[Work]:
    """The oldest row alone if it failed before, else every row that never did."""
    if rows and rows[0].attempts:
        return rows[:1]
    return [row for row in rows if not row.attempts]


def _first_documents(rows: list[Work]) -> list[Work]:
    """The first rows with at most so many documents as a transaction should decide."""
    total = 0
    for place, row in enumerate(rows):
        total += row.documents
        if place and total > MOST_DOCUMENTS:
            return rows[:place]
    return rows
