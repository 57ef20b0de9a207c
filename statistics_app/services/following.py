"""What customs said since makes declarations due; that is all that happens by day."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from time import monotonic
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.db.models import Max, Q
from django.utils import timezone

from declarations.models import Event, Follower, Return
from declarations.return_states import COMPLETED
from declarations.services.following import follow
from statistics_app.services.booking import make_due

NAME: Final = "statistics"
COURSES: Final = frozenset({"course"})
MOST_UNREAD: Final = 20_000
"""Events that are looked into; who is further behind is behind for any day."""
OVERLAP: Final = timedelta(days=1)
"""Returns are looked at from so long before the last run: what was being written then is seen."""


def follow_courses(*, seconds: float, at: datetime) -> int:
    """Mark the declarations of which customs said something since, until everything that is in the
    log by now was read or the time is up; returns the events passed. ``seconds`` 0 makes one step.
    """
    newest = Event.objects.aggregate(last=Max("position"))["last"] or 0
    end, passed = monotonic() + seconds, 0
    while count := follow(NAME, _mark, kinds=COURSES, at=at):
        passed += count
        read = Follower.objects.filter(name=NAME, position__gte=newest).exists()
        if read or monotonic() >= end:
            break
    return passed


def follow_returns(since: datetime | None) -> int:
    """Mark the declarations of which a return was completed, or settled, since a moment."""
    rows = Return.objects.filter(state=COMPLETED, inventory_id__isnull=False)
    if since is not None:
        from_then = since - OVERLAP
        rows = rows.filter(Q(state_at__gte=from_then) | Q(settled_at__gte=from_then))
    return make_due(rows.values_list("inventory_id", flat=True).distinct())


def heard_since(first: date, last: date) -> int:
    """How many declarations of these days the follower has yet to mark: those booked on them, or
    let go by customs on them, of which customs said something that was not read yet. Nothing is
    written."""
    position = Follower.objects.filter(name=NAME).values_list("position", flat=True).first() or 0
    unread = Event.objects.filter(
        Q(position__gt=position) | Q(position__isnull=True), kind__in=COURSES
    )
    told = list(unread.values_list("refs", flat=True)[: MOST_UNREAD + 1])
    if len(told) > MOST_UNREAD:
        return len(told)
    receipts = [number for refs in told for number in refs or ()]
    return _counted(_UNREAD, first, last, {"ids": receipts}) if receipts else 0


def due_on(first: date, last: date) -> int:
    """How many of the declarations that are due concern these days, as booked or by customs'
    release or closing. What was lodged later only is of a later month."""
    return _counted(_DUE_ON, first, last, {})


def returns_since(since: datetime | None, first: date, last: date) -> int:
    """How many declarations booked on these days had a return completed, or settled, since the
    last run began, or so shortly before that it was not seen. Nothing is written."""
    return _counted(
        _RETURNS,
        first,
        last,
        {"since": since, "overlap": OVERLAP, "zone": settings.TIME_ZONE, "state": COMPLETED},
    )


def _counted(query: str, first: date, last: date, given: Mapping[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            query,
            {
                "first": first,
                "last": last,
                "begin": _midnight(first),
                "end": _midnight(last + timedelta(days=1)),
                **given,
            },
        )
        return int(cursor.fetchone()[0])


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _mark(receipt_ids: Sequence[int], _at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_MARK, {"ids": list(receipt_ids)})


_MARK: Final = """
INSERT INTO statistics_due (inventory_id)
SELECT DISTINCT inventory_id FROM declarations_customs_receipt
WHERE id = ANY(%(ids)s) AND inventory_id IS NOT NULL
ON CONFLICT DO NOTHING
"""

_CONCERNS: Final = """(
    EXISTS (SELECT 1 FROM statistics_booking b
        WHERE b.inventory_id = {id} AND b.day BETWEEN %(first)s AND %(last)s)
    OR EXISTS (SELECT 1 FROM declarations_customs_receipt let
        WHERE let.inventory_id = {id} AND let.return_status IN ('800', '899')
            AND let.return_time >= %(begin)s AND let.return_time < %(end)s)
)"""
"""Booked on the days, or what customs said would be booked on them (statistics.md §2)."""
_DUE_ON: Final = (
    f"SELECT count(*) FROM statistics_due d WHERE {_CONCERNS.format(id='d.inventory_id')}"
)
_UNREAD: Final = f"""
SELECT count(DISTINCT r.inventory_id) FROM declarations_customs_receipt r
WHERE r.id = ANY(%(ids)s) AND r.inventory_id IS NOT NULL
    AND {_CONCERNS.format(id="r.inventory_id")}
"""
_RETURNS: Final = """
SELECT count(DISTINCT r.inventory_id) FROM declarations_return r
WHERE r.state = %(state)s
    AND EXISTS (SELECT 1 FROM statistics_booking b WHERE b.inventory_id = r.inventory_id)
    AND (%(since)s::timestamptz IS NULL OR r.state_at >= %(since)s OR r.settled_at >= %(since)s
        OR (r.state_at >= %(since)s::timestamptz - %(overlap)s AND NOT EXISTS (
            SELECT 1 FROM statistics_booking b
            WHERE b.inventory_id = r.inventory_id AND b.source = r.id)))
    AND greatest(r.arrived_on, (coalesce(
        (SELECT min(c.return_time) FROM declarations_customs_receipt c
         WHERE c.document_id = r.id AND (c.kind, c.return_status)
            IN (('CEB626', '399'), ('CEB626', '800'), ('CEB214', '800'))),
        r.state_at) AT TIME ZONE %(zone)s)::date) BETWEEN %(first)s AND %(last)s
"""
"""The day of a return is that of ``booking_sql``."""
