"""The one place that writes the status of a case; history and audit go along."""

from typing import Any, Final

from accounts.services import audit
from accounts.services.audit import label_of
from credit.services.supervision.common import Deed
from risk.models import Case, CaseStep
from risk.rules.cases import states

CASE_TYPE: Final = "risk.case"
LONGEST_NOTE: Final = 500


def move_case(
    case: Case, target: str, name: str, deed: Deed, *, note: str = "", **columns: Any
) -> Case:
    """Take a locked case to ``target`` by the deed ``name``. What moves starts a new clock.

    :raises PortalError: ``transition_refused``.
    """
    source = case.status
    states.CASE.check(source, target)
    _write(case, {"risen": 0, **columns, "status": target})
    _step(case, source, name, deed, note)
    audit.record(
        f"risk_case.{name}",
        by=deed.by,
        on=(CASE_TYPE, str(case.pk)),
        old={"status": source},
        new={"status": target},
        at=deed.at,
        origin=deed.origin,
    )
    return case


def note_case(
    case: Case, name: str, deed: Deed, *, note: str = "", told: Any = None, **columns: Any
) -> Case:
    """Enter something of a locked case that leaves its status as it is."""
    if columns:
        _write(case, columns)
    _step(case, case.status, name, deed, note)
    audit.record(
        f"risk_case.{name}",
        by=deed.by,
        on=(CASE_TYPE, str(case.pk)),
        new=told,
        at=deed.at,
        origin=deed.origin,
    )
    return case


def _write(case: Case, columns: dict[str, Any]) -> None:
    for name, value in columns.items():
        setattr(case, name, value)
    case.version += 1
    case.save(update_fields=[*columns, "version"])


def _step(case: Case, source: str, name: str, deed: Deed, note: str) -> None:
    CaseStep.objects.create(
        case=case,
        source=source,
        target=case.status,
        deed=name,
        at=deed.at,
        by=deed.person,
        by_label=label_of(deed.by)[:128],
        note=note[:LONGEST_NOTE],
    )
