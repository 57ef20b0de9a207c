"""Packages for authorities: periods, deadlines in working days, a week's figures."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from statistics_app.rules.bulletins.compiling import compile_bulletin
from statistics_app.rules.bulletins.disclosure import Limits
from statistics_app.rules.bulletins.knowing import Week, given_in
from statistics_app.rules.bulletins.tables import PARTS, TABLES
from statistics_app.rules.packages.periods import (
    MONTHLY,
    WEEKLY,
    due_of,
    period_of,
    periods_over,
    remind_from,
)
from statistics_app.rules.packages.weekly import (
    Edition,
    MonthTold,
    WeekKnowledge,
    compile_week,
    places_in,
    records,
    week_in,
)
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


def rows(
    value: str, firms: int = 4, mode: str = "9610", first: int = 0, month: str = "2027-02-01"
) -> list[list[object]]:
    return [["E", mode, firm, value, value, 2, 3, month] for firm in range(first, first + firms)]


def test_a_week_is_told_against_the_one_before() -> None:
    lines = {one["line"]: one for one in compile_week(rows("110"), rows("100"), LIMITS).lines}

    assert lines["E"]["rmb"] == "440.00"
    assert lines["E:9610"]["growth_rmb"] == "0.1000"
    assert lines["I"]["tickets"] == 0


def test_a_week_does_not_tell_of_a_single_firm() -> None:
    now = [*rows("100"), *rows("55", firms=1, mode="9710")]

    lines = {one["line"]: one for one in compile_week(now, [], LIMITS).lines}

    assert lines["E:9710"]["hidden"]
    assert lines["E:9610"]["hidden"], "the total less the other would give it away"
    assert not lines["E"]["hidden"]
    assert not [row for row in records(lines.values(), "a", "b") if "55.00" in row]


FEBRUARY = "2027-02-01"
"""Four whole weeks, from Monday the 1st to Sunday the 28th."""
OTHERS = [*rows("100"), *rows("100", mode="9710", first=20)]


def told(name: str, those: list[list[object]], hidden: tuple[str, ...] = ()) -> Week:
    """A week of February that was told but for some places."""
    places = {"all", "E", "I", "mode:E:9610", "mode:E:9710"}
    return week_in(name, those, date(2027, 2, 1), frozenset(places - {*hidden}), frozenset(hidden))


def february(last: list[list[object]]) -> dict[str, Any]:
    """The rows of February as a bulletin has them: three weeks of the others, then the last."""
    found: dict[tuple[object, ...], list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 4)
    for row in [*OTHERS, *OTHERS, *OTHERS, *last]:
        added = zip(found[tuple(row[:3])], row[3:7], strict=True)
        found[tuple(row[:3])] = [one + Decimal(str(more)) for one, more in added]
    whole = [[*key, *amounts, "0"] for key, amounts in found.items()]
    return {
        table.code: [[row[0], row[1] if table.code == "mode" else "x", *row[2:]] for row in whole]
        for table in TABLES
    }


def test_a_month_less_three_weeks_is_not_the_fourth() -> None:
    """9710 had four firms in the first three weeks and one in the last, which hid it."""
    last = [*rows("100"), *rows("55", firms=1, mode="9710", first=20)]
    month = february(last)
    taken: dict[str, Any] = {
        "cells": {part: month if part in {"m", "c"} else {table.code: [] for table in TABLES}
                  for part in PARTS},
        "labels": {}, "facts": [], "targets": [], "targets_before": {}, "warn_change": "9",
        "notes": {},
    }  # fmt: skip
    weeks = [told(str(number), OTHERS) for number in range(3)]
    weeks.append(told("3", last, ("mode:E:9610", "mode:E:9710")))
    frozen = [
        {"name": week.name, "inside": week.inside, "outside": week.outside,
         "given": sorted(week.given), "hidden": sorted(week.hidden)}
        for week in weeks
    ]  # fmt: skip

    alone = given_in(compile_bulletin(taken, LIMITS).content)
    beside = given_in(compile_bulletin(taken | {"weeks": frozen}, LIMITS).content)

    assert {"m:mode:E:9710", "m:mode:E:9610"} <= alone
    assert not {"m:mode:E:9710", "m:mode:E:9610"} & beside
    assert "m:E" in beside


def test_the_last_week_is_not_a_published_month_less_three_weeks() -> None:
    """Of 9710 one firm has most of the last week; the month hid it, but gave 9610."""
    last = [*rows("100"), *rows("1", firms=3, mode="9710", first=20)]
    last += rows("900", firms=1, mode="9710", first=23)
    month = february(last)
    secret = frozenset({"all", "E", "mode:E:9710"})
    knowledge = WeekKnowledge(
        months=[
            MonthTold(
                "2", FEBRUARY, month, frozenset({"I", "mode:E:9610"}), secret,
                [told(str(number), OTHERS) for number in range(3)],
            )
        ]
    )  # fmt: skip

    made = compile_week(last, [], LIMITS)
    beside = compile_week(last, [], LIMITS, knowledge)

    assert made.hidden["mode:E:9710"] == "dominated"
    assert "mode:E:9610" in made.hidden
    assert "mode:E:9610" not in beside.hidden, "everybody can work it out already"
    assert "E" in beside.hidden


def test_a_week_told_again_does_not_show_what_one_late_firm_added() -> None:
    first = compile_week(rows("100"), [], LIMITS)
    now = [*rows("100"), *rows("55", firms=1, first=9)]
    edition = Edition(rows("100"), places_in(first.lines, hidden=False), frozenset())

    again = compile_week(now, [], LIMITS, WeekKnowledge(editions=[edition]))

    assert set(again.hidden) == {"all", "E", "mode:E:9610"}
    assert again.hidden["E"] == "changed"


def test_a_week_told_again_keeps_what_it_hid() -> None:
    now = [*rows("100"), *rows("55", firms=4, mode="9710", first=9)]

    again = compile_week(now, [], LIMITS, WeekKnowledge(kept={"mode:E:9710"}))

    assert again.hidden["mode:E:9710"] == "kept"
