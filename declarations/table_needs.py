"""Tables that a zone must import itself: what is there, what cannot be done without it, and how.

Nothing stands in for what is missing: what needs it says that it cannot be computed. This is where
the office reads which table that was.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db import connection

from declarations.rulebook import rmb_rates, tables_on
from declarations.rules.forms import RENMINBI
from reference.constants import HS_CODES
from reference.selectors import (
    code_tables,
    exchange_rates,
    positive_list,
    work_calendar,
)
from taxation.selectors import rate_rows, rates_on

MISSING, PARTIAL, LATE, THERE = "missing", "partial", "late", "there"
NEWEST_LINES: Final = 20_000
"""Goods lines that are looked at, the newest first: the page costs the same always."""
SHOWN: Final = 10
CALENDAR_AHEAD: Final = timedelta(days=60)

Text = tuple[str, str]
"""Chinese, English."""


@dataclass(frozen=True, slots=True)
class Need:
    """A table: what it is called, what cannot be done without it, how it is imported.

    ``command`` is an argument of ``./portal manage``; ``columns`` are those of its CSV file.
    """

    name: str
    title: Text
    without: Text
    command: str
    columns: str
    source: Text


@dataclass(frozen=True, slots=True)
class Standing:
    """A table on a day: ``missing``, ``partial``, ``late`` (out of date) or ``there``; ``lacking``
    are codes in use that it does not hold."""

    need: Need
    state: str
    rows: int
    as_of: str = ""
    lacking: tuple[str, ...] = ()


NEEDS: Final = (
    Need(
        "export_duty",
        ("出口关税商品", "Goods that bear export duty"),
        (
            "无法判断出口清单是否涉及出口关税（ROU-002 显示“未知”）。",
            "Whether an export list bears export duty cannot be told (ROU-002 says unknown).",
        ),
        "import_codes export_duty <file.csv> --complete --as-of <year>",
        "code,name_zh",
        ("当年出口税则，四至十位商品编码", "the year's export tariff, codes of 4 to 10 digits"),
    ),
    Need(
        "exchange_rates",
        ("计征汇率", "Exchange rates of customs"),
        (
            "外币金额无法折算：单票限值、申报路径和统计金额显示“无法计算”。",
            "Foreign amounts cannot be converted: ticket limits, routes and figures say so.",
        ),
        "import_exchange_rates <file.csv>",
        "currency,rate,valid_from[,source]",
        ("海关每月公布的计征汇率", "the rates that customs publishes each month"),
    ),
    Need(
        "tax_rates",
        ("进口税率", "Import tax rates"),
        (
            "没有税率的商品无法估算税款（TAX-005），担保不冻结、不产生待缴税单。",
            "The tax of goods without a rate cannot be computed (TAX-005): no guarantee is frozen "
            "for them and no bill expected.",
        ),
        "import_rates <file.csv>",
        "hs_code,valid_from,vat,consumption,source[,duty,specific,specific_per,specific_unit,"
        "from_price,price_unit,valid_to,verified]",
        ("当年进口税则和消费税税目", "the year's import tariff and consumption tax items"),
    ),
    Need(
        "positive_list",
        ("零售进口商品清单（正面清单）", "Positive list of retail imports"),
        (
            "清单外的商品只提示、不拒绝。",
            "Goods outside the list are warned about, not refused.",
        ),
        "import_positive_list <file.csv> --complete --as-of <year>",
        "hs8,name,valid_from[,note,modes,limit_quantity,limit_unit,valid_to]",
        ("公告 2022 年第 7 号全表", "the whole table of notice 7 of 2022"),
    ),
    Need(
        HS_CODES,
        ("税则号列及法定计量单位", "Tariff lines and statutory units"),
        (
            "未列入的商品编码只提示、不拒绝；法定计量单位不核对。",
            "Codes that it lacks are warned about, not refused; their units are not checked.",
        ),
        "import_codes hs_codes <file.csv> --complete --as-of <year>",
        "code,name_zh,unit1,unit2,valid_from[,valid_to]",
        ("当年进出口税则", "the year's tariff"),
    ),
    Need(
        "calendar",
        ("工作日历", "Working days"),
        (
            "此后的工作日只按星期推算，页面会注明。",
            "Working days beyond it go by the week alone, and pages say so.",
        ),
        "import_calendar <file.csv>",
        "day,working,name[,source]",
        ("国务院办公厅节假日安排", "the holiday notice of the State Council's office"),
    ),
)
_BY_NAME: Final[Mapping[str, Need]] = {need.name: need for need in NEEDS}


def standings_on(day: date) -> list[Standing]:
    """Every table that must be imported, as it stands on a day."""
    return [
        _export_duty(day),
        _exchange_rates(day),
        _tax_rates(day),
        _positive_list(day),
        _tariff(day),
        _calendar(day),
    ]


def _export_duty(day: date) -> Standing:
    tables = tables_on(day)
    as_of = code_tables(on=day).export_duty.as_of
    complete = "export_duty" not in tables.incomplete
    return _coded("export_duty", len(tables.export_duty), as_of, complete=complete)


def _exchange_rates(day: date) -> Standing:
    rates = rmb_rates(day).keys() - {RENMINBI}
    starts = [start for currency, start, _, _ in exchange_rates() if start <= day]
    newest = max(starts, default=None)
    lacking = tuple(sorted(_used("currency") - rates - {RENMINBI}))
    state = THERE
    if not rates:
        state = MISSING
    elif lacking:
        state = PARTIAL
    elif newest is not None and newest < day.replace(day=1):
        state = LATE
    as_of = newest.isoformat() if newest else ""
    return Standing(_BY_NAME["exchange_rates"], state, len(rates), as_of, lacking)


def _tax_rates(day: date) -> Standing:
    count = rate_rows(on=day).count()
    used = _used("gcode", kind="CEB621")
    lacking = sorted(used - rates_on(used, on=day).keys())
    state = (PARTIAL if lacking else THERE) if count else MISSING
    return Standing(_BY_NAME["tax_rates"], state, count, lacking=tuple(lacking))


def _positive_list(day: date) -> Standing:
    found = positive_list(on=day)
    return _coded("positive_list", len(found.items), found.as_of, complete=found.complete)


def _tariff(day: date) -> Standing:
    found = code_tables(on=day).hs
    return _coded(HS_CODES, len(found.units), found.as_of, complete=found.complete)


def _calendar(day: date) -> Standing:
    calendar, need = work_calendar(), _BY_NAME["calendar"]
    days, until = len(calendar.exceptions), calendar.known_until
    if until is None:
        return Standing(need, MISSING, days)
    state = LATE if until < day + CALENDAR_AHEAD else THERE
    return Standing(need, state, days, until.isoformat())


def _coded(name: str, rows: int, as_of: str, *, complete: bool) -> Standing:
    state = MISSING if not rows else THERE if complete else PARTIAL
    return Standing(_BY_NAME[name], state, rows, as_of)


def _used(column: str, *, kind: str = "") -> set[str]:
    """The codes that the newest goods lines of inventories name."""
    statement = _USED_OF_KIND if kind else _USED
    with connection.cursor() as cursor:
        cursor.execute(statement.format(column=column), {"most": NEWEST_LINES, "kind": kind})
        return {row[0] for row in cursor.fetchall() if row[0]}


_USED: Final = """
SELECT DISTINCT {column} FROM (
    SELECT {column} FROM declarations_inventory_line ORDER BY document_id DESC LIMIT %(most)s
) AS newest
"""
_USED_OF_KIND: Final = """
SELECT DISTINCT {column} FROM (
    SELECT line.{column} FROM declarations_inventory_line AS line
    JOIN declarations_inventory AS inventory ON inventory.id = line.document_id
    WHERE inventory.kind = %(kind)s ORDER BY line.document_id DESC LIMIT %(most)s
) AS newest
"""
