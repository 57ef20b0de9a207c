"""What the public may see, and until when."""

from datetime import date

import pytest

from credit.rules.disclosing import Disclosure, Event, add_months, disclosed

RULES = {
    (rule.kind, rule.grade): rule
    for rule in (
        Disclosure("customs_penalty", "minor", "period", 3),
        Disclosure("customs_penalty", "serious", "period", 36),
        Disclosure("customs_penalty", "ancient", "period", 120),
        Disclosure("abnormal_list", "listed", "in_force"),
        Disclosure("licence", "", "never"),
        Disclosure("registration", "", "in_force"),
    )
}
DAY = date(2026, 6, 15)


def shown(event: Event, on: date) -> bool:
    return event.id in disclosed([event], RULES, on=on)


def penalty(grade: str, **more: str) -> Event:
    return Event(1, "customs_penalty", grade, DAY, DAY, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("grade", "last", "first_hidden"),
    [
        ("minor", date(2026, 9, 14), date(2026, 9, 15)),
        ("serious", date(2029, 6, 14), date(2029, 6, 15)),
        ("ancient", date(2031, 6, 14), date(2031, 6, 15)),
    ],
)
def test_a_penalty_is_shown_for_its_months_and_five_years_at_most(
    grade: str, last: date, first_hidden: date
) -> None:
    assert shown(penalty(grade), last)
    assert not shown(penalty(grade), first_hidden)


def test_what_no_row_speaks_of_is_never_shown() -> None:
    assert not shown(penalty("general"), DAY)
    assert not shown(Event(1, "match", "", DAY, DAY), DAY)
    assert not shown(Event(1, "licence", "valid", DAY, DAY), DAY)


def test_a_list_is_shown_while_the_subject_stands_on_it() -> None:
    listed = Event(1, "abnormal_list", "listed", DAY, DAY)
    assert shown(listed, date(2040, 1, 1))
    ended = Event(1, "abnormal_list", "listed", DAY, DAY, ended=date(2027, 1, 1))
    assert shown(ended, date(2026, 12, 31))
    assert not shown(ended, date(2027, 1, 1))
    assert not shown(Event(1, "abnormal_list", "removed", DAY, DAY), DAY)


def test_a_repaired_record_disappears_a_disputed_one_stays_with_its_mark() -> None:
    assert not shown(penalty("serious", mark="repaired"), DAY)
    assert shown(penalty("serious", mark="disputed"), DAY)


def test_nothing_is_shown_before_it_takes_effect() -> None:
    later = Event(1, "registration", "approved", DAY, date(2026, 7, 1))
    assert not shown(later, date(2026, 6, 30))
    assert shown(later, date(2026, 7, 1))


def test_months_end_where_a_month_is_short() -> None:
    assert add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert add_months(date(2027, 11, 30), 3) == date(2028, 2, 29)
    assert add_months(date(2026, 12, 31), 1) == date(2027, 1, 31)
