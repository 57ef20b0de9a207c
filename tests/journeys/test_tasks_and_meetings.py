"""A task is reported by its unit and checked by the office; a decision is followed to its end."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from enterprises.viewers import viewer_for
from statistics_app.services.governance import units
from tests.factories.governance import Governed
from tests.journeys.conftest import Visitor

Visit = Callable[..., Visitor]


@pytest.fixture
def governed() -> Governed:
    """The tables as shipped, with a liaison officer of market supervision from today on."""
    found, now = Governed(), timezone.now()
    units.appoint(
        unit_id=found.unit("market").pk, username=found.liaison.username,
        viewer=viewer_for(found.office), by=found.office, at=now,
    )  # fmt: skip
    return found


def as_person(visit: Visit, user: User, language: str = "zh-hans") -> Visitor:
    visitor = visit(language=language)
    visitor.user = user
    visitor.sign_in()
    return visitor


def reported(unit: Visitor, path: str, note: str) -> None:
    page = unit.open(path)
    page.fill("[id^=note]", note)
    page.locator("form[action*='/report/'] button").click()
    expect(page.locator("main")).to_contain_text("待核查")


def accepted(office: Visitor, path: str, note: str) -> None:
    page = office.open(path)
    page.fill("form[action*='/check/'] [id^=note]", note)
    page.click("form[action*='/check/'] button[value=yes]")
    expect(page.locator("main")).to_contain_text("核查通过")


def test_a_task_and_a_decision_of_the_meeting_are_followed_to_their_end(
    visit: Visit, governed: Governed
) -> None:
    today = timezone.localdate()
    unit, office = as_person(visit, governed.liaison), as_person(visit, governed.office)
    task = reverse("statistics:duty", args=[governed.duty(28).pk])
    reported(unit, task, "管理办法已印发，文号〔2026〕12号。")
    assert "已逾期" not in unit.text(), "it is the office's turn"
    accepted(office, task, "已核查原件。")

    page = office.open("/statistics/occasions/new/")
    page.select_option("#kind", "meeting")
    page.fill("#title", "季度例会七十七")
    page.fill("#day", today.isoformat())
    page.click("main button[type=submit]")
    page.get_by_role("link", name="季度例会七十七").click()
    meeting = page.url.removeprefix(office.address)
    page.fill("#day", today.isoformat())
    page.fill("#minutes", "听取进展，研究收结汇数据接入。")
    page.locator("form[action*='/hold/'] button").click()
    page.fill("#text", "接入收结汇数据")
    page.select_option("#unit", str(governed.unit("market").pk))
    page.fill("#due", (today + timedelta(days=30)).isoformat())
    page.locator("form[action*='/add/'] button").click()
    expect(page.locator("main")).to_contain_text("接入收结汇数据")
    reported(unit, meeting, "已接入并试运行。")
    accepted(office, meeting, "抽查十笔相符。")
    page.locator("form[action*='/close/'] button").click()

    expect(page.locator("main")).to_contain_text("事项全部办结")
    english = as_person(visit, governed.office, "en")
    assert english.wrong_on(meeting) == []
