"""Who plays: the demo zone's firms by their parts, and who sends which document for whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from declarations.simulation.deal import Cast, Firm
from declarations.simulation.luck import Luck

IMPORT: Final = "import"
EXPORT: Final = "export"
XML, NDJSON, MIXED = "xml", "ndjson", "mixed"


@dataclass(frozen=True, slots=True)
class Troupe:
    """Firms that trade together, each named by its key in the demo zone.

    ``operator`` is an express or postal operator that carries the parcel and, entrusted by the
    parties, also sends their orders and payments.
    """

    direction: str
    modes: tuple[str, ...]
    platform: str
    seller: str
    payment: str
    carrier: str
    agent: str
    keeper: str = "warehouse"
    operator: str = ""

    def sender_of(self, noun: str) -> str:
        """The key of the firm that sends a document."""
        if self.operator and noun in {"order", "payment"}:
            return self.operator
        by_noun = {"order": self.platform, "payment": self.payment, "waybill": self.carrier}
        return by_noun.get(noun, self.agent)

    def cast(self, firms: Mapping[str, Firm]) -> Cast:
        """The firms as messages name them."""
        keys = (self.platform, self.seller, self.payment, self.carrier, self.agent, self.keeper)
        return Cast(*(firms[key] for key in keys))


TROUPES: Final = (
    Troupe(IMPORT, ("9610",), "platform", "seller", "payment", "carrier", "broker"),
    Troupe(IMPORT, ("1210",), "platform", "seller", "bank", "carrier", "warehouse"),
    Troupe(IMPORT, ("9610", "1210"), "mall", "mall", "payment", "carrier", "broker"),
    Troupe(IMPORT, ("9610",), "mall", "agent", "bank", "postal", "agent", operator="postal"),
    Troupe(
        IMPORT, ("9610",), "platform", "seller", "payment", "express", "express", operator="express"
    ),
    Troupe(EXPORT, ("9610",), "platform", "exporter", "bank", "carrier", "broker"),
    Troupe(EXPORT, ("9710", "9810"), "mall", "exporter", "bank", "overseas", "service"),
    Troupe(EXPORT, ("1210",), "platform", "seller", "payment", "carrier", "warehouse"),
    Troupe(
        EXPORT, ("9610",), "platform", "trader", "payment", "express", "express", operator="express"
    ),
)
WRITES_XML: Final = frozenset({"broker", "carrier", "bank", "postal", "platform", "service"})
"""Firms whose systems speak the customs format when formats are mixed; the others JSON lines."""


def troupe_for(luck: Luck, direction: str) -> Troupe:
    """One of the troupes of a direction."""
    return luck.pick([troupe for troupe in TROUPES if troupe.direction == direction])


def format_of(sender: str, wanted: str) -> str:
    """In which format a firm sends, given what the simulation was asked for."""
    if wanted != MIXED:
        return wanted
    return XML if sender in WRITES_XML else NDJSON


def keys_needed() -> frozenset[str]:
    """The firms that any troupe needs."""
    parts = ("platform", "seller", "payment", "carrier", "agent", "keeper", "operator")
    return frozenset(getattr(t, part) for t in TROUPES for part in parts) - {""}
