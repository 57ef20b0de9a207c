"""What papers and what customs sends need of the readers: long lists, extras, the end."""

from typing import Any

import pytest

from declarations.messages.catalogue import KINDS, paper_kinds
from declarations.messages.conversion import to_document
from declarations.messages.xml_reader import read_message
from declarations.messages.xml_writer import build_message
from tests.builders.documents import CAST, transfer
from tests.unit.messages.reading import order_message

GUID = "4C000000-0000-4000-8000-00000000000A"
TAX = {
    "guid": GUID,
    "returnTime": "20260302093000000",
    "invtNo": "369920261I00000001",
    "taxNo": "T1",
    "customsTax": "0",
    "valueAddedTax": "9.10",
    "consumptionTax": "0",
    "status": "1",
}
LINE = {
    "gnum": 1,
    "gcode": "3304990099",
    "taxPrice": "100",
    "customsTax": "0",
    "valueAddedTax": "9.10",
    "consumptionTax": "0",
}


def master_list(lines: int) -> bytes:
    kind = KINDS["CEB607"]
    rows = [{"gnum": n, "logisticsNo": f"W{n}"} for n in range(1, lines + 1)]
    data = {"WayBillHead": {"guid": GUID, "copNo": "M1"}, "WayBillList": rows}
    return build_message(kind, [data], guid=GUID, transfer=transfer(CAST))


def test_a_list_without_limit_is_read_to_its_end() -> None:
    (document,) = read_message(master_list(5000)).documents

    assert [line["logisticsNo"] for line in document.data["WayBillList"]] == [
        f"W{n}" for n in range(1, 5001)
    ]


@pytest.mark.parametrize("code", ["CEB507", "CEB701"])
def test_a_list_that_may_be_left_out_is_empty(code: str) -> None:
    kind = KINDS[code]
    body = build_message(
        kind, [{kind.json_head: {"guid": GUID}}], guid=GUID, transfer=transfer(CAST)
    )

    (document,) = read_message(body).documents

    assert document.data[kind.list_element or ""] == []
    assert document.problems == ()


@pytest.mark.parametrize("place", ["before", "after"])
def test_a_tax_bill_may_name_order_and_waybill_anywhere(place: str) -> None:
    kind = KINDS["CEB816"]
    named = {"orderNo": "O1", "logisticsNo": "W1"}
    body = build_message(kind, [{"TaxHeadRd": {**TAX, **named}, "TaxListRd": [LINE]}], guid=GUID)
    if place == "before":
        text = body.decode()
        start, end = text.index("<ceb:orderNo>"), text.index("</ceb:TaxHeadRd>")
        moved = text[start:end].strip()
        text = text.replace(moved, "").replace("<ceb:invtNo>", f"{moved}<ceb:invtNo>", 1)
        body = text.encode()

    (raw,) = read_message(body, receipts=True).documents
    bill = to_document(kind, raw.data)

    assert raw.problems == ()
    assert (bill.head.orderNo, bill.head.logisticsNo) == ("O1", "W1")


def test_customs_may_send_any_number_of_tax_bills() -> None:
    bill = {"TaxHeadStatus": {name: TAX[name] for name in TAX if "Tax" not in name}}

    body = build_message(KINDS["CEB818"], [bill] * 500, guid=GUID)

    assert len(read_message(body, receipts=True).documents) == 500


def test_a_root_without_the_word_message_is_understood() -> None:
    """As the root of an official sample of 214 is written."""
    kind = KINDS["CEB214"]
    values: dict[str, Any] = dict.fromkeys(kind.head_elements, "1")
    body = build_message(kind, [{"RefundReturn": values}], guid=GUID)
    short = body.replace(b"CEB214Message", b"CEB214")

    assert read_message(short, receipts=True).kind is kind


EXTENSION = {"name": "own", "version": "1", "Message": '<x xmlns="urn:own">1</x>'}


@pytest.mark.parametrize("code", ["CEB625", "CEB213"])
def test_the_senders_own_extension_is_read(code: str) -> None:
    kind = KINDS[code]
    data = {kind.json_head: {"guid": GUID}}
    body = build_message(kind, [data], guid=GUID, transfer=transfer(CAST), extension=EXTENSION)

    message = read_message(body)

    assert message.extension is not None
    assert message.extension["name"] == "own"
    assert message.extension["Message"].startswith('<x xmlns="urn:own"')


def test_every_paper_names_its_number_second() -> None:
    for kind in paper_kinds():
        assert kind.key[1] in {"copNo", "coElNo", "logisticsNo"}
        assert KINDS[kind.receipt].answers == kind.code


def test_a_message_of_the_layout_of_2018_56_is_read() -> None:
    """Orders had no buyerTelephone and no gmodel then: what is missing is for the rules to say."""
    text = order_message().decode()
    for name in ("buyerTelephone", "gmodel"):
        while (start := text.find(f"<ceb:{name}>")) >= 0:
            text = text[:start] + text[text.index(f"</ceb:{name}>", start) + len(name) + 7 :]

    (document,) = read_message(text.encode()).documents

    assert document.problems == ()
    assert "buyerTelephone" not in document.data["OrderHead"]
