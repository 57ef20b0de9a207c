"""Export inventories."""

from typing import Any

import pytest

from tests.unit.rules.documents import breaks, codes_of, document, severity_of

ZONE = {
    "tradeMode": "1210",
    "iacCode": "3601960006",
    "iacName": "赣州综保仓",
    "emsNo": "T4017W000001",
}


def booked(**first: Any) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = document("CEB603", line=first)["InventoryList"]
    return [{"itemRecordNo": "77", **line} for line in lines]


@pytest.mark.parametrize("mode", ["1210", "1239"])
def test_a_complete_zone_export_has_no_findings(mode: str) -> None:
    assert codes_of("CEB603", {**ZONE, "tradeMode": mode}, InventoryList=booked()) == []


def test_export_flag() -> None:
    assert severity_of("INV-070", "CEB603", {"ieFlag": "I"}) == "error"


def test_export_trade_mode_known() -> None:
    assert severity_of("INV-071", "CEB603", {"tradeMode": "0110"}) == "error"
    assert not any(breaks("INV-071", "CEB603", {"tradeMode": m}) for m in ("9710", "9810"))


def test_declaration_type_known() -> None:
    assert severity_of("INV-072", "CEB603", {"statisticsFlag": "C"}) == "error"


@pytest.mark.parametrize(("mark", "known"), [("1", True), ("2", True), ("3", True), ("0", False)])
def test_freight_mark_known(mark: str, known: bool) -> None:
    assert breaks("INV-073", "CEB603", {"fFlag": mark}) is not known


@pytest.mark.parametrize(("mark", "known"), [("1", True), ("2", True), ("3", True), ("4", False)])
def test_insurance_mark_known(mark: str, known: bool) -> None:
    assert breaks("INV-074", "CEB603", {"iFlag": mark}) is not known


def test_freight_currency_known() -> None:
    assert severity_of("INV-075", "CEB603", {"fCurrency": "USD"}) == "error"


def test_insurance_currency_known() -> None:
    assert severity_of("INV-076", "CEB603", {"iCurrency": "USD"}) == "error"


def test_zone_export_names_zone_enterprise() -> None:
    assert breaks("INV-077", "CEB603", {**ZONE, "iacCode": None})
    assert not breaks("INV-077", "CEB603")


def test_zone_export_has_zone_enterprise_name() -> None:
    assert breaks("INV-078", "CEB603", {**ZONE, "iacName": ""})


def test_zone_export_names_account_book() -> None:
    assert breaks("INV-079", "CEB603", {**ZONE, "emsNo": None})


def test_zone_article_names_book_item() -> None:
    assert codes_of("CEB603", ZONE, InventoryList=booked(itemRecordNo="")) == ["INV-080"]


def test_simplified_without_licence() -> None:
    simplified = {"statisticsFlag": "A", "licenseNo": "26-01-100001"}
    assert severity_of("INV-081", "CEB603", simplified) == "error"
    assert not breaks("INV-081", "CEB603", {**simplified, "statisticsFlag": "B"})


@pytest.mark.parametrize(("price", "dear"), [("5000", False), ("5000.01", True)])
def test_simplified_within_limit(price: str, dear: bool) -> None:
    line = {"currency": "142", "qty": "1", "price": price, "totalPrice": price}
    assert breaks("INV-082", "CEB603", {"statisticsFlag": "A"}, line) is dear
    assert not breaks("INV-082", "CEB603", line=line)


@pytest.mark.parametrize(
    ("code", "likely"),
    [
        ("NO", True),
        ("3601960007", True),
        ("91000000MA0000A19C", True),
        ("无", False),
        ("no", False),
    ],
)
def test_producer_code_or_none(code: str, likely: bool) -> None:
    assert breaks("INV-083", "CEB603", {"ownerCode": code}) is not likely
