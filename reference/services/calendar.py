"""Holidays and make-up days as the yearly notices of the State Council set them."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from accounts.services import audit
from accounts.services.audit import Actor
from reference.constants import SHIPPED, ZONE
from reference.models import CalendarDay
from reference.services.versions import new_version
from zone_portal.kernel.csv_rows import CsvRow, ImportReport, RowError, read_rows, surplus_cells
from zone_portal.kernel.periods import parse_day

COLUMNS = ("day", "working", "name")
LONGEST = {"name": 40, "source": 200}


def import_calendar(content: bytes, *, by: Actor, at: datetime) -> ImportReport:
    """Enter the days of a CSV file ``day,working,name[,source]``; ``working`` is 1 or 0.

    Only days that differ from their weekday need a line. A day that is there already is
    replaced. With any error nothing is entered.

    :raises PortalError: those of ``read_rows``.
    """
    lines = list(read_rows(content, COLUMNS))
    errors = [*_errors(lines)]
    if errors:
        return ImportReport(errors=tuple(errors))
    given = [_day(line, ZONE) for line in lines]
    with new_version(at=at):
        known = CalendarDay.objects.in_bulk([day.day for day in given])
        changed = [day for day in given if _content(known.get(day.day)) != _content(day)]
        _put(changed)
        created = sum(day.day not in known for day in changed)
        report = ImportReport(created, len(changed) - created, len(given) - len(changed))
        audit.record(
            "reference.imported",
            by=by,
            on=("reference.calendarday", "calendar"),
            new={"created": report.created, "updated": report.updated},
            at=at,
        )
    return report


def load_calendar(file: Path) -> int:
    """Make the shipped days equal to ``file``; days the zone entered stay. Needs a transaction.

    Returns how many days changed.
    """
    given = {line["day"]: _day(line, SHIPPED) for line in read_rows(file.read_bytes(), COLUMNS)}
    kept = {day.day.isoformat(): day for day in CalendarDay.objects.all()}
    gone = [d for text, d in kept.items() if d.origin == SHIPPED and text not in given]
    changed = [
        day
        for text, day in given.items()
        if (old := kept.get(text)) is None
        or (old.origin == SHIPPED and _content(old) != _content(day))
    ]
    CalendarDay.objects.filter(day__in=[day.day for day in gone]).delete()
    _put(changed)
    return len(gone) + len(changed)


def _put(days: list[CalendarDay]) -> None:
    CalendarDay.objects.bulk_create(
        days,
        update_conflicts=True,
        unique_fields=["day"],
        update_fields=["working", "name", "source", "origin"],
    )


def _day(line: CsvRow, origin: str) -> CalendarDay:
    return CalendarDay(
        day=date.fromisoformat(line["day"]),
        working=line["working"] == "1",
        name=line["name"],
        source=line["source"],
        origin=origin,
    )


def _content(day: CalendarDay | None) -> tuple[object, ...] | None:
    return None if day is None else (day.working, day.name, day.source)


def _errors(lines: list[CsvRow]) -> Iterator[RowError]:
    seen: set[str] = set()
    for line in lines:
        if line.surplus:
            yield surplus_cells(line)
        if parse_day(line["day"]) is None:
            yield _error(line, "day", "date_invalid", "日期应为 2026-01-31 的形式", "no ISO date")
        elif line["day"] in seen:
            yield _error(line, "day", "day_twice", "该日期在文件中重复", "stands twice")
        seen.add(line["day"])
        if line["working"] not in {"0", "1"}:
            yield _error(line, "working", "form", "应为 1(上班)或 0(放假)", "must be 1 or 0")
        if not line["name"]:
            yield _error(line, "name", "missing", "必填", "is needed")
        for field, most in LONGEST.items():
            if len(line[field]) > most:
                yield _error(
                    line, field, "too_long", f"最多 {most} 个字符", f"has more than {most} letters"
                )


def _error(line: CsvRow, field: str, code: str, zh: str, en: str) -> RowError:
    return RowError(line.line, field, code, line[field], zh, en)
