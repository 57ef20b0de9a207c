"""Rules and their versions, screenings, windows, facts of others, raised signals; alerts, cases,
joint control."""

from risk.models.cases import Alert, Case, CaseStep, Signal
from risk.models.column import Article, ExportMarket, Subscription
from risk.models.facts import Fact, FactSource
from risk.models.joint import AssistanceRequest, Delivery, DutyRow, HandOver
from risk.models.laboratory import Trial, TrialChange
from risk.models.matters import MatterStep
from risk.models.model_register import LinkedBuyers, ModelVersion
from risk.models.plans import Plan, PlanRun, PointCheck, RiskPoint, RunStep
from risk.models.quality import (
    BrandAuthorisation,
    Complaint,
    GoodsBatch,
    Recall,
    RightsNotice,
    TraceEvent,
)
from risk.models.rules import RuleSet, RuleTrouble, RuleVersion
from risk.models.screening import DayCount, Raised, Screening, Tally, Window
from risk.models.series import Series, SeriesThreshold, SeriesValue

__all__ = [
    "Alert",
    "Article",
    "AssistanceRequest",
    "BrandAuthorisation",
    "Case",
    "CaseStep",
    "Complaint",
    "DayCount",
    "Delivery",
    "DutyRow",
    "ExportMarket",
    "Fact",
    "FactSource",
    "GoodsBatch",
    "HandOver",
    "LinkedBuyers",
    "MatterStep",
    "ModelVersion",
    "Plan",
    "PlanRun",
    "PointCheck",
    "Raised",
    "Recall",
    "RightsNotice",
    "RiskPoint",
    "RuleSet",
    "RuleTrouble",
    "RuleVersion",
    "RunStep",
    "Screening",
    "Series",
    "SeriesThreshold",
    "SeriesValue",
    "Signal",
    "Subscription",
    "Tally",
    "TraceEvent",
    "Trial",
    "TrialChange",
    "Window",
]
