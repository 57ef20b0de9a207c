"""What customs said since makes declarations due; that is all that happens by day."""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.db.models import Max, Q

from declarations.models import Event, Follower, Return
from declarations.return_states import COMPLETED
from declarations.services.following import follow, has_news
from statistics_app.services.booking import make_due

NAME: Final = "statistics"
COURSES: Final = frozenset({"course"})
OVERLAP: Final = timedelta(days=1)
"""Returns are looked at from so long before the last run: what was being written then is seen."""


def is_behind() -> bool:
    """Whether receipts wait to be worked in."""
    return has_news(NAME)


def follow_courses(*, seconds: float, at: datetime) -> int:
    """Mark the declarations of which customs said something since, until everything that is in the
    log by now was read or the time is up; returns the events passed. ``seconds`` 0 makes one step.
    """
    newest = Event.objects.aggregate(last=Max("position"))["last"] or 0
    end, passed = time.monotonic() + seconds, 0
    while count := follow(NAME, _mark, kinds=COURSES, at=at):
        passed += count
        read = Follower.objects.filter(name=NAME, position__gte=newest).exists()
        if read or time.monotonic() >= end:
            break
    return passed


def follow_returns(since: datetime | None) -> int:
    """Mark the declarations of which a return was completed, or settled, since a moment."""
    rows = Return.objects.filter(state=COMPLETED, inventory_id__isnull=False)
    if since is not None:
        from_then = since - OVERLAP
        rows = rows.filter(Q(state_at__gte=from_then) | Q(settled_at__gte=from_then))
    return make_due(rows.values_list("inventory_id", flat=True).distinct())


def _mark(receipt_ids: Sequence[int], _at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_MARK, {"ids": list(receipt_ids)})


_MARK: Final = """
INSERT INTO statistics_due (inventory_id)
SELECT DISTINCT inventory_id FROM declarations_customs_receipt
WHERE id = ANY(%(ids)s) AND inventory_id IS NOT NULL
ON CONFLICT DO NOTHING
"""
