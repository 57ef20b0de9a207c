"""An agreement is entered, customs' totals come in under it, differ, and are explained."""

import uuid
from collections.abc import Callable
from datetime import date
from pathlib import Path

from playwright.sync_api import expect

from accounts.models import User
from enterprises.models import Enterprise
from tests.factories.figures import booking
from tests.factories.officials import OrganisationFactory, official
from tests.journeys.conftest import Visitor

Visit = Callable[..., Visitor]
MONTH = "2023-03"
AT = "/statistics/reconciliation/"


def as_person(visit: Visit, user: User, language: str = "zh-hans") -> Visitor:
    visitor = visit(language=language)
    visitor.user = user
    visitor.sign_in()
    return visitor


def test_from_an_agreement_to_the_report(visit: Visit, tmp_path: Path) -> None:
    office = official("zone", "supervisor")
    customs = OrganisationFactory.create(department="customs", name="洪城海关")
    desk = as_person(visit, office)
    desk.foreseen = ("422",)
    day = date(2023, 3, 15)
    booking(
        Enterprise.objects.get(id=desk.desk.firm.id), desk.desk.firm.id, day=day, declared_date=day
    )
    page = desk.open(f"{AT}agreements/new/")
    number = f"旅协〔2023〕{uuid.uuid4().hex[:6]}"
    for name, value in (
        ("number", number),
        ("title", "统计数据共享协议"),
        ("purpose", "与海关统计相互印证"),
        ("from_date", "2023-01-01"),
        ("to_date", "2099-12-31"),
    ):
        page.fill(f"#{name}", value)
    for name, value in (
        ("source", "regulator"),
        ("party", customs.code),
        ("moment", "released"),
        ("valuation", "full"),
        ("returns", "net"),
        ("coverage", "here"),
    ):
        page.select_option(f"#{name}", value)
    for name in ("direction", "mode", "value", "currency"):
        page.check(f"input[name=fields][value={name}]")
    assert desk.wrong() == []
    page.click("main button.btn-primary")
    expect(page.locator("h1")).to_contain_text("统计数据共享协议")
    address = page.url

    file = tmp_path / "totals.csv"
    file.write_text("direction,mode,value,currency\nI,9610,多少,CNY\n", "utf-8")
    page.fill("#month", MONTH)
    page.set_input_files("#file", file)
    page.click("form[action$='take/'] button[type=submit]")
    expect(page.locator(".error-summary")).to_contain_text("第 2 行")
    assert desk.wrong() == []
    file.write_text("direction,mode,value,currency\nI,9610,500110.00,CNY\n", "utf-8")
    page.goto(address)
    page.fill("#month", MONTH)
    page.set_input_files("#file", file)
    page.click("form[action$='take/'] button[type=submit]")
    expect(page.locator("main")).to_contain_text("totals.csv")
    assert desk.wrong() == []

    page = desk.open(f"{AT}months/{MONTH}/")
    page.click("form[action$='compare/'] button")
    expect(page.locator("main")).to_contain_text("+500,000.00")
    expect(page.locator("main")).to_contain_text("项差异超出容差且未说明")
    assert desk.wrong() == []
    page.click("section:has-text('洪城海关') td a >> nth=0")
    page.fill("#amount", "500000")
    page.fill("#reason", "海关补录纸质清单")
    page.fill("#reference", "洪关统函〔2023〕8号")
    page.click("form[action$='explain/'] button[type=submit]")
    expect(page.locator("main")).to_contain_text("差异已说明")
    assert desk.wrong() == []
    cell = page.url.removeprefix(desk.address)

    english = as_person(visit, office, "en")
    for path in (
        AT,
        f"{AT}agreements/",
        f"{AT}agreements/new/",
        address.removeprefix(desk.address),
        f"{AT}months/{MONTH}/",
        cell,
        f"{AT}access/",
    ):
        assert english.wrong_on(path) == [], path
    assert not desk.errors
