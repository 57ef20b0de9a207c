"""A row of a delivery (spreadsheet, API, adapter) as a record, or all that is wrong with it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from credit.facts import NewRecord, Problem
from credit.rules.entries import check_entry
from zone_portal.kernel.periods import parse_day

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "subject": ("企业代码", "统一社会信用代码", "code", "uscc"),
    "kind": ("记录种类",),
    "number": ("文号",),
    "occurred_date": ("发生日期",),
    "from_date": ("生效日期",),
    "to_date": ("失效日期",),
    "grade": ("等级",),
    "value": ("金额或数值", "金额"),
    "good": ("合格数",),
    "total": ("总数",),
    "cause": ("事由",),
    "evidence": ("证据链接",),
}
REQUIRED: Final = ("subject", "kind", "number", "occurred_date")
_DAYS: Final = ("occurred_date", "from_date", "to_date")
_NUMBERS: Final = ("good", "total")


def read_row(
    row: Mapping[str, str], *, today: date, kinds: frozenset[str]
) -> tuple[NewRecord | None, list[Problem]]:
    """The record of a row and its problems; ``kinds`` are those that its source may bring."""
    problems: list[Problem] = []
    days = {name: _day(name, row.get(name, "").strip(), problems) for name in _DAYS}
    counts = {name: _count(name, row.get(name, "").strip(), problems) for name in _NUMBERS}
    value = _amount(row.get("value", "").strip(), problems)
    occurred = days["occurred_date"]
    if occurred is None and not any(p.field == "occurred_date" for p in problems):
        problems.append(
            _missing("occurred_date", "缺少发生日期", "The day of the event is missing")
        )
    kind = row.get("kind", "").strip()
    if kind and kinds and kind not in kinds:
        problems.append(
            Problem(
                "kind",
                "credit_kind_not_of_source",
                kind,
                "该来源不提供此类记录",
                "This source brings no such records",
            )
        )
    if occurred is None:
        return None, problems
    record = NewRecord(
        kind=kind,
        number=row.get("number", "").strip(),
        occurred_date=occurred,
        from_date=days["from_date"],
        to_date=days["to_date"],
        grade=row.get("grade", "").strip(),
        value=value,
        good=counts["good"],
        total=counts["total"],
        cause=row.get("cause", "").strip(),
        evidence=row.get("evidence", "").strip(),
    )
    return record, [*problems, *check_entry(record, today=today)]


def _missing(field: str, zh: str, en: str) -> Problem:
    return Problem(field, "credit_column_missing", "", zh, en)


def _day(field: str, text: str, problems: list[Problem]) -> date | None:
    day = parse_day(text) if text else None
    if text and day is None:
        problems.append(
            Problem(
                field,
                "credit_date_unreadable",
                text[:20],
                "日期应写作 2026-11-20",
                "A day is written 2026-11-20",
            )
        )
    return day


def _count(field: str, text: str, problems: list[Problem]) -> int | None:
    if text and not text.isdecimal():
        problems.append(
            Problem(field, "credit_number_unreadable", text[:20], "应为整数", "A whole number")
        )
        return None
    return int(text) if text else None


def _amount(text: str, problems: list[Problem]) -> Decimal | None:
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value) >= Decimal(10) ** 14:
        problems.append(
            Problem("value", "credit_number_unreadable", text[:20], "应为数字", "A number")
        )
        return None
    return value
