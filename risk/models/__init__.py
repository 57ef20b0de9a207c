"""Rules and their versions, screenings, windows, facts of others, raised signals; alerts, cases,
joint control."""

from risk.models.article_files import ArticleFile
from risk.models.backups import BackupReport
from risk.models.cases import Alert, Case, CaseStep, Signal
from risk.models.column import Article, ExportMarket, Subscription
from risk.models.facts import Fact, FactImport, FactSource
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
from risk.models.request_keys import RequestKey
from risk.models.rules import RuleSet, RuleTrouble, RuleVersion
from risk.models.screening import DayCount, Raised, Screening, Tally, Window
from risk.models.series import Series, SeriesThreshold, SeriesValue

__all__ = [
    "Alert",
    "Article",
    "ArticleFile",
    "AssistanceRequest",
    "BackupReport",
    "BrandAuthorisation",
    "Case",
    "CaseStep",
    "Complaint",
    "DayCount",
    "Delivery",
    "DutyRow",
    "ExportMarket",
    "Fact",
    "FactImport",
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
    "RequestKey",
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
