"""Unusual days of an enterprise: far above its own past, never for want of a past."""

import pytest

from risk.outliers import LEAST_DAYS, distance, unusual

QUIET = [100.0, 96, 104, 99, 101, 98, 102, 100, 97, 103, 100, 99, 101, 100]
FLOORS = {"declarations": 5.0, "hit_share": 0.01}


def test_a_usual_day_is_near_and_an_unusual_one_far() -> None:
    near, far = (distance(value, QUIET, floor=1) for value in (103, 400))
    assert near == pytest.approx(3 / 1.4826, rel=0.01)
    assert far is not None
    assert far > 100


def test_too_short_a_past_says_nothing() -> None:
    assert distance(400, QUIET[: LEAST_DAYS - 1], floor=1) is None


def test_days_all_alike_do_not_make_a_wonder_of_one_more() -> None:
    assert distance(101, [100.0] * 14, floor=5) == pytest.approx(0.2)


def test_one_wild_day_in_the_past_does_not_hide_another() -> None:
    assert (distance(400, [*QUIET, 5000.0], floor=1) or 0) > 100


def test_what_is_far_above_is_told_farthest_first_and_quiet_days_are_not() -> None:
    before = {"declarations": QUIET, "hit_share": [0.01] * 14}
    day = {"declarations": 180.0, "hit_share": 0.5}
    found = unusual(day, before, limit=6, floors=FLOORS)
    assert [one.feature for one in found] == ["hit_share", "declarations"]
    assert found[0].usual == 0.01
    assert unusual({"declarations": 0.0, "hit_share": 0.0}, before, limit=6, floors=FLOORS) == []


@pytest.mark.parametrize(
    ("value", "before", "floor", "far"),
    [(180, QUIET, 5, 16.0), (103, QUIET, 5, 0.6), (60, [5.0] * 14, 10, 5.5)],
)
def test_the_worked_distances(value: float, before: list[float], floor: float, far: float) -> None:
    assert distance(value, before, floor=floor) == pytest.approx(far)
