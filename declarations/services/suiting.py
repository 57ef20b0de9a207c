"""What is new to customs and what changes something that it has: appType as the port needs it.

Firms tell this portal what is new or changed here. The port has seen less, or more: what was
changed before it was sent is new there; so is what the port refused, or customs let be withdrawn;
what was deleted here and sent anew changes what customs still has, for deletions stay here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from declarations.joined import REFUSED as REFUSED_THERE
from declarations.messages.kinds import Kind
from declarations.models import CourseStep, Dispatch, DocumentRevision, PaperStep
from declarations.states import CANCELLED, FAILED, OPEN_AGAIN, QUEUED, REFUSED, SENT
from declarations.stored import open_revision

NEW, CHANGED, DELETED = "1", "2", "3"
NOT_THERE: Final = frozenset({"-301009", "-401006", "-504014", "-505014", "-621011"})
"""Negative codes that say that there is nothing to change (specification 202205, table 7-2)."""
_STEPS: Final[Mapping[str, tuple[Any, str]]] = {
    "inventory": (CourseStep, "inventory_id"),
    "paper": (PaperStep, "paper_id"),
}
_SAY_NOTHING: Final = frozenset({QUEUED, SENT, FAILED, REFUSED})
"""Steps after which the port has no more of a document than before."""


def suit(kind: Kind, rows: Sequence[Dispatch], documents: Sequence[Any]) -> None:
    """Give documents of a kind that go out the appType that fits what customs has; ``rows`` are
    their dispatches. A dispatch that goes again gets the same: only what was before it counts."""
    pairs = list(zip(rows, documents, strict=True))
    changed = [row for row, document in pairs if document.head.appType == CHANGED]
    known = _known(kind, changed) if changed else frozenset()
    anew = [pair for pair in pairs if pair[1].head.appType == NEW]
    replacing = _replacing(kind, anew) if kind.noun not in _STEPS and anew else frozenset()
    for row, document in pairs:
        if document.head.appType == CHANGED and row.id not in known:
            document.head.appType = NEW
        elif row.id in replacing:
            document.head.appType = CHANGED


def _known(kind: Kind, rows: Sequence[Dispatch]) -> frozenset[int]:
    """The dispatches of which customs has an earlier one."""
    sent = _sent(row.document_id for row in rows)
    arrived = frozenset(
        row.id for row in rows if _took(one for one in sent[row.document_id] if one.id < row.id)
    )
    if kind.noun not in _STEPS or not arrived:
        return arrived
    model, key = _STEPS[kind.noun]
    steps: dict[int, list[tuple[str, str]]] = defaultdict(list)
    found = model.objects.filter(**{f"{key}__in": [row.document_id for row in rows]})
    for document_id, *step in found.order_by(key, "number").values_list(key, "source", "target"):
        steps[document_id].append((step[0], step[1]))
    return frozenset(
        row.id for row in rows if row.id in arrived and _has(steps[row.document_id], row.round)
    )


def _has(steps: Sequence[tuple[str, str]], before_round: int) -> bool:
    """Whether customs, or the port, took a document in before a round and has it still."""
    has, current = False, 1
    for source, target in steps:
        if target == QUEUED and source in OPEN_AGAIN:
            current += 1
            if current == before_round:
                break
        elif target == CANCELLED:
            has = False
        elif target not in _SAY_NOTHING:
            has = True
    return has


def _replacing(kind: Kind, pairs: Sequence[tuple[Dispatch, Any]]) -> frozenset[int]:
    """The dispatches of documents that another one had the key of: it arrived and was deleted."""
    keys = {_key(kind, document): row.id for row, document in pairs}
    numbers = {key[1][:60] for key in keys}
    deleted = list(
        DocumentRevision.objects.filter(kind=kind.code, number__in=numbers, ended_by=DELETED)
    )
    if not deleted:
        return frozenset()
    sent = _sent(revision.document_id for revision in deleted)
    before = {
        _key(kind, open_revision(revision))
        for revision in deleted
        if _took(sent[revision.document_id])
    }
    return frozenset(row_id for key, row_id in keys.items() if key in before)


def _sent(document_ids: Iterable[int]) -> Mapping[int, Sequence[Dispatch]]:
    """The dispatches of some documents that arrived, oldest first."""
    rows = Dispatch.objects.filter(document_id__in=list(document_ids)).exclude(message_guid="")
    found: dict[int, list[Dispatch]] = defaultdict(list)
    for row in rows.order_by("id"):
        found[row.document_id].append(row)
    return found


def _took(sent: Iterable[Dispatch]) -> bool:
    """Whether the port took one of them in, as far as it said, and has it still: what it refuses
    with a negative code it never had, and what it cannot find it has no more."""
    has = False
    for one in sent:
        if one.answer_code in NOT_THERE:
            has = False
        elif one.answer != REFUSED_THERE or not one.answer_code.startswith("-"):
            has = True
    return has


def _key(kind: Kind, document: Any) -> tuple[str, ...]:
    return tuple(getattr(document.head, name) or "" for name in kind.key)
