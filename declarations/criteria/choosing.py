"""Which of the kept documents belong to an inventory: by its numbers, accepted ones only.

The choice depends on the set of candidates alone, never on the order in which they came.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple, TypeVar

from declarations.criteria.registry import EXPORT, IMPORT, KIND_OF
from declarations.facts import Bundle, InventoryFacts, OrderFacts, PaymentFacts, WaybillFacts

DECLARED = "2"
"""appStatus of a document that takes part; ``1`` is stored only."""

D = TypeVar("D", OrderFacts, PaymentFacts, WaybillFacts)


class Choice(NamedTuple):
    """The documents of an inventory; ``several`` payments of which none is meant leave it open."""

    order: OrderFacts | None
    payment: PaymentFacts | None
    waybill: WaybillFacts | None
    several: tuple[PaymentFacts, ...] = ()


class Candidates(NamedTuple):
    """What fits an inventory's numbers, declared or only stored, whatever its age."""

    orders: list[OrderFacts]
    payments: list[PaymentFacts]
    waybills: list[WaybillFacts]


def import_candidates(bundle: Bundle) -> Candidates:
    """Documents by ebpCode + orderNo and by logisticsCode + logisticsNo."""
    inventory = bundle.inventory
    number, platform = inventory.order_no, inventory.ebp_code
    return Candidates(
        [
            o
            for o in bundle.orders
            if o.order_no == number and o.ebp_code == platform and o.kind == "CEB311"
        ],
        [
            p
            for p in bundle.payments
            if p.order_no == number and p.ebp_code == platform and p.kind == "CEB411"
        ],
        _waybills(bundle, "CEB511"),
    )


def export_candidates(bundle: Bundle) -> Candidates:
    """Documents by ebcCode + orderNo and by logisticsCode + logisticsNo."""
    inventory = bundle.inventory
    number, seller = inventory.order_no, inventory.ebc_code
    return Candidates(
        [
            o
            for o in bundle.orders
            if o.order_no == number and o.ebc_code == seller and o.kind == "CEB303"
        ],
        [
            p
            for p in bundle.payments
            if p.order_no == number and p.ebc_code == seller and p.kind == "CEB403"
        ],
        _waybills(bundle, "CEB505"),
    )


CANDIDATES: dict[str, Callable[[Bundle], Candidates]] = {
    KIND_OF[IMPORT]["inventory"]: import_candidates,
    KIND_OF[EXPORT]["inventory"]: export_candidates,
}
"""How the candidates of an inventory are found, by its kind."""


def _waybills(bundle: Bundle, kind: str) -> list[WaybillFacts]:
    number, carrier = bundle.inventory.logistics_no, bundle.inventory.logistics_code
    return [
        w
        for w in bundle.waybills
        if w.logistics_no == number and w.logistics_code == carrier and w.kind == kind
    ]


def choose(
    inventory: InventoryFacts, found: Candidates, *, payment_required: bool, window: timedelta
) -> Choice:
    """The documents that take part: declared ones, the waybill not too far away in time."""
    order = _newest(found.orders)
    waybill = nearest_waybill(inventory, found.waybills, window)
    if not payment_required:
        return Choice(order, None, waybill)
    payment, several = _payment(order, [p for p in found.payments if p.app_status == DECLARED])
    return Choice(order, payment, waybill, several)


def _newest(documents: list[OrderFacts]) -> OrderFacts | None:
    declared = [d for d in documents if d.app_status == DECLARED]
    return max(declared) if declared else None


def _payment(
    order: OrderFacts | None, declared: list[PaymentFacts]
) -> tuple[PaymentFacts | None, tuple[PaymentFacts, ...]]:
    """The payment that the order names; the only one there is; or none and the several in doubt.

    Of several payments none can be meant before the order is there to name it.
    """
    if len(declared) <= 1:
        return (declared[0] if declared else None), ()
    if order is None:
        return None, tuple(sorted(declared))
    named = [
        p
        for p in declared
        if (not order.pay_code or p.pay_code == order.pay_code)
        and (not order.pay_transaction_id or p.pay_transaction_id == order.pay_transaction_id)
    ]
    if len(named) == 1:
        return named[0], ()
    return None, tuple(sorted(named))


def nearest_waybill(
    inventory: InventoryFacts, waybills: list[WaybillFacts], window: timedelta
) -> WaybillFacts | None:
    """The declared waybill that arrived nearest to the inventory, at most ``window`` away.

    Waybill numbers come again after six months: nearest in time is the newest one before the
    inventory, or the one that follows it. One that names the inventory's order goes before.
    """
    if not waybills:
        return None
    arrived = inventory.received_at
    near = [
        (w.order_no != inventory.order_no, abs(w.received_at - arrived), -w.id, w)
        for w in waybills
        if w.app_status == DECLARED and abs(w.received_at - arrived) <= window
    ]
    return min(near)[-1] if near else None
