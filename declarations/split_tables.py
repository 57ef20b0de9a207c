"""The table of sums where an order is paid or sent in parts, for pages and interface."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from declarations.messages.catalogue import KINDS
from declarations.models import Decision
from declarations.models.columns import TABLES
from enterprises.viewers import Viewer

Table = Mapping[str, Any]


READ_WITH: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "payment": frozenset({"order", "payment"}),
        "parcels": frozenset({"order", "inventory"}),
    }
)
"""Each side of the table, and the documents of which a reader must see one whole to see it."""


def readable(split: Table | None, open_nouns: Collection[str]) -> dict[str, Table]:
    """The sides of a stored table that a reader may see who may read these documents."""
    return {
        side: split[side]
        for side, nouns in READ_WITH.items()
        if split and split.get(side) and not nouns.isdisjoint(open_nouns)
    }


def public_split(decision: Decision | None, viewer: Viewer) -> dict[str, Any] | None:
    """The table of a decision as the interface gives it: ids as text; None where nothing is split,
    or nothing of it is for this reader."""
    if decision is None or not decision.split:
        return None
    shown = readable(decision.split, _open_nouns(decision, viewer))
    return {side: _public(shown.get(side)) for side in READ_WITH} if shown else None


def _public(table: Table | None) -> dict[str, Any] | None:
    if table is None:
        return None
    return {**table, "documents": [{**row, "id": str(row["id"])} for row in table["documents"]]}


def _open_nouns(decision: Decision, viewer: Viewer) -> set[str]:
    """The documents of a declaration that the reader may see whole."""
    found = set()
    for noun in ("order", "payment", "inventory"):
        document_id = getattr(decision, f"{noun}_id")
        rows: Any = TABLES[noun].objects
        if viewer.sees_all or rows.open_to(viewer).filter(id=document_id).exists():
            found.add(noun)
    return found


def open_parts(split: Table | None, viewer: Viewer) -> frozenset[int]:
    """Documents of the table whose pages the viewer may see."""
    if not split:
        return frozenset()
    ids: dict[str, list[int]] = {}
    for side in READ_WITH:
        for row in (split.get(side) or {"documents": ()})["documents"]:
            ids.setdefault(KINDS[row["type"]].noun, []).append(row["id"])
    found: set[int] = set()
    for noun, wanted in ids.items():
        rows: Any = TABLES[noun].objects
        may = rows.visible_to(viewer) if noun == "inventory" else rows.open_to(viewer)
        found.update(may.filter(id__in=wanted).values_list("id", flat=True))
    return frozenset(found)
