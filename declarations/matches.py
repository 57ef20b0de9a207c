"""How a declaration stands: the decision in force, for every firm that takes part in it."""

from typing import Any

from declarations.criteria.sentence import headline
from declarations.messages.catalogue import KINDS
from declarations.models import Decision, Inventory
from declarations.models.columns import TABLES, column_of
from declarations.outlines import PENDING, key_of, shown_time
from declarations.personal_tokens import tell
from declarations.split_tables import public_split
from enterprises.viewers import Viewer
from zone_portal.kernel.findings import render
from zone_portal.kernel.rules import RULES

JOINED = ("order", "payment", "waybill")


def match_of(inventory_id: int, viewer: Viewer, language: str) -> dict[str, Any] | None:
    """The match as the interface gives it (design section 9), or None where it may not be seen.

    ``documents`` names what was compared, in which revision; a document that has changed since
    is being compared anew.
    """
    key = sorted({column_of(name) for kind in KINDS.values() for name in _key(kind.code)})
    rows = Inventory.objects.visible_to(viewer).filter(id=inventory_id)
    row = rows.values("id", "kind", "revision", *key).first()
    if row is None:
        return None
    decision = Decision.objects.filter(inventory_id=inventory_id).first()
    if decision is not None:
        tell([decision], viewer)
    outcome = decision.outcome if decision else PENDING
    waiting_for = (decision.waiting_for or []) if decision else []
    findings = (decision.findings or []) if decision else []
    said = headline(outcome, waiting_for, findings, language)
    shown: dict[str, Any] = {
        "id": str(inventory_id),
        "type": row["kind"],
        "key": key_of(KINDS[row["kind"]], row),
        "outcome": outcome,
        "headline": said.title,
        "turn": said.turn,
        "next_step": said.next_step,
        "waiting_for": waiting_for,
        "findings": [render(finding, RULES, language) for finding in findings],
        "rule_set": decision.rule_set if decision else None,
        "decided_at": shown_time(decision.decided_at) if decision else None,
        "sequence": decision.sequence if decision else 0,
        "documents": {},
        "split": public_split(decision, viewer),
    }
    if decision is not None:
        inventory = {**_named(row["kind"], row), "revision": decision.inventory_revision}
        shown["documents"] = {"inventory": inventory, **_compared(decision)}
    return shown


def _key(code: str) -> tuple[str, ...]:
    kind = KINDS[code]
    return kind.key if kind.noun == "inventory" else ()


def _compared(decision: Decision) -> dict[str, Any]:
    """The joined documents by noun, in the revisions that were compared."""
    shown = {}
    for noun in JOINED:
        document_id = getattr(decision, f"{noun}_id")
        if document_id is None:
            continue
        shown[noun] = {"id": str(document_id), "revision": getattr(decision, f"{noun}_revision")}
        model: Any = TABLES[noun]
        names = {column_of(n) for k in KINDS.values() if k.noun == noun for n in k.key}
        row = model.objects.filter(id=document_id).values("id", "kind", *names).first()
        if row is not None:
            shown[noun] = {**_named(row["kind"], row), **shown[noun]}
    return shown


def _named(kind: str, row: dict[str, Any]) -> dict[str, Any]:
    return {"type": kind, "id": str(row["id"]), "key": key_of(KINDS[kind], row)}
