"""From a published bulletin to the index that anybody reads: two people, a page, its method."""

from collections.abc import Callable
from datetime import date

from playwright.sync_api import expect

from accounts.models import User
from statistics_app.models import IndexMethod, IndexRound
from tests.factories.activity import Office, told_bulletin
from tests.factories.analysis import published_report
from tests.factories.packages import made_package
from tests.journeys.conftest import PHONE, Visitor

Visit = Callable[..., Visitor]
MONTH = date(2025, 3, 1)
OFFICE = "/statistics/activity-index/"


def as_person(visit: Visit, user: User, language: str = "zh-hans") -> Visitor:
    visitor = visit(language=language)
    visitor.user = user
    visitor.sign_in()
    return visitor


def test_an_index_from_its_method_to_the_public_page(visit: Visit) -> None:
    office = Office()
    told_bulletin(MONTH, "5000000.00", office.first, office.second)
    desk = as_person(visit, office.first)
    page = desk.open(OFFICE)

    page.fill("#base_month", "2025-03")
    page.fill("#method_reason", "按条例编制指数")
    page.locator("form[aria-labelledby=method-title] button").click()
    expect(page.locator("main")).to_contain_text("指标与权重")
    page.locator("button", has_text="提请发布").click()
    expect(page.locator("main")).to_contain_text("待第二人发布")
    wrong = {"method": desk.wrong()}

    method = IndexMethod.objects.latest("id")
    second = as_person(visit, office.second)
    desk_two = second.open(f"{OFFICE}methods/{method.pk}/")
    desk_two.click("button[name=accepted][value=yes]")
    expect(desk_two.locator("main")).to_contain_text("已发布")
    desk_two.goto(desk_two.url.replace(f"methods/{method.pk}/", ""))
    desk_two.fill("#month", "2025-03")
    desk_two.locator("form[aria-labelledby=draft-title] button").click()
    expect(desk_two.locator("main")).to_contain_text("100.00")
    desk_two.locator("button", has_text="提请发布").click()
    expect(desk_two.locator("main")).to_contain_text("您是提请人")
    wrong["round"] = second.wrong()

    row = IndexRound.objects.latest("id")
    shown = desk.open(f"{OFFICE}{row.pk}/")
    shown.click("button[name=accepted][value=yes]")
    expect(shown.locator("main")).to_contain_text("已发布")

    for path in ("/activity-index/", f"/activity-index/{row.pk}/", "/activity-index/method/"):
        wrong[path] = desk.wrong_on(path)
    english = as_person(visit, office.first, "en")
    for path in ("/activity-index/", OFFICE, f"{OFFICE}{row.pk}/", f"{OFFICE}methods/{method.pk}/"):
        wrong[f"en {path}"] = english.wrong_on(path)
    expect(english.open("/activity-index/").locator("#course-chart svg")).to_be_visible()
    assert {path: found for path, found in wrong.items() if found} == {}
    assert not desk.errors


def test_the_public_pages_fit_a_phone(visit: Visit) -> None:
    visitor = visit(language="en", size=PHONE)

    for path in ("/activity-index/", "/activity-index/method/"):
        assert visitor.wrong_on(path) == []


def test_reports_and_packages_are_readable_and_a_receipt_is_entered(visit: Visit) -> None:
    office = Office()
    report = published_report(office)
    package = made_package(office)
    desk = as_person(visit, office.first)
    address = f"/statistics/packages/{package.pk}/"
    page = desk.open(address)

    page.fill("#reference", "专网，收文 8 号")
    page.locator("form[aria-labelledby=send-title] button").click()
    page.fill("#receipt", "2025-0117")
    page.fill("#received_by", "统计处")
    page.locator("form[aria-labelledby=receive-title] button").click()
    expect(page.locator("main")).to_contain_text("已签收")

    pages = (
        address, "/statistics/packages/", "/statistics/packages/receivers/new/",
        f"/statistics/packages/receivers/{package.receiver_id}/", "/statistics/analysis/",
        f"/statistics/analysis/{report.pk}/",
        f"/statistics/analysis/templates/{report.template_id}/",
        "/analysis-reports/", f"/analysis-reports/{report.pk}/",
    )  # fmt: skip
    english = as_person(visit, office.first, "en")
    wrong = {
        f"{one.language} {path}": one.wrong_on(path) for one in (desk, english) for path in pages
    }
    assert {path: found for path, found in wrong.items() if found} == {}
