"""Comparing a month: every source beside the platform's figures, what explains the differences,
and what is left. Done again it says the same of the same records."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone

from accounts.facts import SystemActor
from accounts.services import audit
from accounts.services.audit import Actor, label_of
from enterprises.viewers import Viewer
from reference.selectors import rule_settings
from statistics_app import selectors_reconciling as reading
from statistics_app.models import (
    Delivery,
    HandExplanation,
    ListFinding,
    ReconciledCell,
    Reconciliation,
)
from statistics_app.models.reconciling import COMPARED
from statistics_app.rules.reconciling import explaining, judging
from statistics_app.rules.reconciling.explaining import Cause, Slice
from statistics_app.rules.reconciling.judging import ZERO
from statistics_app.rules.reconciling.parameters import limits_in
from statistics_app.rules.reconciling.sources import (
    ORDERED,
    PORT_LIST,
)
from statistics_app.rules.terms import month_of
from statistics_app.selectors_reconciling import Asked, Currencies
from statistics_app.services.governance.common import missing, must_be_office, refuse_problems
from statistics_app.services.reconciling.access import Access, enter
from statistics_app.services.reconciling.gathering import (
    Given,
    Key,
    Place,
    Run,
    Source,
    explains,
    of_delivery,
    of_orders,
    of_reports,
)

LOCK: Final = 0x5A4F4E45_0000000A
"""Advisory lock: one comparison at a time writes."""
BATCH: Final = 2_000
CENT: Final = Decimal("0.01")


@transaction.atomic
def compare_month(
    *, month: date | None, viewer: Viewer, by: Actor, at: datetime, origin: str = ""
) -> Reconciliation:
    """Compare all sources of a month that has begun with the platform's own bookings.

    :raises Refusal: ``statistics_not_yours``, ``statistics_incomplete``.
    """
    must_be_office(viewer)
    today = timezone.localdate(at)
    wanted = month or date.max
    if wanted > today:
        refuse_problems([missing("month", "请选择已开始的月份", "Choose a month that has begun")])
    return _compare(month_of(wanted), by=by, at=at, origin=origin)


def compare_behind(*, at: datetime) -> int:
    """Compare the months for which something arrived or changed since, and last month if nobody has
    compared it yet; returns how many. Done again at once there is nothing to do."""
    last = month_of(month_of(timezone.localdate(at)) - timedelta(days=1))
    months = set(Delivery.objects.values_list("month", flat=True))
    months |= set(Reconciliation.objects.values_list("month", flat=True))
    behind = [month for month in sorted(months) if reading.is_behind(month)]
    if last not in behind and not Reconciliation.objects.filter(month=last).exists():
        behind.append(last)
    for month in behind:
        with transaction.atomic():
            _compare(month, by=SystemActor("statistics"), at=at, origin="")
    return len(behind)


def _compare(month: date, *, by: Actor, at: datetime, origin: str) -> Reconciliation:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    today = timezone.localdate(at)
    seen = reading.seen_of(month)
    run = Run(month, at, limits_in(rule_settings(on=today)), Currencies(month), _by_hand(month))
    deliveries = reading.deliveries_in_force(month, today)
    declared = reading.slices(Asked(month))
    sources = [
        of_orders(run, declared),
        of_reports(run),
        *(of_delivery(run, d) for d in deliveries),
    ]
    for source in sources:
        _judge(run, source)
    row, _ = Reconciliation.objects.update_or_create(
        month=month,
        defaults={
            "compared_at": at,
            "by_label": label_of(by)[:128],
            "limits": {
                "share": str(run.limits.share),
                "least": str(run.limits.least),
                "declaration": str(run.limits.declaration),
            },
            "seen": seen,
        },
    )
    _write(row, run)
    enter(
        [delivery.agreement for delivery in deliveries],
        Access(COMPARED, by, at, month, rows=len(run.cells), origin=origin),
    )
    states: dict[str, int] = defaultdict(int)
    for cell in run.cells:
        states[cell.state] += 1
    audit.record(
        "statistics_reconciliation.compared",
        by=by,
        on=("statistics.reconciliation", f"{month:%Y-%m}"),
        new={"cells": dict(states), "findings": len(run.findings)},
        at=at,
        origin=origin,
    )
    return row


def _judge(run: Run, source: Source) -> None:
    for key, given in sorted(source.given.items()):
        run.cells.append(_cell(run, source, key, given))


def _cell(run: Run, source: Source, key: Key, given: Given) -> ReconciledCell:
    slices = source.of(key)
    ours, tickets = explaining.ours_in(slices)
    causes = _causes(source, key, slices, given, ours)
    explained = sum((one.amount for one in causes if explains(one, source)), ZERO)
    place = (source.code, source.agreement.pk if source.agreement else None, *key)
    by_hand = run.by_hand.get(place, ZERO)
    if given.rmb is not None and given.precision > CENT:
        left = given.rmb - ours - explained - by_hand
        if rounding := judging.rounded_off(left, given.precision):
            causes.append(Cause(explaining.ROUNDING, rounding, 1))
            explained += rounding
    judged = judging.judge(ours, given.rmb, explained=explained, by_hand=by_hand, limits=run.limits)
    return ReconciledCell(
        source=source.code,
        agreement=source.agreement,
        delivery=source.delivery,
        direction=key[0],
        mode=key[1],
        firm=key[2],
        ours=ours,
        ours_tickets=tickets,
        theirs=given.rmb,
        theirs_tickets=given.tickets,
        explained=explained,
        by_hand=by_hand,
        difference=judged.difference,
        remainder=judged.remainder,
        tolerance=judged.tolerance,
        state=judged.state,
        causes=[_as_json(one, source) for one in causes],
        hints=_hints(run, given, ours, judged),
    )


def _causes(
    source: Source, key: Key, slices: Sequence[Slice], given: Given, ours: Decimal
) -> list[Cause]:
    if source.code == PORT_LIST:
        return list(source.found.get(key, ()))
    if key[2] and not given.registered and not ours and given.rmb:
        return [Cause(explaining.UNREGISTERED, given.rmb, given.tickets or 1)]
    return explaining.causes_of(slices, source.basis)


def _as_json(cause: Cause, source: Source) -> dict[str, Any]:
    return {
        "code": cause.code,
        "amount": str(cause.amount),
        "count": cause.count,
        "records": list(cause.records),
        "kind": "order" if _is_of_orders(cause, source) else "declaration",
        "explains": explains(cause, source),
    }


def _is_of_orders(cause: Cause, source: Source) -> bool:
    """Whether the records behind a cause are orders; returns are known by their declarations."""
    return source.basis.moment == ORDERED and cause.code != explaining.RETURNED


def _hints(run: Run, given: Given, ours: Decimal, judged: judging.Judged) -> list[dict[str, str]]:
    if given.rmb is None:
        return [{"code": "no_rate"}]
    if judged.state != judging.OPEN:
        return []
    factor = judging.suspected_factor(ours, given.rmb, dollar=run.currencies.dollar)
    return [] if factor is None else [{"code": "unit", "factor": f"{factor.normalize():f}"}]


def _by_hand(month: date) -> dict[Place, Decimal]:
    rows = HandExplanation.objects.filter(month=month)
    columns = ("source", "agreement_id", "direction", "mode", "firm")
    found = rows.values_list(*columns).annotate(total=Sum("amount")).order_by()
    return {tuple(row[:5]): row[5] for row in found}


def _write(row: Reconciliation, run: Run) -> None:
    """Cells keep their addresses: those that are there again are written over."""
    known = {_place(cell): cell.pk for cell in row.cells.all()}
    fresh = []
    for cell in run.cells:
        cell.reconciliation = row
        pk = known.pop(_place(cell), None)
        if pk is None:
            fresh.append(cell)
        else:
            cell.pk = pk
            cell.save(force_update=True)
    ReconciledCell.objects.filter(pk__in=known.values()).delete()
    ReconciledCell.objects.bulk_create(fresh, batch_size=BATCH)
    row.findings.all().delete()
    for finding in run.findings:
        finding.reconciliation = row
    ListFinding.objects.bulk_create(run.findings, batch_size=BATCH)


def _place(cell: ReconciledCell) -> Place:
    return (cell.source, cell.agreement_id, cell.direction, cell.mode, cell.firm)
