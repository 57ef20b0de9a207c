"""Tasks of the responsibility table: what light they show, and which months are missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

GREEN: Final = "green"
YELLOW: Final = "yellow"
RED: Final = "red"
DONE: Final = "done"
CHECKING: Final = "checking"
"""Reported done: it is the zone office's turn, whatever its deadline says meanwhile."""

LIGHTS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        GREEN: ("正常", "In order"),
        YELLOW: ("需关注", "To be watched"),
        RED: ("已逾期", "Overdue"),
        CHECKING: ("待核查", "To be checked"),
        DONE: ("已完成", "Done"),
    }
)

OVERDUE: Final = "overdue"
SOON: Final = "soon"
SILENT: Final = "silent"
STUCK: Final = "stuck"
LATE: Final = "late"
UNCHECKED: Final = "unchecked"
REASONS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        OVERDUE: ("已过期限仍未办结", "Its deadline is over and it is not done"),
        SOON: ("临近期限", "Its deadline is near"),
        SILENT: ("应报月份没有进展报告", "A month that was due has no report"),
        STUCK: ("连续两个月进度未变", "No progress for two months"),
        LATE: ("过期后才报办结", "Reported done after its deadline"),
        UNCHECKED: (
            "报办结已久，综试区办公室尚未核查",
            "Reported done long ago, and the zone office has not checked it",
        ),
    }
)
STUCK_AFTER: Final = 2


@dataclass(frozen=True, slots=True)
class Light:
    """The light of a task and why it shows."""

    colour: str
    reasons: tuple[str, ...] = ()


def light(
    *,
    due: date | None,
    done: bool,
    today: date,
    soon_days: int,
    months: Mapping[date, int],
    expected_month: date | None,
    reported: date | None = None,
    check_days: int = 0,
) -> Light:
    """The light of a task.

    ``reported`` is the day on which its unit said that it is done, while the office has not
    checked it: from then on nothing is asked of the unit. After ``check_days`` it is the office
    that is slow.

    ``months`` maps the first day of each month reported by the lead unit to the percentage
    reached; ``expected_month`` is the latest month whose report is due by now, None before the
    first one. A long-term task has no ``due`` and is never overdue.
    """
    if done:
        return Light(DONE)
    reasons: list[str] = []
    if reported is not None:
        reasons += [LATE] if due is not None and reported > due else []
        reasons += [UNCHECKED] if (today - reported).days > check_days else []
        return Light(CHECKING, tuple(reasons))
    if due is not None and today > due:
        reasons.append(OVERDUE)
    elif due is not None and (due - today).days <= soon_days:
        reasons.append(SOON)
    if expected_month is not None and expected_month not in months:
        reasons.append(SILENT)
    if _is_stuck(months):
        reasons.append(STUCK)
    if OVERDUE in reasons:
        return Light(RED, tuple(reasons))
    return Light(YELLOW if reasons else GREEN, tuple(reasons))


def _is_stuck(months: Mapping[date, int]) -> bool:
    latest = [months[month] for month in sorted(months)[-STUCK_AFTER - 1 :]]
    return len(latest) > STUCK_AFTER and len(set(latest)) == 1 and latest[0] < 100


def due_month(today: date, due_day: int) -> date:
    """The latest month whose report is due: last month's from ``due_day`` on, else the one before.

    A report is late on the day after ``due_day``.
    """
    back = 1 if today.day > due_day else 2
    return months_back(today, back)


def months_back(day: date, count: int) -> date:
    """The first of the month so many months before that of ``day``."""
    year, month = divmod(day.year * 12 + day.month - 1 - count, 12)
    return date(year, month + 1, 1)


def missing_months(reported: Iterable[date], first: date, last: date) -> list[date]:
    """The months from ``first`` to ``last`` (first days, both included) without a report."""
    known, found = set(reported), []
    month = first
    while month <= last:
        if month not in known:
            found.append(month)
        month = months_back(month, -1)
    return found
