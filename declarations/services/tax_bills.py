"""Tax bills: expected on release; those of customs (816, 818) handed on to the taxation app."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.db import DataError, transaction

from accounts.facts import SystemActor
from declarations.models import Course, CustomsReceipt, Inventory, TaxStanding
from declarations.releases import release_days
from declarations.rulebook import day_of
from declarations.tax_states import RELEASED, THROUGH
from taxation.facts import ZERO, BillStatus, CustomsBill, Released
from taxation.services.bills import expect_bills, record_bills, record_statuses
from taxation.states import OFFICIAL
from zone_portal.kernel.errors import PortalError

log = logging.getLogger(__name__)

CUSTOMS: Final = SystemActor("customs")
BY: Final = SystemActor("taxation")
BILL: Final = "CEB816"
STATUS: Final = "CEB818"
MOST: Final = Decimal(10) ** 12


def record(receipts: Sequence[CustomsReceipt], at: datetime) -> int:
    """Enter what customs says of tax bills, in this order; returns how many were entered.

    What cannot be entered (an unknown state, no amount) stays a receipt, which everybody sees.
    """
    found = [receipt for receipt in receipts if receipt.kind in {BILL, STATUS}]
    released = _release_dates(found)
    return sum(_enter(receipt, released, at) for receipt in found)


def expect(released: Mapping[int, TaxStanding], at: datetime) -> None:
    """Enter the bills to come of released declarations, as soon as customs has numbered them.

    Where the taxes could not be computed nothing is expected: the bill of customs will say.
    """
    if not released:
        return
    courses = Course.objects.filter(inventory_id__in=released, status__in=THROUGH)
    kept = Inventory.objects.filter(id__in=released)
    heads = {key: head for key, *head in kept.values_list("id", "invt_no", "customs_code")}
    days = release_days(released)
    bills = []
    for course in courses.order_by("inventory_id"):
        own, district = heads.get(course.inventory_id, ("", ""))
        on = days.get(course.inventory_id, day_of(course.status_at))
        bill = _expected(released[course.inventory_id], course.invt_no or own or "", on=on)
        if bill is not None:
            bills.append(replace(bill, customs_code=district))
    expect_bills(released=bills, by=BY, at=at)


def _expected(row: TaxStanding, number: str, *, on: date) -> Released | None:
    if row.state != RELEASED or not number or not row.tax:
        return None
    return Released(
        declaration_id=row.inventory_id,
        invt_no=number,
        assure_code=row.assure_code,
        release_date=on,
        duty=row.duty or ZERO,
        consumption=row.consumption or ZERO,
        vat=row.vat or ZERO,
    )


def _enter(receipt: CustomsReceipt, released: Mapping[int, date], at: datetime) -> bool:
    head = receipt.head
    if head.get("status") not in OFFICIAL or not head.get("taxNo"):
        log.warning("tax receipt %s has no known state or number", receipt.pk)
        return False
    try:
        with transaction.atomic():
            if receipt.kind == BILL:
                record_bills(bills=[_bill(receipt, released)], by=CUSTOMS, at=at)
            else:
                status = BillStatus(head["taxNo"], head["status"], head.get("entDutyNo") or "")
                record_statuses(statuses=[status], by=CUSTOMS, at=at)
    except (ArithmeticError, ValueError, DataError, PortalError) as error:
        log.warning("tax receipt %s: %s", receipt.pk, type(error).__name__)
        return False
    return True


def _bill(receipt: CustomsReceipt, released: Mapping[int, date]) -> CustomsBill:
    head = receipt.head
    inventory_id: Any = receipt.inventory_id
    return CustomsBill(
        invt_no=head.get("invtNo") or "",
        tax_no=head["taxNo"],
        duty=_amount(head.get("customsTax")),
        consumption=_amount(head.get("consumptionTax")),
        vat=_amount(head.get("valueAddedTax")),
        status=head["status"],
        declaration_id=inventory_id,
        release_date=released.get(inventory_id),
        assure_code=head.get("assureCode") or "",
        ent_duty_no=head.get("entDutyNo") or "",
        customs_code=head.get("customsCode") or "",
    )


def _amount(text: str | None) -> Decimal:
    """An amount in RMB.

    :raises ValueError: for what is no amount of a bill.
    """
    try:
        amount = Decimal(text or "")
    except InvalidOperation as error:
        raise ValueError("no amount") from error
    if not amount.is_finite() or not 0 <= amount < MOST:
        raise ValueError("no amount")
    return amount


def _release_dates(receipts: Iterable[CustomsReceipt]) -> dict[int, date]:
    ids = {receipt.inventory_id for receipt in receipts if receipt.inventory_id}
    courses = Course.objects.filter(inventory_id__in=ids, status__in=THROUGH)
    return release_days(courses.values_list("inventory_id", flat=True))
