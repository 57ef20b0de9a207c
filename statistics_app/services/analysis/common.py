"""What templates and reports share: the lock, the step, the one writer of a status."""

from typing import Any, Final

from accounts.services import audit
from accounts.services.audit import label_of
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from statistics_app.models import (
    AnalysisReport,
    AnalysisReportStep,
    AnalysisTemplate,
    AnalysisTemplateStep,
)
from statistics_app.services.governance.common import (
    Deed,
    found,
    must_be_current,
    must_be_office,
)
from statistics_app.states import ANALYSIS, ANALYSIS_TEMPLATE

Moving = AnalysisTemplate | AnalysisReport
LONGEST_NOTE: Final = 1000
_MACHINES: Final[dict[type[Any], tuple[Any, Any, str, str]]] = {
    AnalysisTemplate: (
        ANALYSIS_TEMPLATE, AnalysisTemplateStep, "template", "statistics_analysis_template",
    ),
    AnalysisReport: (ANALYSIS, AnalysisReportStep, "report", "statistics_analysis"),
}  # fmt: skip


def locked(
    model: type[Any],
    pk: int,
    viewer: Viewer,
    version: int,
    status: str,
    *,
    roles: frozenset[str] | None = None,
) -> Any:
    """A row for a deed of the zone office, which its status must allow.

    :raises Refusal: ``statistics_not_yours``, ``statistics_unknown``,
        ``statistics_changed_meanwhile``, ``analysis_decided`` (409).
    """
    must_be_office(viewer, roles) if roles else must_be_office(viewer)
    row = found(model.objects.all(), pk)
    must_be_current(row, version)
    if row.status != status:
        raise Refusal(
            "analysis_decided",
            409,
            "当前状态不允许此事项。",
            "The present status does not allow this.",
        )
    return row


def move(row: Moving, target: str, name: str, deed: Deed, *, note: str = "") -> None:
    """Take a locked row to ``target``.

    :raises PortalError: ``transition_refused``.
    """
    source = row.status
    _MACHINES[type(row)][0].check(source, target)
    row.status = target
    row.version += 1
    row.save()
    enter(row, source, name, deed, note=note)


def enter(row: Moving, source: str, name: str, deed: Deed, *, note: str = "") -> None:
    """Enter the step and the audit entry of a deed; ``source`` is empty for a beginning."""
    _, steps, key, action = _MACHINES[type(row)]
    steps.objects.create(
        **{key: row},
        source=source,
        target=row.status,
        deed=name,
        at=deed.at,
        by=deed.person,
        by_label=label_of(deed.by)[:128],
        note=note[:LONGEST_NOTE],
    )
    audit.record(
        f"{action}.{name}",
        by=deed.by,
        on=(action.replace("_", ".", 1), str(row.pk)),
        old={"status": source},
        new={"status": row.status},
        at=deed.at,
        origin=deed.origin,
    )


def still_open() -> Refusal:
    """While something of the kind is not decided, no other is begun."""
    return Refusal(
        "analysis_open",
        409,
        "已有未办结的草稿，请先办结或放弃。",
        "A draft is not decided yet: decide it or give it up first.",
    )
