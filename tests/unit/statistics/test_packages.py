"""Packages for authorities: periods, deadlines in working days, a week's figures."""

from datetime import date
from decimal import Decimal

import pytest

from statistics_app.rules.bulletins.disclosure import Limits
from statistics_app.rules.packages.periods import (
    MONTHLY,
    WEEKLY,
    due_of,
    period_of,
    periods_over,
    remind_from,
)
from statistics_app.rules.packages.weekly import compile_week, records
from statistics_app.rules.terms import month
from zone_portal.kernel.calendar import WorkCalendar

LIMITS = Limits(3, Decimal("0.9"), Decimal("0.95"), Decimal("0.1"))
GOLDEN = WorkCalendar(
    {date(2025, 10, day): False for day in range(1, 9)} | {date(2025, 10, 11): True}
)
"""National Day 2025: off until the 8th, Saturday the 11th is worked."""


def test_a_week_runs_from_monday_to_sunday() -> None:
    week = period_of(WEEKLY, date(2025, 10, 15))

    assert (week.first, week.last) == (date(2025, 10, 13), date(2025, 10, 19))


@pytest.mark.parametrize(
    ("rhythm", "since", "today", "firsts"),
    [
        (MONTHLY, date(2025, 8, 1), date(2025, 10, 31), [date(2025, 8, 1), date(2025, 9, 1)]),
        (MONTHLY, date(2025, 8, 2), date(2025, 10, 1), [date(2025, 9, 1)]),
        (WEEKLY, date(2025, 10, 13), date(2025, 10, 19), []),
        (WEEKLY, date(2025, 10, 13), date(2025, 10, 20), [date(2025, 10, 13)]),
    ],
)
def test_only_periods_that_are_over_are_due(
    rhythm: str, since: date, today: date, firsts: list[date]
) -> None:
    assert [term.first for term in periods_over(rhythm, since, today)] == firsts


def test_the_deadline_counts_working_days_of_the_official_calendar() -> None:
    due = due_of(month(date(2025, 9, 1)), 3, GOLDEN.add_working_days)

    assert due == date(2025, 10, 11), "the 9th, the 10th, and the Saturday that is worked"
    assert remind_from(due, 2, GOLDEN.add_working_days) == date(2025, 10, 9)


def rows(value: str, firms: int = 4, mode: str = "9610") -> list[list[object]]:
    return [["E", mode, firm, Decimal(value), Decimal(value), 2, 3] for firm in range(firms)]


def test_a_week_is_told_against_the_one_before() -> None:
    lines = {one["line"]: one for one in compile_week(rows("110"), rows("100"), LIMITS)}

    assert lines["E"]["rmb"] == "440.00"
    assert lines["E:9610"]["growth_rmb"] == "0.1000"
    assert lines["I"]["tickets"] == 0


def test_a_week_does_not_tell_of_a_single_firm() -> None:
    now = [*rows("100"), *rows("55", firms=1, mode="9710")]

    lines = {one["line"]: one for one in compile_week(now, [], LIMITS)}

    assert lines["E:9710"]["hidden"]
    assert lines["E:9610"]["hidden"], "the total less the other would give it away"
    assert not lines["E"]["hidden"]
    assert not [row for row in records(lines.values(), "a", "b") if "55.00" in row]
