"""Periods and limits of filings: first values, kept as dated settings from then on."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from zone_portal.kernel.rules import Parameter

CODE: Final = "FILING"
"""The rule code under which the settings of filings are kept."""

SINCE: Final = date(2018, 1, 1)

REVIEW_DAYS: Final = "review_days"
PRIORITY_REVIEW_DAYS: Final = "priority_review_days"
CONFIRMATION_UNTIL: Final = "confirmation_until"

PARAMETERS: Final[Mapping[str, Parameter]] = MappingProxyType(
    {
        REVIEW_DAYS: Parameter(
            "5",
            ("审核办结期限（工作日）", "Working days until a filing must be decided"),
            "integer",
            "working days",
        ),
        PRIORITY_REVIEW_DAYS: Parameter(
            "2",
            (
                "优先办理企业的审核期限（工作日）",
                "Working days until a filing of an enterprise with priority must be decided",
            ),
            "integer",
            "working days",
            unverified=True,
        ),
        CONFIRMATION_UNTIL: Parameter(
            "06-30",
            ("年度确认截止日（月-日）", "Last day of the yearly confirmation (month-day)"),
            "text",
            unverified=True,
        ),
    }
)
