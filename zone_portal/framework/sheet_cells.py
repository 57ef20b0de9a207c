"""Cells of a spreadsheet exactly as its file holds them: no float, no guess, nothing recalculated.

Numbers come as plain decimal text at the precision of spreadsheet programs (15 digits), dates as
ISO text, formulas and error values as what they are, so that whoever reads can say so.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Context, Decimal
from typing import Any, Final

from lxml import etree

from zone_portal.framework.excel import excel, unreadable
from zone_portal.framework.exporting import safe_cell
from zone_portal.kernel.csv_rows import csv_cells
from zone_portal.kernel.errors import PortalError

ZIP: Final = b"PK\x03\x04"
OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
MOST_CHARACTERS: Final = 4_000
"""Of one cell; longer than any element of a message, short enough to keep."""
MOST_MERGED: Final = 1_000
DIGITS: Final = 15
"""Significant digits that a spreadsheet program keeps of a number."""

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
"""The namespace of a sheet's elements (ISO/IEC 29500)."""

_ROW, _CELL, _VALUE, _FORMULA, _INLINE, _TEXT, _RUN, _MERGED = (
    f"{{{MAIN}}}{name}" for name in ("row", "c", "v", "f", "is", "t", "r", "mergeCell")
)
_PRECISION = Context(prec=DIGITS)
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class Number(str):
    """A number as plain decimal text, such as ``318.2``."""


class Rounded(Number):
    """A number of more digits than spreadsheet programs keep: the last ones are lost."""


class Moment(str):
    """A date or time as ``YYYY-MM-DD hh:mm:ss``."""


class Formula(str):
    """A formula; ``str`` is its text as far as the file holds it."""


class ErrorValue(str):
    """An error that stands in a cell: ``#N/A``, ``#REF!`` …"""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row that is not blank: its number as people see it, its cells from column A on."""

    number: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged area; columns and rows count from 1, both ends included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(slots=True)
class Cells:
    """What a file holds; ``merged`` is complete once every row has been read."""

    rows: list[SheetRow]
    merged: list[Merged]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read at most: bytes, bytes unpacked, rows with content, columns."""

    size: int
    unpacked: int
    rows: int
    columns: int


def read_cells(content: bytes, limits: Limits) -> Cells:
    """The rows of a CSV file, or of the first sheet of an Excel file; blank rows are left out.

    Which of the two it is, its first bytes say, never its name.

    :raises PortalError: ``file_too_large``, ``file_empty``, ``rows_too_many``,
        ``sheet_old_format``, ``sheet_not_excel``, ``sheet_unreadable``, ``sheet_too_large``,
        ``csv_unreadable``.
    """
    if len(content) > limits.size:
        mega = limits.size // 1_048_576
        raise PortalError(
            "file_too_large", zh=f"文件超过{mega} MB", en=f"the file is larger than {mega} MB"
        )
    if content.startswith(OLD_EXCEL):
        raise PortalError(
            "sheet_old_format",
            zh="这是旧版 Excel（.xls）或加密的文件，请另存为不加密的 .xlsx 后重传",
            en="this is an old (.xls) or encrypted Excel file: save it as plain .xlsx",
        )
    merged: list[Merged] = []
    excel = content.startswith(ZIP)
    source = _excel_rows(content, limits, merged) if excel else _text_rows(content)
    rows: list[SheetRow] = []
    for row in source:
        if len(rows) > limits.rows:
            raise PortalError(
                "rows_too_many",
                details={"most": limits.rows},
                zh=f"一次最多{limits.rows}行，请拆成几个文件",
                en=f"at most {limits.rows} rows at a time: split the file",
            )
        rows.append(row)
    if not rows:
        raise PortalError("file_empty", zh="文件里没有内容", en="the file is empty")
    return Cells(rows, merged)


def _text_rows(content: bytes) -> Iterator[SheetRow]:
    if b"\0" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _not_excel()
    for number, cells in csv_cells(content):
        texts = [_text(cell) for cell in cells]
        if any(texts):
            yield SheetRow(number, texts)


def _text(cell: str) -> str:
    """A text cell, trimmed, without the mark that ``safe_cell`` set before a formula."""
    text = cell.strip()[:MOST_CHARACTERS]
    return text[1:] if text.startswith("'") and safe_cell(text[1:]) == text else text


def _excel_rows(content: bytes, limits: Limits, merged: list[Merged]) -> Iterator[SheetRow]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if "[Content_Types].xml" not in {member.filename for member in members}:
                raise _not_excel()
            if sum(member.file_size for member in members) > limits.unpacked:
                raise PortalError(
                    "sheet_too_large",
                    zh="文件解开后过大，请只保留要报送的行和列",
                    en="the file unpacks to too much: keep only the rows and columns to send",
                )
        book = excel().load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        sheet = book.worksheets[0]
        with sheet._get_source() as source:
            yield from _Sheet(book, limits.columns, merged).rows(source)
    except unreadable() as error:
        raise PortalError(
            "sheet_unreadable",
            type(error).__name__,
            zh="无法读取该 Excel 文件，请用本页模板另存后重传",
            en="this Excel file cannot be read: save it again from the template here",
        ) from error


def _not_excel() -> PortalError:
    return PortalError(
        "sheet_not_excel",
        zh="这不是 Excel 或 CSV 文件（改名的压缩包或其他文件不能读取）",
        en="this is neither an Excel nor a CSV file; a renamed archive cannot be read",
    )


class _Sheet:
    """Reads the cells of one sheet of a workbook."""

    def __init__(self, book: Any, columns: int, merged: list[Merged]) -> None:
        self._strings = [_text(str(text)) for text in _shared(book)]
        self._dates: set[int] = book._date_formats
        self._epoch = book.epoch
        self._columns = columns
        self._merged = merged
        self._places: dict[str, int] = {}

    def rows(self, source: Any) -> Iterator[SheetRow]:
        """The rows of the sheet's XML in order."""
        number = 0
        parsed = etree.iterparse(
            source, tag=(_ROW, _MERGED), resolve_entities=False, no_network=True, load_dtd=False
        )
        for _, element in parsed:
            if element.tag == _ROW:
                before, number = number, int(element.get("r") or number + 1)
                if number <= before:
                    raise ValueError(number)  # two rows of one number: one would be lost
                cells = self._row(element)
                element.clear()
                while (done := element.getprevious()) is not None:
                    element.getparent().remove(done)
                if any(cells):
                    yield SheetRow(number, cells)
            elif len(self._merged) < MOST_MERGED:
                self._merged.append(_area(element.get("ref", "")))

    def _row(self, element: Any) -> list[str]:
        cells: list[str] = []
        for cell in element.iterfind(_CELL):
            reference = cell.get("r")
            column = self._place(reference) if reference else len(cells) + 1
            if column > self._columns:
                break
            if column <= len(cells):
                raise ValueError(reference)  # two cells of one place, likewise
            value = self._cell(cell)
            if column == len(cells) + 1:
                cells.append(value)
                continue
            cells.extend([""] * (column - len(cells)))
            cells[column - 1] = value
        return cells

    def _place(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        found = self._places.get(letters)
        if found is None:
            found = self._places[letters] = excel().utils.column_index_from_string(letters)
        return found

    def _cell(self, cell: Any) -> str:
        value = ""
        for part in cell:
            tag = part.tag
            if tag == _VALUE:
                value = part.text or ""
            elif tag == _FORMULA:
                return Formula(f"={part.text or ''}"[:MOST_CHARACTERS])
            elif tag == _INLINE:
                return _text(_inline(part))
        return self._value(cell.get("t", "n"), value, int(cell.get("s") or 0)) if value else ""

    def _value(self, kind: str, stored: str, style: int) -> str:
        if kind == "s":
            return self._strings[int(stored)]
        if kind == "n":
            return self._number(stored, style)
        if kind == "e":
            return ErrorValue(stored[:40])
        if kind == "d":
            return Moment(stored[:19].replace("T", " "))
        return ("TRUE" if stored == "1" else "FALSE") if kind == "b" else _text(stored)

    def _number(self, stored: str, style: int) -> str:
        exact = Decimal(stored)
        if style in self._dates:
            return self._moment(exact)
        kept = _PRECISION.plus(exact)
        if not kept.is_finite() or abs(kept.adjusted()) > 60:
            raise ValueError(stored)
        text = format(kept, "f")
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        return Rounded(text) if kept.adjusted() >= DIGITS else Number(text)

    def _moment(self, serial: Decimal) -> str:
        """The date of a serial number; what is no date of a calendar is an error value."""
        try:
            moment = excel().utils.datetime.from_excel(float(serial), self._epoch)
        except (OverflowError, ValueError):
            return ErrorValue("#VALUE!")
        if isinstance(moment, datetime):
            return Moment(moment.isoformat(" ", "seconds"))
        return Moment(f"1899-12-30 {moment}"[:19])


def _inline(element: Any) -> str:
    """The text of an inline string: plain, or of its runs; readings beside it are left out."""
    plain = element.find(_TEXT)
    if plain is not None:
        return plain.text or ""
    return "".join(run.findtext(_TEXT) or "" for run in element.iterfind(_RUN))


def _shared(book: Any) -> list[str]:
    """The shared strings of a workbook, as openpyxl read them for its sheets."""
    found: list[str] = book.worksheets[0]._shared_strings
    return found


def _area(reference: str) -> Merged:
    first, _, last = reference.partition(":")
    one, other = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last or first)
    if one is None or other is None:
        raise ValueError(reference)
    return Merged(
        int(one[2]),
        int(other[2]),
        excel().utils.column_index_from_string(one[1]),
        excel().utils.column_index_from_string(other[1]),
    )
