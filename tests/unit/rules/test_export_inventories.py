"""Export inventories."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from declarations.messages.catalogue import KINDS
from declarations.rules.checks import Checks, build_checks
from declarations.rules.fields import examine
from declarations.rules.registry import resolve
from tests.unit.rules.documents import TABLES, TODAY, breaks, codes_of, document, severity_of
from zone_portal.kernel.rules import RULES

ZONE = {
    "tradeMode": "1210",
    "iacCode": "3601960006",
    "iacName": "赣州综保仓",
    "emsNo": "T4017W000001",
}


def day_with(**tables: Any) -> Checks:
    """The checks of the day with other tables."""
    return build_checks(
        settings=resolve(RULES, {}, on=TODAY), tables=replace(TABLES, **tables), today=TODAY
    )


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


@pytest.mark.parametrize(
    ("mode", "price", "dear"),
    [
        ("9710", "5000", False),
        ("9710", "5000.01", True),
        ("9610", "5000.01", False),
    ],
)
def test_ticket_within_limit_of_mode(mode: str, price: str, dear: bool) -> None:
    line = {"currency": "142", "qty": "1", "price": price, "totalPrice": price}
    data = document("CEB603", {"tradeMode": mode}, line)
    day = day_with(ticket_limits={"9710": Decimal(5000)})
    found = {f.code for f in examine(KINDS["CEB603"], data, day).findings}
    assert ("INV-084" in found) is dear


def test_a_ticket_in_dollars_is_converted_where_a_rate_is_loaded() -> None:
    line = {"currency": "502", "qty": "1", "price": "800", "totalPrice": "800"}
    data = document("CEB603", {"tradeMode": "9710"}, line)
    for rates, dear in (({"142": Decimal(1)}, False), ({"502": Decimal(7)}, True)):
        day = day_with(ticket_limits={"9710": Decimal(5000)}, rmb_rates=rates)
        assert ("INV-084" in {f.code for f in examine(KINDS["CEB603"], data, day).findings}) is dear


def test_simplified_without_export_duty() -> None:
    for table, found in (("2607", True), ("26070000", True), ("2608", False)):
        day = day_with(export_duty=frozenset({table}))
        data = document("CEB603", {"statisticsFlag": "A"}, {"gcode": "2607000010"})
        assert (
            "INV-085" in {f.code for f in examine(KINDS["CEB603"], data, day).findings}
        ) is found
    summarised = document("CEB603", {"statisticsFlag": "B"}, {"gcode": "2607000010"})
    day = day_with(export_duty=frozenset({"2607"}))
    assert "INV-085" not in {f.code for f in examine(KINDS["CEB603"], summarised, day).findings}


def test_a_pilot_of_the_zone_flow_asks_for_the_account_book() -> None:
    pilot = day_with(zone_modes=frozenset({"1211"}))
    data = document("CEB603", {"tradeMode": "1211"})
    assert "INV-079" in {f.code for f in examine(KINDS["CEB603"], data, pilot).findings}
