"""A purchase as the API takes it: official element names, decimals never through a float."""

import datetime
from decimal import Decimal
from typing import Final

import msgspec
from rest_framework.exceptions import ParseError, ValidationError

from taxation.facts import ZERO, Goods, Purchase
from zone_portal.kernel.errors import PortalError

NAMES: Final = {
    "hs_code": "gcode",
    "total_price": "totalPrice",
    "pieces": "qty",
    "insurance": "insuredFee",
    "used": "usedThisYear",
    "mode": "tradeMode",
    "direction": "ieFlag",
}
"""Our names of fields → those of the API."""


class Line(msgspec.Struct, forbid_unknown_fields=True):
    """One line: quantities as the inventory has them."""

    gcode: str
    totalPrice: Decimal  # noqa: N815  official
    gnum: int = 0
    gname: str = ""
    qty: Decimal = Decimal(1)
    unit: str = ""
    qty1: Decimal | None = None
    unit1: str = ""
    qty2: Decimal | None = None
    unit2: str = ""


class Request(msgspec.Struct, forbid_unknown_fields=True):
    """What is to be estimated; without a date by today's law."""

    lines: list[Line]
    date: datetime.date | None = None
    tradeMode: str = "9610"  # noqa: N815  official
    ieFlag: str = "I"  # noqa: N815  official
    taxpayer: str = "consumer"
    document: str = "inventory"
    freight: Decimal = ZERO
    insuredFee: Decimal = ZERO  # noqa: N815  official
    usedThisYear: Decimal | None = None  # noqa: N815


_DECODER: Final = msgspec.json.Decoder(Request)


def read(body: bytes) -> Request:
    """The request of a body.

    :raises ParseError: for what is no JSON.
    :raises ValidationError: for JSON of another shape.
    """
    try:
        return _DECODER.decode(body)
    except msgspec.ValidationError as error:
        raise ValidationError({"body": [str(error)]}) from error
    except msgspec.DecodeError as error:
        raise ParseError from error


def purchase_of(request: Request) -> Purchase:
    """The purchase that a request describes."""
    return Purchase(
        tuple(_goods(number, line) for number, line in enumerate(request.lines, 1)),
        freight=request.freight,
        insurance=request.insuredFee,
        used=request.usedThisYear,
        mode=request.tradeMode,
        direction=request.ieFlag,
        taxpayer=request.taxpayer,
        document=request.document,
    )


def _goods(number: int, line: Line) -> Goods:
    given = ((line.unit, line.qty), (line.unit1, line.qty1), (line.unit2, line.qty2))
    quantities = {unit: quantity for unit, quantity in given if unit and quantity is not None}
    return Goods(
        gnum=line.gnum or number,
        hs_code=line.gcode,
        total_price=line.totalPrice,
        pieces=line.qty,
        quantities=quantities,
        name=line.gname,
        unit=line.unit,
    )


def in_official_names(error: PortalError) -> None:
    """Let the problems of a refusal name the fields of the API."""
    for problem in error.details.get("problems", ()):
        *path, name = problem["field"].split(".")
        problem["field"] = ".".join([*path, NAMES.get(name, name)])
