"""Samples that can be drawn again, and estimates with their error, against hand-worked figures."""

from decimal import Decimal

import pytest

from statistics_app.rules.sampling import (
    EQUAL,
    PROPORTIONAL,
    Answers,
    DesignError,
    Unit,
    allocate,
    draw,
    estimate,
)

FRAME = {"大": 10, "中": 30, "小": 60}
UNITS = [Unit(n, "大" if n < 10 else "中" if n < 40 else "小") for n in range(100)]


def test_a_sample_in_proportion_gives_every_stratum_its_part() -> None:
    plans = allocate(FRAME, FRAME, 20, PROPORTIONAL)

    assert {plan.stratum: plan.sample for plan in plans} == {"大": 2, "中": 6, "小": 12}


def test_equal_parts_take_all_of_a_small_stratum() -> None:
    plans = allocate({"a": 3, "b": 50}, ["a", "b"], 20, EQUAL)

    assert {plan.stratum: plan.sample for plan in plans} == {"a": 3, "b": 17}


def test_the_size_is_never_more_than_the_frame() -> None:
    plans = allocate({"a": 3, "b": 4}, ["a", "b"], 100, PROPORTIONAL)

    assert sum(plan.sample for plan in plans) == 7


def test_the_same_seed_draws_the_same_sample_in_any_order() -> None:
    plans = allocate(FRAME, FRAME, 20, PROPORTIONAL)

    first = draw(UNITS, plans, "2026")

    assert draw(reversed(UNITS), plans, "2026") == first
    assert draw(UNITS, plans, "2027") != first
    assert len(first) == 20
    assert sum(unit.stratum == "大" for unit in first) == 2


def test_one_more_unit_moves_nobody_else() -> None:
    plans = allocate(FRAME, FRAME, 20, PROPORTIONAL)
    first = draw(UNITS, plans, "2026")

    again = draw([*UNITS, Unit(500, "小")], plans, "2026")

    assert len(set(first) - set(again)) <= 1


@pytest.mark.parametrize(
    ("frame", "strata", "size", "code"),
    [
        ({"a": 5}, ["a", "b"], 10, "survey_stratum_empty"),
        ({"a": 5, "b": 0}, ["a", "b"], 10, "survey_stratum_empty"),
        ({"a": 5, "b": 5}, ["a", "b"], 3, "survey_sample_small"),
        ({}, [], 3, "survey_frame_empty"),
    ],
)
def test_a_design_that_cannot_be_drawn_is_refused(
    frame: dict[str, int], strata: list[str], size: int, code: str
) -> None:
    with pytest.raises(DesignError) as refused:
        allocate(frame, strata, size, PROPORTIONAL)

    assert refused.value.code == code


def test_an_estimate_worked_by_hand() -> None:
    """N=10, n=3: 2, 4, 6 → mean 4, s²=4, part 40, variance 100·0.7·4/3 = 93.3333.
    N=20, n=4: 1, 1, 3, 3 → mean 2, s²=4/3, part 40, variance 400·0.8·(4/3)/4 = 106.6667.
    Total 80, error √200 = 14.1421, margin 1.96·14.1421 = 27.7186."""
    found = estimate(
        [
            Answers("a", 10, 3, (Decimal(2), Decimal(4), Decimal(6))),
            Answers("b", 20, 5, (Decimal(1), Decimal(1), Decimal(3), Decimal(3))),
        ]
    )

    assert (found.total, found.error) == (Decimal("80.00"), Decimal("14.14"))
    assert (found.low, found.high) == (Decimal("52.28"), Decimal("107.72"))
    assert found.relative == Decimal("17.68")
    assert (found.answered, found.drawn, found.population) == (7, 8, 30)


def test_a_full_count_has_no_error() -> None:
    found = estimate([Answers("a", 2, 2, (Decimal(3), Decimal(5)))])

    assert (found.total, found.error, found.low) == (Decimal(8), Decimal(0), Decimal(8))


def test_a_total_of_zero_has_no_relative_error() -> None:
    assert estimate([Answers("a", 9, 2, (Decimal(0), Decimal(0)))]).relative is None


@pytest.mark.parametrize(
    ("values", "code"), [((), "survey_stratum_empty"), ((Decimal(1),), "survey_stratum_thin")]
)
def test_a_stratum_that_hardly_answered_stops_the_estimate(
    values: tuple[Decimal, ...], code: str
) -> None:
    with pytest.raises(DesignError) as refused:
        estimate([Answers("a", 9, 3, values)])

    assert (refused.value.code, refused.value.stratum) == (code, "a")
