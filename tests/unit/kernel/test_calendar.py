"""Working days over the week, holidays and make-up days."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zone_portal.kernel.calendar import WorkCalendar

DATA = Path(__file__).resolve().parents[3] / "reference/data/calendar.csv"
with DATA.open(encoding="utf-8") as file:
    SHIPPED = {
        date.fromisoformat(row["day"]): row["working"] == "1" for row in csv.DictReader(file)
    }
OFFICIAL = WorkCalendar(SHIPPED, date(2026, 12, 31))
WEEK = WorkCalendar({})


def test_without_notices_the_week_decides_and_nothing_is_known() -> None:
    assert WEEK.is_working(date(2027, 1, 1))
    assert not WEEK.is_working(date(2027, 1, 2))
    assert not WEEK.knows(date(2027, 1, 1))


def test_a_holiday_on_a_weekday_is_free_and_a_make_up_saturday_is_worked() -> None:
    assert not OFFICIAL.is_working(date(2026, 10, 1))
    assert OFFICIAL.is_working(date(2026, 10, 10))
    assert not OFFICIAL.is_working(date(2026, 10, 11))


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # a Saturday worked before Spring Festival
        (date(2026, 2, 13), 2, date(2026, 2, 24)),  # and then nine free days
        (date(2026, 2, 13), 6, date(2026, 2, 28)),  # and another Saturday
        (date(2025, 1, 27), 1, date(2025, 2, 5)),
        (date(2024, 2, 9), 1, date(2024, 2, 18)),  # a Sunday
        (date(2026, 9, 30), 5, date(2026, 10, 13)),
        (date(2026, 11, 20), 5, date(2026, 11, 27)),
        (date(2026, 2, 24), -2, date(2026, 2, 13)),
        (date(2026, 2, 16), 0, date(2026, 2, 16)),
    ],
)
def test_the_day_of_start_never_counts(start: date, days: int, due: date) -> None:
    assert OFFICIAL.add_working_days(start, days) == due


def test_days_between_count_the_end_and_not_the_start() -> None:
    assert OFFICIAL.working_days_between(date(2026, 2, 13), date(2026, 2, 28)) == 6
    assert OFFICIAL.working_days_between(date(2026, 2, 28), date(2026, 2, 13)) == -6
    assert OFFICIAL.working_days_between(date(2026, 2, 15), date(2026, 2, 23)) == 0


days = st.dates(date(2023, 12, 1), date(2027, 2, 1))


@given(days, st.integers(0, 60))
def test_counting_is_the_inverse_of_adding(start: date, n: int) -> None:
    assert OFFICIAL.working_days_between(start, OFFICIAL.add_working_days(start, n)) == n


@given(days, st.integers(1, 60))
def test_what_is_due_falls_on_a_working_day(start: date, n: int) -> None:
    assert OFFICIAL.is_working(OFFICIAL.add_working_days(start, n))


def test_the_shipped_notices_are_about_days_that_differ_from_their_week() -> None:
    made_up = {day for day, working in SHIPPED.items() if working}
    assert all(day.weekday() >= 5 for day in made_up)
    assert {(2024, 8), (2025, 5), (2026, 6)} == {
        (year, sum(day.year == year for day in made_up)) for year in (2024, 2025, 2026)
    }


@pytest.mark.parametrize(("year", "free"), [(2024, 11), (2025, 13), (2026, 13)])
def test_every_year_has_the_number_of_holidays_of_the_law(year: int, free: int) -> None:
    """Weekdays lost less weekend days made up: 11 by law until 2024, 13 since 2025."""
    every = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    in_year = [day for day in every if day.year == year]
    lost = sum(map(WEEK.is_working, in_year)) - sum(map(OFFICIAL.is_working, in_year))
    assert lost == free


def test_what_lies_beyond_the_last_notice_is_not_known() -> None:
    assert OFFICIAL.knows(date(2026, 12, 31))
    assert not OFFICIAL.knows(date(2027, 1, 4))
