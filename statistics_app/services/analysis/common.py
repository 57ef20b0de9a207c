"""What templates and reports share: the lock, the one writer of a status, refusals."""

from typing import Any, Final

from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from statistics_app.models import (
    AnalysisReport,
    AnalysisReportStep,
    AnalysisTemplate,
    AnalysisTemplateStep,
)
from statistics_app.services.moving import Kind, Mover, taken
from statistics_app.states import ANALYSIS, ANALYSIS_TEMPLATE

_MOVER: Final = Mover(
    {
        AnalysisTemplate: Kind(
            ANALYSIS_TEMPLATE, AnalysisTemplateStep, "template", "analysis_template"
        ),
        AnalysisReport: Kind(ANALYSIS, AnalysisReportStep, "report", "analysis"),
    }
)
move, enter = _MOVER.move, _MOVER.enter


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
    row = taken(model, pk, viewer, version, roles=roles)
    if row.status != status:
        raise Refusal(
            "analysis_decided",
            409,
            "当前状态不允许此事项。",
            "The present status does not allow this.",
        )
    return row


def still_open() -> Refusal:
    """While something of the kind is not decided, no other is begun."""
    return Refusal(
        "analysis_open",
        409,
        "已有未办结的草稿，请先办结或放弃。",
        "A draft is not decided yet: decide it or give it up first.",
    )
