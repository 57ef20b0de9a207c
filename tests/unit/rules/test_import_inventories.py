"""Import inventories."""

from typing import Any

import pytest

from tests.unit.rules.documents import (
    BONDED_IMPORT,
    breaks,
    codes_of,
    document,
    inventory_line,
    severity_of,
)

BOOKED = [inventory_line(1, itemRecordNo="77"), inventory_line(2, itemRecordNo="78")]


def bonded(rule: str, mode: str = "1210", **head: Any) -> bool:
    """Whether an inventory of bonded goods, so changed, breaks the rule."""
    changes = {**BONDED_IMPORT, "tradeMode": mode, **head}
    return breaks(rule, "CEB621", changes, InventoryList=BOOKED)


@pytest.mark.parametrize("mode", ["1210", "1239"])
def test_a_complete_bonded_inventory_has_no_findings(mode: str) -> None:
    head = {**BONDED_IMPORT, "tradeMode": mode}
    assert codes_of("CEB621", head, InventoryList=BOOKED) == []


def test_import_flag() -> None:
    assert severity_of("INV-040", "CEB621", {"ieFlag": "E"}) == "error"


@pytest.mark.parametrize("mode", ["9710", "9810", "0110", "abcd"])
def test_import_trade_mode_known(mode: str) -> None:
    assert severity_of("INV-041", "CEB621", {"tradeMode": mode}) == "error"


@pytest.mark.parametrize("number", [None, "", " "])
def test_inventory_has_own_number(number: str | None) -> None:
    assert severity_of("INV-042", "CEB621", {"copNo": number}) == "error"


def test_guarantor_is_a_party() -> None:
    head = document("CEB621")["InventoryHead"]
    assert breaks("INV-043", "CEB621", {"assureCode": head["agentCode"]})
    for party in ("ebpCode", "ebcCode", "logisticsCode"):
        assert not breaks("INV-043", "CEB621", {"assureCode": head[party]})


def test_inventory_is_for_one_package() -> None:
    assert severity_of("INV-044", "CEB621", {"packNo": 6000}) == "error"
    assert not breaks("INV-044", "CEB603", {"packNo": 9})


@pytest.mark.parametrize("value", [None, ""])
def test_direct_purchase_names_transport(value: str | None) -> None:
    assert severity_of("INV-045", "CEB621", {"trafNo": value}) == "error"
    assert not bonded("INV-045")


@pytest.mark.parametrize("value", [None, ""])
def test_direct_purchase_names_voyage(value: str | None) -> None:
    assert severity_of("INV-046", "CEB621", {"voyageNo": value}) == "error"
    assert not bonded("INV-046")


@pytest.mark.parametrize("value", [None, ""])
def test_direct_purchase_names_bill(value: str | None) -> None:
    assert severity_of("INV-047", "CEB621", {"billNo": value}) == "error"
    assert not bonded("INV-047")


@pytest.mark.parametrize("element", ["trafNo", "voyageNo", "billNo"])
def test_bonded_import_names_no_transport(element: str) -> None:
    assert bonded("INV-048", **{element: "X1"})
    assert not bonded("INV-048", **{element: ""})


@pytest.mark.parametrize("mode", ["1210", "1239"])
def test_bonded_import_names_account_book(mode: str) -> None:
    assert bonded("INV-049", mode, emsNo=None)
    assert not breaks("INV-049", "CEB621")


@pytest.mark.parametrize("mode", ["1210", "1239"])
def test_bonded_import_names_zone_enterprise(mode: str) -> None:
    assert bonded("INV-050", mode, areaCode=None)


@pytest.mark.parametrize("mode", ["1210", "1239"])
def test_bonded_import_has_zone_enterprise_name(mode: str) -> None:
    assert bonded("INV-051", mode, areaName=None)


@pytest.mark.parametrize("mode", ["1210", "1239"])
def test_bonded_article_names_book_item(mode: str) -> None:
    head = {**BONDED_IMPORT, "tradeMode": mode}
    assert codes_of("CEB621", head, InventoryList=[BOOKED[0], inventory_line(2)]) == ["INV-052"]


@pytest.mark.parametrize("mode", ["1210", "1239"])
def test_bonded_import_starts_in_china(mode: str) -> None:
    assert bonded("INV-053", mode, country="116")


def test_direct_purchase_starts_abroad() -> None:
    assert severity_of("INV-054", "CEB621", {"country": "142"}) == "warning"
    assert not bonded("INV-054")


def test_declaration_date_not_in_future() -> None:
    assert severity_of("INV-055", "CEB621", {"declTime": "20260304"}) == "warning"
    assert not breaks("INV-055", "CEB621", {"declTime": "20260303"})


def test_inventory_telephone_plausible() -> None:
    assert severity_of("INV-056", "CEB621", {"buyerTelephone": "138****8000"}) == "warning"


def test_trading_country_known() -> None:
    assert severity_of("INV-057", "CEB621", line={"tradeCountry": "999"}) == "error"
    assert not breaks("INV-057", "CEB621", line={"tradeCountry": None})
