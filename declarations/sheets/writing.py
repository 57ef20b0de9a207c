"""Files that go out: templates to fill in, and the rows that failed with their reasons."""

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from declarations.sheets.layout import CODED, FEW, FILLED_IN, OWN, Column, Layout
from zone_portal.framework.excel import excel
from zone_portal.framework.exporting import safe_cell

NEEDED: Final = "FFE8EEF6"
"""The colour behind the headings of columns that must be filled in."""
ROWS_WITH_LISTS: Final = 20_001

Codes = Callable[[str], Iterable[tuple[str, str]]]
"""Gives the codes of a table with their names."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a template in one language."""

    sheet: str
    notes: str
    codes: str
    column: str
    needed: str
    yes: str
    no: str
    filled_in: str
    format: str
    table: str
    introduction: tuple[str, ...]


ZH: Final = Words(
    sheet="填写",
    notes="说明",
    codes="代码",
    column="栏目",
    needed="必填",
    yes="必填",
    no="选填",
    filled_in="可留空，由平台填写",
    format="格式",
    table="代码表",
    introduction=(
        "每行一项商品；没有商品明细的单证每行一份。",
        "同一单证的表头栏目可在每行重复，也可只写在它的第一行。",
        "请不要合并单元格，不要使用公式；号码和代码列保持“文本”格式，以免丢失前面的零或末尾的数字。",
        "日期时间可写成 20261120093000 或 2026-11-20 09:30:00；金额只写数字。",
        "C..60 表示至多 60 个字符，C10 表示正好 10 个字符，N19,5 表示数值、小数至多 5 位。",
    ),
)
EN: Final = Words(
    sheet="Fill in",
    notes="Notes",
    codes="Codes",
    column="Column",
    needed="Needed",
    yes="required",
    no="optional",
    filled_in="may be empty: filled in by the portal",
    format="Format",
    table="Code table",
    introduction=(
        "One row per line of goods; documents without goods take one row each.",
        "The head of a document may stand on each of its rows, or on its first row only.",
        "Merge no cells and use no formulas; keep numbers and codes as text, so that no zero "
        "in front and no digit at the end is lost.",
        "Times may be 20261120093000 or 2026-11-20 09:30:00; amounts are digits only.",
        "C..60 is at most 60 characters, C10 exactly 10, N19,5 a number with at most 5 decimals.",
    ),
)


def words_of(language: str) -> Words:
    """The words of a language; Chinese for zh, English else."""
    return ZH if language.startswith("zh") else EN


def template(layout: Layout, *, language: str, codes: Codes, names: Mapping[str, str]) -> bytes:
    """An Excel file to fill in: headings, notes, code tables, lists to choose from.

    ``names`` gives code tables their titles.
    """
    words = words_of(language)
    book = excel().Workbook()
    sheet = book.active
    sheet.title = words.sheet
    for place, column in enumerate(layout.columns, 1):
        letter = excel().utils.get_column_letter(place)
        cell = sheet.cell(1, place, column.heading(language))
        cell.font = excel().styles.Font(bold=True)
        cell.alignment = excel().styles.Alignment(wrap_text=True, vertical="top")
        if column.is_required:
            cell.fill = excel().styles.PatternFill("solid", fgColor=NEEDED)
        cell.comment = excel().comments.Comment(
            f"{column.element.format} · {_need(column, words)}", "portal"
        )
        sheet.column_dimensions[letter].width = 16
        sheet.column_dimensions[letter].number_format = "@"
    sheet.freeze_panes = "A2"
    tables = {table for column in layout.columns if (table := CODED.get(column.element.name))}
    places = _codes_sheet(book, words, sorted(tables), codes, names)
    _lists(sheet, layout, places)
    _notes_sheet(book, layout, words, language, names)
    book.active = 0
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def csv_heading(layout: Layout, language: str) -> list[str]:
    """The first line of a CSV template."""
    return [column.heading(language) for column in layout.columns]


def failed_rows(
    headings: Sequence[str], rows: Iterable[Sequence[str]], *, language: str
) -> tuple[list[str], list[list[str]]]:
    """The heading and rows of the file of failed rows; each row ends in its reasons."""
    width = len(headings)
    own = OWN[0] if language.startswith("zh") else OWN[1]
    filled = [[*row[:-1], *[""] * (width + 1 - len(row)), row[-1]] for row in rows]
    return [*headings, own], filled


def as_excel(heading: Sequence[str], rows: Iterable[Sequence[str]], *, title: str) -> bytes:
    """A plain sheet, every cell text; nothing in it can run as a formula."""
    book = excel().Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for place in range(1, len(heading) + 1):
        dimension = sheet.column_dimensions[excel().utils.get_column_letter(place)]
        dimension.width, dimension.number_format = (16, "@")
    sheet.column_dimensions[excel().utils.get_column_letter(len(heading))].width = 80
    sheet.freeze_panes = "A2"
    for row in ([*heading], *rows):
        sheet.append([_cell(sheet, value) for value in row])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _cell(sheet: Any, value: str) -> Any:
    cell = excel().cell.WriteOnlyCell(sheet, value=safe_cell(value))
    cell.number_format = "@"
    return cell


def _need(column: Column, words: Words) -> str:
    if column.element.name in FILLED_IN:
        return words.filled_in
    return words.yes if column.element.mandatory else words.no


def _codes_sheet(
    book: Any, words: Words, tables: Sequence[str], codes: Codes, names: Mapping[str, str]
) -> dict[str, str]:
    """The code tables side by side; the cells of each table's codes, for lists to choose from."""
    sheet = book.create_sheet(words.codes)
    places = {}
    for number, table in enumerate(tables):
        left = 1 + 3 * number
        sheet.cell(1, left, names.get(table, table)).font = excel().styles.Font(bold=True)
        last = 1
        for last, (code, name) in enumerate(codes(table), 2):
            cell = sheet.cell(last, left, code)
            cell.number_format = "@"
            sheet.cell(last, left + 1, name)
        sheet.column_dimensions[excel().utils.get_column_letter(left)].width = 12
        sheet.column_dimensions[excel().utils.get_column_letter(left + 1)].width = 28
        letter = excel().utils.get_column_letter(left)
        if last > 1:
            places[table] = f"'{words.codes}'!${letter}$2:${letter}${last}"
    return places


def _lists(sheet: Any, layout: Layout, places: Mapping[str, str]) -> None:
    for place, column in enumerate(layout.columns, 1):
        name = column.element.name
        few = FEW.get(name)
        source = f'"{",".join(few)}"' if few else places.get(CODED.get(name, ""))
        if source:
            # Tables may be behind the customs' own: another code is let through, and checked later.
            choice = excel().worksheet.datavalidation.DataValidation(
                "list", source, allow_blank=True, showErrorMessage=False
            )
            letter = excel().utils.get_column_letter(place)
            choice.add(f"{letter}2:{letter}{ROWS_WITH_LISTS}")
            sheet.add_data_validation(choice)


def _notes_sheet(
    book: Any, layout: Layout, words: Words, language: str, names: Mapping[str, str]
) -> None:
    sheet = book.create_sheet(words.notes, 1)
    for letter, width in zip("ABCD", (44, 22, 14, 24), strict=True):
        sheet.column_dimensions[letter].width = width
    for sentence in words.introduction:
        sheet.append([sentence])
    sheet.append([])
    sheet.append([words.column, words.needed, words.format, words.table])
    for cell in sheet[sheet.max_row]:
        cell.font = excel().styles.Font(bold=True)
    for column in layout.columns:
        table = CODED.get(column.element.name, "")
        sheet.append(
            [
                column.heading(language),
                _need(column, words),
                column.element.format,
                names.get(table, ""),
            ]
        )
