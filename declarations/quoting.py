"""The elements that receipts quote, of kept documents in the revision that a receipt speaks of.

A document that has changed or gone since is quoted from its earlier revision: a receipt says the
same whenever it is fetched. Once the month of that revision is erased only its key is left to
quote, and the receipt says so.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Q

from declarations.facts import ERASED, Judged
from declarations.messages.catalogue import KINDS, paper_kinds
from declarations.models import DocumentRevision, Inventory, Submission
from declarations.models.columns import TABLES, column_of, layout_of
from declarations.stored import open_revision
from declarations.verdicts import ACCEPTED, REJECTED, unpack
from zone_portal.framework.vault import KeyErased

_ALWAYS = ("guid", "appStatus", "orderNo", "ebpCode", "ebcCode", "logisticsCode", "logisticsNo")
_COMMON = ("id", "kind", "revision", "submission_id")

ADDED, CHANGED, DELETED = "1", "2", "3"


@dataclass(frozen=True, slots=True)
class Quoted:
    """A document as a receipt quotes it: its kind, and elements by official name."""

    kind: str
    head: Mapping[str, Any]

    @property
    def key(self) -> dict[str, str]:
        return {name: self.head.get(name) or "" for name in KINDS[self.kind].key}


class _Answered(dict[int, dict[int, dict[str, str]]]):
    """Business keys by submission and document, as they were answered when they came in."""

    def __missing__(self, submission_id: int) -> dict[int, dict[str, str]]:
        brought = Submission.objects.filter(id=submission_id).only("verdicts").first()
        judged = unpack(brought.verdicts) if brought is not None and brought.verdicts else ()
        self[submission_id] = found = {j.document_id: j.key for j in judged if j.document_id}
        return found

    def head_of(self, kept: DocumentRevision) -> dict[str, Any]:
        """What is left to quote of an erased revision."""
        number = {KINDS[kept.kind].key[1]: kept.number}
        return {**self[kept.submission_id].get(kept.document_id, number), ERASED: True}


def quoted_verdicts(submission_id: int, judged: Iterable[Judged]) -> dict[int, dict[str, Any]]:
    """By position: the elements to quote of those documents of a submission that were kept.

    ``appType`` is what the submission did: 1 the first revision, 2 a later one, 3 a deletion.
    """
    found: dict[int, dict[str, Any]] = {}
    kept: dict[str, dict[int, list[Judged]]] = defaultdict(lambda: defaultdict(list))
    for item in judged:
        kind = KINDS.get(item.kind)
        if kind is None or item.verdict == REJECTED:
            continue
        if item.document_id:
            kept[kind.noun][item.document_id].append(item)
        else:
            found[item.position] = {"appType": DELETED}
    for noun, documents in kept.items():
        model: Any = TABLES[noun]
        rows = {r["id"]: r for r in model.objects.filter(id__in=documents).values(*_columns(noun))}
        revisions = _revisions(submission_id, documents, rows)
        for document_id, items in documents.items():
            own = iter(revisions.get(document_id, ()))
            for item in items:
                row = rows.get(document_id)
                revision, head = row["revision"] if row else 1, _head(row) if row else {}
                if item.verdict == ACCEPTED:
                    revision, head = next(own, (revision, head))
                found[item.position] = {**head, "appType": _app_type(revision)}
    return found


def _revisions(
    submission_id: int, documents: Mapping[int, list[Judged]], rows: Mapping[int, Any]
) -> dict[int, list[tuple[int, dict[str, Any]]]]:
    """By document: each revision that the submission brought, oldest first, with its elements."""
    found: dict[int, list[tuple[int, dict[str, Any]]]] = defaultdict(list)
    moved = []
    for document_id, items in documents.items():
        row = rows.get(document_id)
        accepted = sum(item.verdict == ACCEPTED for item in items)
        is_current = row is not None and row["submission_id"] == submission_id
        if accepted > is_current:
            moved.append(document_id)
    if moved:
        earlier = DocumentRevision.objects.filter(
            document_id__in=moved, submission_id=submission_id
        )
        answered = _Answered()
        for kept in earlier.order_by("document_id", "revision"):
            head = _head_of_revision(kept, answered)
            found[kept.document_id].append((kept.revision, head))
    for document_id, row in rows.items():
        if row["submission_id"] == submission_id:
            found[document_id].append((row["revision"], _head(row)))
    return found


def quoted_inventories(wanted: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Quoted]:
    """Inventories in the given revisions, as (id, revision)."""
    pairs = set(wanted)
    rows = Inventory.objects.filter(id__in={pair[0] for pair in pairs})
    found = {
        (row["id"], row["revision"]): Quoted(row["kind"], _head(row))
        for row in rows.values(*_columns("inventory"))
        if (row["id"], row["revision"]) in pairs
    }
    missing = Q()
    for document_id, revision in pairs - found.keys():
        missing |= Q(document_id=document_id, revision=revision)
    if missing:
        answered = _Answered()
        for kept in DocumentRevision.objects.filter(missing):
            head = _head_of_revision(kept, answered)
            found[(kept.document_id, kept.revision)] = Quoted(kept.kind, head)
    return found


@cache
def _names(code: str) -> tuple[str, ...]:
    """The elements of a kind that its receipt, or the sentence in it, may quote."""
    kind = KINDS[code]
    wanted = {*KINDS[kind.receipt].head_elements, *_ALWAYS, *kind.key}
    return tuple(
        name for name, e in kind.head_elements.items() if name in wanted and not e.personal
    )


@cache
def _columns(noun: str) -> tuple[str, ...]:
    if noun == "paper":
        named = {column for kind in paper_kinds() for column in layout_of(kind.code).plain}
        return (*_COMMON, "data", *sorted(named))
    columns = {
        column_of(name)
        for kind in KINDS.values()
        if kind.noun == noun
        for name in _names(kind.code)
    }
    own = ("entry_no",) if noun == "inventory" else ()
    return (*_COMMON, *own, *sorted(columns))


def _head(row: Mapping[str, Any]) -> dict[str, Any]:
    names = layout_of(row["kind"]).plain
    wanted = set(_names(row["kind"]))
    head = {name: row[column] for column, name in names.items() if name in wanted}
    head |= {name: value for name, value in row.get("data", {}).items() if name in wanted}
    return _numbered(head, row.get("entry_no", ""))


def _head_of_revision(kept: DocumentRevision, answered: _Answered) -> dict[str, Any]:
    try:
        record = open_revision(kept)
    except KeyErased:
        return _numbered(answered.head_of(kept), kept.entry_no)
    head = {name: getattr(record.head, name) for name in _names(kept.kind)}
    return _numbered(head, kept.entry_no)


def _numbered(head: dict[str, Any], entry_no: str) -> dict[str, Any]:
    """An inventory's receipts carry the number that the portal gave it, not the sender's."""
    return {**head, "preNo": entry_no} if entry_no else head


def _app_type(revision: int) -> str:
    return ADDED if revision == 1 else CHANGED
