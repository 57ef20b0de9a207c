"""Repair tasks follow the decisions and what customs said: opened where something is to be
corrected, closed when it was.

Whatever the events say, the tasks of a declaration are brought in line with the decision now in
force and with the refusals of customs that stand. So events may come twice, in any order or
bundled, and the outcome is the same; a decision that commits meanwhile has an event of its own
that comes later.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from declarations.messages.catalogue import KINDS
from declarations.models import Course, Decision, Task
from declarations.services.blaming import Place, wanted_tasks
from declarations.services.following import follow, has_news, in_turn
from declarations.services.rejections import concerned_by, rejected_of, wanted_at_customs
from declarations.services.telling_rejections import tell_rejections
from declarations.states import CORRECTABLE, OPEN_AGAIN
from declarations.task_states import DONE, OBSOLETE, TASK

NAME: Final = "repair-tasks"
AT_CUSTOMS: Final = "repair-at-customs"
DECISIONS: Final = frozenset({"decision"})
COURSES: Final = frozenset({"course"})
MOST_AT_ONCE: Final = 1000
_LOCK: Final = 0x5A4F4E45_00000005
"""Advisory lock of the one writer: two logs are followed, and a declaration may stand in both."""


def is_behind() -> bool:
    """Whether decisions, or what customs said, wait to be worked in."""
    return has_news(NAME) or has_news(AT_CUSTOMS)


def follow_decisions(*, seconds: float, at: datetime) -> int:
    """Bring the tasks in line with what was decided and what customs said since; returns the
    events passed."""
    decided = in_turn(lambda: follow(NAME, reconcile, kinds=DECISIONS, at=at), seconds=seconds)
    return decided + in_turn(
        lambda: follow(AT_CUSTOMS, _hear, kinds=COURSES, at=at), seconds=seconds
    )


def _hear(receipt_ids: Sequence[int], at: datetime) -> None:
    if concerned := concerned_by(receipt_ids):
        reconcile(concerned, at, heard=concerned)


@dataclass(slots=True)
class Brought:
    """What a reconciliation changed."""

    opened: int = 0
    closed: int = 0


def reconcile(inventory_ids: Sequence[int], at: datetime, *, heard: Sequence[int] = ()) -> Brought:
    """Open, keep and close the tasks of these declarations; inside the caller's transaction.

    ``heard`` are those of which customs said something: only of these, and of those that it asks
    something of already, is asked what it refused.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    held = Task.objects.filter(inventory_id__in=inventory_ids).unfinished()
    locked = held.order_by("id").select_for_update()
    unfinished = {(task.inventory_id, task.code, task.enterprise_id): task for task in locked}
    undone = Decision.objects.filter(inventory_id__in=inventory_ids, findings__isnull=False)
    wanted = wanted_tasks(undone.exclude(outcome="matched"), at=at)
    asked = {task.inventory_id for task in unfinished.values() if task.receipt_id is not None}
    wanted |= wanted_at_customs(sorted({*asked, *heard, *rejected_of(inventory_ids)}), at=at)
    fresh = [task for place, task in wanted.items() if place not in unfinished]
    Task.objects.bulk_create(fresh, batch_size=1000)
    tell_rejections([task for task in fresh if task.receipt_id is not None], at=at)
    _keep(wanted, unfinished)
    gone = [task for place, task in unfinished.items() if place not in wanted]
    _close(gone, at)
    return Brought(opened=len(fresh), closed=len(gone))


def close_orphans(*, at: datetime) -> int:
    """End the tasks of declarations that were deleted: no decision ever speaks of them again."""
    decided = Decision.objects.filter(inventory_id=OuterRef("inventory_id"))
    with transaction.atomic():
        orphans = Task.objects.unfinished().filter(~Exists(decided)).order_by("id")
        gone = list(orphans.select_for_update(skip_locked=True)[:MOST_AT_ONCE])
        _close(gone, at)
    return len(gone)


def _keep(wanted: Mapping[Place, Task], unfinished: Mapping[Place, Task]) -> None:
    """A task that stays speaks of the newest decision, where the present values stand."""
    changed = []
    for place, task in unfinished.items():
        now = wanted.get(place)
        if now is None:
            continue
        if (now.sequence, now.receipt_id) != (task.sequence, task.receipt_id):
            task.sequence, task.parties = now.sequence, now.parties
            task.field, task.line, task.key = now.field, now.line, now.key
            task.receipt_id = now.receipt_id
            changed.append(task)
    names = ["sequence", "parties", "field", "line", "key", "receipt_id"]
    Task.objects.bulk_update(changed, names, batch_size=500)


def _close(gone: Iterable[Task], at: datetime) -> None:
    """End tasks whose finding is gone: done when the document in question was changed, or when what
    customs refused goes on and nothing in a document was to be changed."""
    listed = list(gone)
    ids = {task.inventory_id for task in listed}
    decisions = Decision.objects.in_bulk(ids)
    stopped = _stopped(task.inventory_id for task in listed if task.receipt_id is not None)
    for task in listed:
        decision = decisions.get(task.inventory_id)
        goes_on = task.receipt_id is not None and not task.field
        is_done = _was_corrected(task, decision) or (
            goes_on and decision is not None and task.inventory_id not in stopped
        )
        target = DONE if is_done else OBSOLETE
        TASK.check(task.state, target)
        task.state, task.closed_at = target, at
    Task.objects.bulk_update(listed, ["state", "closed_at"], batch_size=500)


def _stopped(inventory_ids: Iterable[int]) -> set[int]:
    """Declarations that customs let be withdrawn: nothing goes on."""
    ids = set(inventory_ids)
    rows = Course.objects.filter(inventory_id__in=ids, status__in=OPEN_AGAIN - CORRECTABLE)
    return set(rows.values_list("inventory_id", flat=True)) if ids else set()


def _was_corrected(task: Task, decision: Decision | None) -> bool:
    noun = KINDS[task.kind].noun
    document_id = getattr(decision, f"{noun}_id", None)
    if decision is None or document_id is None:
        return False
    now = (document_id, getattr(decision, f"{noun}_revision"))
    return now != (task.document_id, task.document_revision)
