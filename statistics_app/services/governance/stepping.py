"""The one place that writes a status of targets, tasks, reports and surveys."""

from typing import Final

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
from statistics_app.services.moving import Kind, Mover
from statistics_app.states import ASSESSMENT, FOLLOWED, OCCASION, REPORT, SURVEY

_MOVER: Final = Mover(
    {
        Duty: Kind(FOLLOWED, DutyStep, "duty", "duty"),
        FollowUp: Kind(FOLLOWED, FollowUpStep, "follow_up", "follow_up"),
        Occasion: Kind(OCCASION, OccasionStep, "occasion", "occasion"),
        Assessment: Kind(ASSESSMENT, AssessmentStep, "assessment", "assessment"),
        Report: Kind(REPORT, ReportStep, "report", "report"),
        Survey: Kind(SURVEY, SurveyStep, "survey", "survey"),
    }
)
move, enter = _MOVER.move, _MOVER.enter
