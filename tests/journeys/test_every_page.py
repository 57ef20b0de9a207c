"""Every page in both languages, at a desk and on a phone: readable, reachable, quiet."""

from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from declarations.models import Inventory, Order, Submission
from enterprises.models import Enterprise, FiledGoods, Filing
from enterprises.services.goods.editing import upload_lines
from enterprises.services.promotions.editing import put_line
from taxation.services.shipped import load_shipped
from tests.builders.documents import changed
from tests.builders.goods import article, csv_of
from tests.factories.filings import Firm
from tests.journeys.conftest import LANGUAGES, PHONE, Visitor

Visit = Callable[..., Visitor]


ESTIMATED = (
    "l-TOTAL_FORMS=1&l-0-hs_code=2204210000&l-0-total_price=300&l-0-pieces=1&direction=I"
    "&mode=9610&taxpayer=consumer&document=inventory&on=2026-11-20&freight=20"
)
"""A bottle of wine whose taxes are shown step by step."""


def pages_of(visitor: Visitor) -> Iterator[str]:
    """The address of every kind of page, with something on it."""
    firm = visitor.desk.firm.id
    yield from ("/", "/declarations/", "/orders/", "/payments/", "/waybills/", "/submissions/")
    yield from ("/papers/", "/papers/bags/", "/submissions/check/", "/risk/self-check/")
    yield from ("/message-kinds/", "/message-kinds/CEB607/", "/message-kinds/CEB816/")
    yield from ("/submissions/new/", "/rules/", "/rules/MAT-006/", "/search/?q=nothing-here")
    yield from ("/account/", "/account/person/", "/account/password/", "/account/sessions/")
    yield "/account/second-factor/"
    parcel = Inventory.objects.filter(sender_id=firm).latest("id").logistics_no
    yield from ("/parcel/", f"/parcel/?no={parcel}", "/parcel/?no=NOSUCH77", "/entry/")
    yield from ("/tax/estimate/", f"/tax/estimate/?{ESTIMATED}", "/tax/rates/", "/tax/treatments/")
    yield from ("/tax/guarantees/", "/tax/bills/", "/tax/batches/")
    yield from ("/account/real-name/", "/identity/", "/subject/", f"/enterprises/{firm}/numbers/")
    yield f"/subject/?q={visitor.desk.firm.uscc}"
    yield from ("/goods/", "/goods/filings/", "/promotions/", "/facilities/", "/filings/new/goods/")
    for filing in with_goods(visitor):
        yield f"/filings/{filing.pk}/"
        yield f"/filings/{filing.pk}/check/"
        if filing.type != "facility":
            yield f"/filings/{filing.pk}/lines/"
            yield f"/filings/{filing.pk}/lines/1/"
            yield f"/filings/{filing.pk}/lines/new/"
    for inventory in Inventory.objects.filter(sender_id=firm):
        yield f"/declarations/{inventory.id}/"
        yield f"/declarations/{inventory.id}/document/"
    yield f"/orders/{Order.objects.filter(sender_id=firm).latest('id').id}/"
    yield f"/submissions/{Submission.objects.filter(enterprise_id=firm).latest('id').id}/"


def with_goods(visitor: Visitor) -> list[Filing]:
    """Drafts of goods (with lines that are right and lines to look at), a campaign and a place."""
    own = Firm(Enterprise.objects.get(id=visitor.desk.firm.id), visitor.user)
    goods = own.start("goods", title="新品一批", direction="import", quality="yes")
    rice = article("RICE", hs_code="1006302090", net_weight="5")
    content = csv_of([article("COFFEE"), rice, article("CUP", hs_code="6911101100")])
    upload_lines(filing_id=goods.pk, content=content, **own.deed)
    FiledGoods.objects.filter(filing=goods, sku="COFFEE").update(in_force=True)
    campaign = own.start("promotion", campaign="双十二", starts="2026-12-01", ends="2026-12-12")
    values = {"sku": "COFFEE", "price": "29.9", "quantity": "10"}
    put_line(filing_id=campaign.pk, values=values, **own.deed)
    return [goods, campaign, own.start("facility", kind="overseas", name="虚构海外仓")]


def with_a_day_of_work(visitor: Visitor) -> None:
    """A matched, a mismatched and a waiting declaration, a changed order, a rejection."""
    desk = visitor.desk
    load_shipped(at=timezone.now(), examples=True)
    matched, differing, waiting = desk.set(0), desk.set(1), desk.set(2)
    desk.send(*matched.values())
    desk.send(*{**differing, "payment": changed(differing["payment"], amountPaid="1")}.values())
    del waiting["payment"]
    desk.send(*waiting.values())
    desk.decide()
    desk.send(changed(differing["order"], appType="2", freight="0", acturalPaid="1"))
    desk.send(changed(desk.set(3)["order"], currency="502"))
    desk.decide()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_accessible_and_fits(visit: Visit, language: str) -> None:
    visitor = visit(language=language)
    with_a_day_of_work(visitor)
    parcel = Inventory.objects.filter(sender_id=visitor.desk.firm.id).latest("id").logistics_no
    wrong = {path: visitor.wrong_on(path) for path in ("/sign-in/", f"/parcel/?no={parcel}")}
    visitor.sign_in()

    for path in pages_of(visitor):
        wrong[path] = visitor.wrong_on(path)

    assert {path: found for path, found in wrong.items() if found} == {}


def test_english_pages_have_no_chinese_words_of_their_own(visit: Visit) -> None:
    visitor = visit(language="en")
    visitor.sign_in()

    for path in ("/declarations/", "/orders/", "/submissions/", "/submissions/new/"):
        visitor.open(path)
        firm, person = visitor.desk.firm.name, visitor.user.name
        text = visitor.page.locator("body").inner_text()
        own = text.replace(firm, "").replace(person, "").replace("中文", "")
        assert [sign for sign in own if "\u4e00" <= sign <= "\u9fff"] == [], path


def test_the_language_stays_changed_and_is_kept_for_the_person(visit: Visit) -> None:
    visitor = visit()
    page = visitor.sign_in()
    visitor.open("/")

    page.click("text=English")

    expect(page.locator("h1")).to_have_text("Today")
    visitor.open("/declarations/")
    expect(page.locator("h1")).to_have_text("Declarations")
    visitor.user.refresh_from_db()
    assert visitor.user.language == "en"


def test_the_navigation_opens_on_a_phone(visit: Visit) -> None:
    visitor = visit(PHONE)
    page = visitor.sign_in()
    visitor.open("/")
    expect(page.locator("#side")).to_be_hidden()

    page.click("[data-toggle-nav]")
    page.click("#side >> text=申报清单")

    expect(page.locator("h1")).to_have_text("申报清单")


def test_the_first_stop_of_the_keyboard_leads_to_the_content(visit: Visit) -> None:
    visitor = visit()
    page = visitor.sign_in()
    visitor.open("/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_the_hourly_chart_can_be_read_as_a_table(visit: Visit) -> None:
    visitor = visit()
    visitor.desk.send(*visitor.desk.set().values())
    visitor.desk.decide()
    page = visitor.sign_in()
    visitor.open("/")
    expect(page.locator("#hourly-chart svg")).to_be_visible()

    page.click("[data-chart-switch]")

    expect(page.locator("#hourly-table")).to_be_visible()
    expect(page.locator("#hourly-chart")).to_be_hidden()


def test_a_named_view_is_kept_in_the_browser(visit: Visit) -> None:
    visitor = visit()
    page = visitor.sign_in()
    visitor.open("/declarations/?outcome=mismatched&mode=9610")
    page.on("dialog", lambda dialog: dialog.accept("直购不一致"))

    page.click("[data-save-view]")
    visitor.open("/declarations/")
    page.click("text=直购不一致")

    expect(page.locator("select[name=outcome]")).to_have_value("mismatched")
    assert page.url.endswith("/declarations/?outcome=mismatched&mode=9610")


def test_an_empty_filter_leaves_no_trace_in_the_address(visit: Visit) -> None:
    visitor = visit()
    page = visitor.sign_in()
    visitor.open("/declarations/")

    page.fill("input[name=orderNo]", "O-1")
    page.click("main button:has-text('查询')")

    page.wait_for_url("**/declarations/?orderNo=O-1")


def test_only_what_needs_attention_can_be_shown(visit: Visit) -> None:
    visitor = visit()
    with_a_day_of_work(visitor)
    page = visitor.sign_in()
    visitor.open("/declarations/?outcome=mismatched")
    page.click(".sheet a.breakable")
    expect(page.locator(".compare .is-same").first).to_be_visible()

    page.check("#only-differing")

    expect(page.locator(".compare .is-same").first).to_be_hidden()
    expect(page.locator(".compare .is-bad").first).to_be_visible()
