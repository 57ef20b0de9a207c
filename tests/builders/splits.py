"""Declarations whose order is paid or sent in parts, as matching sees them."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from declarations.facts import Bundle, LineFacts, OrderFacts, Parcel, PaymentFacts, Splits
from tests.builders.bundles import Declaration, an_import, line


def paid_by(*amounts: str, mark: str | None = None, names: str | None = None) -> Bundle:
    """An import whose order (349.12) has these payments; ``names`` one in the order."""
    whole = an_import().change("order", split=mark, pay_transaction_id=names)
    assert whole.payment
    payments = (
        whole.payment._replace(id=20 + n, pay_transaction_id=f"PAY-{n}", amount_paid=Decimal(text))
        for n, text in enumerate(amounts, 1)
    )
    return replace(whole.bundle(), payments=tuple(payments))


def order_of_group(number: int, amount: str, mark: str | None = "orders:3") -> OrderFacts:
    """One of the orders that payment PAY-1 pays."""
    order = an_import().order
    assert order
    return order._replace(
        id=100 + number,
        order_no=f"SO-2026-{number}",
        actural_paid=Decimal(amount),
        split=mark,
    )


def shared_payment(paid: str, *, order_no: str = "SO-2026-1") -> PaymentFacts:
    """Payment PAY-1, which names one of the orders that it pays."""
    payment = an_import().payment
    assert payment
    return payment._replace(amount_paid=Decimal(paid), order_no=order_no)


def in_group(own: int, orders: Iterable[OrderFacts], payments: Iterable[PaymentFacts]) -> Bundle:
    """The declaration of the order with number ``own`` among orders that share a payment."""
    orders, payments = tuple(orders), tuple(payments)
    (order,) = [one for one in orders if one.order_no == f"SO-2026-{own}"]
    whole = an_import()._replace(order=order, payment=None)
    whole = whole.change("inventory", order_no=order.order_no)
    whole = whole.change("waybill", order_no=order.order_no)
    named = tuple(p for p in payments if p.order_no == order.order_no)
    return replace(whole.bundle(), payments=named, splits=Splits(orders, payments))


def parcel(number: int, of: int, quantities: dict[int, str], *, base: Declaration) -> Parcel:
    """A parcel that holds some quantity (at 80 each) of each of these lines."""
    assert base.waybill
    inventory = base.inventory._replace(
        id=200 + number,
        cop_no=f"COP-{number}",
        logistics_no=f"YD-{number}",
        split=f"parcel:{number}/{of}",
    )
    lines = tuple(
        held(gnum, quantity, base.order_lines) for gnum, quantity in sorted(quantities.items())
    )
    return Parcel(inventory, lines)


def held(gnum: int, quantity: str, ordered: Iterable[LineFacts]) -> LineFacts:
    """A line of a parcel: like the order's, but for quantity and total."""
    like = next((one for one in ordered if one.gnum == gnum), line(gnum))
    amount = Decimal(quantity)
    return like._replace(qty=amount, total_price=amount * like.price)


def in_parcels(own: int, parcels: Iterable[Parcel], *, base: Declaration) -> Bundle:
    """The declaration of the parcel with number ``own`` among its siblings."""
    parcels = tuple(parcels)
    (mine,) = [p for p in parcels if p.inventory.cop_no == f"COP-{own}"]
    whole = base._replace(inventory=mine.inventory, lines=mine.lines)
    whole = whole.change("waybill", logistics_no=mine.inventory.logistics_no)
    return replace(whole.bundle(), splits=Splits(parcels=parcels))
