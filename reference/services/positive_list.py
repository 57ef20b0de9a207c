"""The list of goods for retail import (正面清单), entered by the zone from the yearly notices."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from accounts.services import audit
from accounts.services.audit import Actor
from reference.constants import POSITIVE_LIST, ZONE
from reference.models import Code, CodeTable, PositiveListItem
from reference.services.versions import new_version
from zone_portal.framework.dated import DatedRows
from zone_portal.kernel.csv_rows import CsvRow, ImportReport, RowError, read_rows, surplus_cells
from zone_portal.kernel.periods import parse_day

COLUMNS: Final = ("hs8", "name", "valid_from")
LONGEST: Final = {"name": 300, "note": 500}
VALUES: Final = ("name", "note", "modes", "limit_quantity", "limit_unit", "valid_to")
MOST: Final = Decimal(1_000_000_000)


def import_positive_list(
    content: bytes,
    *,
    by: Actor,
    at: datetime,
    complete: bool | None = None,
    as_of: str = "",
) -> ImportReport:
    """Enter the lines of a CSV file ``hs8,name,valid_from`` and, as wanted, ``note``, ``modes``
    (codes separated by blanks, empty = every mode), ``limit_quantity``, ``limit_unit`` (per
    person and year), ``valid_to`` (the first day on which it holds no more).

    A line that begins later ends the present one there. With any error nothing is entered.
    ``complete`` says whether goods missing here are off the list, ``as_of`` of when it is.

    :raises PortalError: those of ``read_rows``.
    """
    lines = list(read_rows(content, COLUMNS))
    with new_version(at=at):
        plan = _Plan(lines)
        if plan.errors:
            return ImportReport(errors=tuple(plan.errors))
        rows = plan.rows
        rows.save(PositiveListItem.objects)
        changes = {"complete": complete, "as_of": as_of or None}
        CodeTable.objects.filter(name=POSITIVE_LIST).update(
            **{name: value for name, value in changes.items() if value is not None}
        )
        audit.record(
            "reference.imported",
            by=by,
            on=("reference.positivelistitem", POSITIVE_LIST),
            new={"created": len(rows.created), "updated": len(rows.updated), "as_of": as_of},
            at=at,
        )
    return ImportReport(len(rows.created), len(rows.updated), rows.unchanged)


class _Plan:
    """What the lines of a file come to over the list as it stands."""

    def __init__(self, lines: list[CsvRow]) -> None:
        self.errors: list[RowError] = []
        self._units = frozenset(Code.objects.filter(table="units").values_list("code", flat=True))
        self._modes = frozenset(
            Code.objects.filter(table="trade_modes").values_list("code", flat=True)
        )
        self.rows = DatedRows(
            PositiveListItem.objects.order_by("valid_from"),
            key="hs8",
            values=VALUES,
            stamps=("origin",),
            origin=ZONE,
        )
        seen: set[tuple[str, str]] = set()
        for line in lines:
            wrong = list(self._wrong(line))
            key = (line["hs8"], line["valid_from"])
            if not wrong and key in seen:
                wrong = [_error(line, "hs8", "line_twice", "该税目在文件中重复", "stands twice")]
            seen.add(key)
            self.errors += wrong
            if not wrong:
                self._place(line)

    def _place(self, line: CsvRow) -> None:
        begins = self.rows.place(_item(line))
        if begins is not None:
            text = f"another row of this line begins on {begins}"
            self.errors.append(_error(line, "valid_to", "overlaps", "与后一有效期重叠", text))

    def _wrong(self, line: CsvRow) -> Iterator[RowError]:
        if line.surplus:
            yield surplus_cells(line)
        if not (line["hs8"].isascii() and line["hs8"].isdigit() and len(line["hs8"]) == 8):
            yield _error(line, "hs8", "form", "应为8位税则号列", "is not eight digits")
        if not line["name"]:
            yield _error(line, "name", "missing", "必填", "is needed")
        for field, most in LONGEST.items():
            if len(line[field]) > most:
                text = f"has more than {most} characters"
                yield _error(line, field, "too_long", f"最多{most}个字符", text)
        for mode in line["modes"].split():
            if mode not in self._modes:
                yield _error(line, "modes", "unknown", "未知的监管方式", "is no supervision mode")
        yield from self._limit(line)
        yield from _period(line)

    def _limit(self, line: CsvRow) -> Iterator[RowError]:
        quantity, unit = line["limit_quantity"], line["limit_unit"]
        if quantity and _quantity(quantity) is None:
            yield _error(line, "limit_quantity", "form", "应为正数", "is not a positive number")
        if bool(quantity) != bool(unit):
            text = "quantity and unit go together"
            yield _error(line, "limit_unit", "missing", "限量与单位须同时填写", text)
        elif unit and unit not in self._units:
            yield _error(line, "limit_unit", "unknown", "未知的计量单位", "is no unit of measure")


def _period(line: CsvRow) -> Iterator[RowError]:
    for field in ("valid_from", "valid_to"):
        if (line[field] or field == "valid_from") and parse_day(line[field]) is None:
            yield _error(
                line, field, "date_invalid", "日期应为 2026-01-31 的形式", "is no ISO date"
            )
    start, end = parse_day(line["valid_from"]), parse_day(line["valid_to"])
    if start and end and end <= start:
        text = "must be after valid_from"
        yield _error(line, "valid_to", "period", "失效日期须晚于生效日期", text)


def _item(line: CsvRow) -> PositiveListItem:
    return PositiveListItem(
        hs8=line["hs8"],
        name=line["name"],
        note=line["note"],
        modes=line["modes"].split(),
        limit_quantity=_quantity(line["limit_quantity"]),
        limit_unit=line["limit_unit"],
        valid_from=date.fromisoformat(line["valid_from"]),
        valid_to=parse_day(line["valid_to"]),
        origin=ZONE,
    )


def _quantity(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 < value < MOST else None


def _error(line: CsvRow, field: str, code: str, zh: str, en: str) -> RowError:
    return RowError(line.line, field, code, line[field], zh, en)
