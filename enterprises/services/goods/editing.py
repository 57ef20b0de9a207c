"""Entering goods: one line at a time, or a whole file, into the working copy of a filing."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction

from accounts.services.audit import Actor
from enterprises.models import FiledGoods, Filing
from enterprises.rules.findings import LineFinding, has_errors, to_stored
from enterprises.rules.forms.goods import GOODS
from enterprises.rules.goods_lines import (
    FIELDS,
    GoodsLine,
    read_goods_line,
    with_statutory_units,
)
from enterprises.services.filing.steps import day_of, lock_own, must_be_open, unknown
from enterprises.services.filing_lines import (
    bring_forward,
    must_have_room,
    next_line,
    note_lines,
    working_version,
)
from enterprises.services.goods.checking import Tables, findings_by_line, row_of, tables_for
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from zone_portal.framework.spreadsheets import read_table
from zone_portal.kernel.csv_rows import CsvRow, ImportReport, RowError, surplus_cells

REQUIRED: Final = ("sku", "name", "hs_code", "unit", "origin", "modes")


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A line as it was kept, with what was found about it."""

    row: FiledGoods
    findings: list[LineFinding]


@transaction.atomic
def put_line(
    *,
    filing_id: int,
    viewer: Viewer,
    values: Mapping[str, str],
    by: Actor,
    at: datetime,
    line: int | None = None,
    origin: str = "",
) -> KeptLine:
    """Enter one line, or replace the one called ``line``; statutory units left empty come from
    the tariff.

    :raises Refusal: ``filing_unknown``, ``role_too_weak``, ``filing_not_open``,
        ``line_unknown``, ``lines_too_many``, ``line_refused`` (422, details problems).
    """
    filing = open_goods(filing_id, viewer, by=by)
    rows = FiledGoods.objects.filter(filing=filing, version=working_version(filing))
    if line is not None and not rows.filter(line=line).exists():
        raise Refusal("line_unknown", 404, "没有这一行。", "There is no such line.")
    if line is None:
        must_have_room(rows.count() + 1)
    tables = tables_for(filing, on=day_of(at))
    number = next_line(FiledGoods, filing) if line is None else line
    read, found = _read(values, number, tables)
    found += findings_by_line(filing, [read], tables)[number]
    taken = rows.filter(sku=read.sku).exclude(line=number).values_list("line", flat=True).first()
    if taken is not None:
        zh, en = f"货号与第{taken}行重复", f"the SKU stands on line {taken} already"
        found.append(LineFinding("sku", "sku_twice", "error", read.sku, zh, en))
    if has_errors(found):
        raise refused_line(found)
    rows.filter(line=number).delete()
    row = row_of(read, filing, working_version(filing))
    row.findings = to_stored(found)
    row.save(force_insert=True)
    note_lines(
        filing, "goods.line_put", {"line": number, "sku": read.sku}, by=by, at=at, origin=origin
    )
    return KeptLine(row, found)


@transaction.atomic
def drop_lines(
    *,
    filing_id: int,
    viewer: Viewer,
    lines: Collection[int],
    by: Actor,
    at: datetime,
    origin: str = "",
) -> int:
    """Take lines out of the working copy; returns how many there were.

    :raises Refusal: ``filing_unknown``, ``role_too_weak``, ``filing_not_open``, ``last_line``.
    """
    filing = open_goods(filing_id, viewer, by=by)
    rows = FiledGoods.objects.filter(filing=filing, version=working_version(filing))
    chosen = rows.filter(line__in=lines)
    # Without any line of its own the working copy would again be that of the last version.
    if filing.version and not rows.exclude(line__in=lines).exists():
        raise Refusal(
            "last_line",
            409,
            "至少保留一行；不再经营的全部商品请申请注销该备案。",
            "One line must stay; to end all of them ask for the filing to be cancelled.",
        )
    dropped, _ = chosen.delete()
    note_lines(filing, "goods.lines_dropped", {"count": dropped}, by=by, at=at, origin=origin)
    return dropped


@transaction.atomic
def upload_lines(
    *,
    filing_id: int,
    viewer: Viewer,
    content: bytes,
    by: Actor,
    at: datetime,
    replace_all: bool = False,
    origin: str = "",
) -> ImportReport:
    """Enter the lines of a CSV or Excel file. A SKU that the working copy has is replaced;
    ``replace_all`` drops what the file does not name. With any error nothing is entered.

    :raises Refusal: ``filing_unknown``, ``role_too_weak``, ``filing_not_open``,
        ``lines_too_many``.
    :raises PortalError: those of ``read_table``.
    """
    filing = open_goods(filing_id, viewer, by=by)
    rows = read_table(
        content,
        FIELDS,
        required=REQUIRED,
        most_rows=settings.FILING_LINES_AT_MOST,
        most_bytes=settings.FILING_SHEET_BYTES,
    )
    tables = tables_for(filing, on=day_of(at))
    given, errors, found = _read_file(filing, rows, tables)
    if errors:
        return ImportReport(errors=tuple(errors))
    report = _enter(filing, given, found, replace_all=replace_all)
    note_lines(
        filing,
        "goods.uploaded",
        {"created": report.created, "updated": report.updated, "replace_all": replace_all},
        by=by,
        at=at,
        origin=origin,
    )
    return report


def open_goods(filing_id: int, viewer: Viewer, *, by: Actor) -> Filing:
    """The goods filing, locked and open, with lines of its own to edit."""
    filing = lock_own(filing_id, viewer, by=by)
    if filing.type != GOODS:
        raise unknown()
    must_be_open(filing)
    bring_forward(FiledGoods, filing)
    return filing


def refused_line(found: Iterable[LineFinding]) -> Refusal:
    """422 with every error of a line at its field."""
    problems = [
        {"field": f.field, "code": f.code, "value": f.value, "zh": f.zh, "en": f.en}
        for f in found
        if f.severity == "error"
    ]
    return Refusal(
        "line_refused",
        422,
        "该行有误，请按提示更正。",
        "The line is not right yet: correct what is listed.",
        details={"problems": problems},
    )


def _read(
    values: Mapping[str, str], number: int, tables: Tables
) -> tuple[GoodsLine, list[LineFinding]]:
    read, found = read_goods_line(values, number)
    return with_statutory_units(read, tables.codes.hs.units), found


def _read_file(
    filing: Filing, rows: list[CsvRow], tables: Tables
) -> tuple[list[GoodsLine], list[RowError], dict[int, list[LineFinding]]]:
    """The lines of a file (numbered by their rows), every error, and what else was found."""
    errors = [surplus_cells(row) for row in rows if row.surplus]
    given: list[GoodsLine] = []
    unread: dict[int, list[LineFinding]] = {}
    for row in rows:
        line, wrong = _read(row.values, row.line, tables)
        given.append(line)
        unread[row.line] = wrong
    found = findings_by_line(filing, given, tables)
    for number, wrong in unread.items():
        found[number] = wrong + found[number]
        errors += [
            RowError(number, f.field, f.code, f.value, f.zh, f.en)
            for f in found[number]
            if f.severity == "error"
        ]
    return given, sorted(errors, key=lambda error: error.line), found


def _enter(
    filing: Filing,
    given: list[GoodsLine],
    found: Mapping[int, list[LineFinding]],
    *,
    replace_all: bool,
) -> ImportReport:
    rows = FiledGoods.objects.filter(filing=filing, version=working_version(filing))
    if replace_all:
        rows.delete()
    places = dict(rows.values_list("sku", "line"))
    free = next_line(FiledGoods, filing)
    fresh: list[FiledGoods] = []
    for line in given:
        place = places.get(line.sku)
        row = row_of(replace(line, line=free if place is None else place), filing, 0)
        row.version = working_version(filing)
        row.findings = to_stored(found[line.line])
        free += place is None
        fresh.append(row)
    replaced = [line.sku for line in given if line.sku in places]
    must_have_room(len(places) + len(given) - len(replaced))
    rows.filter(sku__in=replaced).delete()
    FiledGoods.objects.bulk_create(fresh, batch_size=1000)
    return ImportReport(created=len(given) - len(replaced), updated=len(replaced))
