"""What tests of returns share: a released declaration, its return, customs' word on it."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from declarations.messages.catalogue import KINDS
from declarations.messages.receipts import build_receipts, receipt_record
from declarations.models import Course, CourseStep, Inventory, InventoryLine, Paper, Return
from declarations.rulebook import day_of
from declarations.services.events import place_events
from declarations.services.receiving import Taken, receive_receipts
from declarations.services.returns.hearing import follow_returns
from tests.builders.documents import Document, changed, lines_of
from tests.builders.papers import paper
from tests.builders.series import new_series
from tests.integration.customs.conftest import GUID, matched
from tests.integration.declarations.conftest import Desk

RECEIPT_OF = {"CEB213": "CEB214", "CEB625": "CEB626", "CEB215": "CEB216"}


def released(
    desk: Desk, number: int = 0, *, days_ago: int = 0, status: str = "800", **options: Any
) -> Inventory:
    """An inventory that customs released so many days ago (or let stand in another status)."""
    inventory = matched(desk, number, **options)
    at = timezone.now() - timedelta(days=days_ago)
    Course.objects.update_or_create(
        inventory_id=inventory.id,
        defaults={
            "status": status,
            "status_at": at,
            "said_at": at,
            "invt_no": f"4001{inventory.id % 10**14:014d}",
            "steps": 1,
        },
    )
    CourseStep.objects.create(
        inventory_id=inventory.id, number=1000, source="120", target=status, at=at
    )
    return inventory


def number_of(inventory: Inventory) -> str:
    return Course.objects.get(inventory_id=inventory.id).invt_no


def application(
    inventory: Inventory,
    firm: str,
    quantities: dict[int, str] | None = None,
    **head: Any,
) -> Document:
    """A return of an inventory: of everything, or of the quantities by gnum."""
    kind = "CEB625" if inventory.kind == "CEB621" else "CEB213"
    lines = {line.gnum: line for line in InventoryLine.objects.filter(document_id=inventory.id)}
    asked = quantities or {gnum: format(line.qty, "f") for gnum, line in lines.items()}
    same = {
        "invtNo": number_of(inventory),
        "customsCode": inventory.customs_code,
        "logisticsNo": inventory.logistics_no,
    }
    if kind == "CEB625":
        same["orderNo"] = inventory.order_no
    else:
        same |= {"tradeMode": "1261" if inventory.trade_mode == "1210" else "9661"}
    made = paper(kind, firm, series=new_series("P", length=6), lines=len(asked), **(same | head))
    for line, (gnum, quantity) in zip(lines_of(made), asked.items(), strict=True):
        declared = lines[gnum]
        line |= {
            "gnum": gnum,
            "gcode": declared.gcode,
            "gname": declared.gname,
            "qty": quantity,
            "unit": declared.unit,
        }
        if kind == "CEB213":
            share = Decimal(quantity) / declared.qty
            line |= {
                "gmodel": declared.gmodel,
                "qty1": format((declared.qty1 * share).quantize(Decimal("0.00001")), "f"),
                "unit1": declared.unit1,
            }
            line.pop("qty2", None)
            line.pop("unit2", None)
    return made


def of(document: Document) -> Return:
    """The return of an application that was sent."""
    kind = KINDS[document["type"]]
    number = document[kind.json_head][kind.key[-1]]
    found: Return = Return.objects.get(number=number)
    return found


def customs_says(
    given: Return | Paper, status: str, at: datetime | None = None, info: str = "说明"
) -> Taken:
    """Customs says something of a return (or a tally), and the follower works it in."""
    row = Paper.objects.get(id=given.id)
    kind = KINDS[RECEIPT_OF[row.kind]]
    values = {
        "agentCode": row.data.get("agentCode", ""),
        "ebcCode": row.data.get("ebcCode", ""),
        "ebpCode": row.data.get("ebpCode", ""),
        "operatorCode": row.data.get("operatorCode", ""),
        "logisticsCode": row.logistics_code or "",
        "logisticsNo": row.logistics_no or "",
        "copNo": row.cop_no or "",
        "coElNo": row.cop_no or "",
        "invtNo": row.invt_no or "",
        "preNo": "B20260101000000001",
    }
    known = {name: value for name, value in values.items() if name in kind.head_elements}
    record = receipt_record(
        kind, known, guid=GUID, status=status, at=at or timezone.now(), info=info
    )
    taken = receive_receipts(build_receipts(kind, [record], guid=GUID), at=timezone.now())
    follow()
    return taken


def follow() -> int:
    """The follower of returns does what is due."""
    place_events()
    return follow_returns(seconds=30, at=timezone.now())


def today() -> Any:
    return day_of(timezone.now())


__all__ = ["application", "changed", "customs_says", "follow", "number_of", "of", "released"]
