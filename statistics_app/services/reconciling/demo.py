"""Cross-checking in the demo zone: two agreements with customs, and simulated figures that differ
from the platform's in ways that can be looked at. Everything it hands over is invented."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Min, Sum
from django.utils import timezone

from accounts.models import Organisation, User
from declarations.models import Course
from enterprises.services.demo import refuse_unless_demo
from enterprises.viewers import viewer_for
from statistics_app.models import Booking, Reconciliation, SharingAgreement
from statistics_app.rules.reconciling.explaining import causes_of, ours_in
from statistics_app.rules.reconciling.reading import columns_of
from statistics_app.rules.reconciling.sources import (
    DECLARED,
    FULL,
    GOODS,
    GROSS,
    HERE,
    PORT_LIST,
    REGULATOR,
    RELEASED,
    Basis,
)
from statistics_app.rules.terms import month as month_term
from statistics_app.rules.terms import month_of
from statistics_app.selectors_reconciling import Asked, slices
from statistics_app.services.reconciling.agreements import (
    NewAgreement,
    basis_of,
    enter_agreement,
)
from statistics_app.services.reconciling.delivering import Sent, deliver
from statistics_app.services.reconciling.running import compare_month

OFFICER: Final = "zone"
TOTALS, LIST = "演示数协〔2026〕1号", "演示数协〔2026〕2号"
FILE: Final = "模拟数据（演示）.csv"
UNKNOWN: Final = "400100000000000000"
EXTRA: Final = Decimal("12345.67")
"""What the simulated totals have beyond what records explain."""
AGAIN: Final = timedelta(hours=1)
MOST_LISTED: Final = 1_000


@transaction.atomic
def load_demo(*, at: datetime) -> int:
    """Add the agreements that are missing; returns how many were added.

    :raises PortalError: ``demo_is_off``.
    """
    refuse_unless_demo()
    customs = Organisation.objects.filter(department="customs", active=True).order_by("id").first()
    if customs is None:
        return 0
    by_release = Basis(RELEASED, FULL, GROSS, HERE)
    return sum(
        _enter(number, source, basis, customs, at)
        for number, source, basis in (
            (TOTALS, REGULATOR, Basis(DECLARED, GOODS, GROSS, HERE)),
            (LIST, PORT_LIST, by_release),
        )
    )


def _enter(number: str, source: str, basis: Basis, customs: Organisation, at: datetime) -> int:
    if SharingAgreement.objects.filter(number=number).exists():
        return 0
    day = timezone.localdate(at)
    name = "海关统计汇总数共享" if source == REGULATOR else "口岸申报清单共享"
    new = NewAgreement(
        number=number,
        title=f"{name}（演示）",
        source=source,
        party=customs.code,
        purpose="统计数据相互印证（演示）",
        fields=list(columns_of(source)),
        basis=basis,
        from_date=date(day.year, 1, 1),
        to_date=date(day.year + 1, 12, 31),
    )
    enter_agreement(new=new, **_who(at))
    return 1


def compare_demo(*, at: datetime) -> bool:
    """In a demo: hand simulated figures of this month over, once, and compare it every hour;
    whether it was compared."""
    month = month_of(timezone.localdate(at))
    agreements = {
        row.number: row for row in SharingAgreement.objects.filter(number__in=[TOTALS, LIST])
    }
    if not settings.PORTAL_DEMO or len(agreements) < 2 or not _is_traded(month):
        return False
    row = Reconciliation.objects.filter(month=month).first()
    if row is not None and at - row.compared_at < AGAIN:
        return False
    for number, agreement in agreements.items():
        if not agreement.deliveries.filter(month=month).exists():
            rows = _totals(agreement, month) if number == TOTALS else _listed(month)
            if rows:
                sent = Sent(month=month, rows=rows, name=FILE)
                deliver(agreement_id=agreement.pk, sent=sent, **_who(at))
    compare_month(month=month, **_who(at))
    return True


def _is_traded(month: date) -> bool:
    return bool(_booked(month).exists())


def _booked(month: date) -> Any:
    term = month_term(month)
    return Booking.objects.filter(
        source=0, day__gte=term.first, day__lte=term.last, rmb__isnull=False
    )


def _totals(agreement: SharingAgreement, month: date) -> list[dict[str, Any]]:
    """What customs would count on its basis, and a little more in the first cell."""
    found, basis = slices(Asked(month)), basis_of(agreement)
    rows: list[dict[str, Any]] = []
    for direction, mode in sorted({(one.direction, one.mode) for one in found}):
        cell = [one for one in found if (one.direction, one.mode) == (direction, mode)]
        ours, tickets = ours_in(cell)
        value = ours + sum((one.amount for one in causes_of(cell, basis)), Decimal(0))
        if value > 0:
            extra = Decimal(0) if rows else EXTRA
            rows.append(_row(direction, mode, value + extra) | {"tickets": tickets})
    return rows


def _listed(month: date) -> list[dict[str, Any]]:
    """The month's own declarations but one, one at another value, one that nobody knows."""
    grouped = (
        _booked(month)
        .values("inventory_id", "direction", "mode")
        .annotate(value=Sum("rmb"), on=Min("day"))
    )
    found = list(grouped.order_by("inventory_id")[:MOST_LISTED])
    numbers = dict(
        Course.objects.filter(inventory_id__in=[one["inventory_id"] for one in found])
        .exclude(invt_no="")
        .values_list("inventory_id", "invt_no")
    )
    rows = [
        _row(one["direction"], one["mode"], one["value"])
        | {"number": numbers[one["inventory_id"]], "day": one["on"].isoformat()}
        for one in found[1:]
        if one["inventory_id"] in numbers
    ]
    if rows:
        first = rows[0]
        rows.append(first | {"number": UNKNOWN})
        rows[0] = first | {"value": str(Decimal(first["value"]) + 100)}
    return rows


def _row(direction: str, mode: str, value: Decimal) -> dict[str, Any]:
    return {"direction": direction, "mode": mode, "value": str(value), "currency": "CNY"}


def _who(at: datetime) -> dict[str, Any]:
    user = User.objects.get(username=OFFICER)
    return {"viewer": viewer_for(user), "by": user, "at": at}
