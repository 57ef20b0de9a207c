"""How the plans' figures are read: every row of the table, and what no rule reads."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from statistics_app.rules.pace import (
    BEHIND,
    BROKEN,
    FIXED,
    HELD,
    LAPSED,
    MISSED,
    ON_COURSE,
    REACHED,
    UNMEASURED,
    UNTIMED,
    pace,
)
from statistics_app.rules.plan_table import plan_rows
from statistics_app.rules.targets import (
    DATED,
    POLICY,
    REACH,
    STANDING,
    UNDATED,
    UnreadableError,
    doubles,
    read_deadline,
    read_goal,
)

ROWS = {row.line: row for row in plan_rows()}
DATA = Path(__file__).resolve().parents[3] / "statistics_app" / "data"

BOUNDS = """
1 >=5 2|>=50 3|>=6 4|>=100 5|>=5 6|>=1000 7|>=30 8|2..3 9|>=80 10|>=30 11|>=3000 12|>=4 13|>=3
14|>=2 15|>=50 16|<=7 17|>=5000 18|>=4 19|>=36 20|>=1 21|>=10 22|>=10 23|>=10 24|>=10 25|>=3.8
26|>=2 27|>=4 28|>=3 29|>=5.8 30|>=5 31|>=3 32|>=5 33|>=10 34|>=10 35|>=10 36|>=10 37|>500
38|1..2 39|1..2 40|>=22 41|>=100 42|>500 43|>=100 44|>19 45|>=1 46|>=2 47|>=1 48|>=10 49|>=8
50|>=10 51|>=1 52|>=100 53|>=10 54|>=100 55|>=1 56|>=2 57|>=5 58|>=10 59|>60 60|>=500 61|>=1000
62|>=2000 63|>=5 64|>=10 65|>=1 66|>=3 67|>300 68|>=100 69|>=1000 70|>=10 71|>=200 72|>=15 73|>=100
74|>=1000 75|>=10000 76|>=8 77|>=10 78|>=100 79|>=20 80|>=4 81|<20
""".replace("1 >=5", "1|>=5", 1)
YEARS = {
    2025: (*range(1, 15),),
    2022: (15, *range(76, 80)),
    2024: (*range(68, 73),),
    2019: (25, 26, 27, 28, 38, 41, 45, 56, 60),
    2020: (29, 30, 31, 32, 39, 49, 57, 61),
    2021: (
        *(21, 22, 23, 24, 33, 34, 35, 36, 37, 40, 42, 43, 44, 46, 47, 48, 50, 51, 52, 53, 54, 55),
        *(58, 59, 62, 63, 64, 65, 66, 67),
    ),
}
STANDING_LINES = (16, 17, 18, 19, 20, 81)
UNDATED_LINES = (73, 74, 75, 80)


def written(line: int) -> str:
    """A goal in the short form of the table above."""
    goal = ROWS[line].goal
    if goal.low is not None and goal.high is not None:
        return f"{goal.low}..{goal.high}"
    sign = "<" if goal.is_limit else ">"
    return f"{sign}{'' if goal.strict else '='}{goal.bound}"


def test_the_figure_of_every_row_is_read_as_the_rules_say() -> None:
    wanted = dict(entry.split("|") for entry in BOUNDS.split())

    assert {str(line): written(line) for line in ROWS} == wanted
    assert len(ROWS) == 81


def test_the_deadline_of_every_row_is_read_as_the_rules_say() -> None:
    wanted: dict[int, tuple[str, date | None]] = {
        line: (DATED, date(year, 12, 31)) for year, lines in YEARS.items() for line in lines
    }
    wanted |= dict.fromkeys(STANDING_LINES, (STANDING, None))
    wanted |= dict.fromkeys(UNDATED_LINES, (UNDATED, None))

    read = {line: (row.deadline.kind, row.deadline.due) for line, row in ROWS.items()}

    assert read == wanted


def test_a_span_of_years_is_due_at_its_end_and_early_from_its_beginning() -> None:
    deadline = read_deadline("3-5年内(2020方案)")

    assert (deadline.earliest, deadline.due) == (date(2023, 12, 31), date(2025, 12, 31))


def test_rows_that_stand_twice_count_once_and_the_later_plan_wins() -> None:
    assert doubles(ROWS.values()) == {21: 34, 22: 35, 23: 36, 24: 33}


def test_a_figure_of_one_year_is_paced_within_that_year() -> None:
    assert ROWS[29].start == date(2020, 1, 1)
    assert ROWS[25].start == date(2019, 4, 11), "not before the plan"
    assert ROWS[34].start == date(2019, 4, 11), "in all since the plan"
    assert ROWS[68].start == date(2020, 1, 1), "of a plan without a day, from its year's first"


def test_the_note_in_brackets_is_kept() -> None:
    assert read_goal("36（12方面）").note == "12方面"


@pytest.mark.parametrize("text", ["", "许多", "≥", "3-2", "5家以上", "≥5≥6", "-3"])
def test_what_no_rule_reads_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        read_goal(text)


@pytest.mark.parametrize("text", ["", "尽快", "2019年13月", "十四五"])
def test_deadlines_that_no_rule_reads_are_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        read_deadline(text)


@pytest.mark.parametrize(
    ("goal", "value", "met"),
    [
        ("≥5", "5", True),
        ("≥5", "4.9", False),
        (">500", "500", False),
        (">500", "500.1", True),
        ("≤7", "7", True),
        ("≤7", "7.5", False),
        ("<20", "20", False),
        ("2-3", "2", True),
        ("2-3", "4", True),
        ("2-3", "1", False),
        ("80", "80", True),
    ],
)
def test_what_meets_a_goal(goal: str, value: str, met: bool) -> None:
    assert read_goal(goal).is_met(Decimal(value)) is met


@pytest.mark.parametrize(
    ("goal", "year", "value", "today", "state"),
    [
        ("100", "2025", None, date(2023, 7, 1), UNMEASURED),
        ("100", "2025", None, date(2026, 1, 1), LAPSED),
        ("100", "2025", "50", date(2023, 12, 31), ON_COURSE),
        ("100", "2025", "45", date(2023, 12, 31), ON_COURSE),
        ("100", "2025", "44", date(2023, 12, 31), BEHIND),
        ("100", "2025", "100", date(2023, 12, 31), REACHED),
        ("100", "2025", "99", date(2026, 1, 1), MISSED),
        ("100", "未注明", "5", date(2026, 1, 1), UNTIMED),
        ("100", "未注明", "100", date(2026, 1, 1), REACHED),
        ("≤7", "持续", "7", date(2026, 1, 1), HELD),
        ("≤7", "持续", "8", date(2026, 1, 1), BROKEN),
        ("≤7", "2025", "8", date(2023, 12, 31), BEHIND),
        ("≤7", "2025", "6", date(2023, 12, 31), ON_COURSE),
        ("≤7", "2025", "6", date(2026, 1, 1), REACHED),
    ],
)
def test_where_a_target_stands(
    goal: str, year: str, value: str | None, today: date, state: str
) -> None:
    found = pace(
        read_goal(goal),
        read_deadline(year),
        sense=REACH,
        start=date(2022, 1, 1),
        value=None if value is None else Decimal(value),
        measured=None if value is None else min(today, date(2025, 12, 31)),
        today=today,
        tolerance=Decimal("0.9"),
    )

    assert found.state == state


def test_a_figure_set_by_policy_has_no_pace() -> None:
    policies = {line for line, row in ROWS.items() if row.sense == POLICY}
    row = ROWS[17]
    found = pace(
        row.goal,
        row.deadline,
        sense=row.sense,
        start=row.start,
        value=Decimal(1),
        measured=row.start,
        today=row.start,
        tolerance=Decimal(1),
    )

    assert policies == {17, 18, 81}
    assert found.state == FIXED


def test_the_tables_name_only_what_they_hold() -> None:
    def codes(name: str, column: str) -> set[str]:
        with (DATA / name).open(encoding="utf-8") as file:
            return {word for row in csv.DictReader(file) for word in row[column].split()}

    assert codes("targets.csv", "indicator") == codes("target_indicators.csv", "code")
    assert codes("targets.csv", "plan") == codes("plans.csv", "code")
    assert codes("tasks.csv", "leads") | codes("tasks.csv", "participants") == codes(
        "units.csv", "code"
    )
    assert len(codes("tasks.csv", "number")) == 45
    assert codes("tasks.csv", "section") == codes("task_sections.csv", "number")
