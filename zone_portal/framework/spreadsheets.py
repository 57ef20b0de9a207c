"""Tables that people fill in: CSV or Excel in, an Excel template out."""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from zone_portal.framework.excel import excel, unreadable
from zone_portal.framework.exporting import safe_cell
from zone_portal.kernel.csv_rows import COLUMNS_MISSING, CsvRow, read_rows
from zone_portal.kernel.errors import PortalError

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP: Final = b"PK\x03\x04"
MOST_COLUMNS: Final = 64
SWELLING: Final = 40
"""An Excel file may unpack to so many times the permitted size; more is a bomb."""


def read_table(
    content: bytes,
    columns: Mapping[str, Sequence[str]],
    *,
    required: Sequence[str],
    most_rows: int,
    most_bytes: int,
) -> list[CsvRow]:
    """The rows of a CSV file or of the first sheet of an Excel file; the heading is line 1.

    ``columns`` maps each column to the headings it may stand under (its own name always may).
    Whether a file is Excel is seen from its first bytes, never from its name.

    :raises PortalError: ``file_too_large``, ``rows_too_many``, ``sheet_unreadable``,
        ``csv_unreadable``, ``csv_columns_missing`` (details: columns).
    """
    if len(content) > most_bytes:
        mega = most_bytes // 1_048_576
        raise PortalError(
            "file_too_large", zh=f"文件超过{mega} MB", en=f"the file is larger than {mega} MB"
        )
    excel = content.startswith(ZIP)
    rows = _excel_rows(content, most_bytes) if excel else read_rows(content, ())
    names = {_plain(h): name for name, known in columns.items() for h in (name, *known)}
    found: list[CsvRow] = []
    headings: dict[str, str] = {}
    for row in rows:
        headings = headings or {h: names.get(_plain(h), h) for h in row.values}
        if len(found) >= most_rows:
            raise PortalError(
                "rows_too_many",
                details={"most": most_rows},
                zh=f"一次最多{most_rows}行",
                en=f"at most {most_rows} rows at a time",
            )
        values = {headings[h]: _armed(cell) for h, cell in row.values.items()}
        found.append(CsvRow(row.line, values, row.surplus))
    missing = [name for name in required if name not in headings.values()]
    if missing:
        labels = [columns[name][0] if columns[name] else name for name in missing]
        empty = "" if headings else "（文件没有数据行）"
        raise PortalError(
            COLUMNS_MISSING,
            details={"columns": missing},
            zh=f"文件首行缺少列：{'、'.join(labels)}{empty}",
            en=f"the heading lacks the columns {', '.join(missing)}, or there are no rows",
        )
    return found


def template(
    title: str,
    columns: Sequence[tuple[str, str]],
    samples: Sequence[Sequence[str]],
    notes: Sequence[Sequence[str]],
    notes_title: str,
) -> bytes:
    """An Excel file to fill in: ``columns`` are (heading, explanation), all cells are text so that
    codes keep their zeros; a second sheet holds the explanations and the ``notes``."""
    book = excel().Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for number in range(1, len(columns) + 1):
        dimension = sheet.column_dimensions[excel().utils.get_column_letter(number)]
        dimension.width, dimension.number_format = 18, "@"
    sheet.append([_bold(sheet, heading) for heading, _ in columns])
    for sample in samples:
        sheet.append([_text(sheet, cell) for cell in sample])
    explained = book.create_sheet(notes_title)
    explained.column_dimensions["A"].width = 22
    explained.column_dimensions["B"].width = 90
    for heading, explanation in columns:
        explained.append([_bold(explained, heading), explanation])
    for note in notes:
        explained.append(list(note))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _excel_rows(content: bytes, most_bytes: int) -> Iterator[CsvRow]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > most_bytes * SWELLING:
            raise _unreadable("it unpacks to too much")
        book = excel().load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
        yield from _rows_of(rows)
    except unreadable() as error:
        raise _unreadable(type(error).__name__) from error


def _rows_of(rows: Iterator[Any]) -> Iterator[CsvRow]:
    headings: list[str] = []
    for number, cells in enumerate(rows, 1):
        texts = [_cell(cell) for cell in cells]
        if not any(texts):
            continue
        if not headings:
            headings = _without_tail(texts)
            continue
        values = dict(zip(headings, texts, strict=False))
        values |= dict.fromkeys(headings[len(texts) :], "")
        yield CsvRow(number, values, any(texts[len(headings) :]))


def _without_tail(texts: list[str]) -> list[str]:
    last = max(n for n, text in enumerate(texts) if text)
    return texts[: last + 1]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date() if not (value.hour or value.minute) else value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip()


def _unreadable(reason: str) -> PortalError:
    return PortalError(
        "sheet_unreadable",
        reason,
        zh="无法读取该 Excel 文件，请用本页模板另存后重试",
        en="this Excel file cannot be read: save it again from the template here",
    )


def _armed(cell: str) -> str:
    """A cell as it was before ``exporting.safe_cell`` disarmed it."""
    return cell[1:] if cell.startswith("'") and safe_cell(cell[1:]) == cell else cell


def _plain(heading: str) -> str:
    """A heading without blanks, brackets' width and case, as it is compared."""
    return "".join(heading.split()).replace("（", "(").replace("）", ")").casefold()


def _bold(sheet: Any, value: str) -> Any:
    cell = _text(sheet, value)
    cell.font = excel().styles.Font(bold=True)
    return cell


def _text(sheet: Any, value: str) -> Any:
    cell = excel().cell.WriteOnlyCell(sheet, value=value)
    cell.number_format = "@"
    return cell
