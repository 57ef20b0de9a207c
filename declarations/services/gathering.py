"""Facts of fresh documents straight from their records, as matching will read them back later."""

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from declarations.facts import InventoryFacts, LineFacts, OrderFacts, PaymentFacts, WaybillFacts
from declarations.messages.catalogue import KINDS
from declarations.models.columns import layout_of
from declarations.services.copying import NULL

FACTS: dict[str, type[Any]] = {
    "order": OrderFacts,
    "payment": PaymentFacts,
    "waybill": WaybillFacts,
    "inventory": InventoryFacts,
}
_LINE_ELEMENTS = {"name": {"order": "itemName", "inventory": "gname"}}


class Fresh(NamedTuple):
    """A fresh document: its facts, and its lines where it has any."""

    facts: Any
    lines: tuple[LineFacts, ...]


_Make = Callable[..., Fresh]


@cache
def facts_maker(code: str) -> _Make:
    """Builds ``Fresh`` from (document, hashes, document id, sender id, received at, parties).

    Generated from the same column map that the tables use, so both readings agree.
    """
    kind, layout = KINDS[code], layout_of(code)
    given = {
        "id": "i",
        "revision": "1",
        "kind": repr(code),
        "app_status": "h.appStatus",
        "sender_id": "s",
        "parties": "p",
        "received_at": "a",
    }
    hashes = {column: f"x[{place}]" for place, column in enumerate(layout.hashed)}
    parts = []
    for name in FACTS[kind.noun]._fields:
        if name in given:
            parts.append(given[name])
        elif name in hashes:
            parts.append(f"(None if {hashes[name]} == NULL else {hashes[name]})")
        elif name in layout.plain:
            element = kind.head_elements[layout.plain[name]]
            text = f"h.{element.name}"
            parts.append(text if element.mandatory or element.numeric else f"({text} or None)")
        else:
            parts.append("None")
    lines = f"tuple(sorted([{_line(code)} for g in d.lines]))" if kind.line else "()"
    source = (
        f"lambda d, x, i, s, a, p: (lambda h: Fresh(Facts(({', '.join(parts)},)), {lines}))(d.head)"
    )
    scope = {
        "NULL": NULL,
        "Fresh": Fresh,
        "Facts": FACTS[kind.noun]._make,
        "Line": LineFacts._make,
    }
    maker: _Make = eval(source, scope)  # noqa: S307
    return maker


def _line(code: str) -> str:
    kind, layout = KINDS[code], layout_of(code)
    parts = []
    for name in LineFacts._fields:
        element = _LINE_ELEMENTS.get(name, {}).get(kind.noun) or layout.lines.get(name)
        parts.append(f"g.{element}" if element else "None")
    return f"Line(({', '.join(parts)},))"
