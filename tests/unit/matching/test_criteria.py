"""One test for each criterion, named like it: what differs is found, said of whom, and shown."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from declarations.criteria import CRITERIA
from tests.builders.bundles import (
    Declaration,
    Reader,
    an_export,
    an_import,
    hashed,
    line,
    settings_on,
)
from tests.unit.matching.deciding import codes, decide, values


@pytest.mark.parametrize("mode", ["9610", "1210", "1239"])
def test_an_import_whose_documents_agree_is_matched_without_a_finding(mode: str) -> None:
    outcome = decide(an_import(mode))
    assert (outcome.outcome, outcome.findings) == ("matched", ())


@pytest.mark.parametrize("mode", ["9610", "1210", "1239", "9710", "9810"])
def test_an_export_whose_documents_agree_is_matched_without_a_finding(mode: str) -> None:
    outcome = decide(an_export(mode))
    assert (outcome.outcome, outcome.findings) == ("matched", ())


def spoils(declaration: Declaration, code: str, responsible: str, reader: Any = None) -> Any:
    """That a declaration breaks one criterion and no other, as an error; returns the evidence."""
    outcome = decide(declaration, reader=reader)
    assert (outcome.outcome, codes(outcome)) == ("mismatched", [code])
    assert outcome.findings[0].responsible == responsible
    return values(outcome, code)


def warns(declaration: Declaration, code: str) -> Any:
    """That a declaration breaks one criterion that only warns, and is matched all the same."""
    outcome = decide(declaration)
    assert (outcome.outcome, codes(outcome)) == ("matched", [code])
    assert outcome.findings[0].severity == "warning"
    return values(outcome, code)


def test_payer_name_is_buyer_name() -> None:
    other = an_import().change("payment", payer_name_hash=hashed("王小明"))
    reader = Reader({("payment", "payerName"): "王小明"})
    assert spoils(other, "MAT-004", "payment", reader) == [
        ("CEB311", "buyerName", None, "陈*"),
        ("CEB411", "payerName", None, "王*"),
    ]


def test_payer_id_is_buyer_id() -> None:
    other = an_import().change("payment", payer_id_number_hash=hashed("000000198505050019"))
    reader = Reader({("payment", "payerIdNumber"): "000000198505050019"})
    assert spoils(other, "MAT-005", "payment", reader) == [
        ("CEB311", "buyerIdNumber", None, "0000**********1238"),
        ("CEB411", "payerIdNumber", None, "0000**********0019"),
    ]


def test_amount_paid_is_actural_paid() -> None:
    cent_more = an_import().change("payment", amount_paid=Decimal("349.13000"))
    assert spoils(cent_more, "MAT-006", "payment") == [
        ("CEB311", "acturalPaid", None, "349.12"),
        ("CEB411", "amountPaid", None, "349.13"),
    ]


def test_payment_company_is_named_in_order() -> None:
    spoils(an_import().change("payment", pay_code="3601960009"), "MAT-007", "platform")
    silent = an_import().change("order", pay_code=None)
    assert decide(silent).outcome == "matched"


def test_transaction_is_named_in_order() -> None:
    spoils(an_import().change("payment", pay_transaction_id="PAY-2"), "MAT-008", "platform")
    silent = an_import().change("order", pay_transaction_id=None)
    assert decide(silent).outcome == "matched"


def test_paid_before_declaring() -> None:
    warns(an_import().change("payment", pay_time="20261121000000"), "MAT-030")
    same_day = an_import().change("payment", pay_time="20261120235959")
    assert not decide(same_day).findings


def test_seller_is_that_of_order() -> None:
    spoils(an_import().change("order", ebc_code="3601960008"), "MAT-010", "agent")


def test_buyer_name_is_that_of_order() -> None:
    other = an_import().change("inventory", buyer_name_hash=hashed("陈远思"))
    spoils(other, "MAT-011", "agent")


def test_buyer_telephone_is_that_of_order() -> None:
    other = an_import().change("inventory", buyer_telephone_hash=hashed("13900139000"))
    reader = Reader({("inventory", "buyerTelephone"): "13900139000"})
    assert spoils(other, "MAT-012", "agent", reader) == [
        ("CEB311", "buyerTelephone", None, "138****8000"),
        ("CEB621", "buyerTelephone", None, "139****9000"),
    ]


def test_buyer_id_is_that_of_order() -> None:
    other = an_import().change("inventory", buyer_id_number_hash=hashed("000000198505050019"))
    spoils(other, "MAT-013", "agent")


def test_address_is_that_of_order() -> None:
    other = an_import().change("inventory", consignee_address_hash=hashed("别处"))
    assert warns(other, "MAT-014")[1][3] == "赣江新区示例…"


def test_as_many_lines_as_order() -> None:
    more = an_import()._replace(lines=(line(1), line(2), line(3)))
    assert spoils(more, "MAT-015", "agent") == [
        ("CEB311", "OrderList", None, "2"),
        ("CEB621", "InventoryList", None, "3"),
        ("CEB621", "InventoryList", 3, "保温杯3号"),
    ]
    export = an_export()._replace(lines=(line(1),))
    spoils(export, "MAT-015", "agent")


def test_lines_correspond_by_gnum() -> None:
    renumbered = an_import()._replace(lines=(line(1), line(3)))
    assert spoils(renumbered, "MAT-016", "agent") == [
        ("CEB311", "OrderList", None, "2"),
        ("CEB311", "OrderList", 2, "保温杯2号"),
        ("CEB621", "InventoryList", None, "2"),
        ("CEB621", "InventoryList", 3, "保温杯3号"),
    ]


def test_goods_name_is_that_of_order() -> None:
    assert spoils(an_import().change_line(2, name="水杯"), "MAT-017", "agent") == [
        ("CEB311", "itemName", 2, "保温杯2号"),
        ("CEB621", "gname", 2, "水杯"),
    ]


def test_quantity_is_that_of_order() -> None:
    assert spoils(an_import().change_line(1, qty=Decimal("3.00000")), "MAT-018", "agent") == [
        ("CEB311", "qty", 1, "2"),
        ("CEB621", "qty", 1, "3"),
    ]


def test_unit_is_that_of_order() -> None:
    spoils(an_import().change_line(1, unit="011"), "MAT-019", "agent")


def test_price_is_that_of_order() -> None:
    spoils(an_import().change_line(1, price=Decimal("80.00001")), "MAT-020", "agent")


def test_total_price_is_that_of_order() -> None:
    spoils(an_import().change_line(1, total_price=Decimal("160.01")), "MAT-021", "agent")


def test_currency_is_that_of_order() -> None:
    spoils(an_import().change_line(1, currency="502"), "MAT-022", "agent")


def test_origin_is_that_of_order() -> None:
    warns(an_import().change_line(1, country="304"), "MAT-023")


def test_consignee_is_that_of_order() -> None:
    other = an_import().change("waybill", consignee_hash=hashed("李四"))
    spoils(other, "MAT-024", "logistics")


def test_consignee_telephone_is_that_of_order() -> None:
    other = an_import().change("waybill", consignee_telephone_hash=hashed("13900139000"))
    spoils(other, "MAT-025", "logistics")


def test_delivery_address_is_that_of_order() -> None:
    other = an_import().change("waybill", consignee_address_hash=hashed("别处"))
    spoils(other, "MAT-026", "logistics")


def test_waybill_names_the_order() -> None:
    assert spoils(an_import().change("waybill", order_no="SO-9"), "MAT-027", "logistics") == [
        ("CEB311", "orderNo", None, "SO-2026-1"),
        ("CEB511", "orderNo", None, "SO-9"),
    ]


def test_freight_is_that_of_waybill() -> None:
    warns(an_import().change("waybill", freight=Decimal("9.90")), "MAT-028")
    silent = an_import().change("waybill", freight=None)
    assert not decide(silent).findings


def test_insurance_is_that_of_waybill() -> None:
    warns(an_import().change("waybill", insured_fee=Decimal("1.00")), "MAT-029")
    silent = an_import().change("waybill", insured_fee=None)
    assert not decide(silent).findings


@pytest.mark.parametrize("mode", ["9610", "9810"])
def test_order_type_suits_mode(mode: str) -> None:
    assert warns(an_export(mode).change("order", order_type="B"), "MAT-031") == [
        ("CEB303", "orderType", None, "B"),
        ("CEB603", "tradeMode", None, mode),
    ]


def test_waybill_names_the_seller() -> None:
    spoils(an_export().change("waybill", ebc_code="3601960008"), "MAT-032", "logistics")
    silent = an_export().change("waybill", ebc_code=None)
    assert decide(silent).outcome == "matched"


def test_exported_quantity_is_that_of_order() -> None:
    spoils(an_export().change_line(1, qty=Decimal(3)), "MAT-033", "agent")


def test_export_price_is_that_of_order() -> None:
    spoils(an_export().change_line(1, price=Decimal(81)), "MAT-034", "agent")


def test_export_total_is_that_of_order() -> None:
    spoils(an_export().change_line(1, total_price=Decimal(161)), "MAT-035", "agent")


def test_export_unit_is_that_of_order() -> None:
    kilograms = an_export().change_line(1, unit="035", qty=Decimal(1), price=Decimal(160))
    warns(kilograms, "MAT-036")


def test_export_currency_is_that_of_order() -> None:
    dollars = an_export().change_line(1, currency="502", price=Decimal(11), total_price=Decimal(22))
    warns(dollars, "MAT-037")


def test_every_criterion_has_its_test() -> None:
    tested = {name.removeprefix("test_") for name in globals() if name.startswith("test_")}
    named: dict[str, Callable[..., object]] = {
        item.predicate.holds.__name__: item.predicate.holds for item in CRITERIA.values()
    }
    assert set(named) <= tested


def test_a_setting_makes_a_warning_of_an_error_and_an_error_of_a_warning() -> None:
    paid = an_import().change("payment", amount_paid=Decimal(1))
    softened = decide(paid, settings=settings_on(MAT_006={"severity": "warning"}))
    assert (softened.outcome, codes(softened)) == ("matched", ["MAT-006"])
    origin = an_import().change_line(1, country="304")
    hardened = decide(origin, settings=settings_on(MAT_023={"severity": "error"}))
    assert hardened.outcome == "mismatched"


def test_a_criterion_that_is_switched_off_finds_nothing() -> None:
    paid = an_import().change("payment", amount_paid=Decimal(1))
    outcome = decide(paid, settings=settings_on(MAT_006={"severity": "off"}))
    assert (outcome.outcome, outcome.findings) == ("matched", ())


def test_every_difference_is_found_at_once() -> None:
    broken = (
        an_import()
        .change("payment", amount_paid=Decimal(1), payer_name_hash=hashed("王小明"))
        .change("waybill", consignee_hash=hashed("李四"))
        .change_line(1, qty=Decimal(9), price=Decimal(9))
        .change_line(2, qty=Decimal(9))
    )
    outcome = decide(broken)
    assert codes(outcome) == ["MAT-004", "MAT-006", "MAT-018", "MAT-018", "MAT-020", "MAT-024"]
    quantities = [f for f in outcome.findings if f.code == "MAT-018"]
    assert [f.documents[0].line for f in quantities] == [1, 2]
