"""Exchange rates of customs' month: renminbi per unit of a currency, dated rows like every figure.

Customs fixes the rates of a month on the third Wednesday of the month before; a zone enters them
as they are published. Without a rate a value in that currency cannot be converted, and says so.
"""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from accounts.services.audit import Actor
from reference.constants import EXCHANGE_RATES
from reference.models import Code
from reference.services.rule_settings import NewSetting, put_rule_setting
from reference.services.versions import new_version
from zone_portal.kernel.csv_rows import CsvRow, ImportReport, RowError, read_rows, surplus_cells
from zone_portal.kernel.errors import PortalError
from zone_portal.kernel.periods import parse_day

MOST: Final = Decimal(100_000)
RENMINBI: Final = "142"


def import_exchange_rates(content: bytes, *, by: Actor, at: datetime) -> ImportReport:
    """Enter the rates of a CSV file (``currency,rate,valid_from`` and, as wanted, ``source``): each
    holds from its day until the next. With any error nothing is entered.

    :raises PortalError: those of ``read_rows``.
    """
    rows = list(read_rows(content, ("currency", "rate", "valid_from")))
    known = set(Code.objects.filter(table="currencies").values_list("code", flat=True))
    errors = [error for row in rows for error in _errors(row, known)]
    if errors:
        return ImportReport(errors=tuple(errors))
    with new_version(at=at):
        for row in sorted(rows, key=lambda row: (row["currency"], row["valid_from"])):
            try:
                put_rule_setting(_setting(row), by=by, at=at)
            except PortalError as refusal:
                raise PortalError(refusal.code, f"line {row.line}", refusal.details) from refusal
    return ImportReport(created=len(rows))


def _setting(row: CsvRow) -> NewSetting:
    day = parse_day(row["valid_from"]) or date.max
    return NewSetting(
        EXCHANGE_RATES, row["currency"], row["rate"], valid_from=day, note=row["source"][:300]
    )


def _errors(row: CsvRow, known: set[str]) -> list[RowError]:
    found = [surplus_cells(row)] if row.surplus else []
    if row["currency"] not in known or row["currency"] == RENMINBI:
        found.append(_error(row, "currency", "unknown", "未知的币制代码", "unknown currency code"))
    if not _is_rate(row["rate"]):
        found.append(_error(row, "rate", "form", "应为正数", "must be a number above 0"))
    if parse_day(row["valid_from"]) is None:
        found.append(_error(row, "valid_from", "form", "日期应如 2026-11-20", "a day is needed"))
    return found


def _is_rate(text: str) -> bool:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return False
    return number.is_finite() and 0 < number < MOST


def _error(row: CsvRow, field: str, code: str, zh: str, en: str) -> RowError:
    return RowError(row.line, field, code, row[field], zh, en)
