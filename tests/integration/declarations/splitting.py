"""Orders in several payments or parcels, as documents."""

import itertools
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from declarations.models import Decision, Inventory
from tests.builders.documents import Document, changed, head_of, lines_of
from tests.integration.declarations.conftest import Desk

GUIDS = itertools.count(1)
"""Of documents beside those of a set."""


def outcome_of(desk: Desk, inventory: Document) -> tuple[str, list[str], list[str]]:
    """Outcome, what it waits for, and codes of one inventory."""
    number = head_of(inventory)["copNo"]
    decision = decision_of(desk, number)
    return decision.outcome, decision.waiting_for or [], decision.codes or []


def decision_of(desk: Desk, cop_no: str) -> Decision:
    row = Inventory.objects.get(sender_id=desk.firm.id, cop_no=cop_no)
    return Decision.objects.get(inventory_id=row.id)


def renamed(desk: Desk, document: Document, number: int, **values: Any) -> Document:
    """A copy of an inventory or waybill that is a document of its own."""
    own = {
        "inventory": {"copNo": f"{desk.series}C{number}", "logisticsNo": f"{desk.series}Y{number}"},
        "waybill": {"logisticsNo": f"{desk.series}Y{number}"},
    }
    noun = "inventory" if "621" in document["type"] else "waybill"
    guid = f"00000000-0000-4000-8000-{next(GUIDS):012x}"
    return changed(document, **own[noun], guid=guid, **values)


def shared(lines: list[dict[str, Any]], part: int, of: int) -> list[dict[str, Any]]:
    """What parcel ``part`` holds: a tenth of each line, the last one all the rest."""
    kept = []
    for line in lines:
        quantity, price = Decimal(str(line["qty"])), Decimal(str(line["price"]))
        tenth = quantity / 10
        own = tenth if part < of else quantity - tenth * (of - 1)
        kept.append({**line, "qty": str(own), "totalPrice": str(own * price)})
    return kept


def in_parcels(desk: Desk, of: int = 2, number: int = 0) -> list[Document]:
    """Order, payment, and waybill and inventory of each parcel."""
    whole = desk.set(number)
    documents = [whole["order"], whole["payment"]]
    for part in range(1, of + 1):
        name = number * 10 + part
        inventory = renamed(desk, whole["inventory"], name, note=f"[分包裹:{part}/{of}]")
        inventory["InventoryList"] = shared(lines_of(inventory), part, of)
        documents += [renamed(desk, whole["waybill"], name), inventory]
    return documents


def paid_in_two(desk: Desk, mark: str | None = "[分笔支付:2]", number: int = 0) -> list[Document]:
    """A set whose payment comes in two: 10.00 and the rest."""
    whole = desk.set(number)
    paid = Decimal(str(head_of(whole["payment"])["amountPaid"]))
    order = changed(whole["order"], payTransactionId=None, note=mark or "无")
    first = changed(whole["payment"], amountPaid="10.00")
    second = changed(
        whole["payment"],
        amountPaid=str(paid - 10),
        payTransactionId=f"{desk.series}P{number}",
        guid=f"00000000-0000-4000-8000-{next(GUIDS):012x}",
    )
    return [order, first, second, whole["waybill"], whole["inventory"]]


def sharing(desk: Desk, of: int = 2, first: int = 0) -> list[Document]:
    """Sets that one payment pays: their orders name it, and it names the first."""
    sets = [desk.set(first + n) for n in range(of)]
    number = head_of(sets[0]["payment"])["payTransactionId"]
    paid = sum(Decimal(str(head_of(one["order"])["acturalPaid"])) for one in sets)
    buyer = ("buyerName", "buyerIdNumber", "buyerTelephone")
    like = {name: head_of(sets[0]["order"])[name] for name in buyer}
    documents = [changed(sets[0]["payment"], amountPaid=str(paid))]
    for one in sets:
        documents += [
            changed(one["order"], payTransactionId=number, note=f"[合并支付:{of}]", **like),
            one["waybill"],
            changed(one["inventory"], **like),
        ]
    return documents


def inventories(documents: list[Document]) -> list[Document]:
    return [document for document in documents if "InventoryList" in document]


CASES: dict[str, Callable[[Desk], list[Document]]] = {
    "parcels": in_parcels,
    "payments": paid_in_two,
    "unmarked payments": lambda desk: paid_in_two(desk, None),
    "shared payment": sharing,
}
