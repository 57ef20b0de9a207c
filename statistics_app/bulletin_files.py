"""A published bulletin as a file: CSV and XLSX here; the same bulletin gives the same data."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from statistics_app.bulletin_pdf import as_pdf
from statistics_app.bulletin_words import (
    TITLES,
    earlier_targets,
    groups_of,
    notes_of,
    revision_lines,
    state_text,
    targets_of,
    totals_of,
    warnings_of,
)
from statistics_app.models import Bulletin
from statistics_app.rules.bulletins.tables import MONTH, YEAR
from statistics_app.selectors_bulletins import revisions_of
from zone_portal.framework.excel import excel, saved
from zone_portal.framework.exporting import csv_lines, safe_cell

HEADING: Final = (
    "table", "direction", "key", "name_zh", "name_en", "period", "published", "rmb", "usd",
    "tickets", "parcels", "tax_rmb", "growth_rmb", "growth_usd",
)  # fmt: skip
REVISED: Final = ("rmb", "usd", "tickets", "parcels", "tax")
FIGURES: Final = ("rmb", "usd", "tickets", "parcels", "tax", "growth_rmb", "growth_usd")


def name_of(row: Bulletin) -> str:
    """The name of its files, without the ending."""
    return f"bulletin-{row.month:%Y-%m}-{row.coverage}-{row.round}"


def records(content: Mapping[str, Any]) -> Iterator[list[Any]]:
    """One row for each cell, in the order of ``HEADING``; a hidden one has no figures."""
    for key, line in totals_of(content):
        yield from _rows(["total", "" if key == "all" else key, ""], line)
    for table in content["tables"]:
        for line in table["rows"]:
            yield from _rows([table["code"], line["direction"], line["key"]], line)


def _rows(first: Sequence[str], line: Mapping[str, Any]) -> Iterator[list[Any]]:
    for part, period in ((MONTH, "month"), (YEAR, "year_to_date")):
        cell = line[part]
        figures = ["" if cell["hidden"] else _number(cell[name]) for name in FIGURES]
        yield [*first, *line["label"], period, "no" if cell["hidden"] else "yes", *figures]


def as_csv(row: Bulletin) -> bytes:
    """UTF-8 with a byte order mark."""
    return "".join(csv_lines(HEADING, records(row.content))).encode()


def as_xlsx(row: Bulletin) -> bytes:
    """The cells on one sheet; indicators, targets, what was revised, warnings and what it all means
    on others. The same bulletin gives the same bytes."""
    content = row.content
    book = excel().Workbook()
    sheet = book.active
    sheet.title = "data"
    _fill(sheet, HEADING, records(content))
    facts = [
        (title[1], *name, *value) for title, rows in groups_of(content) for name, value in rows
    ]
    _fill(
        book.create_sheet("indicators"),
        ("group", "name_zh", "name_en", "value_zh", "value_en"),
        facts,
    )
    _fill(
        book.create_sheet("targets"),
        ("name_zh", "name_en", "goal_zh", "goal_en", "due", "state_zh", "state_en"),
        [(*name, *goal, due, *state_text(state)) for name, goal, due, state in targets_of(content)],
    )
    _fill(
        book.create_sheet("revisions"),
        (
            "name_zh",
            "name_en",
            *(f"{when}_{name}" for name in REVISED for when in ("old", "new")),
            "reason_zh",
            "reason_en",
        ),
        [
            (
                *label,
                *(_number(cell[name]) for name in REVISED for cell in (old, new)),
                row.reason,
                row.reason_en,
            )
            for label, old, new in revision_lines(revisions_of(row))
        ],
    )
    said = [(TITLES["warnings"], pair) for pair in warnings_of(content)]
    said += [(TITLES["targets"], earlier_targets(content))]
    said += [(TITLES["notes"], pair) for pair in notes_of(row)]
    _fill(
        book.create_sheet("notes"),
        ("section", "text_zh", "text_en"),
        [(section[1], *pair) for section, pair in said],
    )
    return saved(book, at=row.published_at or row.taken_at)


def _fill(sheet: Any, heading: Sequence[str], rows: Iterable[Iterable[Any]]) -> None:
    """A sheet with a bold first row that stays, and columns as wide as what they hold."""
    sheet.append(list(heading))
    for row in rows:
        sheet.append([safe_cell(value) for value in row])
    for cell in sheet[1]:
        cell.font = excel().styles.Font(bold=True)
    sheet.freeze_panes = "A2"
    for place, column in enumerate(sheet.iter_cols(), start=1):
        widest = max(_width(cell.value) for cell in column)
        sheet.column_dimensions[excel().utils.get_column_letter(place)].width = min(
            widest + 2, MOST_WIDE
        )


MOST_WIDE: Final = 60


def _width(value: Any) -> int:
    """Chinese signs are twice as wide as a figure."""
    return sum(1 if sign.isascii() else 2 for sign in str(value or ""))


def _number(value: Any) -> Any:
    """A decimal text as a number to add up."""
    return Decimal(value) if isinstance(value, str) else value


FILES: Final[Mapping[str, tuple[Any, str]]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pdf": (as_pdf, "application/pdf"),
}
"""Ending → (how it is made, media type)."""
