"""Beside a finding on a declaration's page: who corrects it, until when, and where."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from declarations import task_list
from declarations.dossiers import Dossier
from declarations.pages.task_words import CORRECTED, STATES, clock_of, fix_url
from enterprises.viewers import Viewer
from zone_portal.framework.lists import Label


@dataclass(frozen=True, slots=True)
class Repair:
    """The repair of one finding as this reader may see it; ``fix_url`` only where the reader can
    do something about it, ``correct`` where that is a form of the document itself."""

    firm: str
    state: Label
    clock: Label
    deadline: datetime
    is_ours: bool
    url: str
    fix_url: str = ""
    opens_document: bool = False
    names_field: bool = True
    correct: task_list.ListedTask | None = None


def repairs_of(dossier: Dossier, viewer: Viewer, *, now: datetime) -> dict[str, Repair]:
    """The unfinished repairs of a declaration: two queries at most. By code of the finding; what
    customs refused by code and role (``1332 payment``), as a code may ask several firms."""
    decision = dossier.decision
    refused = dossier.stopped.refused or dossier.course.rejection is not None
    if decision is None or not (decision.findings or refused):
        return {}
    found = task_list.unfinished_of(dossier.inventory.id, viewer)
    shown = {place: _repair(listed, dossier, now) for place, listed in found.items()}
    return {code: one for (code, _), one in shown.items()} | {
        f"{code} {role}": one for (code, role), one in shown.items()
    }


def _repair(listed: task_list.ListedTask, dossier: Dossier, now: datetime) -> Repair:
    task = listed.task
    kept = dossier.documents.get(listed.noun)
    may_open = kept is not None and kept.is_open
    return Repair(
        firm=listed.firm,
        state=STATES[task.state],
        clock=clock_of(task, now),
        deadline=task.deadline_at,
        is_ours=listed.is_ours,
        url=reverse("declarations:task", args=[task.pk]),
        fix_url=fix_url(listed, may_open=may_open) if may_open or listed.is_ours else "",
        opens_document=may_open,
        names_field=bool(task.field),
        correct=listed if may_open and listed.is_ours and listed.noun in CORRECTED else None,
    )
