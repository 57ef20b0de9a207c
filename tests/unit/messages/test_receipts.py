"""Receipts: layout, numbers, times and words as a port gives them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from declarations.messages.catalogue import KINDS
from declarations.messages.conversion import to_document
from declarations.messages.receipts import (
    build_receipts,
    format_refusal,
    pre_no,
    receipt_record,
    return_time,
)
from declarations.messages.return_info import (
    LONGEST,
    cut,
    refusal_status,
    return_info,
    submitted_info,
    waiting_info,
)
from declarations.messages.xml_reader import read_message
from tests.builders.documents import complete_set, head_of
from zone_portal.kernel.rules import Rule, Rules

GUID = "4C000000-0000-4000-8000-00000000000A"
AT = datetime(2026, 3, 2, 16, 5, 6, 78900, tzinfo=UTC)
RECEIPTS = {
    "CEB312": ("ebpCode", "ebcCode", "orderNo"),
    "CEB412": ("payCode", "payTransactionId"),
    "CEB512": ("logisticsCode", "logisticsNo"),
    "CEB622": ("customsCode", "ebpCode", "ebcCode", "agentCode", "copNo"),
    "CEB304": ("ebpCode", "ebcCode", "orderNo"),
    "CEB404": ("ebcCode", "orderNo", "payNo"),
    "CEB506": ("logisticsCode", "logisticsNo"),
    "CEB604": ("agentCode", "copNo", "ebcCode", "ebpCode", "orderNo", "statisticsFlag"),
}


def receipt(code: str, values: dict[str, Any], info: str = "x") -> Any:
    return receipt_record(KINDS[code], values, guid=GUID, status="2", at=AT, info=info)


def document_of(code: str) -> dict[str, Any]:
    """The document that receipts of a kind answer."""
    kind = KINDS[KINDS[code].answers]
    return complete_set(direction=kind.direction)[kind.noun]


@pytest.mark.parametrize("code", RECEIPTS)
def test_a_receipt_repeats_the_key_of_what_it_answers(code: str) -> None:
    head = head_of(document_of(code))

    record = receipt(code, head).head

    assert {name: getattr(record, name) for name in RECEIPTS[code]} == {
        name: head[name] for name in RECEIPTS[code]
    }
    assert (record.guid, record.returnStatus, record.returnInfo) == (GUID, "2", "x")


@pytest.mark.parametrize("code", RECEIPTS)
def test_a_receipt_about_a_hopeless_document_is_still_valid(code: str) -> None:
    for hopeless in ({}, dict.fromkeys(KINDS[code].head_elements, "\x00" + "超长" * 3000)):
        record = receipt(code, hopeless, info="错" * 3000)

        (read,) = read_message(
            build_receipts(KINDS[code], [record], guid=GUID), receipts=True
        ).documents

        assert to_document(KINDS[code], read.data) == record


@pytest.mark.parametrize("code", RECEIPTS)
def test_up_to_a_hundred_receipts_make_a_message_in_the_default_namespace(code: str) -> None:
    record = receipt(code, head_of(document_of(code)))

    body = build_receipts(KINDS[code], [record] * 100, guid=GUID)

    assert f'<{code}Message guid="{GUID}"'.encode() in body
    assert len(read_message(body, receipts=True).documents) == 100
    with pytest.raises(ValueError, match="101 documents"):
        build_receipts(KINDS[code], [record] * 101, guid=GUID)


def test_the_time_of_a_receipt_is_shanghais_to_the_millisecond() -> None:
    assert return_time(AT) == "20260303000506078"


def test_the_ports_number_has_its_day_and_nine_digits() -> None:
    assert pre_no(date(2026, 3, 2), 1882) == "B20260302000001882"
    with pytest.raises(ValueError, match="nine digits"):
        pre_no(date(2026, 3, 2), 10**9)


def test_given_numbers_are_quoted_and_missing_ones_are_not_invented() -> None:
    given = {"preNo": "B20260302000001882", "invtNo": "400120261000000001"}

    assert receipt("CEB622", given).head.preNo == given["preNo"]
    assert receipt("CEB622", given).head.invtNo == given["invtNo"]
    assert receipt("CEB622", {}).head.preNo == "B20260303000000000"
    assert receipt("CEB622", {}).head.invtNo is None


def test_an_unreadable_message_is_quoted_in_a_format_receipt() -> None:
    original = "<a>破]]>\x00</a>".encode() + b"\xff"

    body = format_refusal(
        original, guid=GUID, at=AT, info="报文格式错误 <1>", message_type="CEB311Message"
    )

    (read,) = read_message(body, receipts=True).documents
    assert read.data["MessageReturn"] == {
        "guid": GUID,
        "returnStatus": "-1",
        "returnInfo": "报文格式错误 <1>",
        "returnTime": "20260303000506078",
        "oriCopMsgId": "",
        "oriMessageType": "CEB311Message",
        "oriBizMessage": "<a>破]]>\ufffd</a>\ufffd",
    }


def test_a_flood_is_quoted_in_part() -> None:
    body = format_refusal(b"x" * 5_000_000, guid=GUID, at=AT, info="", longest=1000)

    assert len(body) < 3000


RULES = Rules()
RULES.add(Rule("MAT-1", ("金额{a}不一致[x]", "differs"), ("", ""), "", "payment", official="1332"))
RULES.add(Rule("KEY-1", ("编号已存在", "exists"), ("", ""), "", "platform", official="-301010"))
RULES.add(Rule("FLD-1", ("缺少必填项", "missing"), ("", ""), "", "platform"))


def finding(code: str, *documents: tuple[str, str, int | None, str | None]) -> dict[str, Any]:
    return {
        "code": code,
        "severity": "warning" if code == "FLD-1" else "error",
        "documents": [
            {"type": type_, "key": {}, "field": field, "line": line, "value": value}
            for type_, field, line, value in documents
        ],
        "responsible": "",
        "params": {"a": "甲"},
    }


def test_findings_become_groups_in_the_official_style_errors_first() -> None:
    amounts = finding(
        "MAT-1", ("CEB311", "acturalPaid", None, "561.89"), ("CEB411", "amountPaid", None, "3.95")
    )
    missing = finding(
        "FLD-1", ("CEB621", "qty", 2, "[3]\n"), ("CEB621", "InventoryList", None, None)
    )

    assert return_info([missing, amounts], RULES) == (
        "[Code:1332;Desc:金额甲不一致［x］,[OrderHead.acturalPaid:561.89,PaymentHead.amountPaid:3.95]]"
        "[Code:FLD-1;Desc:缺少必填项,[InventoryList[2].qty:［3］ ,InventoryList]]"
    )


def test_a_rule_that_has_left_the_register_still_has_a_group() -> None:
    assert return_info([finding("OLD-1")], RULES) == "[Code:OLD-1;Desc:OLD-1]"


def test_long_texts_are_cut_between_groups() -> None:
    groups = return_info([finding("FLD-1", ("CEB621", "qty", 2, "3"))] * 100, RULES)

    assert len(groups) <= LONGEST
    assert groups.endswith("]]…")
    assert groups.count("[Code:") == groups.count("]]")


def test_a_single_group_too_long_is_cut_inside_and_closed() -> None:
    text = return_info([finding("FLD-1", ("CEB621", "qty", 2, "3" * 2000))], RULES)

    assert len(text) == LONGEST
    assert text.endswith("…]")
    assert cut(["x" * LONGEST]) == "x" * LONGEST
    assert cut(["x" * (LONGEST + 1)]) == "x" * (LONGEST - 1) + "…"


def test_a_refused_document_has_the_official_negative_status_where_there_is_one() -> None:
    assert refusal_status([finding("MAT-1"), finding("KEY-1")], RULES) == "-301010"
    assert refusal_status([finding("MAT-1"), finding("OLD-1")], RULES) == "100"


def test_a_waiting_inventory_names_what_is_missing_in_the_ports_words() -> None:
    head = {
        "ebcCode": "E",
        "ebpCode": "P",
        "orderNo": "1",
        "logisticsCode": "L",
        "logisticsNo": "2",
    }

    assert waiting_info(head, ["order", "waybill", "payment"]) == (
        "对应电商企业为[E]订单号为[1]的订单信息不存在 "
        "对应物流企业为[L]物流单号为[2]的运单信息不存在 "
        "对应电商平台为[P]订单号为[1]的支付信息不存在"
    )


@pytest.mark.parametrize(
    ("code", "head", "text"),
    [
        ("CEB311", {"appType": "1", "appStatus": "2"}, f"新增申报成功[{GUID}]"),
        ("CEB411", {"appType": "2", "appStatus": "2"}, f"变更申报成功[{GUID}]"),
        ("CEB505", {"appType": "3", "appStatus": "1"}, f"删除暂存成功[{GUID}]"),
        (
            "CEB603",
            {"appType": "1", "appStatus": "2", "ebcCode": "E", "orderNo": "1"},
            f"清单新增申报成功[{GUID}][电商企业编码：E订单编号：1]",
        ),
    ],
)
def test_an_accepted_document_is_confirmed_with_its_guid(
    code: str, head: dict[str, str], text: str
) -> None:
    assert submitted_info(KINDS[code], head, guid=GUID) == text
