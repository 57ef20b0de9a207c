"""Entering entrustments from a file."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from accounts.services import audit
from accounts.services.audit import Actor, Change
from enterprises.constants import MESSAGE_KINDS
from enterprises.facts import EnterpriseFacts
from enterprises.models import Mandate
from enterprises.selectors import Register
from zone_portal.kernel.csv_rows import CsvRow, ImportReport, RowError, read_rows, surplus_cells
from zone_portal.kernel.periods import parse_day

COLUMNS: Final = ("principal", "agent", "kinds", "from", "to")
Key = tuple[int, int, date]


@transaction.atomic
def import_mandates(content: bytes, *, by: Actor, at: datetime) -> ImportReport:
    """Enter or update the mandates of a CSV file (``principal,agent,kinds,from,to``).

    Firms are named by customs code or USCC, ``kinds`` are message kinds with blanks between,
    ``from`` is the first day, ``to`` the first day on which the mandate holds no more (empty: until
    further notice). A mandate is known by principal, agent and first day. Lines without errors are
    kept, whatever the others hold.

    :raises PortalError: those of ``read_rows``.
    """
    lines = list(read_rows(content, COLUMNS))
    register = Register()
    register.preload({line[column].upper() for line in lines for column in COLUMNS[:2]})
    stored = {_key(row): row for row in Mandate.objects.filter(status="accepted")}
    errors: list[RowError] = []
    new: list[Mandate] = []
    changed: list[tuple[Mandate, dict[str, Any]]] = []
    seen: set[Key] = set()
    unchanged = 0
    for line in lines:
        wrong = list(_line_errors(line, register))
        given = None if wrong else _mandate(line, register)
        if given is not None and _key(given) in seen:
            twice = ("mandate_twice", "该委托在文件中重复", "stands twice")
            wrong.append(_error(line, "principal", *twice))
        if given is None or wrong:
            errors += wrong
            continue
        seen.add(_key(given))
        row = stored.get(_key(given))
        if row is None:
            new.append(given)
        elif _values(row) == _values(given):
            unchanged += 1
        else:
            changed.append((row, _values(row)))
            row.kinds, row.valid_to = given.kinds, given.valid_to
    _store(new, changed, by=by, at=at)
    return ImportReport(len(new), len(changed), unchanged, tuple(errors))


def _line_errors(line: CsvRow, register: Register) -> Iterable[RowError]:
    if line.surplus:
        yield surplus_cells(line)
    for column in ("principal", "agent", "kinds", "from"):
        if not line[column]:
            yield _error(line, column, "missing", "必填", "is needed")
    firms = [_firm(line, column, register) for column in ("principal", "agent")]
    for column, firm in zip(("principal", "agent"), firms, strict=True):
        if line[column] and firm is None:
            yield _error(line, column, "enterprise_unknown", "企业未备案", "is not registered")
    if firms[0] is not None and firms[0] == firms[1]:
        yield _error(line, "agent", "same_enterprise", "不能委托自己", "is the principal itself")
    for kind in line["kinds"].upper().split():
        if kind not in MESSAGE_KINDS:
            text = f"{kind} is not one of {' '.join(MESSAGE_KINDS)}"
            yield _error(line, "kinds", "unknown", f"未知的单证种类 {kind}", text)
    for column in ("from", "to"):
        if line[column] and parse_day(line[column]) is None:
            yield _error(
                line, column, "date_invalid", "日期应为 2026-01-31 的形式", "is no ISO date"
            )
    start, end = parse_day(line["from"]), parse_day(line["to"])
    if start and end and end <= start:
        yield _error(line, "to", "period", "须晚于开始日期", "must be after the first day")


def _mandate(line: CsvRow, register: Register) -> Mandate | None:
    principal, agent = (_firm(line, column, register) for column in ("principal", "agent"))
    start = parse_day(line["from"])
    if principal is None or agent is None or start is None:
        return None
    return Mandate(
        principal_id=principal.id,
        agent_id=agent.id,
        kinds=sorted(set(line["kinds"].upper().split())),
        valid_from=start,
        valid_to=parse_day(line["to"]),
    )


def _store(
    new: list[Mandate],
    changed: list[tuple[Mandate, dict[str, Any]]],
    *,
    by: Actor,
    at: datetime,
) -> None:
    Mandate.objects.bulk_update([row for row, _ in changed], ["kinds", "valid_to"], batch_size=500)
    Mandate.objects.bulk_create(new, batch_size=1000)
    entered = (
        Change("mandate.entered", ("enterprises.mandate", str(row.id)), new=_values(row))
        for row in new
    )
    updated = (
        Change("mandate.updated", ("enterprises.mandate", str(row.id)), old=old, new=_values(row))
        for row, old in changed
    )
    audit.record_many([*entered, *updated], by=by, at=at)


def _firm(line: CsvRow, column: str, register: Register) -> EnterpriseFacts | None:
    return register.get(line[column].upper())


def _key(row: Mandate) -> Key:
    return (row.principal_id, row.agent_id, row.valid_from)


def _values(row: Mandate) -> dict[str, Any]:
    return {
        "principal": row.principal_id,
        "agent": row.agent_id,
        "kinds": sorted(row.kinds),
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
    }


def _error(line: CsvRow, field: str, code: str, zh: str, en: str) -> RowError:
    return RowError(line.line, field, code, line[field], zh, en)
