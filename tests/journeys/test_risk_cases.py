"""An alert is handled by customs with the help of the tax bureau, reviewed and closed by the zone
office."""

from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from credit.models import Record
from enterprises.models import Enterprise
from enterprises.viewers import viewer_for
from risk.models import AssistanceRequest, Case
from risk.rules.subjects import of_enterprise
from risk.services.joint import asking
from risk.services.signals import collect
from tests.factories.officials import OrganisationFactory, PostingFactory, official
from tests.factories.risk_cases import WATCH
from tests.journeys.conftest import Visitor

Visit = Callable[..., Visitor]


def test_an_alert_becomes_a_closed_case_across_departments(visit: Visit) -> None:
    customs = OrganisationFactory.create(name="昌北海关", department="customs")
    inspector = PostingFactory.create(organisation=customs, role="reviewer").user
    tax = official("tax", "reviewer")
    office, unit = visit(), visit(language="en")
    case = raised(Enterprise.objects.get(pk=office.desk.firm.id))

    page = signed_in(office, official("zone", "supervisor")).open("/risk/alerts/")
    look(office)
    page.click(f"a[href='/risk/cases/{case.pk}/']")
    page.select_option("#assign-organisation", customs.code)
    look(office)
    page.click("button:text-is('分派')")
    expect(page.locator(".say-big")).to_contain_text("已交 昌北海关")

    unit.foreseen = ("422",)
    desk = signed_in(unit, inspector).open("/risk/cases/")
    look(unit)
    desk.click(f"a[href='/risk/cases/{case.pk}/']")
    desk.click("button:text-is('I take it')")
    desk.select_option("#ask-department", "tax")
    desk.fill("#ask-question", "请核实近三个月退税申报。")
    desk.select_option("#ask-fields_told", ["alerts", "handling"])
    desk.click("button:text-is('Send the request')")
    expect(desk.locator("main")).to_contain_text("To be answered")
    answer(case, tax)
    desk.reload()
    expect(desk.locator("main")).to_contain_text("未见异常")
    desk.click("button:text-is('Hand in for review')")
    expect(desk.locator(".error-summary li")).to_have_count(2)
    look(unit)
    desk.select_option("#handle-measure", "inspection")
    desk.fill("#handle-result", "开箱查验，品名与申报不符。")
    desk.click("button:text-is('Hand in for review')")
    expect(desk.locator(".say-big")).to_contain_text("somebody else must review it")

    page.reload()
    page.select_option("#review-verdict", "confirmed")
    page.fill("#review-review", "与查验记录一致，情况属实。")
    page.click("button:text-is('保存复查结论')")
    page.select_option("#hand_over-department", "police")
    page.fill("#hand_over-package_reason", "涉嫌冒用他人身份。")
    page.click("button:text-is('生成签名的移交材料')")
    with page.expect_download() as download:
        page.click("a[href^='/risk/packages/']")
    assert download.value.suggested_filename.startswith("YS")
    page.click("button:text-is('结案')")
    expect(page.locator(".say-big")).to_contain_text("已结案：属实")
    look(office)
    assert Record.objects.get(number=case.number).kind == "risk_confirmed"
    page.goto(f"{office.address}/risk/requests/{AssistanceRequest.objects.get(case=case).pk}/")
    expect(page.locator("main")).to_contain_text("RT03-IDS · 橙色（重大） · 信号数 1")
    look(office)
    for path in ("/risk/workload/", "/risk/duties/", "/risk/requests/?status=all", "/risk/levels/"):
        assert office.wrong_on(path) == [], path


def raised(firm: Enterprise) -> Case:
    """The case of a rule's signal about the firm."""
    signal = collect(
        type="RT03",
        rule="RT03-IDS",
        subject=of_enterprise(firm.pk, firm.name),
        level="orange",
        evidence={"证件数": 41, "窗口": "30 天"},
        by=WATCH,
        at=timezone.now(),
    )
    assert signal.alert is not None
    return signal.alert.case


def answer(case: Case, person: User) -> None:
    """The tax bureau answers what it was asked."""
    row = AssistanceRequest.objects.get(case=case)
    asking.answer(
        request_id=row.pk,
        text="近三个月申报正常，未见异常。",
        viewer=viewer_for(person),
        by=person,
        at=timezone.now(),
    )


def signed_in(visitor: Visitor, user: User) -> Visitor:
    visitor.user = user
    visitor.sign_in()
    return visitor


def look(visitor: Visitor) -> Page:
    """The page as it stands must be accessible and fit, at a desk and on a phone."""
    assert visitor.wrong() == [], visitor.page.url
    return visitor.page
