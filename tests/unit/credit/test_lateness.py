"""How grave a delay is, and what its record says."""

from datetime import date, timedelta

import pytest

from credit.rules.entries import check_entry
from credit.rules.lateness import SUMMARY, TAX, Late, is_graver, record_of, severity

DUE = date(2026, 11, 15)


@pytest.mark.parametrize(
    ("days", "grade"),
    [(1, "minor"), (14, "minor"), (15, "general"), (59, "general"), (60, "serious")],
)
def test_a_delay_weighs_by_its_days(days: int, grade: str) -> None:
    assert severity(days, general_from=15, serious_from=60) == grade


@pytest.mark.parametrize("kind", [SUMMARY, TAX])
def test_a_delay_that_ended_weighs_by_the_day_it_ended(kind: str) -> None:
    late = Late(1, kind, "N-1", DUE, DUE + timedelta(days=3), "事由", "/summaries/1/")
    today = DUE + timedelta(days=90)
    new = record_of(late, today=today, general_from=15, serious_from=60)
    assert (new.grade, new.occurred_date) == ("minor", date(2026, 11, 16))
    assert check_entry(new, today=today) == []


def test_only_a_graver_severity_is_graver() -> None:
    assert is_graver("serious", "general")
    assert not is_graver("general", "general")
    assert not is_graver("minor", "general")
