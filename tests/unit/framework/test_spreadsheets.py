"""Tables that people fill in, as CSV and as Excel."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.builders.sheets import damaged, no_parts, text_document
from zone_portal.framework.spreadsheets import read_table, template
from zone_portal.kernel.csv_rows import CsvRow
from zone_portal.kernel.errors import PortalError

COLUMNS = {"sku": ("商品货号", "SKU"), "origin": ("原产国（地区）", "Origin"), "price": ()}
LIMIT = 1_000_000


def read(content: bytes, *, most_rows: int = 100, most_bytes: int = LIMIT) -> list[CsvRow]:
    return read_table(
        content, COLUMNS, required=("sku", "price"), most_rows=most_rows, most_bytes=most_bytes
    )


def refused(content: bytes, **limits: int) -> str:
    with pytest.raises(PortalError) as refusal:
        read(content, **limits)
    return refusal.value.code


def excel(*rows: Sequence[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    "heading",
    [
        "sku,origin,price",
        "商品货号,原产国(地区),price",
        " SKU ,ORIGIN,Price",
        "商品 货号,Origin,price",
    ],
)
def test_a_heading_may_be_the_name_or_either_language(heading: str) -> None:
    (row,) = read(f"{heading}\nA,502,1\n".encode())
    assert (row.line, row["sku"], row["origin"], row["price"]) == (2, "A", "502", "1")


def test_cells_of_excel_are_read_as_one_sees_them() -> None:
    rows = read(
        excel(
            ("sku", "origin", "price", "other"),
            (None, None, None, None),
            (1001, 502.0, 12.5, date(2026, 1, 31)),
            ("A", None, 4006381333931, True),
        )
    )
    assert [row.line for row in rows] == [3, 4]
    assert [row.values for row in rows] == [
        {"sku": "1001", "origin": "502", "price": "12.5", "other": "2026-01-31"},
        {"sku": "A", "origin": "", "price": "4006381333931", "other": "True"},
    ]


def test_cells_beyond_the_heading_are_told() -> None:
    (row,) = read(excel(("sku", "price"), ("A", 1, "more")))
    assert row.surplus


def test_what_the_export_disarmed_is_read_as_it_was() -> None:
    first, second = read(b"sku,price\n'-A,1\n'B,1\n")
    assert (first["sku"], second["sku"]) == ("-A", "'B")


def test_what_is_missing_or_too_much_is_refused() -> None:
    assert refused(b"sku\nA\n") == "csv_columns_missing"
    assert refused(excel(("sku", "price"))) == "csv_columns_missing"
    assert refused(excel()) == "csv_columns_missing"
    assert refused(b"sku,price\nA,1\nB,1\n", most_rows=1) == "rows_too_many"
    assert refused(b"sku,price\nA,1\n", most_bytes=5) == "file_too_large"


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert refused(content.getvalue()) == "sheet_unreadable"
    assert refused(b"PK\x03\x04" + b"\0" * 50) == "sheet_unreadable"


def test_an_archive_that_unpacks_to_too_much_is_refused() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 5_000_000)
    assert refused(content.getvalue(), most_bytes=100_000) == "sheet_unreadable"


def test_a_broken_sheet_within_a_workbook_is_refused() -> None:
    whole = excel(("sku", "price"), ("A", 1))
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(content, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data[:-40] if name.endswith("sheet1.xml") else data)
    assert refused(content.getvalue()) == "sheet_unreadable"


def test_a_template_is_text_throughout_and_can_be_read_again() -> None:
    content = template(
        "商品", [("商品货号", "说明"), ("price", "")], [("001", "2")], [("", "注")], "说明"
    )
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["商品", "说明"]
    assert book["商品"]["A2"].number_format == "@"
    (row,) = read(content)
    assert (row["sku"], row["price"]) == ("001", "2")


@pytest.mark.parametrize("broken", [text_document, no_parts, damaged])
def test_other_documents_and_damaged_workbooks_are_refused_in_words(
    broken: Callable[[], bytes],
) -> None:
    assert refused(broken()) == "sheet_unreadable"
