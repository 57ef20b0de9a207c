"""A spreadsheet of a thousand rows with 37 faults: seen at once, corrected, sent, all decided."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import expect

from declarations.models import Inventory
from declarations.services.entry import files
from tests.builders.documents import Document, changed, head_of
from tests.builders.sheets import excel, place_of, table_of
from tests.journeys.conftest import PHONE, Visitor

Visit = Callable[..., Visitor]
ROWS, FAULTS = 1_000, 37
KIND = "CEB511"


def damaged(waybills: list[Document]) -> tuple[list[list[Any]], dict[str, str]]:
    """The rows of the waybills, 37 of them each with one fault, and what the faulty numbers'
    weights and currencies really are."""
    right: dict[str, str] = {}
    spoilt = []
    for place, waybill in enumerate(waybills):
        if place % 27 == 5 and len(right) < FAULTS:
            head = head_of(waybill)
            right[head["logisticsNo"]] = str(head["weight"])
            wrong = {"weight": ("-1", "0", "1e30", "12kg")[len(right) % 4]}
            waybill = changed(waybill, **wrong)  # noqa: PLW2901
        spoilt.append(waybill)
    return table_of(spoilt), right


def upload(visitor: Visitor, file: Path) -> None:
    page = visitor.open("/entry/")
    page.select_option("#kind", KIND)
    page.set_input_files("#file", file)
    page.click("main form[enctype] button[type=submit]")
    expect(page.locator("#progress")).to_be_visible()
    files.work(at=timezone.now())
    expect(page.locator("h1")).to_contain_text("导入结果")
    expect(page.locator(".verdict-counts")).to_be_visible(timeout=15_000)


def send(visitor: Visitor) -> None:
    visitor.page.click("main .inline-form button")
    expect(visitor.page.locator("#progress")).to_be_visible()
    files.work(at=timezone.now())
    expect(visitor.page.locator(".confirmation-number")).to_be_visible(timeout=15_000)


def test_thirty_seven_faults_are_found_corrected_and_sent(visit: Visit, tmp_path: Path) -> None:
    visitor = visit()
    sets = [visitor.desk.set(number) for number in range(ROWS)]
    visitor.desk.send(*(s[noun] for s in sets for noun in ("order", "payment", "inventory")))
    rows, right = damaged([s["waybill"] for s in sets])
    assert (len(rows), len(right)) == (1 + ROWS, FAULTS)
    file = tmp_path / "运单.xlsx"
    file.write_bytes(excel(rows))
    visitor.sign_in()

    upload(visitor, file)
    page = visitor.page
    expect(page.locator(".verdict-counts")).to_contain_text("963 行合格")
    expect(page.locator(".verdict-counts")).to_contain_text("37 行待更正，37 处错误")
    expect(page.locator(".entry-problems tbody tr")).to_have_count(FAULTS)
    assert visitor.violations() == []

    with page.expect_download() as coming:
        page.click("text=下载 37 行待更正")
    again = tmp_path / "again.xlsx"
    again.write_bytes(corrected(Path(coming.value.path()).read_bytes(), right))
    send(visitor)

    upload(visitor, again)
    expect(page.locator(".verdict-counts")).to_contain_text("37 行合格")
    expect(page.locator(".entry-problems")).to_have_count(0)
    send(visitor)

    visitor.desk.decide()
    outcomes = visitor.desk.outcomes()
    assert len(outcomes) == Inventory.objects.filter(sender_id=visitor.desk.firm.id).count() == ROWS
    assert set(outcomes.values()) == {"matched"}


def corrected(content: bytes, right: dict[str, str]) -> bytes:
    """The downloaded rows with the right weights; their reasons stay where they are."""
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    rows = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert len(rows) == 1 + FAULTS
    for row in rows[1:]:
        assert row[-1]
        row[place_of(KIND, "weight")] = right[str(row[place_of(KIND, "logisticsNo")])]
    return excel(rows)


def test_a_form_is_filled_in_by_phone_and_told_what_is_missing(visit: Visit) -> None:
    visitor = visit(PHONE)
    visitor.sign_in()
    page = visitor.open("/entry/")
    page.click("text=填写表单 >> nth=1")
    page.wait_for_url("**/entry/forms/*/")
    page.fill("#field-payTransactionId", "T1")
    page.locator("#field-payTransactionId").blur()
    expect(page.locator("#saved")).to_contain_text("已保存")
    visitor.foreseen = ("422",)

    page.click("button[value=check]")

    expect(page.locator(".error-summary")).to_be_visible()
    page.click(".error-summary a[href='#field-amountPaid']")
    expect(page.locator("#field-amountPaid")).to_be_focused()
    assert visitor.violations() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
