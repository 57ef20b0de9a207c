"""Rates come from files: all errors at once, all rows or none; the past is never rewritten
silently, since a row that begins later ends the one before it."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.db import connection, transaction

from accounts.services import audit
from accounts.services.audit import Actor, label_of
from reference.selectors import code_tables
from taxation.constants import IMPORTED
from taxation.models import TaxRate
from zone_portal.framework.dated import DatedRows
from zone_portal.kernel.csv_rows import CsvRow, ImportReport, RowError, read_rows, surplus_cells
from zone_portal.kernel.periods import parse_day

COLUMNS: Final = ("hs_code", "valid_from", "vat", "consumption", "source")
SHARES: Final = ("duty", "vat", "consumption")
NUMBERS: Final = ("specific", "specific_per", "from_price")
VALUES: Final = (
    *SHARES,
    *NUMBERS,
    "specific_unit",
    "price_unit",
    "valid_to",
    "source",
    "verified",
)
LONGEST_SOURCE: Final = 200
MOST: Final = Decimal(100_000_000)


def import_rates(content: bytes, *, by: Actor, at: datetime) -> ImportReport:
    """Enter the rates of a CSV file.

    Columns: ``hs_code,valid_from,vat,consumption,source`` and, as wanted, ``duty``, ``specific``
    (RMB) for ``specific_per`` (1) of ``specific_unit``, ``from_price`` (RMB per ``price_unit``),
    ``valid_to`` (first day on which it holds no more), ``verified`` (1 or empty). Shares are
    fractions or per cent (``0.13`` or ``13%``); an empty one is not known, 0 says there is none.

    :raises PortalError: those of ``read_rows``.
    """
    lines = list(read_rows(content, COLUMNS))
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE taxation_taxrate IN SHARE ROW EXCLUSIVE MODE")
        plan = _Plan(lines, on=at.date(), author=label_of(by), at=at)
        if plan.errors:
            return ImportReport(errors=tuple(plan.errors))
        rows = plan.rows
        rows.save(TaxRate.objects)
        audit.record(
            "tax_rates.imported",
            by=by,
            on=("taxation.taxrate", "import"),
            new={"created": len(rows.created), "updated": len(rows.updated)},
            at=at,
        )
    return ImportReport(len(rows.created), len(rows.updated), rows.unchanged)


class _Plan:
    """What the lines of a file come to over the rates as they stand."""

    def __init__(self, lines: list[CsvRow], *, on: date, author: str, at: datetime) -> None:
        self.errors: list[RowError] = []
        self._author, self._at = author[:128], at
        self._units = code_tables(on=on).units
        codes = {line["hs_code"] for line in lines}
        self.rows = DatedRows(
            TaxRate.objects.filter(hs_code__in=codes).order_by("valid_from"),
            key="hs_code",
            values=VALUES,
            stamps=("origin", "author", "entered_at"),
            origin=IMPORTED,
        )
        seen: set[tuple[str, str]] = set()
        for line in lines:
            wrong = list(self._wrong(line))
            key = (line["hs_code"], line["valid_from"])
            if not wrong and key in seen:
                wrong = [_error(line, "hs_code", "line_twice", "文件中重复", "stands twice")]
            seen.add(key)
            self.errors += wrong
            if not wrong:
                self._place(line)

    def _place(self, line: CsvRow) -> None:
        begins = self.rows.place(self._rate(line))
        if begins is not None:
            text = f"another rate of this code begins on {begins}"
            self.errors.append(_error(line, "valid_to", "overlaps", "与后一有效期重叠", text))

    def _rate(self, line: CsvRow) -> TaxRate:
        return TaxRate(
            **rate_values(line), origin=IMPORTED, author=self._author, entered_at=self._at
        )

    def _wrong(self, line: CsvRow) -> Iterator[RowError]:
        if line.surplus:
            yield surplus_cells(line)
        code = line["hs_code"]
        if not (code.isascii() and code.isdigit() and len(code) == 10):
            yield _error(line, "hs_code", "form", "应为10位商品编码", "is not ten digits")
        for field in SHARES:
            if line[field] and _share(line[field], most=10 if field == "duty" else 1) is None:
                zh = "应为小数或百分数，如 0.13 或 13%"
                yield _error(line, field, "form", zh, "is no share such as 0.13 or 13%")
        for field in NUMBERS:
            if line[field] and _number(line[field]) is None:
                yield _error(line, field, "form", "应为不小于 0 的数", "is no number from 0 on")
        yield from self._with_unit(line, "specific", "specific_unit")
        yield from self._with_unit(line, "from_price", "price_unit")
        if line["specific_per"] and not _number(line["specific_per"]):
            yield _error(line, "specific_per", "range", "应大于 0", "must be above 0")
        if not 0 < len(line["source"]) <= LONGEST_SOURCE:
            yield _error(line, "source", "missing", "必填，最多200个字符", "needed, 200 at most")
        if line["verified"] not in {"", "0", "1"}:
            yield _error(line, "verified", "form", "应为 1、0 或空", "is neither 1, 0 nor empty")
        yield from _period(line)

    def _with_unit(self, line: CsvRow, number: str, unit: str) -> Iterator[RowError]:
        if bool(_number(line[number] or "0")) != bool(line[unit]):
            yield _error(
                line, unit, "missing", "数额与计量单位须同时填写", "number and unit go together"
            )
        elif line[unit] and line[unit] not in self._units:
            yield _error(line, unit, "unknown", "未知的计量单位", "is no unit of measure")


def rate_values(line: CsvRow) -> dict[str, Any]:
    """The columns of a row of the file as the table holds them."""
    return {
        "hs_code": line["hs_code"],
        "valid_from": parse_day(line["valid_from"]),
        "valid_to": parse_day(line["valid_to"]),
        **{name: _share(line[name], most=10) if line[name] else None for name in SHARES},
        "specific": _number(line["specific"] or "0"),
        "specific_per": _number(line["specific_per"] or "1"),
        "specific_unit": line["specific_unit"],
        "from_price": _number(line["from_price"]) if line["from_price"] else None,
        "price_unit": line["price_unit"],
        "source": line["source"],
        "verified": line["verified"] == "1",
    }


def _period(line: CsvRow) -> Iterator[RowError]:
    for field in ("valid_from", "valid_to"):
        if (line[field] or field == "valid_from") and parse_day(line[field]) is None:
            zh = "日期应为 2026-01-31 的形式"
            yield _error(line, field, "date_invalid", zh, "is no ISO date")
    start, end = parse_day(line["valid_from"]), parse_day(line["valid_to"])
    if start and end and end <= start:
        yield _error(line, "valid_to", "period", "须晚于生效日期", "must be after valid_from")


def _share(text: str, *, most: int) -> Decimal | None:
    percent = text.endswith("%")
    number = _number(text.removesuffix("%").strip())
    if number is None:
        return None
    share = number / 100 if percent else number
    return share if share < most else None


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 <= number < MOST else None


def _error(line: CsvRow, field: str, code: str, zh: str, en: str) -> RowError:
    return RowError(line.line, field, code, line[field], zh, en)
