"""Everything about one declaration or one document, read for its page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from declarations.courses import CourseFacts, course_facts
from declarations.exports import NUMBERS, firm_names
from declarations.joined import Stopped, stopped_by
from declarations.messages.catalogue import KINDS, Kind
from declarations.models import Decision, DocumentRevision, Inventory, PastDecision
from declarations.models.columns import TABLES
from declarations.personal_tokens import tell, told_as
from declarations.split_tables import open_parts
from declarations.stored import earlier_revisions, load
from declarations.turns import codes_of
from enterprises.viewers import Viewer

JOINED = ("order", "payment", "waybill")
MOST_NUMBERS = 100
"""Numbers of a list of parcels that declarations are looked for by."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept document: its row, its record, and whether the viewer may read it whole. ``reader`` is
    the enterprise that sees a token in place of the ID number; None sees it masked."""

    noun: str
    row: Any
    record: Any
    is_open: bool
    reader: int | None = None

    @property
    def kind(self) -> Kind:
        return KINDS[self.row.kind]

    @property
    def number(self) -> str:
        found = getattr(self.row, NUMBERS[self.noun]) or self.row.order_no
        return str(found or getattr(self.row, "logistics_no", "") or self.row.id)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a document said before: a past revision with its record and the one that followed."""

    noun: str
    revision: DocumentRevision
    record: Any
    following: Any
    reader: int | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """A declaration: the inventory, what joined it, every decision, every earlier revision, and
    what it is ``stopped`` by on its way to customs.

    ``own_codes`` are the codes by which documents name the reader's own enterprises; ``open_parts``
    the documents of its table of sums whose pages the reader may see.
    """

    inventory: Inventory
    decision: Decision | None
    past: tuple[PastDecision, ...]
    documents: Mapping[str, Kept]
    earlier: tuple[Earlier, ...]
    firms: Mapping[int, str]
    own_codes: frozenset[str] = frozenset()
    course: CourseFacts = field(default_factory=CourseFacts)
    stopped: Stopped = field(default_factory=Stopped)
    open_parts: frozenset[int] = frozenset()

    @property
    def outcome(self) -> str:
        return self.decision.outcome if self.decision else "pending"


@dataclass(frozen=True, slots=True)
class Document:
    """One document with its earlier revisions and the declarations it belongs to."""

    kept: Kept
    earlier: tuple[Earlier, ...]
    inventories: tuple[Inventory, ...]
    sender: str


def declaration(viewer: Viewer, inventory_id: int) -> Dossier | None:
    """The declaration of an inventory, or None where the viewer may not see one."""
    inventory = Inventory.objects.visible_to(viewer).filter(id=inventory_id).first()
    if inventory is None:
        return None
    decision = Decision.objects.filter(inventory_id=inventory_id).first()
    if decision is not None:
        tell([decision], viewer)
    rows = {noun: _joined(noun, decision) for noun in JOINED} | {"inventory": inventory}
    documents = {noun: _kept(noun, row, viewer) for noun, row in rows.items() if row is not None}
    course = course_facts(
        inventory_id, [kept.row.id for kept in documents.values() if kept.is_open]
    )
    return Dossier(
        inventory=inventory,
        decision=decision,
        past=tuple(PastDecision.objects.filter(inventory_id=inventory_id).order_by("sequence")),
        documents=documents,
        earlier=tuple(
            change for kept in documents.values() if kept.is_open for change in _earlier(kept)
        ),
        firms=firm_names(kept.row.sender_id for kept in documents.values()),
        own_codes=codes_of(viewer),
        course=course,
        stopped=stopped_by(decision) if course.course is not None else Stopped(),
        open_parts=open_parts(decision.split if decision else None, viewer),
    )


def document(noun: str, viewer: Viewer, document_id: int) -> Document | None:
    """One document that the viewer may read whole, or None."""
    model: Any = TABLES[noun]
    row = model.objects.open_to(viewer).filter(id=document_id).first()
    if row is None:
        return None
    kept = _read(noun, row, viewer, is_open=True)
    return Document(
        kept=kept,
        earlier=tuple(_earlier(kept)),
        inventories=tuple(_inventories_of(kept, viewer)),
        sender=firm_names([row.sender_id]).get(row.sender_id, ""),
    )


def changed_at(kept: Kept) -> datetime:
    """When the content in force arrived."""
    moment: datetime = kept.row.revised_at or kept.row.received_at
    return moment


def _joined(noun: str, decision: Decision | None) -> Any:
    document_id = getattr(decision, f"{noun}_id", None)
    if document_id is None:
        return None
    model: Any = TABLES[noun]
    return model.objects.filter(id=document_id).first()


def _kept(noun: str, row: Any, viewer: Viewer) -> Kept:
    model: Any = TABLES[noun]
    is_open = viewer.sees_all or model.objects.open_to(viewer).filter(id=row.id).exists()
    return _read(noun, row, viewer, is_open=is_open)


def _read(noun: str, row: Any, viewer: Viewer, *, is_open: bool) -> Kept:
    reader = told_as(viewer, row.sender_id, row.parties)
    return Kept(noun, row, load(row.kind, row.id), is_open, reader)


def _earlier(kept: Kept) -> list[Earlier]:
    past = earlier_revisions(kept.row.id)
    followers = [*(record for _, record in past), kept.record][1:]
    return [
        Earlier(kept.noun, revision, record, follower, kept.reader)
        for (revision, record), follower in zip(past, followers, strict=True)
    ]


def _inventories_of(kept: Kept, viewer: Viewer) -> list[Inventory]:
    """Declarations that name this document, newest first."""
    if kept.noun == "inventory":
        return []
    if kept.noun == "paper":
        return _inventories_of_paper(kept.row, viewer)
    name = "logistics_no" if kept.noun == "waybill" else "order_no"
    named = Inventory.objects.visible_to(viewer).filter(**{name: getattr(kept.row, name)})
    return list(named.order_by("-id")[:20])


def _inventories_of_paper(row: Any, viewer: Viewer) -> list[Inventory]:
    """Declarations that a paper names by any of their numbers, newest first."""
    listed = (row.numbers or [])[:MOST_NUMBERS]
    matches = Q(invt_no__in=[*listed, *filter(None, [row.invt_no])])
    matches |= Q(logistics_no__in=[*listed, *filter(None, [row.logistics_no])])
    if row.order_no:
        matches |= Q(order_no=row.order_no)
    return list(Inventory.objects.visible_to(viewer).filter(matches).order_by("-id")[:20])
