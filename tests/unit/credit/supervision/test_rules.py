"""The law of supervision, rule by rule."""

from datetime import date
from decimal import Decimal

import pytest

from credit.rules.supervision import states
from credit.rules.supervision.causes import CAUSES, GENERAL, PERIODS, SERIOUS
from credit.rules.supervision.clocks import (
    CLAIM_CLOCK,
    CLOCKS,
    NATIONAL,
    ORIGINS,
    OTHER_PROVINCE,
    add_months,
)
from credit.rules.supervision.deciding import (
    Listing,
    may_be_heard,
    repair_problems,
    reviewer_barred,
    too_short,
)
from credit.rules.supervision.effects import (
    EFFECTS,
    GROUNDS,
    KINDS,
    NEGATIVE_LIST,
    NOTHING,
    Effect,
    combined,
    wrong_value,
)
from credit.rules.supervision.listed_measures import SHIPPED
from enterprises.rules.service_levels import LEVELS, review_days
from zone_portal.kernel.transitions import Transitions

DAY = date(2026, 11, 20)
TEXT = "已退赔全部货款并整改，消除影响。"


def codes(listing: Listing | None, **changed: object) -> list[str]:
    given = {"on": DAY, "commitment": True, "text": TEXT, "disputed": False} | changed
    return [p.code for p in repair_problems(listing, **given)]  # type: ignore[arg-type]


@pytest.mark.parametrize("table", [states.CASE, states.CLAIM, states.WARNING])
def test_every_status_can_be_reached_and_left(table: Transitions) -> None:
    reached = {table.initial}
    while True:
        following = reached.union(*(table.allowed(state) for state in reached))
        if following == reached:
            break
        reached = following
    assert reached == set(table.states)
    assert any(table.is_final(state) for state in table.states)


def test_no_way_leads_to_publication_but_by_notice_hearing_and_two_people() -> None:
    path = [states.PUBLISHED]
    while path[-1] != states.CASE.initial:
        before = {s for s in states.CASE.states if path[-1] in states.CASE.allowed(s)}
        before -= {states.PROPOSED} if path[-1] == states.HEARD else set()
        assert len(before) == 1, f"{path[-1]} is reached from {before}"
        path.append(before.pop())
    assert path[::-1] == [
        states.CANDIDATE,
        states.NOTIFIED,
        states.HEARD,
        states.PROPOSED,
        states.DECIDED,
        states.PUBLISHED,
    ]


def test_every_status_is_named_in_both_languages() -> None:
    assert states.CASE_LABELS.keys() == set(states.CASE.states)
    assert states.CLAIM_LABELS.keys() == set(states.CLAIM.states)
    assert states.WARNING_LABELS.keys() == set(states.WARNING.states)


def test_quoted_clocks_say_whose_law_they_are() -> None:
    for clock in CLOCKS.values():
        assert clock.origin in ORIGINS
        assert clock.basis
        provincial = any(name in clock.basis for name in ("上海", "河南", "浙江"))
        assert provincial == (clock.origin == OTHER_PROVINCE), clock.code
    assert CLOCKS["objection_mark"].note.startswith("外省规定")
    assert CLOCKS["withdrawal_of_annulled"].origin == NATIONAL


def test_every_claim_has_a_clock_and_every_level_its_periods() -> None:
    assert set(CLAIM_CLOCK.values()) <= CLOCKS.keys()
    assert {code for pair in PERIODS.values() for code in pair} <= CLOCKS.keys()
    assert {cause.level for cause in CAUSES.values()} == {GENERAL, SERIOUS}
    assert all(cause.basis for cause in CAUSES.values())


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 11, 20), 36, date(2029, 11, 20)),
        (date(2026, 12, 5), 12, date(2027, 12, 5)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_one(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


def test_the_last_day_of_the_term_still_belongs_to_the_party() -> None:
    assert not may_be_heard(on=DAY, term=DAY, spoke=False, waived=False)
    assert may_be_heard(on=date(2026, 11, 21), term=DAY, spoke=False, waived=False)
    assert may_be_heard(on=DAY, term=DAY, spoke=True, waived=False)
    assert may_be_heard(on=DAY, term=DAY, spoke=False, waived=True)


def test_a_repair_that_fulfils_everything_has_no_problem() -> None:
    assert codes(Listing("fraud", DAY, 0)) == []
    assert codes(None) == []


def test_a_repair_is_told_everything_that_stands_against_it() -> None:
    listing = Listing("smuggling", date(2026, 11, 21), 1)
    assert codes(listing, commitment=False, text="短", disputed=True) == [
        "repair_text_missing",
        "repair_commitment_missing",
        "repair_disputed",
        "repair_impossible",
        "repair_repeated",
        "repair_too_early",
    ]


def test_who_decided_is_barred_and_nobody_is_barred_by_nobody() -> None:
    assert reviewer_barred(7, deciders=[3, None, 7])
    assert not reviewer_barred(7, deciders=[3, None])


def test_reasons_of_blanks_say_nothing() -> None:
    assert too_short("          ")
    assert not too_short("经核查属实，理由充分。")


def test_the_strictest_of_each_kind_rules() -> None:
    found = combined(
        [
            (2, Effect("inspection_rate", "80")),
            (1, Effect("inspection_rate", "2")),
            (3, Effect("service_level", "priority")),
            (4, Effect("service_level", "strict")),
            (5, Effect("channel", "green")),
        ]
    )
    assert found.inspection_rate == Decimal("0.8")
    assert (found.service_level, found.channel, found.guarantee_rate) == ("strict", "green", None)
    assert found.measures == (1, 2, 3, 4, 5)
    assert combined([]) == NOTHING


@pytest.mark.parametrize(
    ("kind", "value", "fits"),
    [
        ("inspection_rate", "0", True),
        ("inspection_rate", "100", True),
        ("inspection_rate", "101", False),
        ("inspection_rate", "-1", False),
        ("inspection_rate", "８０", False),
        ("channel", "red", True),
        ("channel", "purple", False),
        ("service_level", "strict", True),
        ("nonsense", "1", False),
    ],
)
def test_a_value_must_fit_its_effect(kind: str, value: str, fits: bool) -> None:
    assert (wrong_value(kind, value) is None) == fits


def test_every_shipped_measure_rests_on_a_law_and_fits_its_effect() -> None:
    assert len({row.code for row in SHIPPED}) == len(SHIPPED)
    for row in SHIPPED:
        assert row.basis, row.code
        assert row.effect in EFFECTS
        assert row.kind in KINDS
        assert set(row.grounds) <= GROUNDS.keys()
        assert wrong_value(row.effect, row.value) is None, row.code
        assert (row.kind == "incentive") == (row.grounds == ("A",)), row.code
    assert any(NEGATIVE_LIST in row.grounds for row in SHIPPED)


def test_levels_of_service_are_the_ones_that_enterprises_know() -> None:
    values = {row.value for row in SHIPPED if row.effect == "service_level"}
    assert values <= LEVELS.keys()


def test_priority_never_waits_longer() -> None:
    assert review_days(5, 2, "priority") == 2
    assert review_days(1, 2, "priority") == 1
    assert review_days(5, 2, "strict") == 5
