"""The calendar: shipped, imported, read."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.facts import SystemActor
from accounts.models import AuditEntry
from reference import selectors
from reference.constants import SHIPPED, ZONE
from reference.models import CalendarDay
from reference.services.calendar import import_calendar, load_calendar
from reference.services.shipped import DATA

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
BY = SystemActor("test")
pytestmark = pytest.mark.django_db


def test_the_shipped_calendar_knows_until_the_end_of_2026() -> None:
    assert selectors.calendar_known_until() == date(2026, 12, 31)
    assert selectors.add_working_days(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert selectors.working_days_between(date(2026, 2, 13), date(2026, 2, 28)) == 6


def test_beyond_it_the_week_decides() -> None:
    due = selectors.add_working_days(date(2026, 12, 31), 1)
    assert due == date(2027, 1, 1)
    assert not selectors.work_calendar().knows(due)


def test_without_any_day_the_week_decides_everywhere() -> None:
    CalendarDay.objects.all().delete()
    selectors.forget_snapshots()
    assert selectors.calendar_known_until() is None
    assert selectors.add_working_days(date(2026, 9, 30), 1) == date(2026, 10, 1)


def test_a_notice_of_the_next_year_is_imported_and_seen_at_once() -> None:
    assert selectors.calendar_known_until() == date(2026, 12, 31)
    text = "day,working,name,source\n2027-01-01,0,元旦,通知\n2027-10-01,0,国庆节,通知\n"
    report = import_calendar(text.encode(), by=BY, at=AT)
    assert (report.created, report.updated, report.errors) == (2, 0, ())
    assert selectors.calendar_known_until() == date(2027, 12, 31)
    assert selectors.add_working_days(date(2026, 12, 31), 1) == date(2027, 1, 4)
    assert AuditEntry.objects.get(action="reference.imported").on_id == "calendar"


def test_a_single_day_of_a_zone_does_not_make_its_year_known() -> None:
    import_calendar("day,working,name\n2027-03-03,0,三月三\n".encode(), by=BY, at=AT)
    assert selectors.calendar_known_until() == date(2026, 12, 31)
    assert selectors.add_working_days(date(2027, 3, 2), 1) == date(2027, 3, 4)


def test_what_the_zone_entered_survives_a_load_of_the_shipped_days() -> None:
    text = "day,working,name\n2026-10-10,0,地方安排\n2026-10-11,1,地方安排\n"
    report = import_calendar(text.encode(), by=BY, at=AT)
    assert (report.created, report.updated) == (1, 1)
    CalendarDay.objects.filter(day=date(2026, 1, 1)).delete()
    CalendarDay.objects.create(day=date(2030, 1, 1), working=False, name="旧", source="")
    assert load_calendar(DATA / "calendar.csv") == 2
    origins = dict(CalendarDay.objects.values_list("day", "origin"))
    assert origins[date(2026, 10, 10)] == origins[date(2026, 10, 11)] == ZONE
    assert origins[date(2026, 1, 1)] == SHIPPED
    assert date(2030, 1, 1) not in origins
    assert not CalendarDay.objects.get(day=date(2026, 10, 10)).working


def test_an_import_again_changes_nothing() -> None:
    text = "day,working,name\n2027-01-01,0,元旦\n".encode()
    import_calendar(text, by=BY, at=AT)
    again = import_calendar(text, by=BY, at=AT)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 1)


def test_all_errors_are_told_and_nothing_is_entered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    long = "长" * 41
    text = (
        "day,working,name\n2027-01-01,0,元旦\n2027-1-2,2,\n2027-01-01,1,再\n"
        f"2027-01-03,0,{long}\n2027-01-04,1,班,多\n"
    )
    report = import_calendar(text.encode(), by=BY, at=AT)
    assert [(error.line, error.field, error.code) for error in report.errors] == [
        (3, "day", "date_invalid"),
        (3, "working", "form"),
        (3, "name", "missing"),
        (4, "day", "day_twice"),
        (5, "name", "too_long"),
        (6, "*", "cells_surplus"),
    ]
    assert not CalendarDay.objects.filter(day__year=2027).exists()
    file = tmp_path / "calendar.csv"
    file.write_text(text)
    with pytest.raises(CommandError, match="nothing imported: 6 errors"):
        call_command("import_calendar", str(file))
    assert "line 3, day" in capsys.readouterr().err


def test_the_calendar_is_read_once() -> None:
    selectors.work_calendar()
    with CaptureQueriesContext(connection) as queries:
        selectors.add_working_days(date(2026, 1, 1), 200)
    assert len(queries) == 0
