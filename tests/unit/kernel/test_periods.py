"""Periods of validity."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zone_portal.kernel.periods import Period, parse_day

MAY = Period(date(2026, 5, 1), date(2026, 6, 1))
FROM_JUNE = Period(date(2026, 6, 1))


def test_a_period_holds_its_first_day_and_not_its_end() -> None:
    assert MAY.contains(date(2026, 5, 1))
    assert MAY.contains(date(2026, 5, 31))
    assert not MAY.contains(date(2026, 6, 1))
    assert not MAY.contains(date(2026, 4, 30))


def test_an_open_period_never_ends() -> None:
    assert FROM_JUNE.contains(date.max)
    assert not FROM_JUNE.contains(date(2026, 5, 31))


def test_periods_that_touch_do_not_overlap() -> None:
    assert not MAY.overlaps(FROM_JUNE)
    assert not FROM_JUNE.overlaps(MAY)
    assert Period(date(2026, 5, 31)).overlaps(MAY)


@pytest.mark.parametrize("end", [date(2026, 5, 1), date(2026, 4, 30)])
def test_a_period_has_at_least_one_day(end: date) -> None:
    with pytest.raises(ValueError, match="must end after it starts"):
        Period(date(2026, 5, 1), end)


starts = st.dates(date(2026, 1, 1), date(2026, 2, 1))
periods = st.builds(
    lambda start, days: Period(start, days and start + timedelta(days=days)),
    starts,
    st.none() | st.integers(1, 20),
)


@given(periods, periods)
def test_two_periods_overlap_when_they_share_a_day(one: Period, other: Period) -> None:
    days = (date(2026, 1, 1) + timedelta(days=n) for n in range(60))
    shared = any(one.contains(day) and other.contains(day) for day in days)
    assert one.overlaps(other) is other.overlaps(one) is shared


@pytest.mark.parametrize("text", ["", "2026-2-1", "20260201", "2026-02-30", "2026-W05-1", "x"])
def test_only_iso_days_are_days(text: str) -> None:
    assert parse_day(text) is None


def test_an_iso_day_is_read() -> None:
    assert parse_day("2026-02-28") == date(2026, 2, 28)
