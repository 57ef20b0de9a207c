"""Lights of tasks, and the assessment tree."""

from datetime import date
from decimal import Decimal

import pytest

from statistics_app.rules.assessment.scoring import fault_of, points_of, score, tier
from statistics_app.rules.assessment.shipped import SHIPPED
from statistics_app.rules.assessment.tree import Leaf, read_tree
from statistics_app.rules.meetings import quarters_without, said
from statistics_app.rules.plan_table import task_rows
from statistics_app.rules.targets import STANDING
from statistics_app.rules.tasks import due_month, light, missing_months

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
TODAY = date(2026, 11, 20)

LIMITS = [Decimal(85), Decimal(70), Decimal(55)]


@pytest.mark.parametrize(
    ("due", "done", "months", "colour", "reasons"),
    [
        (date(2026, 12, 31), False, {OCTOBER: 40}, "green", ()),
        (date(2026, 12, 31), True, {}, "done", ()),
        (date(2026, 12, 1), False, {OCTOBER: 40}, "yellow", ("soon",)),
        (date(2026, 11, 19), False, {OCTOBER: 40}, "red", ("overdue",)),
        (date(2026, 11, 20), False, {OCTOBER: 40}, "yellow", ("soon",)),
        (None, False, {SEPTEMBER: 40}, "yellow", ("silent",)),
        (None, False, {date(2026, 8, 1): 40, SEPTEMBER: 40, OCTOBER: 40}, "yellow", ("stuck",)),
        (None, False, {date(2026, 8, 1): 99, SEPTEMBER: 100, OCTOBER: 100}, "green", ()),
        (date(2026, 11, 1), False, {}, "red", ("overdue", "silent")),
    ],
)
def test_the_light_of_a_task_says_why(
    due: date | None, done: bool, months: dict[date, int], colour: str, reasons: tuple[str, ...]
) -> None:
    found = light(
        due=due, done=done, today=TODAY, soon_days=15, months=months, expected_month=OCTOBER
    )

    assert (found.colour, found.reasons) == (colour, reasons)


@pytest.mark.parametrize(
    ("reported", "reasons"),
    [
        (date(2026, 11, 19), ()),
        (date(2026, 11, 15), ()),
        (date(2026, 11, 12), ("unchecked",)),
        (date(2026, 11, 20), ("late",)),
    ],
)
def test_what_was_reported_done_is_the_offices_turn_after_its_deadline_too(
    reported: date, reasons: tuple[str, ...]
) -> None:
    found = light(
        due=date(2026, 11, 19), done=False, today=TODAY, soon_days=15, months={},
        expected_month=OCTOBER, reported=reported, check_days=7,
    )  # fmt: skip

    assert (found.colour, found.reasons) == ("checking", reasons)


def test_a_quarter_without_a_meeting_is_told_before_its_end_and_after() -> None:
    since, third = date(2026, 1, 1), date(2026, 8, 3)

    def told(today: date, held: list[date], planned: list[date]) -> list[str]:
        found = quarters_without(held, planned, today=today, warn_days=30, since=since)
        return [said(quarter)[1] for quarter in found]

    assert told(TODAY, [third], []) == [], "there is time left"
    assert told(date(2026, 12, 2), [third], []) == ["quarter 4 of 2026"]
    assert told(date(2026, 12, 2), [third], [date(2026, 12, 28)]) == []
    assert told(TODAY, [], []) == ["quarter 3 of 2026"]
    assert told(date(2026, 2, 1), [], []) == [], "before the zone began"


@pytest.mark.parametrize(
    ("today", "month"),
    [
        (date(2026, 11, 6), OCTOBER),
        (date(2026, 11, 5), SEPTEMBER),
        (date(2026, 1, 6), date(2025, 12, 1)),
        (date(2026, 1, 5), date(2025, 11, 1)),
    ],
)
def test_a_month_is_expected_on_the_day_after_it_is_due(today: date, month: date) -> None:
    assert due_month(today, 5) == month


def test_missing_months_are_named() -> None:
    assert missing_months([SEPTEMBER], date(2026, 8, 1), OCTOBER) == [date(2026, 8, 1), OCTOBER]


def test_every_task_has_a_lead_and_a_deadline_or_is_a_long_one() -> None:
    rows = {row.number: row for row in task_rows()}

    assert all(row.leads for row in rows.values())
    assert rows[1].deadline.due == date(2019, 6, 30)
    assert rows[2].deadline.due == date(2019, 12, 31)
    assert rows[11].deadline.due == date(2019, 4, 30)
    assert sum(row.deadline.kind == STANDING for row in rows.values()) == 19
    assert rows[43].participants == ()


def test_the_shipped_tree_adds_up_to_one_hundred() -> None:
    tree, wrong = read_tree(SHIPPED)

    assert wrong == []
    assert tree is not None
    assert [branch.weight for branch in tree.branches] == [15, 20, 20, 15, 10, 10, 5, 5]


@pytest.mark.parametrize(
    ("leaf", "value", "points"),
    [
        (Leaf("a", "", "", Decimal(8), "linear", full=Decimal(100)), "50", "4.00"),
        (Leaf("a", "", "", Decimal(8), "linear", full=Decimal(100)), "120", "8.00"),
        (Leaf("a", "", "", Decimal(6), "linear", floor=Decimal(15), full=Decimal(7)), "7", "6.00"),
        (Leaf("a", "", "", Decimal(6), "linear", floor=Decimal(15), full=Decimal(7)), "11", "3.00"),
        (Leaf("a", "", "", Decimal(6), "linear", floor=Decimal(15), full=Decimal(7)), "20", "0.00"),
        (Leaf("a", "", "", Decimal(5), "manual"), "80", "4.00"),
        (
            Leaf("a", "", "", Decimal(4), "steps", steps=((Decimal(1), Decimal(50)),)),
            "0",
            "0.00",
        ),
        (
            Leaf("a", "", "", Decimal(4), "steps", steps=((Decimal(1), Decimal(50)),)),
            "3",
            "2.00",
        ),
        (Leaf("a", "", "", Decimal(20), "minus", each=Decimal(5)), "2", "-10.00"),
        (Leaf("a", "", "", Decimal(20), "minus", each=Decimal(5)), "9", "-20.00"),
        (Leaf("a", "", "", Decimal(20), "minus", each=Decimal(5)), "-4", "0.00"),
    ],
)
def test_points_follow_the_formula(leaf: Leaf, value: str, points: str) -> None:
    assert points_of(leaf, Decimal(value)) == Decimal(points)


@pytest.mark.parametrize(
    ("formula", "unit", "value", "is_wrong"),
    [
        ("minus", "次", "-4", True),
        ("steps", "种", "-1", True),
        ("linear", "工作日", "-7", True),
        ("manual", "", "101", True),
        ("manual", "", "100", False),
        ("linear", "%", "-3.5", False),
    ],
)
def test_only_a_rate_may_fall_below_zero_and_marks_end_at_a_hundred(
    formula: str, unit: str, value: str, is_wrong: bool
) -> None:
    leaf = Leaf("a", "", "", Decimal(20), formula, unit=unit)

    assert (fault_of(leaf, Decimal(value)) is not None) is is_wrong


def test_the_limits_of_the_tiers_are_given_from_outside() -> None:
    stricter = [Decimal(95), Decimal(90), Decimal(80)]

    assert [tier(Decimal(86), limits)[1] for limits in (LIMITS, stricter)] == [
        "Marked success",
        "First success",
    ]
    assert tier(Decimal("54.99"), LIMITS)[0] == "尚在起步阶段"


def test_a_score_is_the_sum_of_its_points_and_names_what_is_missing() -> None:
    tree, _ = read_tree(SHIPPED)
    assert tree is not None

    scored = score(tree, {"tasks_done": Decimal(100), "incidents": Decimal(1)})

    assert scored.total == Decimal("3.00") == sum(scored.points.values())
    assert "policy" in scored.missing
    assert tier(scored.total, LIMITS)[1] == "At the start"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"weight": 9}, "101"),
        ({"formula": "magic"}, "formula"),
        ({"weight": "many"}, "read"),
        ({"full": 0}, "differ"),
        ({"weight": 0}, "above zero"),
    ],
)
def test_a_wrong_tree_is_refused_with_everything_that_is_wrong(
    change: dict[str, object], told: str
) -> None:
    dimensions = [dict(row) for row in SHIPPED["dimensions"]]
    first, *others = dimensions[0]["indicators"]
    dimensions[0]["indicators"] = [{**first, **change}, *others]

    tree, wrong = read_tree({"dimensions": dimensions})

    assert tree is None
    assert any(told in english for _, english in wrong)
