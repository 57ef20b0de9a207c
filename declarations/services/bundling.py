"""Facts read back in bulk: which inventories some work touches, and what belongs to each."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from declarations.facts import (
    NO_SPLITS,
    Bundle,
    InventoryFacts,
    LineFacts,
    OrderFacts,
    Parcel,
    PaymentFacts,
    Splits,
    WaybillFacts,
)
from declarations.models import Work

Facts = TypeVar("Facts", InventoryFacts, OrderFacts, PaymentFacts, WaybillFacts)


def _columns(facts: Any) -> str:
    """Hashes are read as text: making UUID objects would cost more than comparing them."""
    return ", ".join(f"{name}::text" if name.endswith("_hash") else name for name in facts._fields)


_ORDER_LINE = "document_id, gnum, item_name, qty, unit, price, total_price, currency, country"
_INVENTORY_LINE = "document_id, gnum, gname, qty, unit, price, total_price, currency, country"


_MARKED = " AND split IS NOT NULL"


@dataclass(slots=True)
class _Touched:
    """What work names: inventories by id, and the numbers by which others may be concerned."""

    ids: set[int] = field(default_factory=set)
    orders: set[str] = field(default_factory=set)
    waybills: set[str] = field(default_factory=set)
    transactions: set[str] = field(default_factory=set)


def use_indexes(cursor: Any) -> None:
    """Make this transaction look up by index only.

    All its look-ups are by indexed numbers. On young tables without statistics the planner takes
    a sequential scan for them (measured: 5.5 ms instead of 0.1 ms for a hundred numbers).
    """
    cursor.execute("SET LOCAL enable_seqscan = off")


def lock_touched(cursor: Any, work: Sequence[Work]) -> list[int]:
    """Ids of the inventories that the work touches, locked in their order.

    An order belongs to one inventory only (its key says so), so an order that came together with
    its inventory needs no look-up unless that is one parcel of several; waybills are always looked
    up, and the orders that share a payment.
    """
    touched = _Touched()
    for row in work:
        if row.touched:
            touched.orders.update(row.touched["orders"])
            touched.waybills.update(row.touched["waybills"])
            touched.ids.update(row.touched["documents"])
            touched.transactions.update(row.touched.get("transactions", ()))
        if row.last_id >= row.first_id:
            _collect(cursor, row.first_id, row.last_id, touched)
    cursor.execute(
        "SELECT id FROM declarations_inventory WHERE order_no = ANY(%s)"
        " UNION ALL SELECT id FROM declarations_inventory WHERE logistics_no = ANY(%s)"
        " UNION ALL SELECT own.id FROM declarations_order AS shared"
        " JOIN declarations_inventory AS own ON own.order_no = shared.order_no"
        " WHERE shared.split IS NOT NULL AND shared.pay_transaction_id = ANY(%s)",
        [list(touched.orders), list(touched.waybills), list(touched.transactions)],
    )
    touched.ids.update(row[0] for row in cursor.fetchall())
    cursor.execute(
        "SELECT id FROM declarations_inventory WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
        [list(touched.ids)],
    )
    return [row[0] for row in cursor.fetchall()]


def _collect(cursor: Any, first: int, last: int, touched: _Touched) -> None:
    between = "WHERE id BETWEEN %s AND %s"
    cursor.execute(
        f"SELECT id, order_no, split FROM declarations_inventory {between}", [first, last]
    )
    own: set[str] = set()
    for identifier, order_no, split in cursor.fetchall():
        touched.ids.add(identifier)
        if split is None:
            own.add(order_no)
        else:
            touched.orders.add(order_no)
    cursor.execute(
        "SELECT order_no, CASE WHEN split IS NOT NULL THEN pay_transaction_id END"
        f" FROM declarations_order {between}"
        f" UNION ALL SELECT order_no, pay_transaction_id FROM declarations_payment {between}",
        [first, last, first, last],
    )
    for order_no, transaction in cursor.fetchall():
        if order_no not in own:
            touched.orders.add(order_no)
        if transaction is not None:
            touched.transactions.add(transaction)
    cursor.execute(f"SELECT logistics_no FROM declarations_waybill {between}", [first, last])
    touched.waybills.update(row[0] for row in cursor.fetchall())


def read_bundles(cursor: Any, inventory_ids: list[int]) -> list[Bundle]:
    """A bundle for each inventory, read in statements that start after the locks were taken."""
    inventories = _read(cursor, InventoryFacts, "inventory", "id", inventory_ids)
    order_numbers = list({i.order_no for i in inventories})
    orders = _read(cursor, OrderFacts, "order", "order_no", order_numbers)
    payments = _read(cursor, PaymentFacts, "payment", "order_no", order_numbers)
    waybill_numbers = list({i.logistics_no for i in inventories})
    waybills = _read(cursor, WaybillFacts, "waybill", "logistics_no", waybill_numbers)
    own_lines = _read_lines(cursor, "inventory", _INVENTORY_LINE, inventory_ids)
    order_lines = _read_lines(cursor, "order", _ORDER_LINE, [o.id for o in orders])
    splits_of = _splits(cursor, inventories, orders)
    orders_of = _by(orders, lambda order: order.order_no)
    payments_of = _by(payments, lambda payment: payment.order_no)
    waybills_of = _by(waybills, lambda waybill: waybill.logistics_no)
    return [
        Bundle(
            inventory=inventory,
            lines=tuple(own_lines[inventory.id]),
            orders=orders_of.get(inventory.order_no, ()),
            order_lines=order_lines,
            payments=payments_of.get(inventory.order_no, ()),
            waybills=waybills_of.get(inventory.logistics_no, ()),
            splits=splits_of(inventory) if splits_of else NO_SPLITS,
        )
        for inventory in inventories
    ]


def _splits(
    cursor: Any, inventories: list[InventoryFacts], orders: list[OrderFacts]
) -> Callable[[InventoryFacts], Splits] | None:
    """What else belongs to orders that are paid or sent in parts; None, and no statement, where
    none of these is."""
    marked = [order for order in orders if order.split is not None]
    numbers = list({one.order_no for one in inventories if one.split is not None})
    if not marked and not numbers:
        return None
    named: dict[str, set[str]] = defaultdict(set)
    for order in marked:
        if order.pay_transaction_id:
            named[order.order_no].add(order.pay_transaction_id)
    transactions = list(set().union(*named.values()))
    shared = _read(cursor, OrderFacts, "order", "pay_transaction_id", transactions, marked=True)
    payments = _read(cursor, PaymentFacts, "payment", "pay_transaction_id", transactions)
    siblings = _read(cursor, InventoryFacts, "inventory", "order_no", numbers, marked=True)
    lines = _read_lines(cursor, "inventory", _INVENTORY_LINE, [one.id for one in siblings])
    parcels = _by(siblings, lambda one: one.order_no)

    def splits_of(inventory: InventoryFacts) -> Splits:
        own = named.get(inventory.order_no, ())
        return Splits(
            tuple(order for order in shared if order.pay_transaction_id in own),
            tuple(payment for payment in payments if payment.pay_transaction_id in own),
            tuple(Parcel(one, lines[one.id]) for one in parcels.get(inventory.order_no, ())),
        )

    return splits_of


def _read(
    cursor: Any,
    facts: type[Facts],
    noun: str,
    column: str,
    values: list[Any],
    *,
    marked: bool = False,
) -> list[Facts]:
    cursor.execute(
        f"SELECT {_columns(facts)} FROM declarations_{noun}"
        f" WHERE {column} = ANY(%s){_MARKED if marked else ''} ORDER BY id",
        [values],
    )
    return [facts._make(row) for row in cursor.fetchall()]


def _read_lines(
    cursor: Any, noun: str, columns: str, ids: list[int]
) -> defaultdict[int, tuple[LineFacts, ...]]:
    cursor.execute(
        f"SELECT {columns} FROM declarations_{noun}_line WHERE document_id = ANY(%s)"
        " ORDER BY document_id, gnum",
        [ids],
    )
    found: dict[int, list[LineFacts]] = defaultdict(list)
    for document_id, *line in cursor.fetchall():
        found[document_id].append(LineFacts._make(line))
    lines: defaultdict[int, tuple[LineFacts, ...]] = defaultdict(tuple)
    lines.update((document_id, tuple(rows)) for document_id, rows in found.items())
    return lines


def _by(rows: Iterable[Facts], number_of: Callable[[Facts], str]) -> dict[str, tuple[Facts, ...]]:
    grouped: dict[str, list[Facts]] = defaultdict(list)
    for row in rows:
        grouped[number_of(row)].append(row)
    return {number: tuple(same) for number, same in grouped.items()}
