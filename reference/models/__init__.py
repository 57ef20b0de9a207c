"""Dated rows of official codes and of the settings of rules."""

from reference.models.calendar import CalendarDay
from reference.models.codes import Code, CodeTable, HsCode
from reference.models.positive_list import PositiveListItem
from reference.models.settings import RuleSetting
from reference.models.versions import ReferenceVersion

__all__ = [
    "CalendarDay",
    "Code",
    "CodeTable",
    "HsCode",
    "PositiveListItem",
    "ReferenceVersion",
    "RuleSetting",
]
