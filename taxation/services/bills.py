"""Tax bills: expected on release, billed by customs (816, 818), drawn by half-month, paid."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from accounts.services.audit import Actor, label_of
from enterprises.models import Enterprise
from enterprises.services.notices import notify_members
from taxation import states
from taxation.facts import BillStatus, CustomsBill, Moved, Released
from taxation.models import TaxBatch, TaxBill, TaxBillStep
from taxation.rulebook import due_dates
from taxation.rules.bills import half_month
from taxation.services.guarantees import release_many, release_returned
from zone_portal.kernel.errors import PortalError

DONE: Final = "done"
REPEATED: Final = "repeated"
STALE: Final = "stale"
UNKNOWN: Final = "unknown"
TOLD: Final = ("finance", "administrator")
LINK: Final = "/tax/bills/?state=overdue"


@transaction.atomic
def expect_bills(*, released: Iterable[Released], by: Actor, at: datetime) -> int:
    """Enter what will be billed for released declarations; returns how many were new."""
    wanted = {one.invt_no: one for one in released}
    known = set(TaxBill.objects.filter(invt_no__in=wanted).values_list("invt_no", flat=True))
    firms = _guarantors(one.assure_code for one in wanted.values())
    rows = [
        TaxBill(
            **_expected(one),
            enterprise_id=firms.get(one.assure_code),
            changed_at=at,
        )
        for number, one in sorted(wanted.items())
        if number not in known
    ]
    made = TaxBill.objects.bulk_create(rows)
    _enter_steps([(bill, "") for bill in made], by=by, at=at)
    return len(made)


@transaction.atomic
def record_bills(*, bills: Sequence[CustomsBill], by: Actor, at: datetime) -> list[str]:
    """Enter tax bills of customs (816), in their order: for each ``done``, ``repeated`` or
    ``stale`` (older than what is known). The amounts of customs replace our estimate.

    :raises PortalError: ``tax_status_unknown``.
    """
    firms = _guarantors(bill.assure_code for bill in bills)
    return [_record(bill, firms, by=by, at=at) for bill in bills]


@transaction.atomic
def record_statuses(*, statuses: Sequence[BillStatus], by: Actor, at: datetime) -> list[str]:
    """Enter changes of state (818): ``done``, ``repeated``, ``stale``, ``unknown`` (no such bill).

    :raises PortalError: ``tax_status_unknown``.
    """
    numbers = sorted({status.tax_no for status in statuses})
    rows = TaxBill.objects.select_for_update().filter(tax_no__in=numbers).order_by("id")
    found = {row.tax_no: row for row in rows}
    told = []
    for status in statuses:
        bill = found.get(status.tax_no)
        if bill is None:
            told.append(UNKNOWN)
            continue
        if status.ent_duty_no and status.ent_duty_no != bill.ent_duty_no:
            bill.ent_duty_no = status.ent_duty_no
            bill.save(update_fields=["ent_duty_no"])
        told.append(_move(bill, _official(status.status), by=by, at=at))
    return told


@transaction.atomic
def record_payments(*, tax_nos: Iterable[str], by: Actor, at: datetime) -> list[Moved]:
    """These bills were paid: what secured them is released, unless another one is open."""
    numbers = sorted(set(tax_nos))
    rows = TaxBill.objects.select_for_update().filter(tax_no__in=numbers).order_by("id")
    found = {row.tax_no: row for row in rows}
    told = []
    for number in numbers:
        bill = found.get(number)
        outcome = UNKNOWN if bill is None else _move(bill, states.PAID, by=by, at=at)
        told.append(Moved(bill.declaration_id or 0 if bill else 0, outcome))
    return told


@transaction.atomic
def draw_bills(*, on: date, by: Actor, at: datetime) -> int:
    """Put bills whose time of payment has begun into the batch of their half month; returns how
    many. A later bill of the same half month joins its batch."""
    rows = TaxBill.objects.select_for_update().filter(
        batch__isnull=True, state__in=states.BILLED_STATES, due_from_date__lte=on
    )
    drawn = list(rows.order_by("id"))
    for bill in drawn:
        first, last = half_month(bill.due_from_date)
        bill.batch, _ = TaxBatch.objects.get_or_create(
            assure_code=bill.assure_code,
            first_date=first,
            defaults={"last_date": last, "enterprise_id": bill.enterprise_id, "drawn_at": at},
        )
    TaxBill.objects.bulk_update(drawn, ["batch"], batch_size=1000)
    return len(drawn)


@transaction.atomic
def age_bills(*, on: date, by: Actor, at: datetime) -> int:
    """Mark what was not paid in time, and tell the guarantors; returns how many."""
    due = (states.GENERATED, states.SUMMARISED)
    rows = TaxBill.objects.select_for_update().filter(state__in=due, due_to_date__lt=on)
    late: dict[int, int] = {}
    moved = 0
    for bill in rows.order_by("id"):
        moved += _move(bill, states.OVERDUE, by=by, at=at) == DONE
        if bill.enterprise_id:
            late[bill.enterprise_id] = late.get(bill.enterprise_id, 0) + 1
    for enterprise_id, number in sorted(late.items()):
        notify_members(
            enterprise_id,
            TOLD,
            kind="tax_overdue",
            zh=f"{number} 份税单已过缴纳期限，按日加收滞纳金，请尽快缴纳。",
            en=f"{number} tax bills are overdue; a late fee is charged by day.",
            at=at,
            link=LINK,
        )
    return moved


def void_expected(bill: TaxBill, *, by: Actor, at: datetime) -> str:
    """A locked bill that we expected and that will not come: everything was returned."""
    return _move(bill, states.VOID, by=by, at=at)


def _expected(one: Released) -> dict[str, Any]:
    dates = due_dates(one.release_date)
    return {
        "declaration_id": one.declaration_id,
        "invt_no": one.invt_no,
        "assure_code": one.assure_code,
        "customs_code": one.customs_code,
        "duty": one.duty,
        "consumption": one.consumption,
        "vat": one.vat,
        "estimated": one.duty + one.consumption + one.vat,
        "release_date": one.release_date,
        "due_from_date": dates and dates[0],
        "due_to_date": dates and dates[1],
    }


def _record(given: CustomsBill, firms: dict[str, int], *, by: Actor, at: datetime) -> str:
    target = _official(given.status)
    rows = TaxBill.objects.select_for_update().filter(
        Q(tax_no=given.tax_no) | Q(tax_no="", invt_no=given.invt_no) & ~Q(state=states.VOID)
    )
    bill = rows.order_by("-tax_no").first()
    new = bill is None
    if bill is None:
        bill = _following(given.invt_no)
    elif bill.tax_no:
        return _move(bill, target, by=by, at=at)
    bill.tax_no, bill.ent_duty_no = given.tax_no, given.ent_duty_no
    bill.duty, bill.consumption, bill.vat = given.duty, given.consumption, given.vat
    bill.assure_code = given.assure_code or bill.assure_code
    bill.enterprise_id = firms.get(bill.assure_code, bill.enterprise_id)
    bill.customs_code = given.customs_code or bill.customs_code
    bill.declaration_id = given.declaration_id or bill.declaration_id
    release = given.release_date or bill.release_date
    dates = due_dates(release) if release else None
    bill.release_date = release
    bill.due_from_date, bill.due_to_date = dates or (None, None)
    bill.changed_at = at
    bill.save()
    if new:
        _enter_steps([(bill, "")], by=by, at=at)
    return _move(bill, target, by=by, at=at)


def _following(invt_no: str) -> TaxBill:
    """A new bill; one that follows another of the same inventory (a void one) knows what that
    knew of the declaration."""
    before = TaxBill.objects.filter(invt_no=invt_no).order_by("-id").first()
    if before is None:
        return TaxBill(invt_no=invt_no)
    return TaxBill(
        invt_no=invt_no,
        declaration_id=before.declaration_id,
        release_date=before.release_date,
        assure_code=before.assure_code,
        enterprise_id=before.enterprise_id,
        customs_code=before.customs_code,
        estimated=before.estimated,
    )


def _move(bill: TaxBill, target: str, *, by: Actor, at: datetime) -> str:
    """One step of a locked bill. What is late or told twice moves nothing back."""
    if bill.state == target:
        return REPEATED
    if target not in states.TAX_BILL.allowed(bill.state):
        return STALE
    source, bill.state, bill.changed_at = bill.state, target, at
    states.TAX_BILL.check(source, target)
    bill.save(update_fields=["state", "changed_at"])
    _enter_steps([(bill, source)], by=by, at=at)
    if target in {states.PAID, states.VOID} and bill.declaration_id:
        _secure_less(bill.declaration_id, at)
    return DONE


def _secure_less(declaration_id: int, at: datetime) -> None:
    """A bill of the declaration ended. Once one is paid and none is open all is released; a void
    one alone releases what returns made undue: the rest will be billed anew, and stays secured."""
    kept = set(
        TaxBill.objects.filter(declaration_id=declaration_id).values_list("state", flat=True)
    )
    ids, on = [declaration_id], localdate(at)
    if states.PAID in kept and not kept.intersection(states.BILLED_STATES):
        release_many(declaration_ids=ids, on=on, at=at)
    else:
        release_returned(declaration_ids=ids, on=on, at=at)


def _enter_steps(moved: Iterable[tuple[TaxBill, str]], *, by: Actor, at: datetime) -> None:
    TaxBillStep.objects.bulk_create(
        TaxBillStep(bill=bill, source=source, target=bill.state, at=at, by_label=label_of(by)[:128])
        for bill, source in moved
    )


def _official(code: str) -> str:
    if code not in states.OFFICIAL:
        raise PortalError(
            "tax_status_unknown",
            details={"status": code},
            zh=f"未知的税单状态 {code}",
            en=f"unknown state {code} of a tax bill",
        )
    return states.OFFICIAL[code]


def _guarantors(codes: Iterable[str]) -> dict[str, int]:
    """Registered enterprises by the code that a guarantor is named with."""
    wanted = {code for code in codes if code}
    rows = Enterprise.objects.registered().filter(Q(code__in=wanted) | Q(uscc__in=wanted))
    found: dict[str, int] = {}
    for pk, code, uscc in rows.values_list("pk", "code", "uscc"):
        found |= {uscc: pk, code: pk}
    return found
