"""Rows of a CSV file that people made, with line numbers: UTF-8 or the GB18030 of offices."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zone_portal.kernel.errors import PortalError

UNREADABLE = "csv_unreadable"
COLUMNS_MISSING = "csv_columns_missing"


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One line: ``values`` by column, trimmed, missing cells empty; the header is line 1.

    ``surplus`` says that the line has more cells than the header has columns.
    """

    line: int
    values: dict[str, str]
    surplus: bool

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "")


@dataclass(frozen=True, slots=True)
class RowError:
    """One error of one line of an import file; ``code`` is stable, ``value`` what stood there."""

    line: int
    field: str
    code: str
    value: str
    zh: str
    en: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.field} {self.value!r}: {self.en} ({self.zh})"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did; whether good rows are kept beside bad ones is the importer's promise."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    errors: tuple[RowError, ...] = ()

    def __str__(self) -> str:
        done = f"{self.created} created, {self.updated} updated, {self.unchanged} unchanged"
        return f"{done}, {len(self.errors)} errors"


def surplus_cells(row: CsvRow) -> RowError:
    """The error of a line with more cells than the header has columns."""
    return RowError(
        row.line,
        "*",
        "cells_surplus",
        "",
        "该行的单元格多于首行的列数",
        "the line has more cells than the header has columns",
    )


def read_rows(content: bytes, required: Sequence[str]) -> Iterator[CsvRow]:
    """The rows of ``content`` in order, blank lines left out.

    :raises PortalError: ``csv_unreadable`` (details: line), ``csv_columns_missing`` (columns).
    """
    reader = csv.DictReader(io.StringIO(_decoded(content), newline=""), restval="", strict=True)
    try:
        columns = [name.strip() for name in reader.fieldnames or ()]
        missing = [name for name in required if name not in columns]
        if missing:
            raise PortalError(
                COLUMNS_MISSING,
                details={"columns": missing},
                zh=f"文件首行缺少列：{'、'.join(missing)}",
                en=f"the header lacks the columns {', '.join(missing)}",
            )
        reader.fieldnames = columns
        for cells in reader:
            surplus = cells.pop(None, None) is not None
            values = {column: cell.strip() for column, cell in cells.items()}
            if surplus or any(values.values()):
                yield CsvRow(reader.line_num, values, surplus)
    except csv.Error as error:
        raise _unreadable_line(reader.line_num, error) from error


def csv_cells(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Every line with its number and its cells as they stand, the heading among them.

    :raises PortalError: ``csv_unreadable`` (details: line).
    """
    reader = csv.reader(io.StringIO(_decoded(content), newline=""), strict=True)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise _unreadable_line(reader.line_num, error) from error


def _unreadable_line(line: int, error: csv.Error) -> PortalError:
    return PortalError(
        UNREADABLE,
        f"line {line}: {error}",
        {"line": line},
        zh=f"第{line}行无法按 CSV 读取",
        en=f"line {line} cannot be read as CSV",
    )


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError as error:
        raise PortalError(
            UNREADABLE,
            "neither UTF-8 nor GB18030",
            {"line": content[: error.start].count(b"\n") + 1},
            zh="文件编码既不是 UTF-8 也不是 GB18030",
            en="the file is neither UTF-8 nor GB18030",
        ) from error
