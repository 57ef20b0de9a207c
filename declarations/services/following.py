"""Followers of the event log: each works in, once and in its own time, what was decided since.

A follower's work and the step of its cursor are one transaction, and one process at a time holds
the cursor: killed in the middle, everything is done again from where the cursor stood.
"""

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from declarations.models import Event, Follower

MOST_EVENTS = 2_000
MOST_DOCUMENTS = 20_000
"""Documents after which a step ends; a single event may hold more."""

Work = Callable[[Sequence[int], datetime], object]
"""Works in the documents that the events of a step speak of, each once; must be idempotent."""


def has_news(name: str) -> bool:
    """Whether events were placed that the follower has not worked in."""
    last = Event.objects.filter(position__isnull=False).order_by("-position")
    newest = last.values_list("position", flat=True).first() or 0
    return newest > (_position(name) or 0)


PAUSES = 2
"""After a step a follower rests so many times as long as the step took."""
FEW_EVENTS = MOST_EVENTS // 10
"""A step with fewer is the last of a turn: what comes meanwhile comes with the next look."""


def in_turn(step: Callable[[], int], *, seconds: float) -> int:
    """Steps until little is left or the time is up; returns the events passed. ``seconds`` 0
    makes one step.

    Followers stand behind answers and decisions: on a busy machine they rest between steps and
    work in many events at once.
    """
    end, passed = time.monotonic() + seconds, 0
    while True:
        begun = time.monotonic()
        count = step()
        passed += count
        took = time.monotonic() - begun
        if count < FEW_EVENTS and took < seconds / 10:
            return passed
        if time.monotonic() + PAUSES * took > end:
            return passed
        time.sleep(PAUSES * took)


def follow(name: str, work: Work, *, kinds: frozenset[str], at: datetime) -> int:
    """Work in the next events of some kinds; returns how many events the cursor passed.

    0 means that nothing is left, or that another process is at it.
    """
    Follower.objects.get_or_create(name=name)
    with transaction.atomic(durable=True):
        cursors = Follower.objects.select_for_update(skip_locked=True).filter(name=name)
        cursor = cursors.first()
        if cursor is None:
            return 0
        passed, documents = _next_events(cursor.position, kinds)
        if not passed:
            return 0
        if documents:
            work(documents, at)
        cursor.position, cursor.moved_at = passed[-1], at
        cursor.save(update_fields=["position", "moved_at"])
    return len(passed)


def _next_events(position: int, kinds: frozenset[str]) -> tuple[list[int], list[int]]:
    """The positions of a step, and the documents of the events of these kinds, sorted."""
    following = Event.objects.filter(position__gt=position).order_by("position")
    passed: list[int] = []
    wanted: list[int] = []
    size_of_step = 0
    rows: Any = following.values_list("position", "kind", "size")[:MOST_EVENTS]
    for place, kind, size in rows:
        if kind in kinds:
            size_of_step += size
            if wanted and size_of_step > MOST_DOCUMENTS:
                break
            wanted.append(place)
        passed.append(place)
    listed = Event.objects.filter(position__in=wanted).values_list("refs", flat=True)
    return passed, sorted({number for refs in listed for number in refs or ()})


def _position(name: str) -> int | None:
    cursor = Follower.objects.filter(name=name).values_list("position", flat=True)
    return cursor.first()
