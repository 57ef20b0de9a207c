"""The one place that writes a status of targets, tasks, reports and surveys; history and audit go
along."""

from typing import Any, Final

from accounts.services import audit
from accounts.services.audit import label_of
from statistics_app.models import (
    Assessment,
    AssessmentStep,
    Duty,
    DutyStep,
    FollowUp,
    FollowUpStep,
    Occasion,
    OccasionStep,
    Report,
    ReportStep,
    Survey,
    SurveyStep,
)
from statistics_app.services.governance.common import Deed
from statistics_app.states import ASSESSMENT, FOLLOWED, OCCASION, REPORT, SURVEY
from zone_portal.kernel.transitions import Transitions

Moving = Duty | FollowUp | Occasion | Assessment | Report | Survey
LONGEST_NOTE: Final = 1000
_MACHINES: Final[dict[type[Any], tuple[Transitions, Any, str]]] = {
    Duty: (FOLLOWED, DutyStep, "duty"),
    FollowUp: (FOLLOWED, FollowUpStep, "follow_up"),
    Occasion: (OCCASION, OccasionStep, "occasion"),
    Assessment: (ASSESSMENT, AssessmentStep, "assessment"),
    Report: (REPORT, ReportStep, "report"),
    Survey: (SURVEY, SurveyStep, "survey"),
}


def move(
    row: Moving,
    target: str,
    name: str,
    deed: Deed,
    *,
    note: str = "",
    kept: dict[str, Any] | None = None,
    **columns: Any,
) -> None:
    """Take a locked row to ``target`` by the deed ``name``; ``columns`` are written with it, and
    ``kept`` with its step.

    :raises PortalError: ``transition_refused``.
    """
    machine, _, _ = _MACHINES[type(row)]
    source = row.status
    machine.check(source, target)
    for column, value in {**columns, "status": target}.items():
        setattr(row, column, value)
    row.version += 1
    row.save(update_fields=[*columns, "status", "version"])
    enter(row, source, name, deed, note=note, kept=kept)


def enter(
    row: Moving,
    source: str,
    name: str,
    deed: Deed,
    *,
    note: str = "",
    kept: dict[str, Any] | None = None,
) -> None:
    """Enter a step and an audit entry of what happened; ``source`` is empty for a beginning."""
    _, steps, key = _MACHINES[type(row)]
    steps.objects.create(
        **{key: row},
        **(kept or {}),
        source=source,
        target=row.status,
        deed=name,
        at=deed.at,
        by=deed.person,
        by_label=label_of(deed.by)[:128],
        note=note[:LONGEST_NOTE],
    )
    audit.record(
        f"statistics_{key}.{name}",
        by=deed.by,
        on=(f"statistics.{key}", str(row.pk)),
        old={"status": source},
        new={"status": row.status},
        at=deed.at,
        origin=deed.origin,
    )
