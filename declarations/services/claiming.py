"""Which work is next: fair between enterprises, small submissions first in every second turn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from declarations.models import Work

QUICK, BULK = 0, 1
QUICK_AT_ONCE = 100
BULK_AT_ONCE = 8
"""Slices of one enterprise in a turn: fewer round trips, and documents of one declaration that
arrived in different slices are decided once."""


@dataclass(slots=True)
class Turn:
    """Whose turn it was last; kept by one worker while it drains."""

    lane: int = BULK
    enterprise_id: int = 0


def claim(turn: Turn, *, at: datetime) -> Sequence[Work]:
    """Lock the next work rows for this transaction; empty when there is none to be had.

    Rows that another worker holds are skipped: they are found again if it dies.
    """
    turn.lane = QUICK if turn.lane == BULK else BULK
    for lane in (turn.lane, QUICK + BULK - turn.lane):
        rows = _quick(at) if lane == QUICK else _bulk(turn, at)
        if rows:
            return rows
    return ()


def is_waiting(*, at: datetime) -> bool:
    """Whether any work is due, claimed or not."""
    return Work.objects.filter(not_before__lte=at).exists()


def _due(lane: int, at: datetime) -> Any:
    due = Work.objects.filter(lane=lane, not_before__lte=at)
    return due.select_for_update(skip_locked=True)


def _quick(at: datetime) -> Sequence[Work]:
    return list(_due(QUICK, at).order_by("id")[:QUICK_AT_ONCE])


def _bulk(turn: Turn, at: datetime) -> Sequence[Work]:
    """The oldest slices of the enterprise that comes after the one served last."""
    for after in (Q(enterprise_id__gt=turn.enterprise_id), Q()):
        due = Work.objects.filter(after, lane=BULK, not_before__lte=at)
        following = due.order_by("enterprise_id").values_list("enterprise_id", flat=True)[:1]
        rows = list(
            _due(BULK, at).filter(enterprise_id__in=list(following)).order_by("id")[:BULK_AT_ONCE]
        )
        if rows:
            turn.enterprise_id = rows[0].enterprise_id
            return rows
    return []
