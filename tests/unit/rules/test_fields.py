"""What every element of a message must be: all problems at once, each with its evidence."""

from decimal import Decimal
from typing import Any

import pytest

from declarations.messages.catalogue import KINDS
from declarations.rules.fields import examine
from declarations.rules.values import needs_a_close_look
from tests.unit.rules.documents import (
    SENT_KINDS,
    checks,
    codes_of,
    decoded,
    document,
    examined,
)
from tests.unit.rules.examining import only


@pytest.mark.parametrize("kind", SENT_KINDS)
def test_a_valid_document_of_each_kind_has_no_findings_and_is_read(kind: str) -> None:
    examination = examined(kind)
    assert examination.findings == ()
    assert examination.document == decoded(document(kind))


def test_an_unknown_element_is_named_with_the_nearest_known_one() -> None:
    code, evidence, params = only(examined("CEB311", {"BuyerName": "张小雨"}))
    assert (code, evidence.field, evidence.value) == ("FLD-001", "BuyerName", None)
    assert params == {"element": "BuyerName", "nearest": "buyerName"}


def test_an_unknown_part_of_the_document_is_named() -> None:
    code, evidence, _ = only(examined("CEB311", BaseTransfer={"copCode": "1"}))
    assert (code, evidence.field) == ("FLD-001", "BaseTransfer")


@pytest.mark.parametrize("value", [None, "", "   "])
def test_a_mandatory_element_is_missing(value: str | None) -> None:
    code, evidence, params = only(examined("CEB311", {"orderNo": value}))
    assert (code, evidence.field, evidence.line) == ("FLD-002", "orderNo", None)
    assert (params["zh"], params["en"]) == ("订单编号", "Order number")


def test_a_null_is_as_good_as_a_missing_element() -> None:
    data = document("CEB311")
    data["OrderHead"]["orderNo"] = None
    data["OrderHead"]["note"] = None
    code, evidence, _ = only(examine(KINDS["CEB311"], data, checks()))
    assert (code, evidence.field) == ("FLD-002", "orderNo")


def test_a_text_is_too_long() -> None:
    code, evidence, params = only(examined("CEB311", {"orderNo": "订" * 61}))
    assert (code, evidence.value) == ("FLD-003", "订" * 61)
    assert (params["length"], params["maximum"]) == (61, 60)


def test_a_long_value_is_shown_shortened() -> None:
    _, evidence, _ = only(examined("CEB311", {"note": "长" * 1001, "orderNo": "1"}))
    assert evidence.value == "长长***"
    _, evidence, _ = only(examined("CEB311", line={"note": "长" * 1001}))
    assert evidence.value == "长" * 100 + "…"


@pytest.mark.parametrize("value", ["1", "1420", 7])
def test_a_code_of_fixed_length_has_another_length(value: str | int) -> None:
    code, evidence, params = only(examined("CEB311", line={"unit": value}))
    assert (code, evidence.field, evidence.line) == ("FLD-004", "unit", 1)
    assert params["format"] == "C3"


@pytest.mark.parametrize(
    "value", ["ten", "1,000", "12元", True, ["1"], {"amount": 1}, "NaN", "Infinity", "-sNaN"]
)
def test_a_number_is_expected(value: Any) -> None:
    code, evidence, _ = only(examined("CEB411", {"amountPaid": value}))
    assert (code, evidence.field) == ("FLD-005", "amountPaid")


@pytest.mark.parametrize("value", ["100000000000000", "1e14", Decimal("1e400"), 10**30, "9" * 5000])
def test_a_number_has_too_many_digits(value: Any) -> None:
    assert only(examined("CEB411", {"amountPaid": value}))[0] == "FLD-006"


@pytest.mark.parametrize(
    "value", ["0E-99999", "0E+99999", "1E-999999999999999999", "1." + "0" * 1001, "0." + "0" * 200]
)
def test_a_number_is_written_with_more_zeros_than_a_database_takes(value: str) -> None:
    code, evidence, _ = only(examined("CEB411", {"amountPaid": value}))
    assert code in {"FLD-006", "FLD-007"}
    assert len(evidence.value or "") <= 101
    record = decoded(document("CEB411", {"amountPaid": value}))
    assert not checks().accepts(KINDS["CEB411"], record, value.encode())


@pytest.mark.parametrize("value", ["0", "-0", "0.00000", "0E-9", "0E+9", "0.00001", "1E+3"])
def test_nothing_and_little_may_be_written_in_several_ways(value: str) -> None:
    assert codes_of("CEB411", {"amountPaid": value}) == []
    record = decoded(document("CEB411", {"amountPaid": value}))
    assert checks().accepts(KINDS["CEB411"], record, value.encode())


def test_the_largest_number_of_the_format_passes() -> None:
    assert codes_of("CEB411", {"amountPaid": "99999999999999.99999"}) == []


@pytest.mark.parametrize("value", ["1.000001", Decimal("0.0000099")])
def test_a_number_has_too_many_decimals(value: Any) -> None:
    assert only(examined("CEB411", {"amountPaid": value}))[0] == "FLD-007"
    assert codes_of("CEB411", {"amountPaid": "1.1000000"}) == []


@pytest.mark.parametrize("value", [True, Decimal("1.5"), ["a"], {"a": 1}])
def test_text_is_expected(value: Any) -> None:
    code, evidence, _ = only(examined("CEB311", {"buyerRegNo": value}))
    assert (code, evidence.field, evidence.value) == ("FLD-008", "buyerRegNo", None)


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\ufffe", "\ud800"])
def test_a_control_character_is_refused_and_never_shown(character: str) -> None:
    examination = examined("CEB311", {"orderNo": f"DD{character}1"})
    code, evidence, _ = only(examination)
    assert (code, evidence.value) == ("FLD-009", "DD\ufffd1")
    assert examination.key["orderNo"] == "DD\ufffd1"


def test_a_tab_and_a_line_break_are_no_control_characters() -> None:
    assert codes_of("CEB311", {"note": "a\tb\r\nc"}) == []


@pytest.mark.parametrize(
    ("raw", "suspicious"),
    [
        (b'{"note": "plain \xe4\xb8\xad"}', False),
        (rb'{"note": "\u4e2d\uff0c\n"}', False),
        (rb'{"note": "\u0000"}', True),
        (rb'{"note": "\b"}', True),
        (rb'{"note": "\f"}', True),
        (rb'{"note": "\u001b"}', True),
        (rb'{"note": "\uFFFE"}', True),
        ('{"note": "\uffff"}'.encode(), True),
        ('{"note": "，"}'.encode(), False),
        (b'{"qty": 1.' + b"0" * 999 + b"}", False),
        (b'{"qty": 1.' + b"0" * 1000 + b"}", True),
    ],
)
def test_the_raw_text_tells_where_a_close_look_is_needed(raw: bytes, suspicious: bool) -> None:
    assert needs_a_close_look(raw) is suspicious


@pytest.mark.parametrize(
    "time",
    ["20260230112233", "20260301246000", "20260301112260", "2026-03-01 112", "19991231235959"],
)
def test_a_time_does_not_exist(time: str) -> None:
    code, _, params = only(examined("CEB511", {"appTime": time}))
    assert (code, params["pattern"]) == ("FLD-010", "YYYYMMDDhhmmss")


@pytest.mark.parametrize("day", ["20260229", "20261301", "2026W011", "２０２６０３０１"])
def test_a_day_does_not_exist(day: str) -> None:
    code, _, params = only(examined("CEB621", {"declTime": day}))
    assert (code, params["pattern"]) == ("FLD-010", "YYYYMMDD")


@pytest.mark.parametrize(("kind", "most"), [("CEB311", 99), ("CEB303", 100)])
def test_a_list_has_too_many_lines(kind: str, most: int) -> None:
    line = document(kind)["OrderList"][0]
    lines = [{**line, "gnum": gnum} for gnum in range(1, most + 2)]
    examination = examined(
        kind, {"goodsValue": str(float(line["totalPrice"]) * most)}, OrderList=lines
    )
    assert examination.document is None
    finding = examination.findings[0]
    assert (finding.code, finding.documents[0].field) == ("FLD-011", "OrderList")
    assert finding.params["count"] == most + 1


@pytest.mark.parametrize(
    ("kind", "code"), [("CEB303", "ORD-002"), ("CEB311", "ORD-002"), ("CEB603", "INV-001")]
)
def test_a_list_is_missing_or_empty(kind: str, code: str) -> None:
    name = KINDS[kind].list_element or ""
    nothing: tuple[Any, ...] = (None, [])
    for value in nothing:
        found, evidence, _ = only(examined(kind, **{name: value}))
        assert (found, evidence.field) == (code, name)


@pytest.mark.parametrize("lines", ["1", {"gnum": 1}, [1, 2], [[]], 7])
def test_a_list_is_no_list_of_objects(lines: Any) -> None:
    code, evidence, _ = only(examined("CEB621", InventoryList=lines))
    assert (code, evidence.field) == ("FLD-012", "InventoryList")


@pytest.mark.parametrize("head", ["missing", None, {}, [], "text"])
def test_a_head_is_missing(head: Any) -> None:
    data = document("CEB511")
    data["LogisticsHead"] = head
    if head == "missing":
        del data["LogisticsHead"]
    examination = examine(KINDS["CEB511"], data, checks())
    assert only(examination)[0] == "FLD-013"
    assert examination.key == {"logisticsCode": "", "logisticsNo": ""}


@pytest.mark.parametrize("value", ["1.5", Decimal("0.5"), "1_0", "one"])
def test_a_whole_number_is_expected(value: Any) -> None:
    assert only(examined("CEB511", {"packNo": value}))[0] in {"FLD-014", "FLD-005"}


@pytest.mark.parametrize("value", ["1", " 1 ", "1.0", Decimal("1.0"), 1])
def test_a_whole_number_may_be_written_in_several_ways(value: Any) -> None:
    examination = examined("CEB511", {"packNo": value})
    assert examination.findings == ()
    assert examination.document.head.packNo == 1


@pytest.mark.parametrize(
    ("element", "kind"), [("consigneeDistrict", "CEB311"), ("freight", "CEB511")]
)
def test_an_empty_element_of_fixed_form_must_be_left_out(element: str, kind: str) -> None:
    code, evidence, _ = only(examined(kind, {element: ""}))
    assert (code, evidence.field) == ("FLD-015", element)
    assert codes_of(kind, {element: None}) == []


@pytest.mark.parametrize(
    "element", ["goodsValue", "freight", "discount", "taxTotal", "acturalPaid"]
)
def test_an_amount_is_below_zero(element: str) -> None:
    examination = examined("CEB311", {element: "-0.01"})
    assert examination.findings[0].code == "FLD-016"
    assert examination.findings[0].documents[0].field == element


@pytest.mark.parametrize(
    ("kind", "element"),
    [
        ("CEB511", "weight"),
        ("CEB505", "grossWeight"),
        ("CEB621", "netWeight"),
        ("CEB603", "packNo"),
    ],
)
def test_a_measure_of_zero(kind: str, element: str) -> None:
    assert "FLD-017" in codes_of(kind, {element: "0"})


@pytest.mark.parametrize("element", ["qty", "qty1", "qty2", "gnum"])
def test_a_quantity_of_zero(element: str) -> None:
    assert "FLD-017" in codes_of("CEB621", line={element: 0})


def test_a_wrong_sign_does_not_keep_other_rules_from_being_asked() -> None:
    assert codes_of("CEB311", {"discount": "-5.5"}) == ["FLD-016", "ORD-001"]


def test_an_integer_is_taken_for_a_code() -> None:
    examination = examined("CEB311", {"currency": 142, "orderNo": 20260301}, {"unit": 122})
    assert examination.findings == ()
    assert examination.document.head.currency == "142"
    assert examination.key == {"ebpCode": "3601960001", "orderNo": "20260301"}


def test_numbers_are_taken_exactly() -> None:
    examination = examined("CEB411", {"amountPaid": Decimal("223.79000")})
    assert str(examination.document.head.amountPaid) == "223.79000"
