"""Bookings, cubes, rates, runs; targets, tasks, direct reports, surveys."""

from statistics_app.models.activity import (
    IndexMethod,
    IndexMethodStep,
    IndexRound,
    IndexRoundStep,
)
from statistics_app.models.assessments import Assessment, AssessmentStep, AssessmentTree
from statistics_app.models.bookings import Booking, Due, Firm
from statistics_app.models.bulletins import Bulletin, BulletinStep
from statistics_app.models.cells import DayCell, MonthCell, StepTime
from statistics_app.models.direct import (
    FormApproval,
    Report,
    ReportStep,
    Respondent,
    Survey,
    SurveyStep,
    SurveyStratum,
    SurveyUnit,
)
from statistics_app.models.duties import (
    Duty,
    DutyStep,
    FollowUp,
    FollowUpStep,
    Liaison,
    MemberUnit,
    MonthReport,
    Occasion,
    OccasionStep,
    Progress,
)
from statistics_app.models.plan_targets import Evidence, PlanTarget, TargetFigure
from statistics_app.models.rates import BookedRate, StatisticsRate
from statistics_app.models.recognition import (
    Recognition,
    RecognitionDecision,
    RecognitionMeasure,
    RecognitionModel,
    RecognitionResult,
)
from statistics_app.models.reconciling import (
    AccessEntry,
    DeliveredTotal,
    Delivery,
    HandExplanation,
    ListedDeclaration,
    ListFinding,
    ReconciledCell,
    Reconciliation,
    SharingAgreement,
)
from statistics_app.models.runs import Extract, Run, TouchedDay

__all__ = [
    "AccessEntry",
    "Assessment",
    "AssessmentStep",
    "AssessmentTree",
    "BookedRate",
    "Booking",
    "Bulletin",
    "BulletinStep",
    "DayCell",
    "DeliveredTotal",
    "Delivery",
    "Due",
    "Duty",
    "DutyStep",
    "Evidence",
    "Extract",
    "Firm",
    "FollowUp",
    "FollowUpStep",
    "FormApproval",
    "HandExplanation",
    "IndexMethod",
    "IndexMethodStep",
    "IndexRound",
    "IndexRoundStep",
    "Liaison",
    "ListFinding",
    "ListedDeclaration",
    "MemberUnit",
    "MonthCell",
    "MonthReport",
    "Occasion",
    "OccasionStep",
    "PlanTarget",
    "Progress",
    "Recognition",
    "RecognitionDecision",
    "RecognitionMeasure",
    "RecognitionModel",
    "RecognitionResult",
    "ReconciledCell",
    "Reconciliation",
    "Report",
    "ReportStep",
    "Respondent",
    "Run",
    "SharingAgreement",
    "StatisticsRate",
    "StepTime",
    "Survey",
    "SurveyStep",
    "SurveyStratum",
    "SurveyUnit",
    "TargetFigure",
    "TouchedDay",
]
