"""Whether a kept document may still be changed: what is matched, released or at customs may not."""

from typing import Any

from django.db.models import Q

from declarations.joined import REFUSED, newest_dispatches
from declarations.models import Course, Decision, Inventory, Order
from declarations.rules import keeping
from declarations.services.taking_back import take_back
from declarations.states import AT_CUSTOMS, DECIDED_ON, OPEN_AGAIN, THROUGH


def closed_by(noun: str, document_id: int, head: Any) -> str | None:
    """The rule that keeps a document from being changed; None where it may be.

    A paper may while customs does not have it, and an inventory neither, whatever its match. Any
    other document may until an inventory that refers to it, or whose sums it is part of, is matched
    (the rows are locked first), and again once customs rejected that inventory, let it be
    withdrawn, or refused the document itself.
    """
    if noun == "paper":
        return None if take_back(document_id) else keeping.CUSTOMS_HAS_IT
    inventories = Inventory.objects.order_by("id")
    if noun == "inventory":
        inventories = inventories.filter(id=document_id)
    elif noun == "waybill":
        inventories = inventories.filter(
            logistics_no=head.logisticsNo, logistics_code=head.logisticsCode
        )
    else:
        inventories = inventories.filter(order_no__in=_orders_concerned(head))
    locked = list(inventories.select_for_update(no_key=True).values_list("id", flat=True))
    if noun == "inventory" and (there := _is_there(document_id)):
        return there
    again = Course.objects.filter(inventory_id__in=locked, status__in=OPEN_AGAIN)
    decisions = Decision.objects.filter(inventory_id__in=locked, outcome="matched").exclude(
        inventory_id__in=again.values("inventory_id")
    )
    if noun != "inventory":
        decisions = decisions.filter(
            Q(**{f"{noun}_id": document_id}) | Q(split__ids__contains=document_id)
        )
    matched = list(decisions.values_list("inventory_id", flat=True))
    if not matched:
        return None
    if noun != "inventory" and _is_refused_there(document_id, matched):
        return None
    through = Course.objects.filter(inventory_id__in=matched, status__in=THROUGH)
    return keeping.ALREADY_RELEASED if through.exists() else keeping.ALREADY_MATCHED


def _is_there(inventory_id: int) -> str | None:
    """The rule that keeps an inventory that customs has; None where it has not."""
    rows = Course.objects.filter(inventory_id=inventory_id, status__in=AT_CUSTOMS | THROUGH)
    status = rows.values_list("status", flat=True).first()
    if status is None:
        return None
    return keeping.ALREADY_RELEASED if status in THROUGH else keeping.ALREADY_MATCHED


def _is_refused_there(document_id: int, inventory_ids: list[int]) -> bool:
    """Whether customs will not have the document, and decided on none of these inventories."""
    newest = newest_dispatches([document_id]).get(document_id)
    if newest is None or newest.answer != REFUSED:
        return False
    decided = Course.objects.filter(inventory_id__in=inventory_ids, status__in=DECIDED_ON)
    return not decided.exists()


def _orders_concerned(head: Any) -> list[str]:
    """Numbers of the orders whose inventories a change of this order or payment concerns: its own,
    and those that say they share the payment."""
    found = {head.orderNo}
    if number := getattr(head, "payTransactionId", None):
        shared = Order.objects.filter(split__isnull=False, pay_transaction_id=number)
        found.update(shared.values_list("order_no", flat=True))
    return sorted(found)
