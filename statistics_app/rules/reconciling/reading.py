"""Rows of a delivery as figures, or everything that is wrong with them. Pure.

An agreement names the columns that may be handed over: a file with any other is refused, so that
nothing comes in that nobody agreed to. Nothing of a file with a mistake is kept.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from statistics_app.rules.kinds import CUSTOMS_MODES
from statistics_app.rules.reconciling.sources import PORT_LIST
from statistics_app.rules.terms import month
from zone_portal.kernel.periods import parse_day

Columns = Mapping[str, tuple[str, ...]]

TOTAL_COLUMNS: Final[Columns] = MappingProxyType(
    {
        "month": ("月份", "Month"),
        "direction": ("进出口", "Direction"),
        "mode": ("监管方式", "Mode"),
        "firm": ("企业代码", "Firm"),
        "tickets": ("票数", "Declarations"),
        "value": ("金额", "Value"),
        "currency": ("币制", "Currency"),
        "unit": ("金额单位", "Unit"),
    }
)
LIST_COLUMNS: Final[Columns] = MappingProxyType(
    {
        "number": ("清单编号", "Number"),
        "direction": ("进出口", "Direction"),
        "mode": ("监管方式", "Mode"),
        "day": ("日期", "Day"),
        "value": ("金额", "Value"),
        "currency": ("币制", "Currency"),
        "firm": ("企业代码", "Firm"),
        "quantity": ("数量", "Quantity"),
    }
)
COLUMN_NAMES: Final[Columns] = MappingProxyType({**TOTAL_COLUMNS, **LIST_COLUMNS})
"""Every column there is, with its headings."""
TOTAL_REQUIRED: Final = ("direction", "value", "currency")
LIST_REQUIRED: Final = ("number", "direction", "mode", "day", "value", "currency")
MOST_ROWS: Final = 200_000
MOST_BYTES: Final = 20 * 1_048_576

_DIRECTIONS: Final = {"I": "I", "E": "E", "进口": "I", "出口": "E"}
_UNITS: Final = {"": 1, "1": 1, "元": 1, "10000": 10_000, "万元": 10_000}
_AMOUNT: Final = re.compile(r"[0-9]{1,13}(\.[0-9]{1,5})?")
_COUNT: Final = re.compile(r"[0-9]{1,12}")
_NUMBER: Final = re.compile(r"[A-Z0-9]{8,20}")
_FIRM: Final = re.compile(r"[A-Z0-9]{10}|[A-Z0-9]{18}")


def columns_of(source: str) -> Columns:
    """The columns that files of a source may have."""
    return LIST_COLUMNS if source == PORT_LIST else TOTAL_COLUMNS


def required_of(source: str) -> Sequence[str]:
    """The columns without which nothing can be compared."""
    return LIST_REQUIRED if source == PORT_LIST else TOTAL_REQUIRED


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing wrong with one row (the heading is row 1): what stood there and how to mend it."""

    row: int
    column: str
    code: str
    value: str
    zh: str
    en: str

    def as_json(self) -> dict[str, Any]:
        """As told to people and programs."""
        return {
            "row": self.row,
            "field": self.column,
            "code": self.code,
            "value": self.value,
            "zh": self.zh,
            "en": self.en,
        }


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A total: ``value`` in units of ``unit`` of ``currency``; an empty mode or firm means all.
    ``precision`` is what the last digit written is worth."""

    direction: str
    mode: str
    firm: str
    tickets: int | None
    value: Decimal
    currency: str
    precision: Decimal


@dataclass(frozen=True, slots=True)
class ListRow:
    """A declaration of a list."""

    number: str
    direction: str
    mode: str
    firm: str
    day: date
    value: Decimal
    currency: str
    quantity: Decimal | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file is read against: the source, the month (its first day), the columns that the
    agreement names, and the currencies there are (code → code, ISO letters → code)."""

    source: str
    month: date
    columns: frozenset[str]
    currencies: Mapping[str, str]


class _Row:
    """A row being read, and what is wrong with it."""

    def __init__(self, number: int, cells: Mapping[str, str], problems: list[RowProblem]) -> None:
        self._number, self._cells, self._problems = number, cells, problems

    def text(self, name: str) -> str:
        return str(self._cells.get(name, "")).strip()

    def wrong(self, name: str, code: str, zh: str, en: str) -> None:
        self._problems.append(RowProblem(self._number, name, code, self.text(name)[:40], zh, en))


def outside_columns(given: Iterable[str], reading: Reading) -> list[RowProblem]:
    """Columns of a file that the agreement does not name, or that nobody knows."""
    known = columns_of(reading.source)
    found = []
    for name in given:
        if name in reading.columns:
            continue
        if name in known:
            zh = f"协议未约定列“{known[name][0]}”，请删除该列，或先变更协议"
            en = f"the agreement does not name the column {name}: remove it, or change it first"
            found.append(RowProblem(1, name, "outside_agreement", "", zh, en))
        else:
            names = "、".join(known[one][0] for one in known if one in reading.columns)
            english = ", ".join(one for one in known if one in reading.columns)
            zh = f"未知的列，请删除；可用的列：{names}"
            en = f"unknown column, remove it; columns there are: {english}"
            found.append(RowProblem(1, name[:40], "column_unknown", "", zh, en))
    return found


def read_totals(
    rows: Iterable[tuple[int, Mapping[str, str]]], reading: Reading
) -> tuple[list[TotalRow], list[RowProblem]]:
    """The totals of a file, and all its problems; a cell given twice is one."""
    problems: list[RowProblem] = []
    found: list[TotalRow] = []
    seen: dict[tuple[str, str, str], int] = {}
    for number, cells in rows:
        row = _Row(number, cells, problems)
        before = len(problems)
        total = _total(row, reading)
        if len(problems) > before or total is None:
            continue
        key = (total.direction, total.mode, total.firm)
        if key in seen:
            _twice(row, "direction", seen[key])
            continue
        seen[key] = number
        found.append(total)
    return found, problems


def read_list(
    rows: Iterable[tuple[int, Mapping[str, str]]], reading: Reading
) -> tuple[list[ListRow], list[RowProblem]]:
    """The declarations of a file, and all its problems; a number given twice is one."""
    problems: list[RowProblem] = []
    found: list[ListRow] = []
    seen: dict[str, int] = {}
    for number, cells in rows:
        row = _Row(number, cells, problems)
        before = len(problems)
        listed = _listed(row, reading)
        if len(problems) > before or listed is None:
            continue
        if listed.number in seen:
            _twice(row, "number", seen[listed.number])
            continue
        seen[listed.number] = number
        found.append(listed)
    return found, problems


def _twice(row: _Row, name: str, first: int) -> None:
    zh = f"与第 {first} 行重复，请删除一行或合并金额"
    en = f"the same as row {first}: remove one of them, or add their values up"
    row.wrong(name, "row_twice", zh, en)


def _total(row: _Row, reading: Reading) -> TotalRow | None:
    _check_month(row, reading)
    direction, mode = _direction(row), _mode(row, required=False)
    value, currency = _amount(row, "value"), _currency(row, reading)
    unit = _UNITS.get(row.text("unit"))
    if unit is None:
        row.wrong("unit", "unit_unknown", "金额单位请写“元”或“万元”", "write 1 or 10000")
    tickets = _tickets(row)
    if value is None or unit is None:
        return None
    precision = Decimal(1).scaleb(_exponent(value)) * unit
    return TotalRow(direction, mode, _firm(row), tickets, value * unit, currency, precision)


def _listed(row: _Row, reading: Reading) -> ListRow | None:
    number = row.text("number").upper()
    if not _NUMBER.fullmatch(number):
        zh = "清单编号应为 8 至 20 位字母和数字"
        en = "the number has 8 to 20 letters and digits"
        row.wrong("number", "number_unreadable", zh, en)
    day = parse_day(row.text("day"))
    term = month(reading.month)
    if day is None:
        row.wrong("day", "day_unreadable", "日期请写作 2026-10-15", "write a day as 2026-10-15")
    elif not term.first <= day <= term.last:
        zh = f"日期不在 {reading.month:%Y-%m}，请只报该月的清单"
        en = f"the day is not in {reading.month:%Y-%m}: list that month only"
        row.wrong("day", "day_outside_month", zh, en)
    direction, mode = _direction(row), _mode(row, required=True)
    value, currency = _amount(row, "value"), _currency(row, reading)
    quantity = _amount(row, "quantity") if row.text("quantity") else None
    if value is None or day is None:
        return None
    return ListRow(number, direction, mode, _firm(row), day, value, currency, quantity)


def _check_month(row: _Row, reading: Reading) -> None:
    text = row.text("month")
    if text and text != f"{reading.month:%Y-%m}":
        zh = f"该行不是 {reading.month:%Y-%m} 的数据，每个文件只报一个月"
        en = f"the row is not of {reading.month:%Y-%m}: a file holds one month"
        row.wrong("month", "month_other", zh, en)


def _direction(row: _Row) -> str:
    found = _DIRECTIONS.get(row.text("direction").upper())
    if found is None:
        zh, en = "进出口请写 I（进口）或 E（出口）", "write I (imports) or E (exports)"
        row.wrong("direction", "direction_unknown", zh, en)
    return found or ""


def _mode(row: _Row, *, required: bool) -> str:
    text = row.text("mode")
    if text in CUSTOMS_MODES or (not text and not required):
        return text
    codes = "、".join(CUSTOMS_MODES)
    zh, en = f"监管方式应为 {codes} 之一", f"the mode is one of {', '.join(CUSTOMS_MODES)}"
    row.wrong("mode", "mode_unknown", zh, en)
    return ""


def _firm(row: _Row) -> str:
    text = row.text("firm").upper()
    if text and not _FIRM.fullmatch(text):
        zh = "企业代码应为 10 位海关编码或 18 位统一社会信用代码"
        en = "a firm's code has 10 (customs) or 18 (credit code) characters"
        row.wrong("firm", "firm_unreadable", zh, en)
    return text


def _amount(row: _Row, name: str) -> Decimal | None:
    text = row.text(name)
    if not _AMOUNT.fullmatch(text):
        zh = "请写不小于零的数字，如 1234.50，不带千位分隔符、货币符号和单位"
        en = "write a number such as 1234.50, without separators, signs of currency or units"
        row.wrong(name, "amount_unreadable" if text else "amount_missing", zh, en)
        return None
    return Decimal(text)


def _tickets(row: _Row) -> int | None:
    text = row.text("tickets")
    if text and not _COUNT.fullmatch(text):
        row.wrong("tickets", "count_unreadable", "票数应为整数", "write a whole number")
        return None
    return int(text) if text else None


def _currency(row: _Row, reading: Reading) -> str:
    text = row.text("currency").upper()
    found = reading.currencies.get(text)
    if found is None:
        code = "currency_unknown" if text else "currency_missing"
        zh = "每行须写币制：人民币 CNY（142）、美元 USD（502）等"
        en = "every row names its currency: CNY (142), USD (502) …"
        row.wrong("currency", code, zh, en)
    return found or ""


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0
