"""Numbers that stand twice in one file."""

from typing import Any

from declarations.rules import sheet_rules
from declarations.sheets.layout import layout_of
from declarations.sheets.reading import Entered
from declarations.sheets.repeats import tell_repeats


def told(code: str, *heads: dict[str, Any]) -> list[tuple[int, str, Any]]:
    """Row, column and first row of each repeat among documents of these heads, one a row."""
    layout = layout_of(code)
    kind = layout.kind
    found = [
        Entered(
            {"type": code, kind.json_head: {"guid": str(row), "appType": "1", **head}}
            | ({kind.list_element: []} if kind.list_element else {}),
            [row],
        )
        for row, head in enumerate(heads, 2)
    ]
    tell_repeats(found, layout)
    faults = [fault for entered in found for fault in entered.faults]
    assert all(fault.code == sheet_rules.NUMBER_REPEATED for fault in faults)
    return [(fault.row, fault.column, fault.params["first"]) for fault in faults]


PARCEL = {"logisticsCode": "L", "logisticsNo": "W1"}
LIST = {"agentCode": "A", "ebpCode": "P"}


def test_a_number_that_stands_far_below_once_more_names_its_first_row() -> None:
    others = [{"logisticsCode": "L", "logisticsNo": f"X{n}"} for n in range(700)]
    assert told("CEB511", {**PARCEL, "weight": 1}, *others, {**PARCEL, "weight": 2}) == [
        (703, "logisticsNo", 2)
    ]


def test_the_same_document_twice_is_a_duplicate_and_no_fault() -> None:
    assert told("CEB511", PARCEL, PARCEL) == []


def test_the_number_of_another_carrier_is_another_number() -> None:
    assert told("CEB511", {**PARCEL, "weight": 1}, {**PARCEL, "logisticsCode": "M"}) == []


def test_a_number_that_is_missing_repeats_nothing() -> None:
    assert told("CEB511", {"logisticsCode": "L"}, {"logisticsCode": "L", "weight": 2}) == []


def test_changes_and_numbers_free_again_are_no_repeats() -> None:
    changed = {**PARCEL, "appType": "2", "weight": 2}
    deleted = {**PARCEL, "appType": "3"}
    assert told("CEB511", PARCEL, changed, deleted, {**PARCEL, "weight": 3}) == []


def test_two_inventories_of_one_order_are_a_repeat_unless_they_are_its_parcels() -> None:
    one, other = {**LIST, "copNo": "C1", "orderNo": "1"}, {**LIST, "copNo": "C2", "orderNo": "1"}
    assert told("CEB621", one, other) == [(3, "orderNo", 2)]
    parcels = [{**one, "note": "[分包裹:1/2]"}, {**other, "note": "[分包裹:2/2]"}]
    assert told("CEB621", *parcels) == []


def test_two_inventories_of_one_number_are_a_repeat() -> None:
    one, other = {**LIST, "copNo": "C1", "orderNo": "1"}, {**LIST, "copNo": "C1", "orderNo": "2"}
    assert told("CEB621", one, other) == [(3, "copNo", 2)]
