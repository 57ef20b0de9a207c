"""What a timeline tells beside documents, decisions and the course: holds, receipts that moved
nothing, quota, guarantee and tax bills. Each step names the authority behind it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from declarations import gateway
from declarations.models import CustomsReceipt, Hold
from declarations.outlines import shown_time
from declarations.standing_words import authority_of
from declarations.states import BY_CUSTOMS, PORTAL, status_of
from taxation.models import GuaranteeMovement, QuotaMovement, TaxBillStep
from taxation.states import EXPECTED, OVERDUE, PAID

CUSTOMS: Final = "customs"
SIMULATOR: Final = "simulator"
ENDED: Final = "ended"
"""Status of the step with which a hold ends."""
QUOTA: Final = "quota"
GUARANTEE: Final = "guarantee"
BILL: Final = "bill"
OURS: Final = frozenset({EXPECTED, OVERDUE, PAID})
"""States of a bill that the portal notes by itself."""

Steps = Mapping[int, list[dict[str, Any]]]


def step(event: str, at: datetime, authority: str, **more: Any) -> dict[str, Any]:
    """One step of a timeline as interfaces give it."""
    return {"event": event, "at": shown_time(at), "authority": authority, **more}


def hold_steps(inventory_ids: Iterable[int]) -> Steps:
    """Holds of customs with their reasons, and their ends: one query."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = Hold.objects.filter(inventory_id__in=list(inventory_ids), source=BY_CUSTOMS)
    for row in rows.order_by("since", "id"):
        behind = authority_of(row.status)
        own = found[row.inventory_id or 0]
        own.append(step("hold", row.since, behind, status=row.status, info=row.reason))
        if row.ended_at is not None:
            own.append(step("hold", row.ended_at, behind, status=ENDED, info=row.ended_reason))
    return found


def receipt_steps(inventory_ids: Iterable[int]) -> Steps:
    """What customs said of declarations without moving them: late, repeated in other words, not
    following what stands. One query."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    receipts: Any = CustomsReceipt.objects
    rows = receipts.filter(inventory_id__in=list(inventory_ids)).exclude(effect="moved")
    for row in rows.order_by("return_time", "id"):
        status = status_of(row.return_status)
        behind = SIMULATOR if row.simulated else authority_of(status) if status else CUSTOMS
        found[row.inventory_id].append(
            step(
                "receipt",
                row.return_time,
                behind,
                type=row.kind,
                status=row.return_status,
                info=row.return_info,
                effect=row.effect,
            )
        )
    return found


def said_with(receipt_ids: Iterable[int]) -> Mapping[int, str]:
    """The text of receipts by their ids: one query."""
    receipts: Any = CustomsReceipt.objects
    rows = receipts.filter(id__in=list(receipt_ids))
    return dict(rows.values_list("id", "return_info"))


def tax_steps(inventory_ids: Iterable[int]) -> Steps:
    """Quota, guarantee and tax bills of declarations, for those who may read them whole: three
    queries. Amounts are renminbi as text, without a sign."""
    ids = list(inventory_ids)
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for quota in QuotaMovement.objects.filter(declaration_id__in=ids).order_by("id"):
        amount = format(max(abs(quota.reserved), abs(quota.used)), "f")
        about = {"subject": QUOTA, "status": quota.kind, "amount": amount}
        found[quota.declaration_id].append(step("tax", quota.at, PORTAL, **about))
    for moved in GuaranteeMovement.objects.filter(declaration_id__in=ids).order_by("id"):
        about = {
            "subject": GUARANTEE,
            "status": moved.kind,
            "amount": format(abs(moved.frozen), "f"),
        }
        found[moved.declaration_id].append(step("tax", moved.at, PORTAL, **about))
    said = SIMULATOR if gateway.is_simulated() else CUSTOMS
    bills = TaxBillStep.objects.filter(bill__declaration_id__in=ids).select_related("bill")
    for one in bills.order_by("id"):
        bill = one.bill
        about = {"subject": BILL, "status": one.target}
        about["amount"] = format(bill.duty + bill.consumption + bill.vat, "f")
        behind = PORTAL if one.target in OURS else said
        found[bill.declaration_id or 0].append(
            step("tax", one.at, behind, **about, number=bill.tax_no or bill.invt_no)
        )
    return found
