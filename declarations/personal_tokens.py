"""Personal tokens: what a reader who did not send a document sees in place of an ID number.

A token is a keyed hash of the person and of the reading enterprise: one enterprise meets the same
person under the same token in every document, two enterprises cannot join what each of them sees.
Officials, and the sender of a document, see the number masked. Only reading paths come here.
"""

from base64 import b32encode
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from declarations.messages.catalogue import KINDS
from declarations.messages.record import PERSONAL, Element
from declarations.models import DocumentRevision
from declarations.models.columns import TABLES
from declarations.stored import open_revision
from enterprises.viewers import Viewer
from zone_portal.framework.vault import KeyErased, vault
from zone_portal.kernel.masking import mask

ID_NUMBER: Final = "id"
START: Final = "P-"
UNKNOWN: Final = "P-?"
"""Stands where the person is no longer known: the document is gone, or its key was dropped."""

ID_COLUMNS: Final = {
    "order": "buyer_id_number_hash",
    "payment": "payer_id_number_hash",
    "inventory": "buyer_id_number_hash",
}
"""The keyed hash of the person in a document of a noun; waybills name no ID number."""

Finding = dict[str, Any]
Place = tuple[int, int]
"""A document's id and revision."""


def person_of(number: str) -> UUID:
    """The keyed hash under which documents keep the holder of an ID number."""
    return vault().hash(ID_NUMBER, number)


def token_of(enterprise_id: int, person: UUID) -> str:
    """The token of a person for one enterprise: ``P-`` and 16 letters or digits."""
    content = enterprise_id.to_bytes(8, "big") + person.bytes
    key = vault().hash_key("personal-token")
    return START + b32encode(blake2b(content, key=key, digest_size=10).digest()).decode()


def told_as(viewer: Viewer, sender_id: int, parties: Iterable[int] = ()) -> int | None:
    """The enterprise as which a viewer reads the tokens of a document; None shows masked numbers.

    Of several enterprises of one person it is the first that takes part in the document.
    """
    if viewer.is_official or viewer.sees_all or not viewer.own_ids or sender_id in viewer.own_ids:
        return None
    return min(set(viewer.own_ids).intersection(parties) or viewer.own_ids)


def shown_personal(element: Element, value: str, reader: int | None) -> str:
    """A personal value for a page or an answer: masked, an ID number as token for ``reader``."""
    kind = element.personal or ""
    if kind == ID_NUMBER and reader is not None and value:
        return token_of(reader, person_of(value))
    return mask(kind, value)


def told(findings: Sequence[Finding] | None, tokens: Mapping[str, str]) -> list[Finding]:
    """Stored findings with the ID numbers of some message kinds replaced by ``tokens``."""
    return [
        finding | {"documents": [_told(evidence, tokens) for evidence in finding["documents"]]}
        for finding in findings or ()
    ]


def tell(decisions: Iterable[Any], viewer: Viewer) -> None:
    """Put the findings of decisions (in force or past, never saved again) as the viewer may read
    them; at most one query a noun, and one for earlier revisions."""
    if viewer.is_official or viewer.sees_all:
        return
    concerned = [
        (decision, wanted) for decision in decisions if (wanted := _named(decision.findings))
    ]
    places: dict[str, set[Place]] = defaultdict(set)
    for decision, kinds in concerned:
        for kind in kinds:
            noun = KINDS[kind].noun
            places[noun].add(_place(decision, noun))
    people = {noun: _people(noun, wanted) for noun, wanted in places.items()}
    for decision, kinds in concerned:
        tokens = {}
        for kind in kinds:
            noun = KINDS[kind].noun
            known = people[noun].get(_place(decision, noun))
            sender, parties, person = known or (0, (), None)
            reader = told_as(viewer, sender, parties)
            if reader is not None:
                tokens[kind] = token_of(reader, person) if person else UNKNOWN
        if tokens:
            decision.findings = told(decision.findings, tokens)


def _told(evidence: Mapping[str, Any], tokens: Mapping[str, str]) -> dict[str, Any]:
    if _is_id(evidence) and evidence["type"] in tokens:
        return {**evidence, "value": tokens[evidence["type"]]}
    return dict(evidence)


def _named(findings: Sequence[Finding] | None) -> frozenset[str]:
    """The message kinds whose ID numbers the findings quote."""
    return frozenset(
        evidence["type"]
        for finding in findings or ()
        for evidence in finding["documents"]
        if _is_id(evidence)
    )


def _is_id(evidence: Mapping[str, Any]) -> bool:
    return PERSONAL.get(evidence["field"]) == ID_NUMBER and evidence["value"] is not None


def _place(decision: Any, noun: str) -> Place:
    number, revision = getattr(decision, f"{noun}_id"), getattr(decision, f"{noun}_revision")
    return number or 0, revision or 0


Known = tuple[int, Sequence[int], UUID | None]
"""Sender, parties and person of a document."""


def _people(noun: str, places: set[Place]) -> dict[Place, Known]:
    """Whose ID number stands in the documents of a noun, in just these revisions."""
    model: Any = TABLES[noun]
    rows = model.objects.filter(id__in={place[0] for place in places}).values_list(
        "id", "revision", "sender_id", "parties", ID_COLUMNS[noun]
    )
    parties: dict[int, Sequence[int]] = {}
    found: dict[Place, Known] = {}
    for number, revision, sender, named, person in rows:
        parties[number] = named
        found[number, revision] = (sender, named, person)
    earlier = Q()
    for number, revision in places - found.keys():
        earlier |= Q(document_id=number, revision=revision)
    for kept in DocumentRevision.objects.filter(earlier) if earlier else ():
        place = (kept.document_id, kept.revision)
        found[place] = (kept.sender_id, parties.get(kept.document_id, ()), _earlier_person(kept))
    return found


def _earlier_person(kept: DocumentRevision) -> UUID | None:
    """The person of an earlier revision; its content says so, no column does. None, too, once the
    content is erased."""
    try:
        head = open_revision(kept).head
    except KeyErased:
        return None
    names = (name for name, kind in PERSONAL.items() if kind == ID_NUMBER)
    numbers = filter(None, (getattr(head, name, None) for name in names))
    return next(map(person_of, numbers), None)
