"""Rules and their versions, screenings, windows, facts of others, raised signals."""

from risk.models.facts import Fact, FactSource
from risk.models.rules import RuleSet, RuleTrouble, RuleVersion
from risk.models.screening import DayCount, Raised, Screening, Tally, Window

__all__ = [
    "DayCount",
    "Fact",
    "FactSource",
    "Raised",
    "RuleSet",
    "RuleTrouble",
    "RuleVersion",
    "Screening",
    "Tally",
    "Window",
]
