"""All problems of a document at once: cut short, masked, said once, and whose they are."""

import pytest

from declarations.messages.catalogue import KINDS
from declarations.messages.envelope import Problem
from declarations.rules.fields import examine, examine_struct
from declarations.rules.report import MOST_FINDINGS
from tests.unit.rules.documents import (
    SENT_KINDS,
    checks,
    codes_of,
    decoded,
    document,
    examined,
    inventory_line,
    order_line,
)
from tests.unit.rules.examining import only


def test_all_problems_of_a_document_are_found_at_once() -> None:
    head = {
        "appType": "9",
        "orderNo": None,
        "goodsValue": "x",
        "acturalPaid": "1",
        "currency": "USDX",
        "buyerTelephone": "138****8000",
        "buyerIdNumber": "110105194912310021",
        "colour": "red",
    }
    found = codes_of("CEB311", head, {"qty": "1", "country": "999"})
    assert found == [
        "FLD-002",
        "FLD-005",
        "FLD-004",
        "FLD-001",
        "GEN-001",
        "GEN-009",
        "GEN-011",
        "GEN-024",
        "ORD-011",
    ]


def test_a_rule_is_not_asked_about_an_element_that_could_not_be_read() -> None:
    assert codes_of("CEB311", {"acturalPaid": "x"}) == ["FLD-005"]
    assert codes_of("CEB311", line={"totalPrice": "x"}) == ["FLD-005"]


def test_a_wrong_line_leaves_the_rules_of_other_lines_alone() -> None:
    lines = [order_line(1, qty="many"), order_line(2, qty="3")]
    examination = examined("CEB311", OrderList=lines)
    assert [(f.code, f.documents[0].line) for f in examination.findings] == [
        ("FLD-005", 1),
        ("GEN-011", 2),
    ]


def test_a_line_without_a_readable_number_is_named_by_its_place() -> None:
    lines = [inventory_line(1), inventory_line("x", qty="0")]  # type: ignore[arg-type]
    found = examined("CEB621", InventoryList=lines).findings
    assert {e.line for f in found for e in f.documents if f.code.startswith("FLD")} == {2}


def test_very_many_problems_are_cut_short_and_counted() -> None:
    lines = [{"gnum": gnum} for gnum in range(1, 100)]
    findings = examined("CEB621", InventoryList=lines).findings
    assert len(findings) == MOST_FINDINGS + 1
    assert findings[-1].code == "FLD-018"
    assert findings[-1].params == {"count": 99 * 11, "shown": MOST_FINDINGS}


def test_millions_of_unknown_elements_are_not_all_listed() -> None:
    junk = {f"x{number}": "1" for number in range(100_000)}
    assert len(examined("CEB511", junk).findings) == 20


@pytest.mark.parametrize(
    ("element", "value", "shown"),
    [
        ("buyerName", "张小雨" * 30, "张*"),
        ("buyerIdNumber", "1" * 61, "1111" + "*" * 53 + "1111"),
        ("buyerTelephone", "1" * 31, "111" + "*" * 24 + "1111"),
        ("consigneeAddress", "江西省赣州市" * 40, "江西省赣州市…"),
        ("buyerRegNo", "u" * 61, "uu***"),
    ],
)
def test_personal_values_are_shown_masked(element: str, value: str, shown: str) -> None:
    _, evidence, _ = only(examined("CEB311", {element: value}))
    assert evidence.value == shown


def test_no_finding_carries_a_personal_value_in_its_words() -> None:
    head = {
        "buyerName": "张小雨" * 30,
        "buyerIdNumber": "110105194912310021",
        "consignee": "\x00张",
    }
    for finding in examined("CEB311", head).findings:
        assert "张小" not in str(finding.params)
        assert "110105194912310021" not in str(finding)


def test_what_a_reader_found_is_reported_with_the_rest() -> None:
    problems = [
        Problem("element_order", "payTime", None, 12),
        Problem("element_unknown", "paytime", None, 13),
        Problem("element_repeated", "note", None, 14),
    ]
    data = document("CEB411", {"currency": "502"})
    examination = examine(KINDS["CEB411"], data, checks(), problems=problems)
    assert [f.code for f in examination.findings] == ["MSG-005", "FLD-001", "MSG-006", "GEN-004"]
    assert examination.document is None


def test_a_missing_head_that_the_reader_found_is_said_once() -> None:
    problems = [Problem("head_missing", "PaymentHead")]
    examination = examine(KINDS["CEB411"], {"PaymentHead": {}}, checks(), problems=problems)
    assert [f.code for f in examination.findings] == ["FLD-013"]


def test_who_must_act_is_the_sender_of_the_kind_unless_said_otherwise() -> None:
    kind, data = KINDS["CEB311"], document("CEB311", {"acturalPaid": "1"})
    assert examine(kind, data, checks()).findings[0].responsible == "platform"
    told = examine(kind, data, checks(), responsible="ecommerce")
    assert told.findings[0].responsible == "ecommerce"
    record = decoded(data)
    assert examine_struct(kind, record, checks()).findings[0].responsible == "platform"


@pytest.mark.parametrize("kind", SENT_KINDS)
def test_a_record_is_examined_like_the_data_it_came_from(kind: str) -> None:
    data = document(kind, {"appType": "7", "appTime": "20260301112799"})
    told, record = examine(KINDS[kind], data, checks()), decoded(data)
    again = examine_struct(KINDS[kind], record, checks())
    assert [f.code for f in again.findings] == [f.code for f in told.findings]
    assert again.key == told.key
