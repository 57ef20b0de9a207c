"""Applying for a return from a released inventory: the paper is built here and taken by intake.

What people and programs send as CEB625 or CEB213 themselves goes the same way; only the writing is
done for them. Personal values come from the original, sealed as they are, and are never shown.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.utils.timezone import localtime

from declarations.facts import Judged, Sender
from declarations.messages.catalogue import KINDS
from declarations.models import Inventory, InventoryLine
from declarations.returns import Offer, mode_of, offer_of
from declarations.rulebook import day_of
from declarations.rules.return_terms import IMPORT
from declarations.services.checking import check_only
from declarations.services.entry.judging import to_lines
from declarations.services.intake import receive
from declarations.services.sources import NDJSON
from declarations.stored import load
from enterprises.facts import EnterpriseFacts
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer

SAME: Final = {
    IMPORT: (
        "customsCode", "orderNo", "ebpCode", "ebpName", "ebcCode", "ebcName", "logisticsNo",
        "logisticsCode", "logisticsName", "buyerIdType", "buyerIdNumber", "buyerName",
        "buyerTelephone",
    ),
    "CEB213": (
        "customsCode", "loctNo", "ebpCode", "ebpName", "ebcCode", "ebcName", "logisticsNo",
        "logisticsCode", "logisticsName", "billNo", "trafMode", "trafName", "voyageNo",
        "portCode", "country",
    ),
}  # fmt: skip
"""Elements that a return takes over from its original; those of the way back may be others."""

CHOSEN: Final = {
    IMPORT: ("note",),
    "CEB213": (
        "customsCode", "loctNo", "logisticsNo", "logisticsCode", "logisticsName", "billNo",
        "trafMode", "trafName", "voyageNo", "portCode", "country", "note",
    ),
}  # fmt: skip
"""Elements that may be given instead: an export comes back another way than it went."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be returned: quantities by gnum, why, under which number of the firm's own.

    ``head`` holds further elements by their official names (see ``CHOSEN``).
    """

    quantities: Mapping[int, Decimal]
    reason: str
    number: str
    head: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of it: the verdict of intake with its findings, and the paper where it is
    kept. Nothing is kept of a rehearsal."""

    verdict: str
    findings: list[dict[str, Any]]
    return_id: int | None = None
    submission_id: int | None = None


def new_number(at: datetime) -> str:
    """A number for a return: the moment, and a little chance (at most 20 characters)."""
    return f"TH{localtime(at):%y%m%d%H%M%S}{uuid.uuid4().hex[:4].upper()}"


def prefilled(inventory_id: int, viewer: Viewer, *, at: datetime) -> tuple[Offer, dict[str, str]]:
    """What may be returned of an inventory, and what the way back of an export begins with.

    :raises Refusal: 404 ``return_original_unknown``.
    """
    inventory = _original(inventory_id, viewer)
    offer = offer_of(inventory, on=day_of(at))
    head = _head_of(inventory)
    names = CHOSEN[offer.kind]
    return offer, {name: str(getattr(head, name, None) or "") for name in names if name != "note"}


def apply_for_return(
    *,
    inventory_id: int,
    viewer: Viewer,
    firm: EnterpriseFacts,
    wish: Wish,
    at: datetime,
    sender: Sender,
    rehearse: bool = False,
) -> Applied:
    """Send the return of an inventory for a firm; ``rehearse`` only checks it.

    The same number with the same content is a duplicate: pressing twice applies once.

    :raises Refusal: 404 ``return_original_unknown``; 409 ``return_without_number`` where customs
        has not numbered the original; 422 ``return_of_nothing``.
    """
    inventory = _original(inventory_id, viewer)
    offer = offer_of(inventory, on=day_of(at))
    if not offer.invt_no:
        raise Refusal(
            "return_without_number",
            409,
            "海关尚未给出清单编号，不能申请退货。",
            "Customs has not numbered this inventory: nothing can be returned yet.",
        )
    quantities = {gnum: amount for gnum, amount in wish.quantities.items() if amount}
    if not quantities:
        raise Refusal(
            "return_of_nothing",
            422,
            "请至少填写一项商品的退货数量。",
            "Give the quantity of one line at least.",
        )
    document = _document(offer, wish, quantities, firm, at)
    (line,) = to_lines([document])
    if rehearse:
        checked = check_only([line], content_type=NDJSON, announced=len(line), by=sender, at=at)
        (told,) = checked.judged
        return Applied(told.verdict, told.findings)
    received = receive([line], content_type=NDJSON, announced=len(line), by=sender, at=at)
    judged: Judged = received.judged[0]
    return Applied(
        judged.verdict, judged.findings, judged.document_id or None, received.submission.id
    )


def _original(inventory_id: int, viewer: Viewer) -> Any:
    found = Inventory.objects.open_to(viewer).filter(id=inventory_id).first()
    if found is None:
        raise Refusal(
            "return_original_unknown",
            404,
            "没有这份清单，或本企业不能就其申请退货。",
            "There is no such inventory, or your firm cannot return its goods.",
        )
    return found


def _head_of(inventory: Any) -> Any:
    record = load(inventory.kind, inventory.id)
    if record is None:
        raise AssertionError("an inventory without its record")
    return record.head


def _document(
    offer: Offer,
    wish: Wish,
    quantities: Mapping[int, Decimal],
    firm: EnterpriseFacts,
    at: datetime,
) -> dict[str, Any]:
    kind, theirs = KINDS[offer.kind], _head_of(offer.inventory)
    head = {name: value for name in SAME[offer.kind] if (value := getattr(theirs, name, None))}
    head |= {name: wish.head[name] for name in CHOSEN[offer.kind] if wish.head.get(name)}
    head |= {
        "guid": str(uuid.uuid4()).upper(),
        "appType": "1",
        "appTime": f"{localtime(at):%Y%m%d%H%M%S}",
        "appStatus": "2",
        "invtNo": offer.invt_no,
        "agentCode": firm.code,
        "agentName": firm.name,
        "reason": wish.reason,
        kind.key[-1]: wish.number,
    }
    if offer.kind != IMPORT:
        head |= {"tradeMode": mode_of(offer.inventory), "ieFlag": "I"}
    rows = {line.gnum: line for line in _lines(offer)}
    lines = [_line(offer.kind, gnum, amount, rows.get(gnum)) for gnum, amount in quantities.items()]
    return {"type": kind.code, kind.json_head: head, str(kind.list_element): lines}


def _lines(offer: Offer) -> list[InventoryLine]:
    return list(InventoryLine.objects.filter(document_id=offer.inventory.id).order_by("gnum"))


def _line(kind: str, gnum: int, amount: Decimal, row: InventoryLine | None) -> dict[str, Any]:
    """A line as declared, with the returned part of its quantities."""
    if row is None:
        return {"gnum": gnum, "gcode": "", "gname": "", "qty": amount, "unit": ""}
    line: dict[str, Any] = {
        "gnum": gnum,
        "gcode": row.gcode,
        "gname": row.gname,
        "qty": amount,
        "unit": row.unit,
    }
    if kind != IMPORT:
        share = amount / row.qty
        line |= {"gmodel": row.gmodel, "qty1": _part(row.qty1, share), "unit1": row.unit1}
        if row.qty2 is not None and row.unit2:
            line |= {"qty2": _part(row.qty2, share), "unit2": row.unit2}
    return line


def _part(quantity: Decimal, share: Decimal) -> Decimal:
    return min(quantity, (quantity * share).quantize(Decimal("0.00001")))
