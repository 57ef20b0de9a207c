"""When a month's summary is due: the 15th of the next one, or the first working day after it."""

from datetime import date

from declarations.rules.summarising import first_of_next, terms_of
from declarations.summary_states import ACCEPTED, CLOSED, OPEN, REJECTED, SENT, standing


def weekday(day: date) -> bool:
    return day.weekday() < 5


def test_a_month_is_due_on_the_fifteenth_of_the_next() -> None:
    assert terms_of({}).due_on(date(2026, 8, 31), weekday) == date(2026, 9, 15)


def test_december_is_due_in_january() -> None:
    assert terms_of({}).due_on(date(2026, 12, 1), weekday) == date(2027, 1, 15)


def test_a_last_day_that_is_not_worked_moves_on() -> None:
    assert terms_of({}).due_on(date(2026, 10, 5), weekday) == date(2026, 11, 16)
    assert terms_of({"rolls": "no"}).due_on(date(2026, 10, 5), weekday) == date(2026, 11, 15)


def test_a_day_that_the_month_does_not_have_is_its_last() -> None:
    assert terms_of({"due_day": "31"}).due_on(date(2026, 1, 31), lambda _: True) == date(
        2026, 2, 28
    )


def test_the_month_after_a_day() -> None:
    assert first_of_next(date(2026, 1, 31)) == date(2026, 2, 1)
    assert first_of_next(date(2026, 12, 31)) == date(2027, 1, 1)


def test_where_a_month_stands_follows_from_its_lists_and_applications() -> None:
    def stands(left: int, *statuses: str, sums: int = 0, results: int = 0) -> str:
        return standing(left=left, statuses=statuses, sums=sums, results=results)

    assert stands(3) == OPEN
    assert stands(3, "100") == REJECTED
    assert stands(3, "399", "100") == OPEN
    assert stands(0) == SENT
    assert stands(0, "3", "399", sums=1) == SENT
    assert stands(0, "399", sums=1) == ACCEPTED
    assert stands(0, "399", "100", sums=1, results=1) == CLOSED
    assert stands(0, "399", "399", sums=2, results=1) == ACCEPTED
