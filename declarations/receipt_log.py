"""Receipts read back: those of a submission, and an enterprise's own by cursor.

A cursor is the place of the last receipt that was read: the position of its event in the log, and
its number inside the event. Positions are given after the commit by one writer, so nothing can
appear later behind a cursor.
"""

import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from declarations.facts import Judged
from declarations.models import CustomsReceipt, Decision, Event, PastDecision, Submission
from declarations.personal_tokens import tell
from declarations.quoting import quoted_inventories, quoted_verdicts
from declarations.receipt_facts import (
    COURSE,
    DECISION,
    VERDICT,
    Receipt,
    customs_receipt,
    decision_receipt,
    key_of_receipt,
    verdict_receipt,
)
from declarations.verdicts import unpack
from enterprises.viewers import Viewer

log = logging.getLogger(__name__)

_CURSOR = re.compile(r"[0-9]{1,19}\.[0-9]{1,9}")

Place = tuple[int, int]
"""An inventory's id and the sequence of its decision."""


class Cursor(NamedTuple):
    """The last receipt that was read: event position, number inside the event (from 1)."""

    position: int = 0
    number: int = 0

    def __str__(self) -> str:
        return f"{self.position}.{self.number}"


def cursor_of(text: str) -> Cursor | None:
    """The cursor that a client gives back; empty is the start, None means that it is none."""
    if not text:
        return Cursor()
    if not _CURSOR.fullmatch(text):
        return None
    position, number = map(int, text.split("."))
    return Cursor(position, number) if position < 2**63 else None


@dataclass(frozen=True, slots=True)
class _Part:
    """The receipts ``first`` … ``last`` (numbers from 1) of an event."""

    event: Event
    first: int
    last: int


def receipts_after(
    enterprise_id: int, after: Cursor, limit: int
) -> tuple[list[tuple[Cursor, Receipt]], Cursor]:
    """At most ``limit`` receipts of an enterprise after a cursor, and the cursor to go on from.

    A constant number of queries, whatever the events hold.
    """
    parts = _parts(enterprise_id, after, limit)
    if not parts:
        return [], after
    decided = _decided(parts, Viewer((enterprise_id,), own_ids=(enterprise_id,)))
    judged = _judged(parts)
    said = _said(parts)
    found = []
    for part in parts:
        receipts = {DECISION: decided, COURSE: said}.get(part.event.kind, judged)
        for number in range(part.first, part.last + 1):
            receipt = receipts.get((part.event.id, number))
            if receipt is None:
                log.error("receipt_lost event=%s number=%s", part.event.id, number)
                continue
            found.append((Cursor(part.event.position or 0, number), receipt))
    return found, Cursor(parts[-1].event.position or 0, parts[-1].last)


def receipts_of(submission: Submission, viewer: Viewer) -> list[Receipt]:
    """Every receipt of a submission: the verdicts in the order of its documents, then how its
    declarations stand now, then what customs said of them.

    ID numbers of documents that others sent are tokens to the viewer.
    """
    if submission.verdicts is None:
        return []
    judged = list(unpack(submission.verdicts))
    receipts = _verdicts(submission, judged)
    own = [j.document_id for j in judged if j.document_id and j.verdict == "accepted"]
    decisions = list(Decision.objects.filter(inventory_id__in=own).order_by("inventory_id"))
    tell(decisions, viewer)
    quoted = quoted_inventories((d.inventory_id, d.inventory_revision) for d in decisions)
    for decision in decisions:
        inventory = quoted.get((decision.inventory_id, decision.inventory_revision))
        if inventory is not None:
            receipts.append(
                decision_receipt(
                    decision, kind=inventory.kind, key=inventory.key, head=inventory.head
                )
            )
    kept: Any = CustomsReceipt.objects
    said = kept.filter(document_id__in=own).order_by("return_time", "id")
    return receipts + [customs_receipt(row, key=key_of_receipt(row)) for row in said]


def _parts(enterprise_id: int, after: Cursor, limit: int) -> list[_Part]:
    """The pieces of events that hold the next ``limit`` receipts; no longer lists than needed."""
    own = Event.objects.filter(
        enterprise_id=enterprise_id,
        position__gte=after.position,
        kind__in=(VERDICT, DECISION, COURSE),
    ).order_by("position")
    parts: list[_Part] = []
    left = limit
    wanted: dict[int, tuple[int, int]] = {}
    # One more than needed: the event that the cursor stands in may be read to its end already.
    for event_id, position, size in own.values_list("id", "position", "size")[: limit + 1]:
        first = after.number + 1 if position == after.position else 1
        last = min(size, first + left - 1)
        if last >= first:
            wanted[event_id] = (first, last)
            left -= last - first + 1
        if not left:
            break
    for event in Event.objects.filter(id__in=wanted).order_by("position"):
        parts.append(_Part(event, *wanted[event.id]))
    return parts


def _judged(parts: Iterable[_Part]) -> dict[tuple[int, int], Receipt]:
    """The receipts of verdict events by event id and number."""
    wanted = {part.event.submission_id or 0: part for part in parts if part.event.kind == VERDICT}
    found = {}
    for submission in Submission.objects.filter(id__in=wanted).order_by("id"):
        part = wanted[submission.id]
        if submission.verdicts is None:
            continue
        chosen = list(unpack(submission.verdicts))[part.first - 1 : part.last]
        for number, receipt in enumerate(_verdicts(submission, chosen), part.first):
            found[(part.event.id, number)] = receipt
    return found


def _verdicts(submission: Submission, judged: list[Judged]) -> list[Receipt]:
    heads = quoted_verdicts(submission.id, judged)
    return [
        verdict_receipt(
            item,
            heads.get(item.position, {}),
            submission_id=submission.id,
            at=submission.received_at,
        )
        for item in judged
    ]


def _decided(parts: Iterable[_Part], viewer: Viewer) -> dict[tuple[int, int], Receipt]:
    """The receipts of decision events by event id and number."""
    places: dict[Place, list[tuple[int, int]]] = defaultdict(list)
    for part in parts:
        if part.event.kind == DECISION:
            for number, place in _places(part):
                places[place].append((part.event.id, number))
    decisions = dict(_decisions(places))
    tell(decisions.values(), viewer)
    quoted = quoted_inventories((d.inventory_id, d.inventory_revision) for d in decisions.values())
    found = {}
    for place, decision in decisions.items():
        inventory = quoted.get((decision.inventory_id, decision.inventory_revision))
        if inventory is None:
            continue
        receipt = decision_receipt(
            decision, kind=inventory.kind, key=inventory.key, head=inventory.head
        )
        found.update(dict.fromkeys(places[place], receipt))
    return found


def _said(parts: Iterable[_Part]) -> dict[tuple[int, int], Receipt]:
    """The receipts of customs by event id and number."""
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for part in parts:
        if part.event.kind == COURSE:
            refs = part.event.refs or []
            for number in range(part.first, part.last + 1):
                places[refs[number - 1]].append((part.event.id, number))
    found = {}
    kept: Any = CustomsReceipt.objects
    for receipt in kept.filter(id__in=places) if places else ():
        shown = customs_receipt(receipt, key=key_of_receipt(receipt))
        found.update(dict.fromkeys(places[receipt.id], shown))
    return found


def _places(part: _Part) -> Iterator[tuple[int, Place]]:
    refs, sequences = part.event.refs or [], part.event.sequences or []
    for number in range(part.first, part.last + 1):
        yield number, (refs[number - 1], sequences[number - 1])


def _decisions(places: Iterable[Place]) -> Iterator[tuple[Place, Any]]:
    """The decisions at these places, in force or past; another sequence is another decision."""
    wanted = set(places)
    ids = {inventory_id for inventory_id, _ in wanted}
    for model in (Decision, PastDecision):
        manager: Any = model.objects
        for decision in manager.filter(inventory_id__in=ids):
            place = (decision.inventory_id, decision.sequence)
            if place in wanted:
                yield place, decision
