"""Repair tasks follow the decisions: opened where something is to be corrected, closed when it was.

Whatever the events say, the tasks of a declaration are brought in line with the decision now in
force. So events may come twice, in any order or bundled, and the outcome is the same; a decision
that commits meanwhile has an event of its own that comes later.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef

from declarations.messages.catalogue import KINDS
from declarations.models import Decision, Task
from declarations.services.blaming import Place, wanted_tasks
from declarations.services.following import follow, has_news, in_turn
from declarations.task_states import DONE, OBSOLETE, TASK

NAME: Final = "repair-tasks"
KINDS_FOLLOWED: Final = frozenset({"decision"})
MOST_AT_ONCE: Final = 1000


def is_behind() -> bool:
    """Whether decisions wait to be worked in."""
    return has_news(NAME)


def follow_decisions(*, seconds: float, at: datetime) -> int:
    """Bring the tasks in line with what was decided since; returns the events passed."""
    return in_turn(lambda: follow(NAME, reconcile, kinds=KINDS_FOLLOWED, at=at), seconds=seconds)


@dataclass(slots=True)
class Brought:
    """What a reconciliation changed."""

    opened: int = 0
    closed: int = 0


def reconcile(inventory_ids: Sequence[int], at: datetime) -> Brought:
    """Open, keep and close the tasks of these declarations; inside the caller's transaction."""
    held = Task.objects.filter(inventory_id__in=inventory_ids).unfinished()
    locked = held.order_by("id").select_for_update()
    unfinished = {(task.inventory_id, task.code, task.enterprise_id): task for task in locked}
    undone = Decision.objects.filter(inventory_id__in=inventory_ids, findings__isnull=False)
    wanted = wanted_tasks(undone.exclude(outcome="matched"), at=at)
    fresh = [task for place, task in wanted.items() if place not in unfinished]
    Task.objects.bulk_create(fresh, batch_size=1000)
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
        if now is not None and now.sequence != task.sequence:
            task.sequence, task.parties = now.sequence, now.parties
            task.field, task.line, task.key = now.field, now.line, now.key
            changed.append(task)
    names = ["sequence", "parties", "field", "line", "key"]
    Task.objects.bulk_update(changed, names, batch_size=500)


def _close(gone: Iterable[Task], at: datetime) -> None:
    """End tasks whose finding is gone: done when the document in question was changed."""
    listed = list(gone)
    decisions = Decision.objects.in_bulk({task.inventory_id for task in listed})
    for task in listed:
        target = DONE if _was_corrected(task, decisions.get(task.inventory_id)) else OBSOLETE
        TASK.check(task.state, target)
        task.state, task.closed_at = target, at
    Task.objects.bulk_update(listed, ["state", "closed_at"], batch_size=500)


def _was_corrected(task: Task, decision: Decision | None) -> bool:
    noun = KINDS[task.kind].noun
    document_id = getattr(decision, f"{noun}_id", None)
    if decision is None or document_id is None:
        return False
    now = (document_id, getattr(decision, f"{noun}_revision"))
    return now != (task.document_id, task.document_revision)
