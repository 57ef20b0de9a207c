"""The repair plan: few steps, an early day, and exactly what later happens."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from credit.facts import Entry, Scored
from credit.planning import MOST_STEPS, Ways, next_grade, plan
from credit.rules.model_definition import read_definition
from credit.rules.shipped_models import DEFAULT
from credit.rules.ways_out import (
    KEEP,
    LEAVE,
    REPAIR,
    RESTORE,
    Terms,
    applied,
    month_ends,
    possible_steps,
)
from credit.scoring import score

MODEL = read_definition(DEFAULT)
TODAY = date(2026, 11, 20)
WEEK = timedelta(days=7)
TERMS = Terms(
    {"minor": 0, "general": 3, "serious": 12}, {"serious_list": 12}, lambda day: day + WEEK
)


def entry(number: int, kind: str, day: date, grade: str = "", **more: Any) -> Entry:
    row = Entry(number, kind, day, day, None, grade, None, 0, 0, "")
    return row._replace(**more)


def tally(number: int, kind: str, day: date, good: int, total: int) -> Entry:
    return entry(number, kind, day, good=good, total=total)


def by_model(entries: Sequence[Entry], day: date) -> Scored:
    return score(entries, MODEL, day)


def ways(*entries: Entry) -> Ways:
    return Ways(entries, TODAY, by_model, [band.grade for band in MODEL.bands])


FOUNDED = entry(1, "established", date(2015, 1, 1))
FILED = entry(2, "registration", date(2020, 1, 1), "approved")
GOOD = (
    FOUNDED,
    FILED,
    entry(3, "licence", date(2025, 1, 1), "valid"),
    entry(4, "address", date(2025, 1, 1), "confirmed"),
    entry(5, "customs_grade", date(2026, 4, 2), "AA"),
    entry(6, "tax_grade", date(2026, 4, 2), "A"),
    entry(7, "fx_class", date(2026, 4, 2), "A"),
)
ABNORMAL = entry(20, "abnormal_list", date(2026, 8, 1), "listed")
PENALTY = entry(21, "customs_penalty", date(2026, 10, 1), "general")
SLOPPY = tuple(
    tally(30 + n, "match", day, 700, 1000)
    for n, day in enumerate(month_ends(date(2026, 6, 30), date(2026, 10, 31)))
)


def steps_of(given: Ways) -> list[str]:
    found = possible_steps(given.entries, day=TODAY, terms=TERMS)
    return [step.code for step in found]


def test_only_what_stands_in_the_way_becomes_a_step() -> None:
    assert steps_of(ways(*GOOD)) == ["restore-filing_confirmed"]
    assert steps_of(ways(*GOOD, ABNORMAL, PENALTY, *SLOPPY)) == [
        "repair-21",
        "leave-20",
        "restore-filing_confirmed",
        "keep-match",
    ]


def test_a_crime_and_what_is_repaired_already_are_no_steps() -> None:
    crime = entry(22, "smuggling_crime", date(2026, 1, 1), "serious")
    done = PENALTY._replace(mark="repaired")
    assert steps_of(ways(*GOOD, crime, done)) == ["restore-filing_confirmed"]


@pytest.mark.parametrize(
    ("grade", "happened", "counts_from"),
    [
        ("minor", date(2026, 11, 1), TODAY + WEEK),
        ("general", date(2026, 10, 1), date(2027, 1, 1) + WEEK),
        ("serious", date(2026, 10, 1), date(2027, 10, 1) + WEEK),
        ("serious", date(2024, 10, 1), TODAY + WEEK),
    ],
)
def test_a_repair_waits_for_the_shortest_publication_and_the_decision(
    grade: str, happened: date, counts_from: date
) -> None:
    (step,) = (
        step
        for step in possible_steps(
            [entry(9, "market_penalty", happened, grade)], day=TODAY, terms=TERMS
        )
        if step.way == REPAIR
    )
    assert step.from_date == counts_from


def test_a_step_changes_nothing_before_its_day() -> None:
    given = ways(*GOOD, ABNORMAL)
    steps = possible_steps(given.entries, day=TODAY, terms=TERMS)
    assert applied(given.entries, steps, day=TODAY) == list(given.entries)


def test_the_plan_names_the_fewest_steps_and_the_first_day() -> None:
    given = ways(*GOOD, ABNORMAL)
    assert given.on(TODAY).grade == "C"
    found = plan(given, possible_steps(given.entries, day=TODAY, terms=TERMS), "B")
    assert [(step.way, step.kind) for step in found.steps] == [(LEAVE, "abnormal_list")]
    assert (found.reached, found.from_date) == (True, TODAY + WEEK)
    assert found.scored.grade in {"A", "B"}


def test_what_the_plan_promises_is_what_later_happens() -> None:
    given = ways(*GOOD, ABNORMAL, PENALTY, *SLOPPY)
    steps = possible_steps(given.entries, day=TODAY, terms=TERMS)
    found = plan(given, steps, "B")
    assert found.reached
    later = [*given.entries]
    for number, step in enumerate(found.steps, 100):
        if step.way == REPAIR:
            later = [
                row._replace(mark="repaired") if row.id == step.record else row for row in later
            ]
        elif step.way == KEEP:
            later += [
                tally(number * 10 + n, step.kind, last, step.good, step.monthly)
                for n, last in enumerate(month_ends(date(2026, 11, 1), found.from_date))
            ]
        else:
            later.append(entry(number, step.kind, step.from_date, step.grade))
    assert by_model(later, found.from_date).points == found.scored.points
    assert by_model(later, found.from_date).grade == found.scored.grade


def test_a_grade_that_comes_by_itself_asks_for_nothing_that_comes_later() -> None:
    ending = ABNORMAL._replace(ends=date(2026, 11, 22))
    given = ways(*GOOD, ending)
    found = plan(given, possible_steps(given.entries, day=TODAY, terms=TERMS), "B")
    assert (found.steps, found.from_date) == ((), date(2026, 11, 22))
    assert found.by_itself == found.from_date


def test_a_grade_out_of_reach_is_not_promised() -> None:
    crime = entry(22, "smuggling_crime", date(2026, 10, 1), "serious")
    given = ways(*GOOD, crime, ABNORMAL)
    found = plan(given, possible_steps(given.entries, day=TODAY, terms=TERMS), "A")
    assert (found.reached, len(found.steps) <= MOST_STEPS) == (False, True)
    assert found.scored.grade == "D"


def test_who_has_the_grade_already_needs_no_plan() -> None:
    given = ways(*GOOD)
    top = given.on(TODAY).grade
    found = plan(given, [], top)
    assert (found.steps, found.from_date, found.reached) == ((), TODAY, True)
    assert next_grade(ways(*GOOD, ABNORMAL)) == "B"


def test_every_way_has_a_step_that_helps() -> None:
    given = ways(
        FOUNDED,
        FILED,
        entry(3, "licence", date(2025, 1, 1), "expired"),
        ABNORMAL,
        PENALTY,
        *SLOPPY,
    )
    steps = possible_steps(given.entries, day=TODAY, terms=TERMS)
    assert {step.way for step in steps} == {REPAIR, LEAVE, RESTORE, KEEP}
    for step in steps:
        if step.kind == "filing_confirmed":
            continue
        day = max(step.from_date, TODAY + timedelta(days=180))
        assert given.on(day, [step]).points >= given.on(day).points, step.code


def test_months_end_on_their_last_day() -> None:
    ends = list(month_ends(TODAY, date(2027, 3, 1)))
    assert ends == [date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28)]
    assert list(month_ends(date(2026, 11, 1), TODAY)) == []
