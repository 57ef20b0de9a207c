"""Which of the kept documents belong to an inventory: by its numbers, declared ones only.

The choice depends on the set of candidates alone, never on the order in which they came.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from declarations.facts import Bundle, InventoryFacts, OrderFacts, PaymentFacts, WaybillFacts

DECLARED = "2"
"""appStatus of a document that takes part; ``1`` is stored only."""


class Candidates(NamedTuple):
    """What fits an inventory's numbers, declared or only stored, whatever its age."""

    orders: list[OrderFacts]
    payments: list[PaymentFacts]
    waybills: list[WaybillFacts]


class Choice(NamedTuple):
    """The documents of an inventory; ``several`` payments of which none is meant leave it open."""

    order: OrderFacts | None
    payment: PaymentFacts | None
    waybill: WaybillFacts | None
    several: tuple[PaymentFacts, ...] = ()


class Chooser(NamedTuple):
    """By which numbers the documents of a direction belong to an inventory."""

    order: Callable[[InventoryFacts, OrderFacts], bool]
    payment: Callable[[InventoryFacts, PaymentFacts], bool]
    waybill: Callable[[InventoryFacts, WaybillFacts], bool]

    def candidates(self, bundle: Bundle) -> Candidates:
        """Everything that fits the inventory's numbers."""
        inventory = bundle.inventory
        return Candidates(
            [order for order in bundle.orders if self.order(inventory, order)],
            [payment for payment in bundle.payments if self.payment(inventory, payment)],
            [waybill for waybill in bundle.waybills if self.waybill(inventory, waybill)],
        )


def _import_order(inventory: InventoryFacts, order: OrderFacts) -> bool:
    return (
        order.order_no == inventory.order_no
        and order.ebp_code == inventory.ebp_code
        and order.kind == "CEB311"
    )


def _import_payment(inventory: InventoryFacts, payment: PaymentFacts) -> bool:
    return (
        payment.order_no == inventory.order_no
        and payment.ebp_code == inventory.ebp_code
        and payment.kind == "CEB411"
    )


def _import_waybill(inventory: InventoryFacts, waybill: WaybillFacts) -> bool:
    return (
        waybill.logistics_no == inventory.logistics_no
        and waybill.logistics_code == inventory.logistics_code
        and waybill.kind == "CEB511"
    )


def _export_order(inventory: InventoryFacts, order: OrderFacts) -> bool:
    return (
        order.order_no == inventory.order_no
        and order.ebc_code == inventory.ebc_code
        and order.kind == "CEB303"
    )


def _export_payment(inventory: InventoryFacts, payment: PaymentFacts) -> bool:
    return (
        payment.order_no == inventory.order_no
        and payment.ebc_code == inventory.ebc_code
        and payment.kind == "CEB403"
    )


def _export_waybill(inventory: InventoryFacts, waybill: WaybillFacts) -> bool:
    return (
        waybill.logistics_no == inventory.logistics_no
        and waybill.logistics_code == inventory.logistics_code
        and waybill.kind == "CEB505"
    )


CHOOSERS = {
    "CEB621": Chooser(_import_order, _import_payment, _import_waybill),
    "CEB603": Chooser(_export_order, _export_payment, _export_waybill),
}
"""How the documents of an inventory are found, by its kind."""


def choose(
    inventory: InventoryFacts, found: Candidates, *, payment_required: bool, window: timedelta
) -> Choice:
    """The documents that take part: declared ones, the waybill at most ``window`` away in time."""
    order = _newest([order for order in found.orders if order.app_status == DECLARED])
    waybill = _nearest(inventory, found.waybills, window)
    if not payment_required:
        return Choice(order, None, waybill)
    payment, several = _meant(order, [p for p in found.payments if p.app_status == DECLARED])
    return Choice(order, payment, waybill, several)


def is_near(inventory: InventoryFacts, waybill: WaybillFacts, window: timedelta) -> bool:
    """Whether both were first accepted within ``window``: else the waybill is another parcel's."""
    return abs(waybill.received_at - inventory.received_at) <= window


def _newest(declared: list[OrderFacts]) -> OrderFacts | None:
    return max(declared, key=lambda order: order.id, default=None)


def _meant(
    order: OrderFacts | None, declared: list[PaymentFacts]
) -> tuple[PaymentFacts | None, tuple[PaymentFacts, ...]]:
    """The only payment there is; the one that the order names; or none, and those in doubt.

    Of several payments none can be meant before the order is there to name it.
    """
    if len(declared) == 1:
        return declared[0], ()
    if order is None:
        return None, tuple(declared)
    named = [
        payment
        for payment in declared
        if (not order.pay_code or payment.pay_code == order.pay_code)
        and order.pay_transaction_id in (None, "", payment.pay_transaction_id)
    ]
    if len(named) == 1:
        return named[0], ()
    return None, tuple(named)


def _nearest(
    inventory: InventoryFacts, waybills: list[WaybillFacts], window: timedelta
) -> WaybillFacts | None:
    """The declared waybill that arrived nearest to the inventory.

    Waybill numbers come again after six months: nearest in time is the newest one before the
    inventory, or the one that follows it. One that names the inventory's order goes before.
    """
    near = [w for w in waybills if w.app_status == DECLARED and is_near(inventory, w, window)]
    return min(
        near,
        key=lambda w: (
            w.order_no != inventory.order_no,
            abs(w.received_at - inventory.received_at),
            -w.id,
        ),
        default=None,
    )
