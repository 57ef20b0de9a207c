"""Rows become documents, forms become documents, and columns have one name each."""

from decimal import Decimal
from typing import Any

import pytest

from declarations.rules import field_rules, sheet_rules
from declarations.sheets.forms import Typed, read_form
from declarations.sheets.layout import ENTERED, layout_of
from declarations.sheets.reading import convert, documents, open_table
from declarations.sheets.writing import failed_rows
from zone_portal.framework.sheet_cells import (
    Cells,
    ErrorValue,
    Formula,
    Merged,
    Moment,
    Number,
    Rounded,
    SheetRow,
)

AT = "20261120093000"
ORDER = layout_of("CEB311")


def cells(*rows: dict[str, str]) -> Cells:
    """A table of orders with every column, each row given by its filled cells."""
    names = [column.name for column in ORDER.columns]
    body = [
        SheetRow(number, [row.get(name, "") for name in names])
        for number, row in enumerate(rows, 2)
    ]
    return Cells([SheetRow(1, names), *body], [])


def read(*rows: dict[str, str]) -> list[Any]:
    return documents(open_table(cells(*rows), ORDER), at=AT)


@pytest.mark.parametrize("code", ENTERED)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_heading_leads_back_to_its_own_column(code: str, language: str) -> None:
    layout = layout_of(code)
    for column in layout.columns:
        assert layout.find(column.heading(language)) is column
        assert layout.find(column.name.upper()) is column


@pytest.mark.parametrize(
    ("name", "cell", "value", "code"),
    [
        ("freight", "12.50", Decimal("12.50"), ""),
        ("freight", Number("12.5"), Decimal("12.5"), ""),
        ("freight", "1,200", None, field_rules.NOT_A_NUMBER),
        ("freight", "1e3", None, field_rules.NOT_A_NUMBER),
        ("freight", Formula("=1"), None, sheet_rules.FORMULA),
        ("freight", ErrorValue("#REF!"), None, sheet_rules.ERROR_VALUE),
        ("freight", Moment("2026-01-01 00:00:00"), None, sheet_rules.NOT_DATED),
        ("orderNo", Number("12"), "12", ""),
        ("orderNo", "0012", "0012", ""),
        ("orderNo", Rounded("360102199001011000"), None, sheet_rules.DIGITS_LOST),
        ("orderNo", "2.02009E+23", None, sheet_rules.DIGITS_LOST),
        ("buyerIdNumber", "3E+17", None, sheet_rules.DIGITS_LOST),
        ("orderNo", "5E+3", "5E+3", ""),
        ("orderNo", "A2.02009E+23", "A2.02009E+23", ""),
        ("appTime", Moment("2026-03-02 09:30:15"), "20260302093015", ""),
        ("appTime", "2026/3/2 9:05", "20260302090500", ""),
        ("appTime", "20260302093015", "20260302093015", ""),
        ("appTime", "yesterday", "yesterday", ""),
    ],
)
def test_a_cell_is_a_value_or_the_rule_it_breaks(
    name: str, cell: str, value: Any, code: str
) -> None:
    element = ORDER.kind.head_elements[name]
    assert convert(element, cell) == (value, code)


def test_head_cells_may_stand_on_the_first_row_only() -> None:
    found = read(
        {"ebpCode": "P", "orderNo": "1", "itemName": "a"},
        {"itemName": "b"},
        {"ebpCode": "P", "orderNo": "2", "itemName": "c"},
    )
    assert [entered.rows for entered in found] == [[2, 3], [4]]
    assert [line["itemName"] for line in found[0].data["OrderList"]] == ["a", "b"]
    assert found[0].lines == {1: 2, 2: 3}


def test_rows_of_a_document_need_not_be_neighbours() -> None:
    one, other = {"ebpCode": "P", "orderNo": "1"}, {"ebpCode": "P", "orderNo": "2"}
    found = read({**one, "itemName": "a"}, {**other, "itemName": "b"}, {**one, "itemName": "c"})
    assert [entered.rows for entered in found] == [[2, 4], [3]]


def test_a_row_without_its_number_is_a_document_of_its_own() -> None:
    found = read({"ebpCode": "P", "orderNo": "1"}, {"ebpName": "platform"})
    assert len(found) == 2
    assert "orderNo" not in found[1].data["OrderHead"]


def test_rows_that_differ_in_their_head_are_told_once_for_each_cell() -> None:
    key = {"ebpCode": "P", "orderNo": "1"}
    (entered,) = read({**key, "ebcCode": "A"}, {**key, "ebcCode": "B"})
    assert [(f.row, f.column, f.code) for f in entered.faults] == [
        (3, "ebcCode", sheet_rules.HEAD_DIFFERS)
    ]


def test_a_form_is_the_table_of_one_document() -> None:
    typed = Typed({"orderNo": "1", "freight": "x"}, [{"itemName": "a"}, {}, {"itemName": "c"}])
    entered = read_form(typed.trimmed(ORDER), ORDER, at=AT)
    assert entered is not None
    assert entered.data["OrderHead"]["appTime"] == AT
    assert [fault.column for fault in entered.faults] == ["freight"]
    assert entered.lines == {1: 1, 2: 3}
    assert read_form(Typed(), ORDER, at=AT) is None


def test_a_template_of_a_form_holds_no_person_and_no_number() -> None:
    typed = Typed({"orderNo": "1", "buyerName": "某人", "ebpName": "平台"}, [{"itemName": "a"}])
    kept = typed.impersonal(ORDER)
    assert kept.head == {"ebpName": "平台"}
    assert kept.lines == [{"itemName": "a"}]


def test_the_file_of_failed_rows_ends_in_their_reasons() -> None:
    heading, rows = failed_rows(["a", "b"], [["1", "why"], ["1", "2", "so"]], language="en")
    assert heading == ["a", "b", "Reason"]
    assert rows == [["1", "", "why"], ["1", "2", "so"]]


def test_a_merged_area_that_begins_in_a_column_nobody_knows_is_told_in_the_first_known() -> None:
    table = cells({"ebpCode": "P", "orderNo": "1"})
    for row in table.rows:
        row.cells.insert(0, "memo")
    first_known = ORDER.columns[0].name
    table.merged.append(Merged(2, 2, 1, 3))

    (entered,) = documents(open_table(table, ORDER), at=AT)

    assert [(f.column, f.code, f.params["area"]) for f in entered.faults] == [
        (first_known, sheet_rules.MERGED, "A2:C2")
    ]


def test_a_merged_area_among_columns_nobody_knows_hurts_nobody() -> None:
    table = cells({"ebpCode": "P", "orderNo": "1"})
    for row in table.rows:
        row.cells.insert(0, "memo")
    table.merged.append(Merged(2, 2, 1, 1))

    assert documents(open_table(table, ORDER), at=AT)[0].faults == []
