"""Cells of spreadsheets as their files hold them."""

import io
import zipfile
from datetime import datetime
from typing import Any

import pytest
from openpyxl import Workbook

from tests.builders.sheets import damaged, no_parts, text_document
from zone_portal.framework.sheet_cells import (
    ErrorValue,
    Formula,
    Limits,
    Merged,
    Moment,
    Number,
    Rounded,
    read_cells,
)
from zone_portal.kernel.errors import PortalError

LIMITS = Limits(size=1_000_000, unpacked=20_000_000, rows=100, columns=10)


def excel(*rows: list[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def with_sheet(xml: str) -> bytes:
    """A workbook whose sheet is this XML."""
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(excel(["x"]))) as old,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            is_sheet = name == "xl/worksheets/sheet1.xml"
            new.writestr(name, xml if is_sheet else old.read(name))
    return content.getvalue()


def sheet(cells: str, before: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return with_sheet(
        f'{before}<worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>'
    )


def first(content: bytes) -> str:
    return read_cells(content, LIMITS).rows[0].cells[0]


@pytest.mark.parametrize(
    ("stored", "read", "kind"),
    [
        ("318.19999999999999", "318.2", Number),
        ("318.2", "318.2", Number),
        ("1E+3", "1000", Number),
        ("1e-5", "0.00001", Number),
        ("-0.5", "-0.5", Number),
        ("100", "100", Number),
        ("123456789012345", "123456789012345", Number),
        ("3.60102199001011E+17", "360102199001011000", Rounded),
        ("360102199001011234", "360102199001011000", Rounded),
        ("1e30", "1" + 30 * "0", Rounded),
    ],
)
def test_a_number_is_its_stored_text_at_the_precision_of_spreadsheets(
    stored: str, read: str, kind: type
) -> None:
    cell = first(sheet(f'<row r="1"><c r="A1"><v>{stored}</v></c></row>'))
    assert (str(cell), type(cell)) == (read, kind)


@pytest.mark.parametrize("stored", ["1e999", "NaN", "abc", "1e-999"])
def test_a_number_that_is_none_makes_the_file_unreadable(stored: str) -> None:
    with pytest.raises(PortalError) as refusal:
        read_cells(sheet(f"<row><c><v>{stored}</v></c></row>"), LIMITS)
    assert refusal.value.code == "sheet_unreadable"


def test_text_keeps_its_zeros_and_formulas_errors_and_dates_are_what_they_are() -> None:
    moment = datetime(2026, 3, 2, 9, 30)  # noqa: DTZ001
    cells = read_cells(excel(["0012", "=A1", "#N/A", moment, True, "'=1"]), LIMITS).rows[0].cells
    assert [str(cell) for cell in cells] == [
        "0012",
        "=A1",
        "#N/A",
        "2026-03-02 09:30:00",
        "TRUE",
        "=1",
    ]
    assert [type(cell) for cell in cells] == [str, Formula, ErrorValue, Moment, str, str]


def test_cells_stand_where_they_belong_and_far_columns_are_left_out() -> None:
    rows = read_cells(
        sheet(
            '<row r="3"><c r="C3"><v>3</v></c><c r="E3"><v>5</v></c><c r="XFD3"><v>1</v></c></row>'
        ),
        LIMITS,
    ).rows
    assert (rows[0].number, rows[0].cells) == (3, ["", "", "3", "", "5"])


def test_merged_areas_are_told() -> None:
    book = Workbook()
    book.active.append(["a", "b"])
    book.active.merge_cells("A1:B3")
    content = io.BytesIO()
    book.save(content)
    assert read_cells(content.getvalue(), LIMITS).merged == [Merged(1, 3, 1, 2)]


def test_blank_rows_do_not_count() -> None:
    content = excel(*[[None]] * 500, ["x"])
    assert [row.number for row in read_cells(content, LIMITS).rows] == [501]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"x" * 1_000_001, "file_too_large"),
        (excel(*[["x"]] * 102), "rows_too_many"),
        (sheet("<row><c><v>&e;</v></c></row>", '<!DOCTYPE w [<!ENTITY e "1">]>'), ""),
        (sheet("<row>"), "sheet_unreadable"),
        (sheet('<row r="x"/>'), "sheet_unreadable"),
        (sheet('<row><c t="s"><v>99</v></c></row>'), "sheet_unreadable"),
        (sheet(f'<row><c r="{"A" * 9}1"><v>1</v></c></row>'), "sheet_unreadable"),
        (sheet('<row r="2"/><row r="2"/>'), "sheet_unreadable"),
        (
            sheet('<row><c r="A1"><v>1</v></c><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>'),
            "sheet_unreadable",
        ),
        (text_document(), "sheet_unreadable"),
        (no_parts(), "sheet_unreadable"),
        (damaged(), "sheet_unreadable"),
    ],
)
def test_hostile_files_are_refused_in_words(content: bytes, code: str) -> None:
    with pytest.raises(PortalError) as refusal:
        read_cells(content, LIMITS)
    assert refusal.value.code == code or not code
    assert refusal.value.text("zh-hans")


def test_a_csv_of_an_office_is_read_in_its_own_encoding() -> None:
    rows = read_cells("订单编号,金额\nA,'-5\n".encode("gb18030"), LIMITS).rows
    assert [row.cells for row in rows] == [["订单编号", "金额"], ["A", "-5"]]
