"""From a file to a decided declaration, as somebody at a firm does it."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from accounts.models import AuditEntry
from declarations.models import Inventory
from tests.builders.documents import changed, head_of
from tests.journeys.conftest import Visitor

Visit = Callable[..., Visitor]
AsFile = Callable[..., Path]


def upload(visitor: Visitor, file: Path) -> None:
    page = visitor.open("/submissions/new/")
    page.set_input_files("#file", file)
    page.click("main form button[type=submit]")
    expect(page.locator("#result .headline, #result .error-summary")).to_be_visible()


def inventory_of(visitor: Visitor) -> Inventory:
    found: Inventory = Inventory.objects.get(sender_id=visitor.desk.firm.id)
    return found


def test_an_uploaded_set_ends_as_a_matched_declaration(visit: Visit, as_file: AsFile) -> None:
    visitor = visit()
    documents = visitor.desk.set()
    visitor.sign_in()

    upload(visitor, as_file(*documents.values()))

    expect(visitor.page.locator("#result")).to_contain_text("全部接受")
    visitor.desk.decide()
    expect(visitor.page.locator("#deciding")).to_contain_text("对碰一致", timeout=15_000)
    visitor.page.click("text=打开本批次")
    visitor.page.click(f"text={head_of(documents['inventory'])['copNo']}")
    expect(visitor.page.locator("#saying")).to_contain_text("对碰一致")
    expect(visitor.page.locator(".compare .is-bad")).to_have_count(0)


def test_every_rejected_document_is_listed_with_its_findings(visit: Visit, as_file: AsFile) -> None:
    visitor = visit()
    good, bad = visitor.desk.set(0)["order"], visitor.desk.set(1)["order"]
    visitor.sign_in()

    upload(visitor, as_file(good, changed(bad, currency="502", acturalPaid="1")))

    expect(visitor.page.locator("#result")).to_contain_text("部分退回")
    rows = visitor.page.locator(".verdict-rows > li")
    expect(rows).to_have_count(1)
    assert rows.locator(".finding").count() >= 2
    expect(rows).to_contain_text(head_of(bad)["orderNo"])


def test_a_file_that_cannot_be_read_is_refused_in_words(visit: Visit, tmp_path: Path) -> None:
    visitor = visit()
    file = tmp_path / "broken.xml"
    file.write_text("<a><b></a>")
    visitor.sign_in()
    visitor.foreseen = ("422",)  # the browser reports what the page understands

    upload(visitor, file)

    expect(visitor.page.locator("#result .error-summary")).to_contain_text("xml_malformed")


def test_a_mismatch_shows_both_values_and_whose_turn_it_is(visit: Visit) -> None:
    visitor = visit()
    documents = visitor.desk.set()
    paid = head_of(documents["payment"])["amountPaid"]
    visitor.desk.send(
        *{**documents, "payment": changed(documents["payment"], amountPaid="1")}.values()
    )
    visitor.desk.decide()
    visitor.sign_in()

    visitor.open(f"/declarations/{inventory_of(visitor).id}/")

    expect(visitor.page.locator("#saying")).to_contain_text("不能对碰")
    row = visitor.page.locator(".compare .is-bad").first
    expect(row).to_contain_text("实付金额")
    expect(row).to_contain_text("1.00")
    expect(row).to_contain_text(paid)
    expect(row.locator(".finding")).to_contain_text("责任方")


def test_a_declaration_opens_by_any_of_its_numbers(visit: Visit) -> None:
    visitor = visit()
    documents = visitor.desk.set()
    visitor.desk.send(*documents.values())
    visitor.desk.decide()
    page = visitor.sign_in()

    for element in ("orderNo", "logisticsNo", "copNo"):
        visitor.open("/")
        page.keyboard.press("/")
        page.keyboard.type(head_of(documents["inventory"])[element])
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/declarations/\d+/$"))


def test_personal_data_is_shown_after_a_reason_and_leaves_an_entry(visit: Visit) -> None:
    visitor = visit()
    order = visitor.desk.set()["order"]
    judged = visitor.desk.send(order)[0]
    visitor.sign_in()
    page = visitor.open(f"/orders/{judged.document_id}/")
    assert head_of(order)["buyerIdNumber"] not in visitor.text()

    page.fill("#reason", "核对订购人身份")
    page.click("#reveal button")

    expect(page.locator("#reveal")).to_contain_text(head_of(order)["buyerIdNumber"])
    entry = AuditEntry.objects.get(action="reveal_personal", by=visitor.user)
    assert "核对订购人身份" in str(entry.new)
    assert head_of(order)["buyerIdNumber"] not in str(entry.new)


def test_a_pending_declaration_shows_its_outcome_by_itself(visit: Visit) -> None:
    visitor = visit()
    visitor.desk.send(visitor.desk.set()["inventory"])
    visitor.sign_in()
    visitor.open(f"/declarations/{inventory_of(visitor).id}/")
    expect(visitor.page.locator("#saying")).to_contain_text("正在对碰")

    assert visitor.desk.decide() == 1

    expect(visitor.page.locator("#saying")).to_contain_text("尚未收到订单", timeout=15_000)


def test_an_upload_without_an_answer_says_that_resending_is_safe(
    visit: Visit, as_file: AsFile
) -> None:
    visitor = visit()
    page = visitor.sign_in()
    visitor.open("/submissions/new/")
    page.route("**/submissions/new/", lambda route: route.fulfill(status=503, body="away"))
    visitor.foreseen = ("503",)

    page.set_input_files("#file", as_file(visitor.desk.set()["order"]))
    page.click("main form button[type=submit]")

    expect(page.locator("#request-failed")).to_contain_text("可以放心重发")
