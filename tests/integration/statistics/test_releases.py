"""The calendar of releases and the reminder of a late bulletin."""

from datetime import UTC, date, datetime

import pytest

from accounts.models import Notice
from statistics_app.rules.bulletins.calendar import due_of, release
from statistics_app.selectors_releases import releases
from statistics_app.services.bulletins.reminding import remind_bulletins
from statistics_app.services.governance.common import Deed
from tests.factories.activity import Office, told_bulletin
from tests.factories.governance import BY, browser

pytestmark = pytest.mark.django_db
NOVEMBER = date(2025, 11, 1)


@pytest.fixture
def office() -> Office:
    """November's figures were published on 12 December."""
    one = Office()
    told_bulletin(NOVEMBER, "5000000.00", one.first, one.second)
    return one


def at(month: int, day: int) -> Deed:
    return Deed(BY, datetime(2026, month, day, 3, tzinfo=UTC))


@pytest.mark.parametrize(
    ("published", "today", "state"),
    [
        (None, date(2025, 11, 20), "planned"),
        (None, date(2025, 12, 1), "due"),
        (None, date(2025, 12, 20), "due"),
        (None, date(2025, 12, 21), "late"),
        (date(2025, 12, 20), date(2026, 1, 5), "published"),
        (date(2025, 12, 21), date(2026, 1, 5), "late_published"),
    ],
)
def test_a_release_stands_as_its_day_says(published: date | None, today: date, state: str) -> None:
    assert release(NOVEMBER, published, due_day=20, today=today).state == state


def test_a_day_that_a_month_lacks_is_its_last_one() -> None:
    assert due_of(date(2026, 1, 1), 31) == date(2026, 2, 28)


def test_the_calendar_begins_with_the_first_bulletin_and_looks_ahead(office: Office) -> None:
    found = releases(today=date(2026, 1, 25))

    assert [(f"{one.month:%Y-%m}", one.state) for one in found] == [
        ("2026-02", "planned"),
        ("2026-01", "planned"),
        ("2025-12", "late"),
        ("2025-11", "published"),
    ]
    page = browser(office.first).get("/statistics/bulletins/").content.decode()
    assert "发布日历" in page


def test_the_office_is_told_before_the_day_and_every_week_after_it(office: Office) -> None:
    told = [remind_bulletins(at(1, day)) for day in (16, 17, 18, 21, 22, 29)]

    assert told == [0, 1, 0, 1, 0, 1]
    texts = list(Notice.objects.filter(user=office.first).values_list("text_zh", flat=True))
    assert [text for text in texts if "2025-12 统计月报已过公布期限（2026-01-20）" in text]
    told_bulletin(date(2025, 12, 1), "6000000.00", office.first, office.second)
    assert remind_bulletins(at(2, 7)) == 0, "December is out"
