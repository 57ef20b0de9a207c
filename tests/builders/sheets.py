"""Documents as the rows of a table, and tables as files."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook

from declarations.sheets.layout import Layout, layout_of
from tests.builders.documents import Document

Rows = list[list[Any]]


def table_of(
    documents: Sequence[Document], *, language: str = "zh-hans", repeat: bool = True
) -> Rows:
    """Heading and rows of documents of one kind; heads on each row, or on their first alone."""
    layout = layout_of(documents[0]["type"])
    rows: Rows = [[column.heading(language) for column in layout.columns]]
    for document in documents:
        rows += _rows(document, layout, repeat)
    return rows


def place_of(code: str, name: str) -> int:
    """Where a column stands, from 0."""
    return [column.name for column in layout_of(code).columns].index(name)


def excel(rows: Iterable[Sequence[Any]], *, merge: str = "") -> bytes:
    """An Excel file of the rows as they are: text, numbers, dates, formulas."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    if merge:
        book.active.merge_cells(merge)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def comma_separated(rows: Iterable[Sequence[Any]]) -> bytes:
    """A CSV file of the rows."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def text_document() -> bytes:
    """A word processor's file, whatever its name says."""
    office = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{office}.document.main+xml"/>'
        "</Types>"
    )
    return zipped({"[Content_Types].xml": types, "word/document.xml": "<document/>"})


def no_parts() -> bytes:
    """A package that names no part."""
    return zipped({"[Content_Types].xml": "<Types/>"})


def damaged() -> bytes:
    """A workbook whose packed data has been overwritten in one place."""
    good = excel([["x" * 50]] * 20)
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        info = archive.getinfo("xl/workbook.xml")
    place = info.header_offset + 30 + len(info.filename)
    return good[:place] + b"\xff" * 40 + good[place + 40 :]


def zipped(members: Mapping[str, str]) -> bytes:
    """A package of these members."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return content.getvalue()


def _rows(document: Document, layout: Layout, repeat: bool) -> Rows:
    kind = layout.kind
    head = document[kind.json_head]
    lines = document[kind.list_element] if kind.list_element else [{}]
    rows = []
    for number, line in enumerate(lines):
        values = {
            c.name: _text((line if c.of_line else head).get(c.element.name)) for c in layout.columns
        }
        if number and not repeat:
            values |= {c.name: "" for c in layout.columns if not c.of_line}
        rows.append([values[c.name] for c in layout.columns])
    return rows


def _text(value: Any) -> str:
    return "" if value is None else str(value)
