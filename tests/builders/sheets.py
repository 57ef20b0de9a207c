"""Documents as the rows of a table, and tables as files."""

import csv
import io
from collections.abc import Iterable, Sequence
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
