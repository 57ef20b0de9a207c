"""Who is blamed, and by when: the pure part of repair tasks."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from declarations.rules.repairing import blames, period_of
from declarations.task_states import TASK
from zone_portal.kernel.calendar import WorkCalendar
from zone_portal.kernel.errors import PortalError

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = WorkCalendar({date(2026, 10, 1): False})


def at(day: int, hour: int, minute: int = 0, month: int = 9) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def finding(code: str, role: str, *kinds: str, severity: str = "error") -> dict[str, Any]:
    documents = [
        {"type": kind, "key": {"no": kind}, "field": "amount", "line": None, "value": "1"}
        for kind in kinds
    ]
    return {"code": code, "severity": severity, "responsible": role, "documents": documents}


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        (at(28, 9), at(28, 17)),
        (at(28, 12), at(29, 12)),
        (at(28, 20), at(29, 17)),
        (at(28, 6), at(28, 17)),
        (at(26, 10), at(28, 17)),  # a Saturday
        (at(30, 13), at(2, 13, month=10)),  # over the National Day
    ],
)
def test_working_hours_run_only_while_offices_are_open(begin: datetime, end: datetime) -> None:
    assert period_of({}).ends(begin, CALENDAR) == end


def test_working_days_end_with_the_last_day_of_work() -> None:
    period = period_of({"period": "2", "unit": "working_days"})
    assert period.ends(at(30, 13), CALENDAR) == at(5, 17, month=10)


def test_hours_of_the_clock_run_through_the_night() -> None:
    period = period_of({"period": "30", "unit": "hours"})
    assert period.ends(at(26, 10), CALENDAR) == at(27, 16)


@pytest.mark.parametrize(
    "rows",
    [{"period": "0"}, {"unit": "moons"}, {"opens": "18:00"}, {"closes": "08:00"}],
)
def test_a_period_that_cannot_end_is_refused(rows: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="not a period"):
        period_of(rows)


def test_the_document_of_the_responsible_party_is_in_question() -> None:
    (blame,) = blames([finding("MAT-004", "payment", "CEB311", "CEB411")])
    assert (blame.noun, blame.evidence["type"]) == ("payment", "CEB411")


def test_where_the_party_sent_none_of_the_documents_the_first_is_in_question() -> None:
    (blame,) = blames([finding("X", "buyer", "CEB311", "CEB411")])
    assert blame.noun == "order"


def test_a_code_on_several_lines_is_one_blame_and_warnings_are_none() -> None:
    several = [finding("MAT-016", "agent", "CEB621") for _ in range(3)]
    warning = finding("MAT-014", "agent", "CEB621", severity="warning")
    assert [blame.code for blame in blames([*several, warning])] == ["MAT-016"]


@pytest.mark.parametrize("finished", ["done", "obsolete"])
@pytest.mark.parametrize("target", TASK.states)
def test_nothing_follows_a_finished_task(finished: str, target: str) -> None:
    with pytest.raises(PortalError):
        TASK.check(finished, target)
