"""A month's bulletin is drafted by one, published by another, read by anybody, and revised."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import expect

from accounts.models import User
from statistics_app.models import Booking
from statistics_app.services.booking import recount
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.figures import figures
from tests.factories.officials import official
from tests.journeys.conftest import Visitor

Visit = Callable[..., Visitor]
AUGUST = date(2025, 8, 12)


@pytest.fixture
def traded(visit: Visit) -> Iterator[None]:
    """Five firms import and export in a month that no other journey looks at; one alone by 9710."""
    firms = [EnterpriseFactory.create() for _ in range(5)]
    out: dict[str, Any] = {"direction": "E", "country": "502", "hs_code": "8517130000"}
    for place, firm in enumerate(firms):
        figures(firm, 2, day=AUGUST, rmb=Decimal(60_000 + place))
        figures(firm, 2, day=AUGUST, source=-1, rmb=Decimal(50))
        figures(firm, 2, day=AUGUST, gnum=2, rmb=Decimal(80_000 - place), **out)
    figures(firms[0], 1, day=AUGUST, gnum=3, rmb=Decimal(91_370), mode="9710", kind="b2b", **out)
    yield
    Booking.objects.filter(enterprise_id__in=[firm.pk for firm in firms]).delete()
    recount()


def as_person(visit: Visit, user: User) -> Visitor:
    visitor = visit()
    visitor.user = user
    visitor.sign_in()
    return visitor


def publish(first: Visitor, second: Visitor) -> None:
    """The draft that the first has open is proposed, and published by the second."""
    first.page.click("button:has-text('提请发布')")
    expect(first.page.locator("main")).to_contain_text("您是提请人")
    page = second.open(first.page.url.removeprefix(first.address))
    page.click("button[name=accepted][value=yes]")
    expect(page.locator("main")).to_contain_text("已发布")


def test_a_bulletin_from_draft_to_revision(visit: Visit, traded: None) -> None:
    office, second = (as_person(visit, official(role="supervisor")) for _ in range(2))
    office.foreseen = ("422",)
    wrong: dict[str, list[str]] = {}

    page = office.open("/statistics/bulletins/")
    wrong["list"] = office.wrong()
    page.fill("#month", "2025-08")
    page.click("form button:has-text('起草')")
    expect(page.locator("h1")).to_contain_text("2025 年 8 月")
    expect(page.locator("main")).to_contain_text("涉及企业过少")
    wrong["draft"] = office.wrong()
    page.fill("#analysis", "八月进出口平稳。")
    page.fill("#analysis_en", "Trade was steady in August.")
    page.click("button:has-text('保存')")
    publish(office, second)

    anybody = visit()
    public = anybody.open("/bulletins/")
    wrong["public list"] = anybody.wrong()
    public.click("text=2025 年 8 月")
    expect(public.locator("main")).to_contain_text("八月进出口平稳。")
    expect(public.locator("main")).to_contain_text("＊")
    expect(public.get_by_role("cell", name="9.14", exact=True)).to_have_count(0)
    wrong["public"] = anybody.wrong()

    page = office.open("/statistics/bulletins/")
    page.fill("#month", "2025-08")
    page.select_option("#stage", "revised")
    page.click("form button:has-text('起草')")
    expect(page.locator(".error-summary")).to_contain_text("修订须写明原因")
    page.fill("#reason", "两家企业补报了出口")
    page.fill("#reason_en", "Two firms reported exports late")
    page.click("form button:has-text('起草')")
    expect(page.locator("h1")).to_contain_text("2025 年 8 月")
    publish(office, second)

    reader = visit(language="en")
    reader.open(second.page.url.removeprefix(reader.address).replace("/statistics", ""))
    expect(reader.page.locator("#rounds-title")).to_be_visible()
    expect(reader.page.locator("main")).to_contain_text("Two firms reported exports late")
    wrong["revised"] = reader.wrong()
    assert {name: found for name, found in wrong.items() if found} == {}
