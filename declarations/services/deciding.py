"""Deciding: work rows in, decisions and events out, each slice in one transaction.

The worker takes its locks first and reads the facts in later statements, so that whatever was
committed before the lock is seen; whatever is committed later leaves work of its own.
"""

import json
import logging
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from declarations.facts import Bundle, Outcome
from declarations.models import Decision, Event, PastDecision, Work
from declarations.rulebook import day_of, matcher_on
from declarations.services.bundling import lock_touched, read_bundles, use_indexes
from declarations.services.claiming import Turn, claim, next_due
from declarations.services.copying import copy_rows
from declarations.services.differing import Differing
from declarations.services.events import place_events
from declarations.services.recording import FIELDS, decision_row, joined_parties
from zone_portal.framework.processes import without_collecting
from zone_portal.kernel.errors import PortalError

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 12
LONGEST_PAUSE = 0.5
"""Seconds that a drain waits at most for work about to become due."""


def drain(*, seconds: float) -> int:
    """Decide due work until there is none or the time is up; returns the declarations decided."""
    turn, decided, end = Turn(), 0, time.monotonic() + seconds
    while time.monotonic() < end:
        at = timezone.now()
        try:
            work, count = _decide_next(turn, at=at)
        except FailedWork as failure:
            put_off(failure.work, failure.reason, at=at)
            continue
        if not work:
            if not _wait_for_more(at, end):
                break
            continue
        decided += count
        place_events()
    place_events()
    return decided


def _wait_for_more(at: datetime, end: float) -> bool:
    """Wait for work that becomes due within a moment; whether there will be some."""
    due = next_due()
    if due is None:
        return False
    pause = (due - at).total_seconds()
    if not 0 < pause <= LONGEST_PAUSE or time.monotonic() + pause > end:
        return False  # what is due already is in another worker's hands
    time.sleep(pause)
    return True


class FailedWork(Exception):
    """Deciding some work failed; its transaction is rolled back."""

    def __init__(self, work: Sequence[Work], reason: str) -> None:
        super().__init__(reason)
        self.work = work
        self.reason = reason


def _decide_next(turn: Turn, *, at: datetime) -> tuple[Sequence[Work], int]:
    with transaction.atomic(durable=True):
        work = claim(turn, at=at)
        if not work:
            return (), 0
        try:
            with connection.cursor() as cursor, without_collecting():
                count = _decide(cursor, work, at)
        except (
            ArithmeticError,
            AttributeError,
            LookupError,
            TypeError,
            ValueError,
            PortalError,
        ) as error:
            log.exception("deciding work %s failed", [row.pk for row in work])
            raise FailedWork(work, type(error).__name__) from error
        Work.objects.filter(pk__in=[row.pk for row in work]).delete()
    return work, count


def put_off(work: Sequence[Work], reason: str, *, at: datetime) -> None:
    """Put failed work off, and split it, so that one document never holds up its neighbours."""
    for row in work:
        middle = (row.first_id + row.last_id) // 2
        if row.last_id > row.first_id:
            Work.objects.create(
                enterprise_id=row.enterprise_id,
                lane=row.lane,
                submission_id=row.submission_id,
                first_id=middle + 1,
                last_id=row.last_id,
                documents=max(row.documents // 2, 1),
                created_at=row.created_at,
                not_before=at,
            )
            row.last_id, row.not_before = middle, at
        else:
            row.attempts = min(row.attempts + 1, MAX_ATTEMPTS)
            row.not_before = at + timedelta(seconds=2**row.attempts)
        row.error = reason
        row.save(update_fields=["last_id", "not_before", "attempts", "error"])


def _decide(cursor: Any, work: Sequence[Work], at: datetime) -> int:
    use_indexes(cursor)
    touched = lock_touched(cursor, work)
    if not touched:
        return 0
    bundles = read_bundles(cursor, touched)
    cursor.execute(
        f"SELECT {', '.join(FIELDS)} FROM declarations_decision WHERE inventory_id = ANY(%s)",
        [touched],
    )
    earlier = {row[0]: dict(zip(FIELDS, row, strict=True)) for row in cursor.fetchall()}
    reveal = Differing(cursor)
    fresh: list[bytes] = []
    news: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    superseded: list[dict[str, Any]] = []
    decided_at = at.isoformat()
    for bundle in bundles:
        inventory = bundle.inventory
        matcher = matcher_on(day_of(inventory.received_at))
        outcome = matcher.decide(bundle, reveal=reveal)
        before = earlier.get(inventory.id)
        if outcome is None:
            continue
        if before is not None:
            if _is_same(before, bundle, outcome):
                continue
            superseded.append(before)
        sequence = before["sequence"] + 1 if before else 1
        joined = joined_parties(bundle, outcome)
        fresh.append(decision_row(bundle, outcome, sequence, joined, decided_at))
        for enterprise_id in {*inventory.parties, *joined}:
            refs, sequences = news[enterprise_id]
            refs.append(inventory.id)
            sequences.append(sequence)
    _write(cursor, fresh, superseded)
    Event.objects.bulk_create(
        Event(
            kind="decision",
            enterprise_id=enterprise_id,
            refs=refs,
            sequences=sequences,
            size=len(refs),
            created_at=at,
        )
        for enterprise_id, (refs, sequences) in sorted(news.items())
    )
    return len(fresh)


def _is_same(before: dict[str, Any], bundle: Bundle, outcome: Outcome) -> bool:
    """Whether the same documents, in the same revisions, gave the same outcome before."""
    return (
        before["outcome"] == outcome.outcome
        and tuple(before["waiting_for"] or ()) == outcome.waiting_for
        and before["inventory_revision"] == bundle.inventory.revision
        and all(
            before[f"{noun}_id"] == (kept.id if kept else None)
            and before[f"{noun}_revision"] == (kept.revision if kept else None)
            for noun, kept in (
                ("order", outcome.order),
                ("payment", outcome.payment),
                ("waybill", outcome.waybill),
            )
        )
        and tuple(before["codes"] or ()) == tuple(sorted({f.code for f in outcome.findings}))
    )


def _past(before: dict[str, Any]) -> PastDecision:
    """A superseded decision as a row; a plain cursor gives its findings as text."""
    findings = before["findings"]
    return PastDecision(**{**before, "findings": findings and json.loads(findings)})


def _write(cursor: Any, fresh: Iterable[bytes], superseded: list[dict[str, Any]]) -> None:
    if superseded:
        PastDecision.objects.bulk_create(_past(before) for before in superseded)
        Decision.objects.filter(
            inventory_id__in=[before["inventory_id"] for before in superseded]
        ).delete()
    copy_rows(cursor, "declarations_decision", FIELDS, fresh)
