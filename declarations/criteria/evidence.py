"""The evidence of a finding: which element of which document, its key, and its value, masked."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Any

from declarations.criteria.registry import Side
from declarations.facts import InventoryFacts, LineFacts, OrderFacts, PaymentFacts, WaybillFacts
from declarations.messages.catalogue import KINDS
from declarations.messages.record import PERSONAL
from zone_portal.kernel.findings import Evidence
from zone_portal.kernel.masking import mask

Facts = OrderFacts | PaymentFacts | WaybillFacts | InventoryFacts

Reveal = Callable[[str, int, str, str], str | None]
"""(noun, document id, message kind, official element) → the personal value in the clear.

It is asked for values that differ and for nothing else.
"""

LISTS = ("OrderList", "InventoryList")

_ATTRIBUTE = {
    "ebpCode": "ebp_code",
    "ebcCode": "ebc_code",
    "orderNo": "order_no",
    "payCode": "pay_code",
    "payTransactionId": "pay_transaction_id",
    "payNo": "pay_transaction_id",
    "logisticsCode": "logistics_code",
    "logisticsNo": "logistics_no",
    "agentCode": "agent_code",
    "copNo": "cop_no",
}
"""Where the facts keep the elements of a business key."""

_KEY_VALUES = {
    kind.code: attrgetter(*(_ATTRIBUTE[name] for name in kind.key))
    for kind in KINDS.values()
    if kind.noun in {"order", "payment", "waybill", "inventory"}
}


def key_of(document: Facts) -> dict[str, str]:
    """The business key of a document by official element name; what it lacks is empty."""
    values = _KEY_VALUES[document.kind](document)
    names = KINDS[document.kind].key
    return {name: value or "" for name, value in zip(names, values, strict=True)}


def written(value: Any) -> str | None:
    """A value of the facts as text: ``10.50000`` is 10.5."""
    if value is None:
        return None
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


class Witness:
    """Gives the evidence of one declaration; personal values are revealed once and only then."""

    def __init__(
        self,
        documents: Mapping[str, Facts],
        lines: Mapping[str, Sequence[LineFacts]],
        reveal: Reveal,
    ) -> None:
        self._documents = documents
        self._lines = lines
        self._reveal = reveal
        self._keys: dict[str, dict[str, str]] = {}
        self._clear: dict[tuple[str, str], str | None] = {}

    def clear(self, side: Side, line: LineFacts | None = None) -> str | None:
        """The value of a side in the clear: for comparing, never for keeping."""
        document = self._documents[side.noun]
        if not side.is_personal:
            return written(getattr(line or document, side.attribute))
        if getattr(document, side.attribute) is None:
            return None
        place = (side.noun, side.element)
        if place not in self._clear:
            self._clear[place] = self._reveal(side.noun, document.id, document.kind, side.element)
        return self._clear[place]

    def of(self, side: Side, line: LineFacts | None = None) -> Iterator[Evidence]:
        """The evidence of a side; a list adds the lines that its counterpart lacks."""
        if side.element in LISTS:
            yield from self._of_list(side)
            return
        value = self.clear(side, line)
        if side.is_personal and value:
            value = mask(PERSONAL[side.element], value)
        yield self._evidence(side, value, line.gnum if line else None)

    def _of_list(self, side: Side) -> Iterator[Evidence]:
        yield self._evidence(side, str(len(self._lines[side.noun])), None)
        others = {
            line.gnum for noun, lines in self._lines.items() if noun != side.noun for line in lines
        }
        for line in self._lines[side.noun]:
            if line.gnum not in others:
                yield self._evidence(side, line.name, line.gnum)

    def _evidence(self, side: Side, value: str | None, line: int | None) -> Evidence:
        document = self._documents[side.noun]
        if side.noun not in self._keys:
            self._keys[side.noun] = key_of(document)
        return Evidence(document.kind, self._keys[side.noun], side.element, line, value)
