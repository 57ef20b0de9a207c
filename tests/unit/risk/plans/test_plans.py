"""Risk points and response plans: what they must hold, when their clocks run out."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from accounts.constants import DEPARTMENTS
from risk.rules.plans.clock import drill_due, due_at, is_late, next_daily
from risk.rules.plans.definition import (
    Contact,
    Step,
    as_lines,
    is_mobile,
    plan_problems,
    read_contacts,
    read_steps,
)
from risk.rules.plans.points import SHIPPED as POINTS
from risk.rules.plans.points import next_check, point_problems
from risk.rules.plans.shipped import SHIPPED
from risk.rules.types import TYPES

NAMES = dict(DEPARTMENTS)
NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
PLAN = SHIPPED[0]


@pytest.mark.parametrize("content", SHIPPED, ids=lambda plan: plan.code)
def test_shipped_plans_are_whole_and_can_be_typed_again(content: object) -> None:
    plan = next(plan for plan in SHIPPED if plan is content)

    assert plan_problems(plan, NAMES) == []
    assert read_steps(as_lines(plan.steps)) == (list(plan.steps), [])
    assert read_contacts(as_lines(plan.contacts)) == (list(plan.contacts), [])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title_en": ""}, "title_en"),
        ({"areas": ()}, "areas"),
        ({"areas": ("weather",)}, "areas"),
        ({"level": "pink"}, "level"),
        ({"department": "navy"}, "department"),
        ({"contacts": ()}, "contacts"),
        ({"contacts": (Contact("zone", "办公室", "值班岗", "13800000000"),)}, "contacts"),
        ({"contacts": (Contact("navy", "办公室", "值班岗", "110"),)}, "contacts"),
        ({"steps": ()}, "steps"),
        ({"steps": (Step(5, "处置", "Act", "zone"),)}, "steps"),
        ({"steps": (*SHIPPED[0].steps, Step(5, "处置", "Act", "navy"))}, "steps"),
        ({"steps": (*SHIPPED[0].steps, Step(5, "处置", "Act", "zone", "party"))}, "steps"),
    ],
)
def test_what_a_plan_lacks_is_named(change: dict[str, Any], field: str) -> None:
    found = plan_problems(replace(PLAN, **change), NAMES)

    assert [problem.field for problem in found] == [field]


@pytest.mark.parametrize("line", ["30 | 只有三格 | x", "soon | 报告 | Report | zone", "30"])
def test_a_line_that_cannot_be_read_is_named_by_its_number(line: str) -> None:
    steps, problems = read_steps(f"30 | 报告 | Report | zone | report\n\n{line}")

    assert (len(steps), [problem.value for problem in problems]) == (1, ["3"])


@pytest.mark.parametrize(
    ("telephone", "personal"),
    [("13812345678", True), ("+86 138-1234-5678", True), ("0791-83812345", False), ("110", False)],
)
def test_a_contact_is_a_duty_line(telephone: str, *, personal: bool) -> None:
    assert is_mobile(telephone) is personal


def test_the_clock_of_a_plan_knows_no_holidays() -> None:
    due = due_at(NOW, 30)

    assert due == NOW + timedelta(minutes=30)
    assert not is_late(due, None, due)
    assert is_late(due, None, due + timedelta(seconds=1))
    assert not is_late(due, due, due + timedelta(days=1))


def test_a_daily_report_is_due_again_a_day_later_and_never_in_the_past() -> None:
    assert next_daily(NOW, NOW - timedelta(hours=1)) == NOW + timedelta(days=1)
    assert next_daily(NOW, NOW + timedelta(days=2, hours=1)) == NOW + timedelta(days=3)


def test_a_plan_is_drilled_so_often_a_year() -> None:
    released = date(2026, 1, 1)

    assert drill_due(released, [], 2) == date(2026, 7, 2)
    assert drill_due(released, [date(2026, 6, 1)], 2) == date(2026, 11, 30)


def test_shipped_points_are_whole_and_name_known_types() -> None:
    assert [point_problems(point, NAMES) for point in POINTS] == [[]] * len(POINTS)
    assert {point.type for point in POINTS} <= TYPES.keys()


def test_what_a_point_lacks_is_named() -> None:
    wrong = replace(POINTS[0], node="moon", type="RT99", department="navy", every_days=0)

    assert {problem.field for problem in point_problems(wrong, NAMES)} == {
        "node",
        "type",
        "department",
        "every_days",
    }


def test_a_point_is_checked_a_period_after_its_last_check() -> None:
    assert next_check(date(2026, 1, 1), None, 7) == date(2026, 1, 8)
    assert next_check(date(2026, 1, 1), date(2026, 2, 1), 7) == date(2026, 2, 8)
