"""Deciding: work rows in, decisions and events out, each slice in one transaction.

The worker takes its locks first and reads the facts in later statements, so that whatever was
committed before the lock is seen; whatever is committed later leaves work of its own.
"""

import logging
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import (
    DataError,
    IntegrityError,
    InternalError,
    NotSupportedError,
    ProgrammingError,
    connection,
    transaction,
)
from django.utils import timezone
from msgspec import MsgspecError

from declarations.facts import Bundle, Outcome
from declarations.matching import MATCHED, Matcher
from declarations.models import Work
from declarations.rulebook import day_of, matcher_on
from declarations.services.bundling import lock_touched, read_bundles, use_indexes
from declarations.services.claiming import Turn, claim, next_due
from declarations.services.copying import copy_rows
from declarations.services.differing import Differing
from declarations.services.events import place_events, tell_decisions
from declarations.services.outbox import note_matched
from declarations.services.recording import FIELDS, decision_row, joined_parties, split_table
from declarations.states import IN_PROGRESS, THROUGH
from zone_portal.framework.processes import without_collecting
from zone_portal.kernel.errors import PortalError

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 12
LONGEST_PAUSE = 0.5
"""Seconds that a drain waits at most for work about to become due."""

_FAILURES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
    MsgspecError,
    PortalError,
    DataError,
    IntegrityError,
    InternalError,
    NotSupportedError,
    ProgrammingError,
)
"""What a document may do to those who decide it; whatever else happens is not its doing, and the
work is simply found again: a lost connection, a deadlock, a worker told to stop."""


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
        except _FAILURES as error:
            log.exception("deciding work %s failed", [row.pk for row in work])
            raise FailedWork(work, type(error).__name__) from error
        Work.objects.filter(pk__in=[row.pk for row in work]).delete()
    return work, count


def put_off(work: Sequence[Work], reason: str, *, at: datetime) -> None:
    """Put failed work off so that one document never holds up its neighbours.

    Rows that failed together are due again at once, each alone; a row that failed alone is halved,
    and that of a single document waits longer every time.
    """
    with transaction.atomic():
        failed = Work.objects.select_for_update(skip_locked=True).order_by("id")
        for row in failed.filter(pk__in=[row.pk for row in work]):
            if len(work) == 1 and row.last_id <= row.first_id:
                row.attempts = min(row.attempts + 1, MAX_ATTEMPTS)
                row.not_before = at + timedelta(seconds=2**row.attempts)
            else:
                row.attempts, row.not_before = max(row.attempts, 1), at
                if len(work) == 1:
                    _halve(row)
            row.error = reason
            row.save(update_fields=["last_id", "documents", "not_before", "attempts", "error"])


def _halve(row: Work) -> None:
    """Leave the second half of a row's documents to a row of its own."""
    middle, half = (row.first_id + row.last_id) // 2, max(row.documents // 2, 1)
    Work.objects.create(
        enterprise_id=row.enterprise_id,
        lane=row.lane,
        submission_id=row.submission_id,
        first_id=middle + 1,
        last_id=row.last_id,
        documents=half,
        created_at=row.created_at,
        not_before=row.not_before,
        attempts=row.attempts,
    )
    row.last_id, row.documents = middle, max(row.documents - half, 1)


def _decide(cursor: Any, work: Sequence[Work], at: datetime) -> int:
    use_indexes(cursor)
    touched = lock_touched(cursor, work)
    if not touched:
        return 0
    bundles = read_bundles(cursor, touched)
    earlier = _earlier(cursor, touched)
    reveal = Differing(cursor)
    matchers = _Matchers()
    fresh: list[bytes] = []
    news: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    superseded: list[int] = []
    matched: list[int] = []
    decided_at = at.isoformat()
    for bundle in bundles:
        inventory = bundle.inventory
        outcome = matchers[inventory.received_at].decide(bundle, reveal=reveal)
        before = earlier.get(inventory.id)
        if outcome is None:
            continue
        sequence = 1
        if before is not None:
            if _is_same(before, bundle, outcome) or _is_kept(cursor, before, bundle, outcome):
                continue
            superseded.append(inventory.id)
            sequence += before.sequence
        joined = joined_parties(bundle, outcome)
        fresh.append(decision_row(bundle, outcome, sequence, joined, decided_at))
        if outcome.outcome == MATCHED:
            matched.append(inventory.id)
        for enterprise_id in {*inventory.parties, *joined}:
            refs, sequences = news[enterprise_id]
            refs.append(inventory.id)
            sequences.append(sequence)
    _supersede(cursor, superseded)
    copy_rows(cursor, "declarations_decision", FIELDS, fresh)
    tell_decisions(cursor, news, decided_at=decided_at)
    note_matched(cursor, matched, at=decided_at)
    return len(fresh)


class _Matchers(dict[datetime, Matcher]):
    """The matcher for each moment of first acceptance; a slice holds few of them."""

    def __missing__(self, received_at: datetime) -> Matcher:
        matcher = self[received_at] = matcher_on(day_of(received_at))
        return matcher


class _Before(NamedTuple):
    """What an earlier decision was about and how it came out."""

    inventory_id: int
    sequence: int
    outcome: str
    waiting_for: list[str] | None
    codes: list[str] | None
    inventory_revision: int
    order_id: int | None
    order_revision: int | None
    payment_id: int | None
    payment_revision: int | None
    waybill_id: int | None
    waybill_revision: int | None
    split: dict[str, Any] | None


def _earlier(cursor: Any, inventory_ids: list[int]) -> dict[int, _Before]:
    cursor.execute(
        f"SELECT {', '.join(_Before._fields)} FROM declarations_decision"
        " WHERE inventory_id = ANY(%s)",
        [inventory_ids],
    )
    return {row[0]: _Before._make(row) for row in cursor.fetchall()}


def _is_same(before: _Before, bundle: Bundle, outcome: Outcome) -> bool:
    """Whether the same documents, in the same revisions, gave the same outcome before."""
    order, payment, waybill = outcome.order, outcome.payment, outcome.waybill
    return (
        before.outcome == outcome.outcome
        and tuple(before.waiting_for or ()) == outcome.waiting_for
        and before.inventory_revision == bundle.inventory.revision
        and (before.order_id, before.order_revision) == _revision(order)
        and (before.payment_id, before.payment_revision) == _revision(payment)
        and (before.waybill_id, before.waybill_revision) == _revision(waybill)
        and tuple(before.codes or ()) == tuple(sorted({f.code for f in outcome.findings}))
        and before.split == split_table(outcome)
    )


def _is_kept(cursor: Any, before: _Before, bundle: Bundle, outcome: Outcome) -> bool:
    """Whether a match stays though a further parcel or payment of its order does not fit any more:
    customs has the declaration, or decided on it, with the documents that matched. Only such
    a match costs a statement."""
    if before.outcome != MATCHED or outcome.outcome == MATCHED:
        return False
    own = (
        before.inventory_revision == bundle.inventory.revision
        and (before.order_id, before.order_revision) == _revision(outcome.order)
        and (before.payment_id, before.payment_revision) == _revision(outcome.payment)
        and (before.waybill_id, before.waybill_revision) == _revision(outcome.waybill)
    )
    if not own:
        return False
    cursor.execute(
        "SELECT 1 FROM declarations_course WHERE inventory_id = %s AND status = ANY(%s)",
        [before.inventory_id, list(IN_PROGRESS | THROUGH)],
    )
    return cursor.fetchone() is not None


def _revision(kept: Any) -> tuple[int | None, int | None]:
    return (kept.id, kept.revision) if kept else (None, None)


_SUPERSEDE = f"""
WITH gone AS (
    DELETE FROM declarations_decision WHERE inventory_id = ANY(%s) RETURNING {", ".join(FIELDS)}
)
INSERT INTO declarations_past_decision ({", ".join(FIELDS)}) SELECT {", ".join(FIELDS)} FROM gone
"""


def _supersede(cursor: Any, inventory_ids: list[int]) -> None:
    """Move decisions that no longer hold to where past ones are kept."""
    if inventory_ids:
        cursor.execute(_SUPERSEDE, [inventory_ids])
