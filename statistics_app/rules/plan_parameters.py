"""Figures of targets, tasks and direct reporting that the zone may set: dated settings."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from zone_portal.kernel.rules import Parameter

CODE: Final = "STAT-PLAN"
"""The rule code under which these settings are kept."""
SINCE: Final = date(2018, 1, 1)

TOLERANCE: Final = "pace_tolerance"
SOON_DAYS: Final = "soon_days"
MONTH_DUE: Final = "month_due_day"
JUMP: Final = "report_jump"
SPREAD: Final = "report_spread"
REMIND_DAYS: Final = "remind_days"
LEVEL: Final = "confidence_level"
CHECK_DAYS: Final = "check_days"
MEETING_DAYS: Final = "meeting_warn_days"
TIER_MARKED: Final = "tier_marked"
TIER_GOOD: Final = "tier_good"
TIER_FIRST: Final = "tier_first"
TIER_LIMITS: Final = (TIER_MARKED, TIER_GOOD, TIER_FIRST)
"""The best tier first."""

PARAMETERS: Final[Mapping[str, Parameter]] = MappingProxyType(
    {
        TOLERANCE: Parameter(
            "0.9",
            (
                "目标完成比例低于应达比例的这一倍数即为落后",
                "A target is behind below this part of what the elapsed time asks for",
            ),
            "number",
            unverified=True,
        ),
        SOON_DAYS: Parameter(
            "15",
            ("任务期限前多少天提示", "So many days before its deadline a task is watched"),
            "integer",
            unverified=True,
        ),
        MONTH_DUE: Parameter(
            "5",
            ("工作月报于次月几日前报送", "Monthly reports are due by this day of the next month"),
            "integer",
            unverified=True,
        ),
        JUMP: Parameter(
            "0.5",
            ("直报数较上期变动超过此比例须说明", "A change beyond this part needs a reason"),
            "number",
            unverified=True,
        ),
        SPREAD: Parameter(
            "3",
            (
                "单价超出历史区间此倍数须说明",
                "A unit price beyond history by this factor needs a reason",
            ),
            "number",
            unverified=True,
        ),
        REMIND_DAYS: Parameter(
            "3",
            ("报送期限前多少天开始催报", "Reminders begin so many days before a report is due"),
            "integer",
            unverified=True,
        ),
        LEVEL: Parameter(
            "95",
            (
                "抽样推算的置信水平（90、95、99）",
                "Confidence level of estimates in percent (90, 95, 99)",
            ),
            "integer",
            unverified=True,
        ),
        CHECK_DAYS: Parameter(
            "7",
            (
                "报办结后多少天未核查即提示综试区办公室",
                "The office is told of what it has not checked so many days after the report",
            ),
            "integer",
            unverified=True,
        ),
        MEETING_DAYS: Parameter(
            "30",
            (
                "季度末前多少天仍未安排例会即提示",
                "So many days before its end a quarter without a meeting is told",
            ),
            "integer",
            unverified=True,
        ),
        TIER_MARKED: Parameter(
            "85",
            ("考核“成效明显”的最低分", "Least points of the tier “marked success”"),
            "number",
            unverified=True,
        ),
        TIER_GOOD: Parameter(
            "70",
            ("考核“成效较好”的最低分", "Least points of the tier “good success”"),
            "number",
            unverified=True,
        ),
        TIER_FIRST: Parameter(
            "55",
            ("考核“成效初显”的最低分", "Least points of the tier “first success”"),
            "number",
            unverified=True,
        ),
    }
)


def number(settings: Mapping[str, Mapping[str, str]], name: str) -> Decimal:
    """A setting in force, or its first value where none was loaded."""
    return Decimal(settings.get(CODE, {}).get(name, PARAMETERS[name].initial))
