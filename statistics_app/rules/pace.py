"""Whether a target is on course: what has been reached against what the elapsed time asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from statistics_app.rules.targets import POLICY, STANDING, Deadline, Goal

REACHED: Final = "reached"
ON_COURSE: Final = "on_course"
BEHIND: Final = "behind"
MISSED: Final = "missed"
HELD: Final = "held"
BROKEN: Final = "broken"
UNTIMED: Final = "untimed"
UNMEASURED: Final = "unmeasured"
LAPSED: Final = "lapsed"
FIXED: Final = "fixed"
WITHDRAWN: Final = "withdrawn"

LABELS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        REACHED: ("已完成", "Reached"),
        ON_COURSE: ("符合进度", "On course"),
        BEHIND: ("落后进度", "Behind"),
        MISSED: ("到期未完成", "Missed"),
        HELD: ("符合", "Held"),
        BROKEN: ("不符合", "Not held"),
        UNTIMED: ("推进中，无期限", "Under way, no deadline"),
        UNMEASURED: ("尚无数据", "No figure yet"),
        LAPSED: ("到期，无数据", "Past its day without a figure"),
        FIXED: ("政策参数", "Set by policy"),
        WITHDRAWN: ("已撤销", "Withdrawn"),
    }
)


@dataclass(frozen=True, slots=True)
class Pace:
    """Where a target stands. ``share`` is the part of the goal that is reached, ``expected`` the
    part that the elapsed time asks for; both None where they mean nothing."""

    state: str
    share: Decimal | None = None
    expected: Decimal | None = None


def pace(
    goal: Goal,
    deadline: Deadline,
    *,
    sense: str,
    start: date,
    value: Decimal | None,
    measured: date | None,
    today: date,
    tolerance: Decimal,
) -> Pace:
    """The state of a target on ``today``.

    The goal is asked for in equal parts of each day between ``start`` and the deadline; "behind"
    begins below ``tolerance`` (0 to 1) of that part. A figure of after the deadline tells nothing
    about it: the caller leaves it out.
    """
    if sense == POLICY:
        return Pace(FIXED)
    due = deadline.due
    is_over = due is not None and today > due
    if value is None or measured is None:
        return Pace(LAPSED if is_over else UNMEASURED)
    met = goal.is_met(value)
    share = None if goal.is_limit or not goal.bound else value / goal.bound
    if deadline.kind == STANDING:
        return Pace(HELD if met else BROKEN, share)
    if met and (is_over or due is None or not goal.is_limit):
        return Pace(REACHED, share)
    if due is None or is_over:
        return Pace(MISSED if is_over else UNTIMED, share)
    expected = elapsed(start, due, min(measured, due))
    in_time = met if share is None else share >= expected * tolerance
    return Pace(ON_COURSE if in_time else BEHIND, share, expected)


def elapsed(start: date, due: date, day: date) -> Decimal:
    """The part of the time that is over at the end of ``day``, 0 to 1."""
    whole = (due - start).days + 1
    if whole <= 0:
        return Decimal(1)
    gone = (day - start).days + 1
    return min(max(Decimal(gone) / Decimal(whole), Decimal(0)), Decimal(1))
