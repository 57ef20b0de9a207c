"""The monthly summary of exports: which lists belong into it, and until when it is lodged. Pure.

Lists that customs released under statisticsFlag B are summarised into declaration forms by the
15th of the month after the one in which they were closed; those under flag A (simplified) are not.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from zone_portal.kernel.rules import Parameter

CODE: Final = "SUMMARY"
"""The rule code under which the settings of summaries are kept."""
SINCE: Final = date(2018, 12, 10)
BASIS: Final = "海关总署公告2018年第194号"

DUE_DAY: Final = "due_day"
ROLLS: Final = "rolls"
WARN_DAYS: Final = "warn_days"
FLAGS: Final = "flags"
MOST_LISTS: Final = "most_lists"
YES: Final = "yes"

PARAMETERS: Final[Mapping[str, Parameter]] = MappingProxyType(
    {
        DUE_DAY: Parameter(
            "15",
            (
                "汇总截止日：次月几日前",
                "Last day of the following month for the summary application",
            ),
            "integer",
        ),
        ROLLS: Parameter(
            YES,
            (
                "截止日为节假日时顺延至其后第一个工作日（yes 或 no）",
                "A last day that is no working day moves to the next one (yes or no)",
            ),
            "text",
            unverified=True,
        ),
        WARN_DAYS: Parameter(
            "5",
            ("截止日前几天提醒", "Days before the last day when firms are reminded"),
            "integer",
            unverified=True,
        ),
        FLAGS: Parameter(
            "B",
            ("须汇总申报的申报业务类型", "statisticsFlag of lists that are summarised"),
            "codes",
        ),
        MOST_LISTS: Parameter(
            "1000",
            ("一个汇总报文最多的清单数", "Lists of one summary message at most"),
            "integer",
            unverified=True,
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Terms:
    """The settings of a day."""

    due_day: int
    rolls: bool
    warn_days: int
    flags: frozenset[str]
    most_lists: int

    def due_on(self, month: date, is_working: Callable[[date], bool]) -> date:
        """The last day for the lists of ``month`` (any of its days)."""
        following = first_of_next(month)
        last = (first_of_next(following) - timedelta(days=1)).day
        day = following.replace(day=min(self.due_day, last))
        while self.rolls and not is_working(day):
            day += timedelta(days=1)
        return day


def terms_of(rows: Mapping[str, str]) -> Terms:
    """The terms that the dated settings of a day give; first values where a row is missing."""
    values = {name: rows.get(name, given.initial) for name, given in PARAMETERS.items()}
    return Terms(
        due_day=max(int(values[DUE_DAY]), 1),
        rolls=values[ROLLS] == YES,
        warn_days=int(values[WARN_DAYS]),
        flags=frozenset(values[FLAGS].split()),
        most_lists=max(int(values[MOST_LISTS]), 1),
    )


def first_of_next(day: date) -> date:
    """The first day of the month after that of ``day``."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
