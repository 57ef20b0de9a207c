"""Registering enterprises: one from a form, many from a file, by the same rules."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from accounts.constants import HUB
from accounts.services import audit
from accounts.services.audit import Actor, Change
from enterprises.models import Enterprise
from enterprises.rules.registration import Applicant, Problem, applicant, problems
from enterprises.selectors import forget_register
from zone_portal.kernel.csv_rows import CsvRow, ImportReport, RowError, read_rows, surplus_cells
from zone_portal.kernel.errors import PortalError

COLUMNS: Final = ("code", "uscc", "name", "kinds")
ON_TYPE: Final = "enterprises.enterprise"


@transaction.atomic
def register_enterprise(
    given: Applicant, *, by: Actor, at: datetime, site: str = HUB, simulated: bool = False
) -> Enterprise:
    """Register one enterprise as approved.

    :raises PortalError: ``enterprise_invalid``; details ``problems`` holds all of them as
        objects with field, code, value, zh, en.
    """
    found = [*problems(given), *_taken(given, _Known([given]))]
    if Enterprise.objects.registered().filter(code=given.code).exists():
        found.append(Problem("code", "taken", given.code, "该代码已备案", "is registered already"))
    if found:
        details = [{name: getattr(p, name) for name in Problem.__slots__} for p in found]
        raise PortalError(
            "enterprise_invalid",
            details={"problems": details},
            zh="企业信息有误",
            en="the enterprise cannot be registered",
        )
    row = Enterprise.objects.create(
        code=given.code,
        uscc=given.uscc,
        name=given.name,
        kinds=list(given.kinds),
        site_id=site,
        simulated=simulated,
        registered_at=at,
    )
    change = Change("enterprise.registered", (ON_TYPE, given.code), new=_values(row))
    audit.record_many([change], by=by, at=at)
    _forget()
    return row


@transaction.atomic
def import_enterprises(
    content: bytes, *, by: Actor, at: datetime, simulated: bool = False
) -> ImportReport:
    """Register or update the enterprises of a CSV file (``code,uscc,name,kinds``).

    Lines without errors are kept, whatever the others hold. A known code has its USCC, name and
    kinds brought up to date; its status stays.

    :raises PortalError: those of ``read_rows``.
    """
    lines = [(line, _applicant(line)) for line in read_rows(content, COLUMNS)]
    known = _Known(given for _, given in lines)
    errors: list[RowError] = []
    new: list[Enterprise] = []
    changed: list[tuple[Enterprise, dict[str, Any]]] = []
    unchanged = 0
    for line, given in lines:
        wrong = list(_line_errors(line, given, known))
        if wrong:
            errors += wrong
            continue
        known.claim(given)
        row = known.by_code.get(given.code)
        if row is None:
            new.append(Enterprise(code=given.code, registered_at=at, simulated=simulated))
            _fill(new[-1], given)
            continue
        old = _values(row)
        _fill(row, given)
        if _values(row) == old:
            unchanged += 1
        else:
            changed.append((row, old))
    _store(new, changed, by=by, at=at)
    return ImportReport(len(new), len(changed), unchanged, tuple(errors))


class _Known:
    """The registered enterprises that the lines of one file speak of, and what lines claimed."""

    def __init__(self, applicants: Iterable[Applicant]) -> None:
        given = list(applicants)
        codes = [a.code for a in given]
        usccs = [a.uscc for a in given if a.uscc]
        rows = list(Enterprise.objects.registered().filter(Q(code__in=codes) | Q(uscc__in=usccs)))
        self.by_code = {row.code: row for row in rows}
        self.code_of_uscc = {row.uscc: row.code for row in rows if row.uscc}
        self.claimed: set[str] = set()

    def claim(self, given: Applicant) -> None:
        """A good line: its code and its USCC are spoken for from now on."""
        self.claimed.add(given.code)
        before = self.by_code.get(given.code)
        if before is not None and before.uscc != given.uscc:
            self.code_of_uscc.pop(before.uscc, None)
        self.code_of_uscc[given.uscc] = given.code


def _line_errors(line: CsvRow, given: Applicant, known: _Known) -> Iterable[RowError]:
    if line.surplus:
        yield surplus_cells(line)
    found = [*problems(given), *_taken(given, known)]
    if given.code in known.claimed:
        found.append(
            Problem("code", "code_twice", given.code, "该代码在文件中重复", "stands twice")
        )
    for p in found:
        yield RowError(line.line, p.field, p.code, p.value, p.zh, p.en)


def _taken(given: Applicant, known: _Known) -> Iterable[Problem]:
    holder = known.code_of_uscc.get(given.uscc)
    if given.uscc and holder is not None and holder != given.code:
        yield Problem(
            "uscc", "uscc_taken", given.uscc, f"已由 {holder} 使用", f"belongs to {holder}"
        )


def _applicant(line: CsvRow) -> Applicant:
    return applicant(line["code"], line["uscc"], line["name"], line["kinds"])


def _fill(row: Enterprise, given: Applicant) -> None:
    row.uscc, row.name, row.kinds = given.uscc, given.name, list(given.kinds)


def _values(row: Enterprise) -> dict[str, Any]:
    return {"uscc": row.uscc, "name": row.name, "kinds": sorted(row.kinds)}


def _store(
    new: list[Enterprise],
    changed: list[tuple[Enterprise, dict[str, Any]]],
    *,
    by: Actor,
    at: datetime,
) -> None:
    # A USCC that moves from one firm to another is given up first: the constraint holds per row.
    Enterprise.objects.filter(id__in=[row.id for row, _ in changed]).update(uscc="")
    Enterprise.objects.bulk_update(
        [row for row, _ in changed], ["uscc", "name", "kinds"], batch_size=500
    )
    Enterprise.objects.bulk_create(new, batch_size=1000)
    registered = (
        Change("enterprise.registered", (ON_TYPE, row.code), new=_values(row)) for row in new
    )
    updated = (
        Change("enterprise.updated", (ON_TYPE, row.code), old=old, new=_values(row))
        for row, old in changed
    )
    audit.record_many([*registered, *updated], by=by, at=at)
    _forget()


def _forget() -> None:
    forget_register()
    transaction.on_commit(forget_register)
