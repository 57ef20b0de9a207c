"""Reading repair tasks: lists of a viewer, with the values of the findings as they may be seen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet

from declarations.exports import firm_names, firms_named
from declarations.messages.catalogue import KINDS
from declarations.models import CustomsReceipt, Decision, PastDecision, Task
from declarations.models.columns import TABLES
from declarations.personal_tokens import tell
from declarations.task_states import UNFINISHED
from enterprises.models import Member
from enterprises.viewers import Viewer

MOST_COUNTED: Final = 1000
OURS, OTHERS, ALL = "ours", "others", "all"
UNFINISHED_ONES: Final = "unfinished"


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """How a list of tasks is narrowed down; empty means everything.

    ``whose`` "ours" keeps what the viewer's own firms must do, "others" what they wait for;
    ``state`` may be "unfinished"; ``noun`` is the document to correct; ``party`` the code or a
    part of the name of the responsible firm.
    """

    whose: str = ""
    state: str = ""
    overdue: bool = False
    code: str = ""
    noun: str = ""
    party: str = ""
    inventory_id: int | None = None


@dataclass(frozen=True, slots=True)
class ListedTask:
    """A task with the finding as it stands in its decision (personal values as for the viewer), or
    the ``receipt`` by which customs refused; the name of the responsible firm, and whether it is
    one of the viewer's own. ``said`` are customs' words: None where they quote the document of
    another firm."""

    task: Task
    finding: Mapping[str, Any] | None
    firm: str
    is_ours: bool
    receipt: CustomsReceipt | None = None
    said: str | None = None

    @property
    def noun(self) -> str:
        return KINDS[self.task.kind].noun

    @property
    def number(self) -> str:
        """The number by which people know the document to correct."""
        *_, number = self.task.key.values() or ("",)
        return str(number)


def tasks(viewer: Viewer, wanted: TaskFilter, *, at: datetime) -> QuerySet[Task]:
    """The tasks that the viewer may know of and the filter lets through."""
    rows: QuerySet[Task] = Task.objects.visible_to(viewer)
    if wanted.whose == OURS:
        rows = Task.objects.to_be_done_by(viewer)
    elif wanted.whose == OTHERS:
        rows = rows.exclude(enterprise_id__in=viewer.own_ids)
    if wanted.state == UNFINISHED_ONES:
        rows = rows.filter(state__in=UNFINISHED)
    elif wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.overdue:
        rows = rows.filter(state__in=UNFINISHED, deadline_at__lt=at)
    if wanted.code:
        rows = rows.filter(code=wanted.code)
    if wanted.noun:
        rows = rows.filter(kind__in=[k.code for k in KINDS.values() if k.noun == wanted.noun])
    if wanted.party:
        rows = rows.filter(enterprise_id__in=firms_named(wanted.party))
    if wanted.inventory_id is not None:
        rows = rows.filter(inventory_id=wanted.inventory_id)
    return rows


def with_findings(rows: Iterable[Task], viewer: Viewer) -> list[ListedTask]:
    """The tasks in their order, each with its finding: a constant number of queries."""
    listed = list(rows)
    decisions = _decisions({(task.inventory_id, task.sequence) for task in listed})
    tell(decisions.values(), viewer)
    names = firm_names(task.enterprise_id for task in listed)
    receipts = CustomsReceipt.objects.in_bulk([t.receipt_id for t in listed if t.receipt_id])
    return [
        ListedTask(
            task,
            _finding(decisions.get((task.inventory_id, task.sequence)), task.code),
            names.get(task.enterprise_id, ""),
            task.enterprise_id in viewer.own_ids,
            receipt := receipts.get(task.receipt_id or 0),
            _said(task, receipt, viewer),
        )
        for task in listed
    ]


def task_of(task_id: int, viewer: Viewer) -> ListedTask | None:
    """One task, or None where the viewer may not know of it."""
    found = with_findings(Task.objects.visible_to(viewer).filter(id=task_id), viewer)
    return found[0] if found else None


Place = tuple[str, str]
"""Code and role of a task."""


def unfinished_of(inventory_id: int, viewer: Viewer) -> dict[Place, ListedTask]:
    """By code and role: what is being corrected in a declaration that the viewer may see."""
    rows = Task.objects.filter(inventory_id=inventory_id).unfinished().order_by("id")
    found = list(rows)
    names = firm_names(task.enterprise_id for task in found) if found else {}
    return {
        (task.code, task.role): ListedTask(
            task, None, names.get(task.enterprise_id, ""), task.enterprise_id in viewer.own_ids
        )
        for task in found
    }


def may_open(noun: str, document_id: int | None, viewer: Viewer) -> bool:
    """Whether the viewer may read the document to correct whole."""
    if document_id is None or noun not in TABLES:
        return False
    model: Any = TABLES[noun]
    return bool(model.objects.open_to(viewer).filter(id=document_id).exists())


def count_for(user_id: int) -> int:
    """How many tasks the firms of a person have to do, counted up to ``MOST_COUNTED``: one query
    on an index of the unfinished ones."""
    firms = Member.objects.filter(user_id=user_id).values("enterprise_id")
    return Task.objects.filter(enterprise_id__in=firms).unfinished()[:MOST_COUNTED].count()


def _decisions(places: set[tuple[int, int]]) -> dict[tuple[int, int], Any]:
    """The decisions with these sequences, in force or past."""
    found: dict[tuple[int, int], Any] = {}
    models: Sequence[Any] = (Decision, PastDecision)
    for model in models:
        left = {inventory_id for inventory_id, _ in places - found.keys()}
        for decision in model.objects.filter(inventory_id__in=left) if left else ():
            place = (decision.inventory_id, decision.sequence)
            if place in places:
                found[place] = decision
    return found


def _said(task: Task, receipt: CustomsReceipt | None, viewer: Viewer) -> str | None:
    if receipt is None:
        return None
    of_all = receipt.inventory_id is not None or viewer.sees_all
    return receipt.return_info if of_all or task.enterprise_id in viewer.own_ids else None


def _finding(decision: Any, code: str) -> Mapping[str, Any] | None:
    for stored in (decision.findings or ()) if decision is not None else ():
        if stored["code"] == code:
            found: Mapping[str, Any] = stored
            return found
    return None
