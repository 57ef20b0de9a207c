"""Codes that a zone enters itself: all errors of a file at once, and then nothing of it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from accounts.services import audit
from accounts.services.audit import Actor
from reference.constants import HS_CODES, POSITIVE_LIST, SINCE_EVER, ZONE
from reference.models import Code, CodeTable, HsCode
from reference.services.versions import new_version
from zone_portal.kernel.csv_rows import CsvRow, ImportReport, RowError, read_rows, surplus_cells
from zone_portal.kernel.errors import PortalError
from zone_portal.kernel.periods import parse_day

PLAIN: Final = frozenset({"code", "name_zh", "name_en", "valid_from", "valid_to"})
Row = Code | HsCode


def import_codes(
    table: str,
    content: bytes,
    *,
    by: Actor,
    at: datetime,
    complete: bool | None = None,
    as_of: str = "",
) -> ImportReport:
    """Enter the codes of a CSV file (``code,name_zh`` and, as wanted, ``name_en``, ``valid_from``,
    ``valid_to``; ``unit1``, ``unit2`` for tariff lines; other columns are kept as extra).

    An empty ``valid_from`` means the code's present row, or since ever for a new code; a later
    one ends the present row there. With any error nothing is entered. ``complete`` and
    ``as_of`` correct what is said of the table.

    :raises PortalError: ``table_unknown`` and those of ``read_rows``.
    """
    tables = CodeTable.objects.exclude(name=POSITIVE_LIST)
    head = tables.filter(name=table).first()
    if head is None:
        known = sorted(tables.values_list("name", flat=True))
        raise PortalError("table_unknown", f"no code table {table}", {"tables": known})
    lines = list(read_rows(content, ("code", "name_zh")))
    with new_version(at=at):
        plan = _Plan(table)
        for line in lines:
            plan.enter(line)
        if not plan.errors:
            plan.save()
            _correct_head(head, complete=complete, as_of=as_of)
            audit.record(
                "reference.imported",
                by=by,
                on=("reference.codetable", table),
                new={"created": plan.created, "updated": plan.updated, "as_of": head.as_of},
                at=at,
            )
    if plan.errors:
        return ImportReport(errors=tuple(plan.errors))
    return ImportReport(plan.created, plan.updated, plan.unchanged)


class _Plan:
    """What the lines of a file come to, worked out over the rows of the table as they stand."""

    def __init__(self, table: str) -> None:
        self.table = table
        self.errors: list[RowError] = []
        self.created = self.updated = self.unchanged = 0
        self._seen: set[tuple[str, date]] = set()
        self._rows: dict[str, list[Row]] = {}
        self._new: list[Row] = []
        self._changed: dict[int, Row] = {}
        for row in self._stored():
            self._rows.setdefault(row.code, []).append(row)

    def enter(self, line: CsvRow) -> None:
        """Take one line in, or note all that is wrong with it."""
        wrong = list(_line_errors(line, self.table))
        if wrong:
            self.errors += wrong
            return
        rows = self._rows.setdefault(line["code"], [])
        start = parse_day(line["valid_from"]) or (rows[-1].valid_from if rows else SINCE_EVER)
        if (line["code"], start) in self._seen:
            self.errors.append(
                _error(line, "code", "code_twice", "该代码在文件中重复", "stands twice")
            )
            return
        self._seen.add((line["code"], start))
        self._place(line, rows, start)

    def save(self) -> None:
        """Write the plan: rows that end first, so that no new one overlaps them."""
        model = HsCode if self.table == HS_CODES else Code
        fields = [f.name for f in model._meta.fields if f.name not in {"id", "table", "code"}]
        changed = sorted(self._changed.values(), key=lambda row: row.valid_from)
        model._default_manager.bulk_update(changed, fields, batch_size=500)  # type: ignore[arg-type]
        model._default_manager.bulk_create(self._new, batch_size=500)  # type: ignore[arg-type]

    def _place(self, line: CsvRow, rows: list[Row], start: date) -> None:
        same = next((row for row in rows if row.valid_from == start), None)
        end = parse_day(line["valid_to"])
        later = [row.valid_from for row in rows if row.valid_from > start]
        if later and (end is None or end > min(later)):
            if end is not None:
                text = f"another row of this code begins on {min(later)}"
                self.errors.append(_error(line, "valid_to", "overlaps", "与后一有效期重叠", text))
                return
            end = min(later)
        if same is None:
            self._end_before(rows, start)
            fresh = _filled(self._blank(line["code"], start), line, end)
            rows.append(fresh)
            rows.sort(key=lambda row: row.valid_from)
            self._new.append(fresh)
            self.created += 1
        elif _content(same) != _content(_filled(self._blank(same.code, start), line, end)):
            _filled(same, line, end)
            self._note(same)
            self.updated += 1
        else:
            self.unchanged += 1

    def _end_before(self, rows: Iterable[Row], start: date) -> None:
        for row in rows:
            if row.valid_from < start and (row.valid_to is None or row.valid_to > start):
                row.valid_to, row.origin = start, ZONE
                self._note(row)

    def _note(self, row: Row) -> None:
        if row.id is not None:
            self._changed[row.id] = row

    def _blank(self, code: str, start: date) -> Row:
        if self.table == HS_CODES:
            return HsCode(code=code, valid_from=start, origin=ZONE)
        return Code(table_id=self.table, code=code, valid_from=start, origin=ZONE)

    def _stored(self) -> Iterable[Row]:
        if self.table == HS_CODES:
            return HsCode.objects.order_by("valid_from")
        return Code.objects.filter(table=self.table).order_by("valid_from")


def _filled(row: Row, line: CsvRow, end: date | None) -> Row:
    row.name_zh, row.valid_to, row.origin = line["name_zh"], end, ZONE
    if isinstance(row, HsCode):
        row.unit1, row.unit2 = line["unit1"], line["unit2"]
    else:
        row.name_en = line["name_en"]
        row.extra = {key: v for key, v in line.values.items() if key not in PLAIN and v}
    return row


def _content(row: Row) -> tuple[object, ...]:
    if isinstance(row, HsCode):
        return (row.name_zh, row.unit1, row.unit2, row.valid_to)
    return (row.name_zh, row.name_en, row.extra, row.valid_to)


def _line_errors(line: CsvRow, table: str) -> Iterable[RowError]:
    if line.surplus:
        yield surplus_cells(line)
    for field in ("code", "name_zh", *(("unit1",) if table == HS_CODES else ())):
        if not line[field]:
            yield _error(line, field, "missing", "必填", "is needed")
    longest = 10 if table == HS_CODES else 20
    ten_digits = line["code"].isascii() and line["code"].isdigit() and len(line["code"]) == longest
    if len(line["code"]) > longest or (table == HS_CODES and line["code"] and not ten_digits):
        yield _error(line, "code", "form", "代码格式错误", "is not a code of this table")
    for field in ("valid_from", "valid_to"):
        if line[field] and parse_day(line[field]) is None:
            yield _error(
                line, field, "date_invalid", "日期应为 2026-01-31 的形式", "is no ISO date"
            )
    start, end = parse_day(line["valid_from"]), parse_day(line["valid_to"])
    if start and end and end <= start:
        yield _error(
            line, "valid_to", "period", "失效日期须晚于生效日期", "must be after valid_from"
        )


def _error(line: CsvRow, field: str, code: str, zh: str, en: str) -> RowError:
    return RowError(line.line, field, code, line[field], zh, en)


def _correct_head(head: CodeTable, *, complete: bool | None, as_of: str) -> None:
    head.complete = head.complete if complete is None else complete
    head.as_of = as_of or head.as_of
    head.save()
