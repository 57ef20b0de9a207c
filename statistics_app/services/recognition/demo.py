"""Exports of the demo zone that give recognition something to do: invented, sent in as any other.

Wholesale declared as retail, with and without a company named as the buyer, a sample of a B2B order
and the same buyer again: some of it stays doubtful until somebody decides.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.utils import timezone

from declarations.facts import Sender
from declarations.models import Inventory
from declarations.services.intake import receive
from declarations.services.sources import NDJSON
from declarations.simulation.actors import TROUPES, Troupe
from declarations.simulation.deal import Document, Firm
from declarations.simulation.scenario import Scenario
from enterprises.selectors import Register
from enterprises.services.demo import refuse_unless_demo
from enterprises.services.demo_zone import demo_applicant

SERIES: Final = "B2BDEMO"
COMPANY: Final = "BUYER: NORDLICHT HANDEL GMBH; VAT DE811234567"


class Case(NamedTuple):
    """An export: its mode, the pieces of its one line, and the remark on its order."""

    mode: str
    pieces: int
    remark: str = ""


CASES: Final = (
    Case("9610", 120),
    Case("9610", 60),
    Case("9610", 80, COMPANY),
    Case("9610", 90, COMPANY),
    Case("9610", 3, COMPANY),
    Case("9610", 2),
    Case("9710", 200, "BUYER: SAKURA TRADING LIMITED"),
    Case("9710", 1),
    Case("9810", 150),
    Case("9610", 64, "DS B2B EXPORT"),
)


def load_demo(*, at: datetime) -> int:
    """Send what is missing; returns how many declarations were sent.

    :raises PortalError: ``demo_is_off``.
    """
    refuse_unless_demo()
    if Inventory.objects.filter(cop_no__startswith=SERIES).exists():
        return 0
    start = timezone.localtime(at).replace(tzinfo=None) - timedelta(days=len(CASES))
    register = Register()
    for troupe, documents in _sets(start):
        for noun in ("order", "waybill", "inventory"):
            code = demo_applicant(troupe.sender_of(noun)).code
            firm = register.get(code)
            if firm is None:
                return 0
            body = json.dumps(documents[noun], ensure_ascii=False).encode() + b"\n"
            receive([body], content_type=NDJSON, announced=len(body), by=Sender(firm), at=at)
    return len(CASES)


def _sets(start: datetime) -> Iterator[tuple[Troupe, dict[str, Document]]]:
    for number, case in enumerate(CASES):
        troupe = next(
            one for one in TROUPES if one.direction == "export" and case.mode in one.modes
        )
        keys = {
            troupe.platform, troupe.seller, troupe.payment, troupe.carrier, troupe.agent,
            troupe.keeper,
        }  # fmt: skip
        firms = {key: Firm(demo_applicant(key).code, demo_applicant(key).name) for key in keys}
        scenario = Scenario(troupe.cast(firms), start, series=SERIES)
        moment = start + timedelta(days=number)
        made = scenario.complete_set(number, direction="export", mode=case.mode, at=moment)
        yield troupe, _sized(made, case)


def _sized(made: dict[str, Document], case: Case) -> dict[str, Document]:
    """The set with one line of so many pieces, and the remark."""
    order, inventory, waybill = made["order"], made["inventory"], made["waybill"]
    order["OrderList"] = order["OrderList"][:1]
    inventory["InventoryList"] = inventory["InventoryList"][:1]
    (line,) = inventory["InventoryList"]
    before = Decimal(line["qty"])
    total = Decimal(line["price"]) * case.pieces
    for name in ("qty1", "qty2"):
        if name in line:
            line[name] = _text(Decimal(line[name]) / before * case.pieces)
    changed: dict[str, Any] = {"qty": str(case.pieces), "totalPrice": _text(total)}
    line.update(changed)
    order["OrderList"][0].update(changed)
    order["OrderHead"]["goodsValue"] = _text(total)
    head = inventory["InventoryHead"]
    net = Decimal(head["netWeight"]) * case.pieces
    head.update(netWeight=_text(net), grossWeight=_text(net + 1))
    waybill["Logistics"]["grossWeight"] = _text(net + 1)
    if case.remark:
        order["OrderHead"]["note"] = case.remark
    return made


def _text(number: Decimal) -> str:
    return f"{number.quantize(Decimal('0.00001')).normalize():f}"
