"""Reading reference data: snapshots kept in the process and renewed when a write says so."""

import sys
import threading
import time
from bisect import bisect_right
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, TypeVar, cast
from uuid import UUID

from django.db.models import Q

from reference.constants import EXCHANGE_RATES, HS_CODES, POSITIVE_LIST
from reference.facts import (
    CodeRow,
    CodeTable,
    CodeTables,
    HsTable,
    PositiveItem,
    PositiveList,
)
from reference.models import (
    CalendarDay,
    Code,
    HsCode,
    PositiveListItem,
    ReferenceVersion,
    RuleSetting,
)
from reference.models import CodeTable as CodeTableRow
from zone_portal.kernel.calendar import WorkCalendar

T = TypeVar("T")

RECHECK_SECONDS: Final = 2.0
MOST_SNAPSHOTS: Final = 64

_lock = threading.RLock()
_snapshots: dict[Hashable, Any] = {}
_version: UUID | None = None
_looked_at = float("-inf")


def code_tables(*, on: date) -> CodeTables:
    """Every code table as valid on ``on``; a table that is not loaded is empty and incomplete."""
    return _remembered(("code_tables", _epoch(on)), lambda: _read_code_tables(on))


def rule_settings(*, on: date) -> Mapping[str, Mapping[str, str]]:
    """Rule code → parameter → value, as valid on ``on``; the value is text."""
    return _remembered(("rule_settings", _epoch(on)), lambda: _read_rule_settings(on))


def exchange_rates() -> list[tuple[str, date, date | None, Decimal]]:
    """Every duty rate there is: (currency, from, until but not including, renminbi a unit)."""
    rows = RuleSetting.objects.filter(rule_code=EXCHANGE_RATES)
    asked = rows.values_list("parameter", "valid_from", "valid_to", "value")
    return [(*row[:3], Decimal(row[3])) for row in asked.order_by("parameter", "valid_from")]


def positive_list(*, on: date) -> PositiveList:
    """The goods that may be imported by cross-border retail, as listed on ``on``."""
    return _remembered(("positive_list", _epoch(on)), lambda: _read_positive_list(on))


def label(table: str, code: str, language: str) -> str:
    """What ``code`` is called in ``table`` (its newest name); an unknown code names itself."""
    row = rows(table).get(code)
    return code if row is None else row.name(language)


def rows(table: str) -> Mapping[str, CodeRow]:
    """The newest row of every code of ``table``, in the order of the codes."""
    return _remembered(("rows", table), lambda: _read_rows(table))


def work_calendar() -> WorkCalendar:
    """The official calendar as loaded; a year counts as known once its National Day is listed."""
    return _remembered("calendar", _read_calendar)


def calendar_known_until() -> date | None:
    """The last day of which the official notices speak; after it the week alone decides."""
    return work_calendar().known_until


def add_working_days(day: date, n: int) -> date:
    """The ``n``-th working day after ``day``, which itself never counts (0: ``day``).

    An answer after ``calendar_known_until()`` goes by the week; say so where it is shown.
    """
    return work_calendar().add_working_days(day, n)


def working_days_between(start: date, end: date) -> int:
    """How many working days lie after ``start``, up to and with ``end``; negative backwards."""
    return work_calendar().working_days_between(start, end)


def kept(name: str, read: Callable[[], T]) -> T:
    """What another app read from its own dated rows, kept until ``services.versions.new_version``
    says that something was written. ``name`` tells it from the others'."""
    return _remembered(("kept", name), read)


def forget_snapshots() -> None:
    """Read everything anew on the next use (after a write in this process, and in tests)."""
    global _version, _looked_at
    with _lock:
        _snapshots.clear()
        _version, _looked_at = None, float("-inf")


def _remembered(key: Hashable, read: Callable[[], T]) -> T:
    with _lock:
        _renew()
        if key not in _snapshots:
            if len(_snapshots) >= MOST_SNAPSHOTS:
                _snapshots.clear()
            _snapshots[key] = read()
        return cast("T", _snapshots[key])


def _renew() -> None:
    """Drop the snapshots when another process wrote; asks the database every two seconds."""
    global _version, _looked_at
    now = time.monotonic()
    if now - _looked_at < RECHECK_SECONDS:
        return
    version = ReferenceVersion.objects.values_list("token", flat=True).first()
    if version != _version:
        _snapshots.clear()
    _version, _looked_at = version, now


def _epoch(on: date) -> int:
    """The number of the stretch of days around ``on`` in which no row begins or ends.

    All days of one stretch share their snapshots, so a replay over years reads few of them.
    """
    return bisect_right(_remembered("boundaries", _read_boundaries), on)


def _read_boundaries() -> list[date]:
    days: set[date] = set()
    for model in (Code, HsCode, PositiveListItem, RuleSetting):
        for field in ("valid_from", "valid_to"):
            days.update(model._default_manager.values_list(field, flat=True).distinct())
    days.discard(cast("date", None))
    return sorted(days)


def _valid(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def _read_code_tables(on: date) -> CodeTables:
    heads = {head.name: head for head in CodeTableRow.objects.all()}
    codes: dict[str, set[str]] = {}
    for name, code in Code.objects.filter(_valid(on)).values_list("table_id", "code"):
        codes.setdefault(name, set()).add(code)

    def table(name: str) -> CodeTable:
        if name not in codes:
            return CodeTable()
        return CodeTable(frozenset(codes[name]), heads[name].complete, heads[name].as_of)

    names = (field.name for field in fields(CodeTables) if field.name != "hs")
    return CodeTables(hs=_read_hs(on, heads.get(HS_CODES)), **{name: table(name) for name in names})


def _read_hs(on: date, head: CodeTableRow | None) -> HsTable:
    lines = HsCode.objects.filter(_valid(on)).values_list("code", "unit1", "unit2")
    units = {code: (sys.intern(unit1), sys.intern(unit2)) for code, unit1, unit2 in lines}
    if not units or head is None:
        return HsTable(units={})
    headings = frozenset(code[:4] for code in units)
    return HsTable(MappingProxyType(units), headings, head.complete, head.as_of)


def _read_rule_settings(on: date) -> Mapping[str, Mapping[str, str]]:
    settings: dict[str, dict[str, str]] = {}
    found = RuleSetting.objects.filter(_valid(on)).values_list("rule_code", "parameter", "value")
    for rule, parameter, value in found:
        settings.setdefault(rule, {})[parameter] = value
    return MappingProxyType(
        {rule: MappingProxyType(parameters) for rule, parameters in settings.items()}
    )


def _read_positive_list(on: date) -> PositiveList:
    found = PositiveListItem.objects.filter(_valid(on)).values_list(
        "hs8", "name", "note", "modes", "limit_quantity", "limit_unit"
    )
    items = {
        hs8: PositiveItem(hs8, name, note, frozenset(modes), limit, unit)
        for hs8, name, note, modes, limit, unit in found
    }
    head = CodeTableRow.objects.filter(name=POSITIVE_LIST).first()
    if head is None:
        return PositiveList(MappingProxyType(items))
    return PositiveList(MappingProxyType(items), head.complete, head.as_of, head.source)


def _read_rows(table: str) -> Mapping[str, CodeRow]:
    if table == HS_CODES:
        lines = HsCode.objects.order_by("code", "valid_from").values_list("code", "name_zh")
        return {code: CodeRow(code, name, "", {}) for code, name in lines}
    found = Code.objects.filter(table=table).order_by("code", "valid_from")
    return {
        code: CodeRow(code, name_zh, name_en, extra)
        for code, name_zh, name_en, extra in found.values_list(
            "code", "name_zh", "name_en", "extra"
        )
    }


def _read_calendar() -> WorkCalendar:
    days = dict(CalendarDay.objects.values_list("day", "working"))
    # A notice is for a whole year and always sets 1 October free; a single day that a zone
    # enters for a year ahead says nothing of the rest of that year.
    known = [day.year for day, working in days.items() if _national_day(day) and not working]
    return WorkCalendar(MappingProxyType(days), date(max(known), 12, 31) if known else None)


def _national_day(day: date) -> bool:
    return (day.month, day.day) == (10, 1)
