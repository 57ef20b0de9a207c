"""Rules and their versions, screenings, windows, facts of others, raised signals; alerts, cases,
joint control."""

from risk.models.cases import Alert, Case, CaseStep, Signal
from risk.models.facts import Fact, FactSource
from risk.models.joint import AssistanceRequest, Delivery, DutyRow, HandOver
from risk.models.laboratory import Trial, TrialChange
from risk.models.model_register import LinkedBuyers, ModelVersion
from risk.models.rules import RuleSet, RuleTrouble, RuleVersion
from risk.models.screening import DayCount, Raised, Screening, Tally, Window

__all__ = [
    "Alert",
    "AssistanceRequest",
    "Case",
    "CaseStep",
    "DayCount",
    "Delivery",
    "DutyRow",
    "Fact",
    "FactSource",
    "HandOver",
    "LinkedBuyers",
    "ModelVersion",
    "Raised",
    "RuleSet",
    "RuleTrouble",
    "RuleVersion",
    "Screening",
    "Signal",
    "Tally",
    "Trial",
    "TrialChange",
    "Window",
]
