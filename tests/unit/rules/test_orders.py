"""Orders."""

import pytest

from tests.unit.rules.documents import breaks, document, examined, order_line, severity_of


@pytest.mark.parametrize("paid", ["223.78", "223.80", "0", "229.29"])
def test_actural_paid_adds_up(paid: str) -> None:
    assert severity_of("ORD-001", "CEB311", {"acturalPaid": paid}) == "error"
    assert not breaks("ORD-001", "CEB311", {"acturalPaid": "223.790"})


def test_what_was_paid_is_shown_with_everything_it_adds_up_from() -> None:
    (finding,) = examined("CEB311", {"acturalPaid": "223.78"}).findings
    shown = {evidence.field: evidence.value for evidence in finding.documents}
    assert shown == {
        "acturalPaid": "223.78",
        "goodsValue": "201.00",
        "freight": "10",
        "taxTotal": "18.29",
        "discount": "5.5",
    }
    assert finding.documents[0].key == {"ebpCode": "3601960001", "orderNo": "DD20260301000001"}
    assert finding.params == {"tolerance": "0"}


@pytest.mark.parametrize("kind", ["CEB303", "CEB311"])
def test_order_lines_numbered_once(kind: str) -> None:
    lines = document(kind)["OrderList"]
    lines[1]["gnum"] = 1
    assert breaks("ORD-003", kind, OrderList=lines)
    assert not breaks("ORD-003", kind)


def test_import_order_type_known() -> None:
    assert breaks("ORD-004", "CEB311", {"orderType": "E"})


def test_export_order_type_known() -> None:
    assert breaks("ORD-005", "CEB303", {"orderType": "I"})
    assert not any(breaks("ORD-005", "CEB303", {"orderType": code}) for code in "EBW")


@pytest.mark.parametrize("value", ["200.99", "201.01", "300"])
def test_goods_value_is_sum_of_lines(value: str) -> None:
    assert severity_of("ORD-006", "CEB311", {"goodsValue": value}) == "error"
    assert not breaks("ORD-006", "CEB311", {"goodsValue": "201"})


def test_the_sum_of_lines_names_the_list_and_every_total() -> None:
    finding = next(
        f for f in examined("CEB311", {"goodsValue": "300"}).findings if f.code == "ORD-006"
    )
    assert [(e.field, e.line, e.value) for e in finding.documents] == [
        ("goodsValue", None, "300"),
        ("OrderList", None, None),
        ("totalPrice", 1, "100.50"),
        ("totalPrice", 2, "100.50"),
    ]


def test_export_goods_value_is_sum_of_lines() -> None:
    assert breaks("ORD-007", "CEB303", {"goodsValue": "61"})
    assert not breaks("ORD-007", "CEB303", {"goodsValue": "61"}, {"currency": "300"})


def test_order_has_one_currency() -> None:
    assert severity_of("ORD-008", "CEB303", line={"currency": "300"}) == "warning"


def test_goods_have_a_price() -> None:
    gifts = [order_line(1, price="0", totalPrice="0", note="赠品")]
    free = {"goodsValue": "0", "discount": "0", "acturalPaid": "28.29"}
    assert severity_of("ORD-009", "CEB311", free, OrderList=gifts) == "warning"
    assert not breaks("ORD-009", "CEB311")


def test_gift_is_explained() -> None:
    gift = {"price": "0", "totalPrice": "0"}
    assert severity_of("ORD-010", "CEB311", line=gift) == "warning"
    assert not breaks("ORD-010", "CEB311", line={**gift, "note": "赠品"})


TELEPHONES = [
    ("13800138000", True),
    ("+86 797-8123456", True),
    ("0797(812)3456", True),
    ("8123456", True),
    ("138****8000", False),
    ("无", False),
    ("12345", False),
    ("１３８００１３８０００", False),
]


@pytest.mark.parametrize(("number", "plausible"), TELEPHONES)
def test_buyer_telephone_plausible(number: str, plausible: bool) -> None:
    assert breaks("ORD-011", "CEB311", {"buyerTelephone": number}) is not plausible


@pytest.mark.parametrize(("number", "plausible"), TELEPHONES)
def test_consignee_telephone_plausible(number: str, plausible: bool) -> None:
    assert breaks("ORD-012", "CEB311", {"consigneeTelephone": number}) is not plausible


@pytest.mark.parametrize(
    ("district", "plausible"),
    [("360702", True), (None, True), ("072750", False), ("36070X", False)],
)
def test_consignee_district_plausible(district: str | None, plausible: bool) -> None:
    assert breaks("ORD-013", "CEB311", {"consigneeDistrict": district}) is not plausible


def test_payment_is_named_completely() -> None:
    assert breaks("ORD-014", "CEB311", {"payCode": None})
    assert breaks("ORD-014", "CEB311", {"payTransactionId": ""})
    assert not breaks("ORD-014", "CEB311", {"payCode": None, "payTransactionId": None})
