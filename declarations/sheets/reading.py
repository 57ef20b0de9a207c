"""Rows become documents: the same plain data as JSON, every value exact, every row remembered."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import uuid4

from declarations.messages.conversion import number_text
from declarations.messages.record import Element
from declarations.rules import field_rules, sheet_rules
from declarations.rules.values import DAY_ELEMENTS, TIME_ELEMENTS
from declarations.sheets.layout import OWN, Column, Layout
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
from zone_portal.kernel.errors import PortalError

_TIME = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?", re.ASCII
)
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+\d{2,3}", re.ASCII | re.IGNORECASE)
"""How spreadsheet programs write a long number into a CSV file: most of its digits are gone."""
MOST_UNKNOWN: Final = 12
DATED: Final = DAY_ELEMENTS | TIME_ELEMENTS


@dataclass(frozen=True, slots=True)
class Fault:
    """One cell that cannot be a value: its row, column (official name), rule and words' params."""

    row: int
    column: str
    code: str
    params: Mapping[str, Any]
    value: str = ""


@dataclass(slots=True)
class Entered:
    """A document of a table: its plain data in the JSON form, the rows it came from.

    ``lines`` maps a line's gnum to its row; ``faults`` are those of its cells.
    """

    data: dict[str, Any]
    rows: list[int]
    lines: dict[int, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Table:
    """A file as read: ``places`` say which column stands where, ``unknown`` which headings nobody
    knows, ``rows`` the cells of each row by its number."""

    layout: Layout
    headings: tuple[str, ...]
    places: tuple[Column | None, ...]
    unknown: tuple[str, ...]
    rows: Mapping[int, Sequence[str]]
    merged: Mapping[tuple[int, int], str]


def open_table(cells: Cells, layout: Layout) -> Table:
    """The heading of a file and its rows.

    :raises PortalError: ``columns_missing`` (details: columns), ``columns_twice``, ``no_rows``.
    """
    first, *rows = cells.rows
    headings = _without_tail(first.cells)
    own = {heading.casefold() for heading in OWN}
    places = tuple(
        None if heading.casefold() in own else layout.find(heading) for heading in headings
    )
    known = [column.name for column in places if column is not None]
    missing = [c for c in layout.columns if c.is_required and c.name not in known]
    if missing:
        raise PortalError(
            "columns_missing",
            details={"columns": [column.name for column in missing]},
            zh=f"首行缺少列：{'、'.join(c.heading('zh') for c in missing)}",
            en=f"the heading lacks the columns {', '.join(c.heading('en') for c in missing)}",
        )
    twice = sorted({name for name in known if known.count(name) > 1})
    if twice:
        raise PortalError(
            "columns_twice",
            details={"columns": twice},
            zh=f"首行的列重复：{'、'.join(twice)}",
            en=f"these columns stand twice in the heading: {', '.join(twice)}",
        )
    if not rows:
        raise PortalError(
            "no_rows", zh="首行以下没有内容", en="there are no rows below the heading"
        )
    unknown = [
        heading
        for heading, column in zip(headings, places, strict=True)
        if column is None and heading and heading.casefold() not in own
    ]
    return Table(
        layout,
        tuple(headings),
        places,
        tuple(unknown[:MOST_UNKNOWN]),
        {row.number: row.cells for row in rows},
        _merged_places(cells.merged, first, {row.number for row in rows}, places),
    )


def documents(table: Table, *, at: str) -> list[Entered]:
    """The documents of a table in the order of their first rows; ``at`` is the time of entry as
    ``YYYYMMDDhhmmss``."""
    found: dict[Any, Entered] = {}
    layout, current = table.layout, None
    takes_lines = layout.kind.line is not None
    for number, cells in table.rows.items():
        row = _read_row(table, number, cells)
        if not (row.head or row.line or row.faults):
            continue
        key: Any = number
        if takes_lines:
            own = tuple(str(row.head.get(name) or "") for name in layout.key)
            if not row.has_head and current is not None:
                key = current
            elif any(own):
                key = own
        current = key
        entered = found.get(key)
        if entered is None:
            found[key] = entered = _begin(layout, row, at)
        else:
            _compare(entered, row, layout)
            entered.rows.append(number)
        entered.faults.extend(row.faults)
        if takes_lines:
            _add_line(entered, row, layout)
    return list(found.values())


@dataclass(slots=True)
class _Row:
    number: int
    head: dict[str, Any]
    line: dict[str, Any]
    faults: list[Fault]
    has_head: bool


def _read_row(table: Table, number: int, cells: Sequence[str]) -> _Row:
    head: dict[str, Any] = {}
    line: dict[str, Any] = {}
    faults: list[Fault] = []
    has_head = False
    for place, (column, cell) in enumerate(zip(table.places, cells, strict=False)):
        if column is not None and table.merged and (number, place) in table.merged:
            params = {"area": table.merged[number, place]}
            faults.append(_fault(number, column, sheet_rules.MERGED, cell, **params))
        if column is None or not cell:
            continue
        has_head = has_head or not column.of_line
        value, code = convert(column.element, cell)
        if code:
            faults.append(_fault(number, column, code, cell))
        else:
            (line if column.of_line else head)[column.element.name] = value
    if len(cells) > len(table.places) and any(cells[len(table.places) :]):
        faults.append(Fault(number, "", sheet_rules.SURPLUS, {}, cells[-1][:40]))
    return _Row(number, head, line, faults, has_head)


def convert(element: Element, cell: str) -> tuple[Any, str]:
    """The plain value of a cell for ``element``, or the code of the rule that it breaks.

    Numbers become Decimal or int; everything that the rules of documents judge stays text.
    """
    broken = "" if type(cell) is str else _broken(element, cell)
    if broken:
        return None, broken
    if element.numeric:
        return _number(element, cell)
    if element.name in DATED:
        return _time(element.name, cell) or str(cell), ""
    if _SCIENTIFIC.fullmatch(cell):
        return None, sheet_rules.DIGITS_LOST
    return str(cell), ""


def _broken(element: Element, cell: str) -> str:
    """The rule that a cell breaks by what it is, whatever its value."""
    if isinstance(cell, Formula):
        return sheet_rules.FORMULA
    if isinstance(cell, ErrorValue):
        return sheet_rules.ERROR_VALUE
    if isinstance(cell, Moment) and element.name not in DATED:
        return sheet_rules.NOT_DATED
    lost = isinstance(cell, Rounded) and not element.numeric
    return sheet_rules.DIGITS_LOST if lost else ""


def _number(element: Element, cell: str) -> tuple[Any, str]:
    text = number_text(element, cell)
    if text is None:
        if element.is_integer and isinstance(cell, Number):
            return Decimal(cell), ""  # 1.5 packages: the rules say that it is no whole number
        return None, field_rules.NOT_A_NUMBER
    return (int(text), "") if element.is_integer else (Decimal(text), "")


def _time(name: str, cell: str) -> str:
    """A date as messages write it; nothing where the text has another form."""
    found = _TIME.fullmatch(cell)
    if found is None:
        return ""
    year, month, day, *clock = found.groups()
    text = f"{year}{month:0>2}{day:0>2}"
    if name in DAY_ELEMENTS:
        return text
    return text + "".join(f"{part or '0':0>2}" for part in clock)


def _begin(layout: Layout, row: _Row, at: str) -> Entered:
    kind = layout.kind
    head = {"guid": str(uuid4()).upper(), "appType": "1", "appTime": at, "appStatus": "2"}
    unreadable = {fault.column for fault in row.faults}
    head = {name: value for name, value in head.items() if name not in unreadable}
    data: dict[str, Any] = {"type": kind.code, kind.json_head: {**head, **row.head}}
    if kind.list_element:
        data[kind.list_element] = []
    return Entered(data, [row.number])


def _compare(entered: Entered, row: _Row, layout: Layout) -> None:
    """A further row of a document says the same in its head, or nothing."""
    head = entered.data[layout.kind.json_head]
    unreadable = {fault.column for fault in entered.faults}
    for name, value in row.head.items():
        if head.get(name) == value or name in unreadable:
            continue
        column = next(c for c in layout.columns if c.name == name)
        params = {"first": entered.rows[0]}
        row.faults.append(
            _fault(row.number, column, sheet_rules.HEAD_DIFFERS, str(value), **params)
        )


def _add_line(entered: Entered, row: _Row, layout: Layout) -> None:
    kind = layout.kind
    if not row.line and not any(_is_line(fault, layout) for fault in row.faults):
        return
    lines: list[dict[str, Any]] = entered.data[kind.list_element or ""]
    if "gnum" not in row.line and not any(fault.column == "gnum" for fault in row.faults):
        row.line["gnum"] = len(lines) + 1
    lines.append(row.line)
    number = row.line.get("gnum")
    entered.lines.setdefault(number if isinstance(number, int) else len(lines), row.number)


def _is_line(fault: Fault, layout: Layout) -> bool:
    return any(column.name == fault.column and column.of_line for column in layout.columns)


def _fault(row: int, column: Column, code: str, cell: str, **params: Any) -> Fault:
    element = column.element
    words = {"element": element.name, "zh": element.zh, "en": element.en, "format": element.format}
    return Fault(row, column.name, code, {**words, **params}, str(cell))


def _without_tail(cells: Sequence[str]) -> list[str]:
    last = max(place for place, cell in enumerate(cells) if cell)
    return [str(cell) for cell in cells[: last + 1]]


def _merged_places(
    areas: Iterable[Merged], heading: SheetRow, rows: set[int], places: Sequence[Column | None]
) -> dict[tuple[int, int], str]:
    """Row and place of each merged area below the heading, with its name: the first of its cells
    that stands in a column somebody knows."""
    found: dict[tuple[int, int], str] = {}
    for area in areas:
        if area.last_row <= heading.number:
            continue
        row = next(iter(_rows_of(area, heading.number, rows)), None)
        columns = range(area.first_column - 1, min(area.last_column, len(places)))
        place = next((place for place in columns if places[place] is not None), None)
        if row is not None and place is not None:
            name = f"{_letters(area.first_column)}{area.first_row}:"
            name += f"{_letters(area.last_column)}{area.last_row}"
            found[row, place] = name
    return found


def _rows_of(area: Merged, heading: int, rows: set[int]) -> Iterator[int]:
    last = min(area.last_row, max(rows, default=0))
    return (row for row in range(max(area.first_row, heading + 1), last + 1) if row in rows)


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def time_of_entry(at: datetime) -> str:
    """A moment, already in local time, as messages write it."""
    return at.strftime("%Y%m%d%H%M%S")
