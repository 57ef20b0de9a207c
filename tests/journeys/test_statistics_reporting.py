"""A firm's report is doubted, explained, passed on by the county and accepted by the office."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from accounts.models import User
from tests.factories.governance import FIGURES, Reporting
from tests.journeys.conftest import Visitor

Visit = Callable[..., Visitor]


def as_person(visit: Visit, user: User, language: str = "zh-hans") -> Visitor:
    visitor = visit(language=language)
    visitor.user = user
    visitor.sign_in()
    return visitor


def test_a_report_from_the_firm_to_the_office(visit: Visit) -> None:
    reporting = Reporting()
    report = reporting.report
    path = f"/statistics/reports/{report.pk}/"
    firm = as_person(visit, reporting.person)
    firm.foreseen = ("422",)
    page = firm.open(path)

    assert "示例统〔2026〕1号" in firm.text()
    for code, value in (FIGURES | {"import_value": "5"}).items():
        page.fill(f"#{code}", value)
    page.click("main button.btn-primary")
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    assert firm.wrong() == []
    summary.locator("a").first.click()
    page.keyboard.type("十月底到货，税单次月入账")
    page.click("main button.btn-primary")
    expect(page.locator("main")).to_contain_text("审核中")
    assert firm.wrong() == []

    for official, state in ((reporting.county, "审核中"), (reporting.office, "已审定")):
        desk = as_person(visit, official)
        shown: Page = desk.open(path)
        expect(shown.locator("main")).to_contain_text("十月底到货")
        shown.click("button[name=accepted][value=yes]")
        expect(shown.locator("main")).to_contain_text(state)
    english = as_person(visit, reporting.office, "en")
    assert english.wrong_on(path) == []
    assert not firm.errors
