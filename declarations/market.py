"""Market purchases read: what a day knows of firms and orders, and the orders behind a record."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from declarations.models import MarketFirm, MarketRecord, Order
from declarations.rulebook import settings_on, tables_on
from declarations.rules.market import ORDER_UNKNOWN, MarketLaw
from enterprises.viewers import Viewer

EXPORT_ORDER = "CEB303"


@dataclass(frozen=True, slots=True)
class LinkedOrder:
    """An online order behind a record. ``order_id`` None: not sent here yet; ``is_open``: the
    reader may open it."""

    ebc_code: str
    order_no: str
    order_id: int | None
    is_open: bool


def law_on(day: date, orders: Collection[tuple[str, str]], firms: Collection[str]) -> MarketLaw:
    """What a day knows of these orders and firms. Two queries."""
    listed = MarketFirm.objects.filter(code__in=list(firms), valid_from__lte=day)
    in_force = listed.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))
    return MarketLaw(
        settings=settings_on(day),
        rates=tables_on(day).rmb_rates,
        firms=frozenset(in_force.values_list("code", flat=True)),
        known_orders=frozenset(known_orders(orders)),
    )


def known_orders(orders: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The export orders that are here, by seller's code and number."""
    wanted = set(orders)
    if not wanted:
        return {}
    rows = Order.objects.filter(kind=EXPORT_ORDER, order_no__in={number for _, number in wanted})
    found = rows.values_list("ebc_code", "order_no", "id")
    return {(seller, no): key for seller, no, key in found if (seller, no) in wanted}


def orders_of(record: MarketRecord, viewer: Viewer) -> list[LinkedOrder]:
    """The orders of a record as they stand now: one that came later is linked by itself."""
    rows = list(record.orders.order_by("id"))
    found = known_orders((row.ebc_code, row.order_no) for row in rows)
    visible = Order.objects.visible_to(viewer).filter(id__in=found.values())
    seen = set(visible.values_list("id", flat=True))
    return [
        LinkedOrder(row.ebc_code, row.order_no, key, key in seen)
        for row in rows
        for key in [found.get((row.ebc_code, row.order_no))]
    ]


def findings_now(record: MarketRecord, orders: Iterable[LinkedOrder]) -> list[dict[str, Any]]:
    """The kept findings without those about orders that have come since."""
    missing = {order.order_no for order in orders if order.order_id is None}
    return [
        finding
        for finding in record.findings
        if finding["code"] != ORDER_UNKNOWN
        or any(item["value"] in missing for item in finding["documents"])
    ]


def records_of_order(order_id: int, viewer: Viewer) -> list[MarketRecord]:
    """The market purchases that deliver an order, as far as the reader may see them."""
    order = Order.objects.filter(id=order_id, kind=EXPORT_ORDER).first()
    if order is None:
        return []
    rows = MarketRecord.objects.visible_to(viewer).filter(
        orders__ebc_code=order.ebc_code, orders__order_no=order.order_no
    )
    return list(rows.order_by("-id")[:20])
