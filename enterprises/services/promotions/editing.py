"""Entering promoted goods: one line at a time, or a whole file."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction

from accounts.services.audit import Actor
from enterprises.models import Filing
from enterprises.models import PromotionLine as LineRow
from enterprises.rules.findings import LineFinding, has_errors, to_stored
from enterprises.rules.forms.promotion import PROMOTION
from enterprises.rules.promotions import (
    FIELDS,
    FiledPrice,
    PromotionLine,
    check_promotion,
    read_promotion_line,
    repeated,
)
from enterprises.selectors_goods import filed_prices
from enterprises.services.filing.steps import lock_own, must_be_open, unknown
from enterprises.services.filing_lines import (
    bring_forward,
    must_have_room,
    next_line,
    note_lines,
    working_version,
)
from enterprises.services.goods.editing import refused_line
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from zone_portal.framework.spreadsheets import read_table
from zone_portal.kernel.csv_rows import CsvRow, ImportReport, RowError, surplus_cells

REQUIRED: Final = ("sku", "price", "quantity")


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
) -> LineRow:
    """Enter one promoted SKU, or replace the line called ``line``; name, filed price and currency
    are those of the goods in force.

    :raises Refusal: ``filing_unknown``, ``role_too_weak``, ``filing_not_open``,
        ``line_unknown``, ``lines_too_many``, ``line_refused`` (422, details problems).
    """
    filing = open_promotion(filing_id, viewer, by=by)
    rows = LineRow.objects.filter(filing=filing, version=working_version(filing))
    if line is not None and not rows.filter(line=line).exists():
        raise Refusal("line_unknown", 404, "没有这一行。", "There is no such line.")
    if line is None:
        must_have_room(rows.count() + 1)
    number = next_line(LineRow, filing) if line is None else line
    read, found = read_promotion_line(values, number)
    filed = filed_prices(filing.enterprise_id, [read.sku])
    found += check_promotion(read, filed.get(read.sku))
    taken = rows.filter(sku=read.sku).exclude(line=number).values_list("line", flat=True).first()
    if taken is not None:
        zh, en = f"货号与第{taken}行重复", f"the SKU stands on line {taken} already"
        found.append(LineFinding("sku", "sku_twice", "error", read.sku, zh, en))
    if has_errors(found):
        raise refused_line(found)
    rows.filter(line=number).delete()
    row = row_of(read, filing, filed[read.sku], found)
    row.save(force_insert=True)
    new = {"line": number, "sku": read.sku}
    note_lines(filing, "promotion.line_put", new, by=by, at=at, origin=origin)
    return row


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
    filing = open_promotion(filing_id, viewer, by=by)
    rows = LineRow.objects.filter(filing=filing, version=working_version(filing))
    if filing.version and not rows.exclude(line__in=lines).exists():
        # Without any line of its own the working copy would again be that of the last version.
        raise Refusal("last_line", 409, "至少保留一行。", "One line must stay.")
    dropped, _ = rows.filter(line__in=lines).delete()
    new = {"count": dropped}
    note_lines(filing, "promotion.lines_dropped", new, by=by, at=at, origin=origin)
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
    """Enter the lines of a CSV or Excel file ``sku,price,quantity``. A SKU that the working copy
    has is replaced; ``replace_all`` drops the others. With any error nothing is entered.

    :raises Refusal: ``filing_unknown``, ``role_too_weak``, ``filing_not_open``,
        ``lines_too_many``.
    :raises PortalError: those of ``read_table``.
    """
    filing = open_promotion(filing_id, viewer, by=by)
    rows = read_table(
        content,
        FIELDS,
        required=REQUIRED,
        most_rows=settings.FILING_LINES_AT_MOST,
        most_bytes=settings.FILING_SHEET_BYTES,
    )
    fresh, errors = _read_file(filing, rows)
    if errors:
        return ImportReport(errors=tuple(errors))
    report = _enter(filing, fresh, replace_all=replace_all)
    new = {"created": report.created, "updated": report.updated, "replace_all": replace_all}
    note_lines(filing, "promotion.uploaded", new, by=by, at=at, origin=origin)
    return report


def open_promotion(filing_id: int, viewer: Viewer, *, by: Actor) -> Filing:
    """The promotion filing, locked and open, with lines of its own to edit."""
    filing = lock_own(filing_id, viewer, by=by)
    if filing.type != PROMOTION:
        raise unknown()
    must_be_open(filing)
    bring_forward(LineRow, filing)
    return filing


def row_of(
    line: PromotionLine, filing: Filing, filed: FiledPrice, found: list[LineFinding]
) -> LineRow:
    """A line without errors as it is kept."""
    if line.price is None or line.quantity is None:
        raise ValueError("a line with errors is not kept")
    return LineRow(
        filing=filing,
        version=working_version(filing),
        line=line.line,
        sku=line.sku,
        name=filed.name,
        filed_price=filed.price,
        price=line.price,
        currency=filed.currency,
        quantity=line.quantity,
        findings=to_stored(found),
    )


def _read_file(filing: Filing, rows: list[CsvRow]) -> tuple[list[LineRow], list[RowError]]:
    errors = [surplus_cells(row) for row in rows if row.surplus]
    read = [read_promotion_line(row.values, row.line) for row in rows]
    twice = repeated(line for line, _ in read)
    filed = filed_prices(filing.enterprise_id, (line.sku for line, _ in read))
    fresh: list[LineRow] = []
    for line, unread in read:
        found = unread + check_promotion(line, filed.get(line.sku))
        found += [twice[line.line]] if line.line in twice else []
        wrong = [f for f in found if f.severity == "error"]
        errors += [RowError(line.line, f.field, f.code, f.value, f.zh, f.en) for f in wrong]
        if not wrong:
            fresh.append(row_of(line, filing, filed[line.sku], found))
    return fresh, sorted(errors, key=lambda error: error.line)


def _enter(filing: Filing, fresh: list[LineRow], *, replace_all: bool) -> ImportReport:
    rows = LineRow.objects.filter(filing=filing, version=working_version(filing))
    if replace_all:
        rows.delete()
    places = dict(rows.values_list("sku", "line"))
    free = next_line(LineRow, filing)
    for row in fresh:
        place = places.get(row.sku)
        row.line = free if place is None else place
        free += place is None
    replaced = [row.sku for row in fresh if row.sku in places]
    must_have_room(len(places) + len(fresh) - len(replaced))
    rows.filter(sku__in=replaced).delete()
    LineRow.objects.bulk_create(fresh, batch_size=1000)
    return ImportReport(created=len(fresh) - len(replaced), updated=len(replaced))
