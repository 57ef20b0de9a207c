"""One purchase as its four documents tell it, and what these have in common."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from declarations.simulation.goods import Article
from declarations.simulation.people import Person

Document = dict[str, Any]
DocumentSet = dict[str, Document]
"""order, payment, waybill, inventory → document."""

RMB = CHINA = "142"


class Firm(NamedTuple):
    """An enterprise as messages name it."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays whom. ``keeper`` is the firm in the bonded zone that holds the goods."""

    platform: Firm
    seller: Firm
    payment: Firm
    carrier: Firm
    agent: Firm
    keeper: Firm

    @classmethod
    def single(cls, firm: Firm) -> "Cast":
        """One firm in every part."""
        return cls(firm, firm, firm, firm, firm, firm)


class Line(NamedTuple):
    article: Article
    pieces: int
    total: Decimal


@dataclass(frozen=True, slots=True)
class Deal:
    """One purchase: what all four documents tell."""

    number: int
    at: datetime
    mode: str
    guids: tuple[str, ...]
    order_no: str
    payment_no: str
    waybill_no: str
    cop_no: str
    buyer: Person
    lines: tuple[Line, ...]
    goods_value: Decimal
    freight: Decimal
    net_weight: Decimal
    destination: str

    @property
    def gross_weight(self) -> Decimal:
        return self.net_weight + Decimal("0.15")

    @property
    def stamp(self) -> str:
        return f"{self.at:%Y%m%d%H%M%S}"

    @property
    def day(self) -> str:
        return f"{self.at:%Y%m%d}"


def head_of(deal: Deal, place: int) -> Document:
    """The first elements of every document; ``place`` chooses its guid."""
    return {
        "guid": deal.guids[place],
        "appType": "1",
        "appTime": deal.stamp,
        "appStatus": "2",
    }


def inventory_line(place: int, line: Line, bonded: bool) -> Document:
    """What the lines of 621 and 603 have in common."""
    article = line.article
    found: Document = {
        "gnum": place,
        "itemNo": article.number,
        "itemName": article.name,
        "gcode": article.hs_code,
        "gname": article.name,
        "gmodel": article.model,
        "barCode": article.barcode,
        "country": article.origin,
        "currency": RMB,
        "qty": str(line.pieces),
        "unit": article.unit,
        "qty1": str(article.statutory(article.unit1, line.pieces)),
        "unit1": article.unit1,
        "price": str(article.price),
        "totalPrice": str(line.total),
    }
    if article.unit2:
        found["qty2"] = str(article.statutory(article.unit2, line.pieces))
        found["unit2"] = article.unit2
    if bonded:
        found["itemRecordNo"] = f"R{article.number}"
    return found
