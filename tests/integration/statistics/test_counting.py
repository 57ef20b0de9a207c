"""What a run leaves when it is broken off, and that every way to a figure gives the same."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from django.db import connection

from accounts.facts import SystemActor
from declarations.services import following as log
from enterprises.models import Enterprise
from statistics_app.cuts import COLUMNS, Cut
from statistics_app.models import Booking, DayCell, Due, MonthCell, Run, StaleMonth, TouchedDay
from statistics_app.rules import terms
from statistics_app.rules.spreads import two_digits
from statistics_app.selectors_dashboard import touched_days
from statistics_app.selectors_figures import MEASURES, sums_by
from statistics_app.services import booking, counting, runs
from statistics_app.services.booking import make_due, recount
from statistics_app.services.counting import two_digits_sql
from statistics_app.services.lagging import lag_of
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.figures import booking as booked
from tests.factories.figures import nothing_counted
from tests.factories.officials import official
from tests.integration.declarations.conftest import Desk, desk
from tests.integration.pages.conftest import reader
from tests.integration.statistics.months import Month, cubes, moment, night, says

__all__ = ["desk"]
pytestmark = pytest.mark.django_db

BY = SystemActor("test")
OCTOBER = terms.month(date(2025, 10, 1))


class BrokenOff(Exception):
    """Stands for a process that is killed."""


def breaks_after(count: int, work: Callable[..., Any]) -> Callable[..., Any]:
    """The same work, until it was done so many times."""
    left = [count]

    def works(*given: Any, **named: Any) -> Any:
        if not left[0]:
            raise BrokenOff
        left[0] -= 1
        return work(*given, **named)

    return works


@pytest.fixture
def six_due(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Six imports of 110.00, released on two days, of which nothing is counted yet; their taxes are
    as known as they will ever be."""
    monkeypatch.setattr(runs, "taxes_are_behind", lambda: False)
    nothing_counted()
    Due.objects.all().delete()
    month = Month(desk)
    rows = month.declares(moment(10, 1), 6)
    says(moment(10, 2), "800", rows[::2])
    says(moment(10, 3), "800", rows[1::2])
    return sorted(row.id for row in rows)


def test_a_night_broken_off_between_slices_loses_nothing(
    six_due: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "SLICE", 2)
    with monkeypatch.context() as broken:
        broken.setattr(runs, "book_due", breaks_after(2, booking.book_due))
        with pytest.raises(BrokenOff):
            night(moment(11, 1))
    first = Run.objects.get(state="running")
    assert (first.done, Booking.objects.count()) == (4, 4)
    assert set(Due.objects.values_list("inventory_id", flat=True)) == set(six_due[4:])
    assert sum(row.rmb for row in first.touched.all()) == Decimal("440.00")

    second = night(moment(11, 1, 13))

    first.refresh_from_db()
    assert (first.state, second.state, second.bookings) == ("failed", "done", 2)
    changed = {row["day"]: Decimal(0) for row in touched_days()}
    for row in touched_days():
        changed[row["day"]] += row["sum_rmb"]
    assert changed == {date(2025, 10, 2): Decimal("330.00"), date(2025, 10, 3): Decimal("330.00")}
    page = reader(official()).text("/statistics/counting/")
    assert "from=2025-10-02&amp;to=2025-10-02" in page
    assert ("220.00" in page, "110.00" in page) == (True, True)
    counted = cubes()
    assert recount() == 0
    assert cubes() == counted


def test_the_night_reads_the_whole_log_however_much_an_event_holds(
    six_due: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "MOST_DOCUMENTS", 1)
    assert night(moment(11, 1)).bookings == len(six_due)


def test_a_slice_broken_off_in_its_middle_did_nothing(
    six_due: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(counting, "ADD", (*counting.ADD, "SELECT 1 / 0"))
        with pytest.raises(Exception, match="division by zero"):
            night(moment(11, 1))
    assert not Booking.objects.exists()
    assert not TouchedDay.objects.exists()
    assert not DayCell.objects.exists()
    assert list(Due.objects.values_list("inventory_id", flat=True)) == six_due
    assert night(moment(11, 1, 13)).bookings == 6


def test_a_rebuild_broken_off_before_the_cells_is_finished_by_the_night(
    six_due: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(runs, "recount_month", breaks_after(0, booking.recount_month))
        with pytest.raises(BrokenOff):
            runs.rebuild(at=moment(11, 1), by=BY)
    assert Booking.objects.count() == 6
    assert not MonthCell.objects.exists()
    assert [row.month for row in StaleMonth.objects.all()] == [date(2025, 10, 1)]
    said = lag_of(OCTOBER.first, OCTOBER.last)
    assert "unreconciled" in {problem.code for problem in said}

    later = night(moment(11, 2))

    assert later.bookings == 0
    assert later.mended == len(cubes())
    assert not StaleMonth.objects.exists()
    again = runs.rebuild(at=moment(11, 3), by=BY)
    assert (again.bookings, again.mended) == (0, 0)


def test_a_rebuild_keeps_the_days_that_it_changed(six_due: list[int]) -> None:
    made = runs.rebuild(at=moment(11, 1), by=BY)
    assert made.bookings == len(six_due)
    assert {(row.day.day, row.tickets) for row in made.touched.all()} == {(2, 3), (3, 3)}


def test_what_a_rebuild_booked_is_not_due_any_more(six_due: list[int]) -> None:
    make_due(six_due)
    runs.rebuild(at=moment(11, 1), by=BY)
    assert not Due.objects.exists()


def test_imports_whose_taxes_are_not_known_stay_due_and_the_night_ends(
    six_due: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "SLICE", 2)
    monkeypatch.setattr(runs, "taxes_are_behind", lambda: True)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM declarations_tax_standing")
    assert night(moment(11, 1)).done == 6
    assert list(Due.objects.values_list("inventory_id", flat=True)) == six_due
    monkeypatch.setattr(runs, "taxes_are_behind", lambda: False)
    assert night(moment(11, 2)).bookings == 0
    assert not Due.objects.exists()


@pytest.fixture
def varied() -> Enterprise:
    """Lists and returns of two firms that differ in everything that is told apart."""
    nothing_counted()
    firms = [EnterpriseFactory.create(name=name) for name in ("甲贸易有限公司", "乙贸易有限公司")]
    days = [date(2025, 10, number) for number in (1, 9, 31)]
    for number in range(24):
        wide: dict[str, object] = {
            "day": days[number % 3],
            "direction": "IE"[number % 2],
            "mode": ("9610", "1210", "9710")[number // 2 % 3],
            "kind": ("b2c", "b2b2c", "b2b")[number // 2 % 3],
            "customs_code": ("4001", "4002", "5301")[number // 3 % 3],
            "country": ("305", "502")[number // 4 % 2],
            "hs_code": ("2204210000", "2208300000", "6911101000")[number // 5 % 3],
            "rmb": None if number == 7 else Decimal(100 + number),
            "source": 0 if number % 5 else 77,
        }
        booked(firms[number // 6 % 2], 500 + number, **wide)
    recount()
    return firms[0]


def test_days_and_months_give_the_same_whatever_is_asked(varied: Enterprise) -> None:
    """Whole months come from their cells, days from theirs or from the bookings."""
    cuts = (
        Cut(), Cut(direction="I"), Cut(chapters=("22",)), Cut(headings=("2204",)),
        Cut(countries=("502",)), Cut(customs="40"), Cut(enterprises=(varied.pk,)),
        Cut(chapters=("22", "69"), countries=("305",), customs="4001"),
        Cut(coverage="C", modes=("9610",)),
    )  # fmt: skip
    names = [name for name in COLUMNS if name != "unit"]
    for cut in cuts:
        for by in (*combinations(names, 1), *combinations(names, 2), ("day",)):
            dated = ("day", *(name for name in by if name != "day"))
            by_day = sums_by(cut, OCTOBER, dated)
            added: dict[Any, dict[str, Decimal]] = {}
            for key, sums in by_day.items():
                into = added.setdefault(() if by == ("day",) else key[1:], {})
                for name in MEASURES:
                    into[name] = into.get(name, Decimal(0)) + sums.get(name)
            whole = sums_by(cut, OCTOBER, () if by == ("day",) else by)
            assert {
                key: {name: sums.get(name) for name in MEASURES} for key, sums in whole.items()
            } == added, (cut, by)


def test_a_cell_that_becomes_empty_goes(six_due: list[int]) -> None:
    night(moment(11, 1))
    assert MonthCell.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM declarations_course")
    make_due(six_due)
    assert night(moment(11, 2)).bookings == 6
    assert cubes() == []


def test_the_database_rounds_lengths_as_the_rule_does() -> None:
    lengths = [*range(0, 1200, 7), 9949, 9950, 10_800, 99_499, 99_500, 123_456_789, 86_400 * 365]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {two_digits_sql('seconds')} FROM unnest(%s::bigint[]) seconds", [lengths]
        )
        found = [row[0] for row in cursor.fetchall()]
    assert found == [two_digits(seconds) for seconds in lengths]


def test_booking_again_what_stands_writes_nothing(six_due: list[int]) -> None:
    night(moment(11, 1))
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin, inventory_id FROM statistics_booking ORDER BY 2")
        before = cursor.fetchall()
        make_due(six_due)
        night(moment(11, 2))
        cursor.execute("SELECT xmin, inventory_id FROM statistics_booking ORDER BY 2")
        assert cursor.fetchall() == before
    assert booking.stale_months() == []
