"""The outbox: what became matched is noted with the decision, and spread into dispatches later."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from declarations import gateway
from declarations.messages.catalogue import KINDS
from declarations.models import Decision, Dispatch, Inventory, Outbox, Paper, Waybill
from declarations.models.columns import TABLES
from declarations.services.copying import copy_rows
from declarations.services.course import Courses
from declarations.services.paper_course import PaperCourses
from declarations.services.routing import keep_routes

JOINED = ("order", "payment", "waybill")
_FIELDS = ("inventory_ids", "created_at")
_FIELDS_OF_PAPERS = ("inventory_ids", "paper_ids", "created_at")
STORED = "1"
"""appStatus of what is only to be stored: customs does not hear of it."""


def note_matched(cursor: Any, inventory_ids: Sequence[int], *, at: str) -> None:
    """Note inventories that became matched, in the deciding transaction; one row, by COPY.

    Without a gateway nothing is noted: no statement at all.
    """
    if inventory_ids and gateway.is_on():
        ids = ",".join(map(str, inventory_ids))
        copy_rows(cursor, "declarations_outbox", _FIELDS, [f"{{{ids}}}\t{at}\n".encode()])


def note_papers(cursor: Any, paper_ids: Sequence[int], *, at: str) -> None:
    """Note papers that were accepted, in the transaction of their message; one row, by COPY."""
    if paper_ids and gateway.is_on():
        ids = ",".join(map(str, paper_ids))
        rows = [f"{{}}\t{{{ids}}}\t{at}\n".encode()]
        copy_rows(cursor, "declarations_outbox", _FIELDS_OF_PAPERS, rows)


def spread(*, at: datetime) -> int:
    """Turn the oldest slice into dispatches: order, payment, waybill once each, then the inventory;
    papers as they are.

    Returns how many documents were looked at; 0 when there is no slice to be had.
    """
    with transaction.atomic(durable=True):
        row = Outbox.objects.select_for_update(skip_locked=True).order_by("id").first()
        if row is None:
            return 0
        if row.paper_ids:
            _spread_papers(row.paper_ids, at)
        looked_at = len(row.inventory_ids) + len(row.paper_ids or ())
        decisions = list(Decision.objects.filter(inventory_id__in=row.inventory_ids))
        matched = [decision for decision in decisions if decision.outcome == "matched"]
        courses = Courses(decision.inventory_id for decision in matched)
        entered = courses.enter({d.inventory_id: d.inventory_revision for d in matched}, at=at)
        courses.write()
        rounds = {course.inventory_id: course.round for course in entered}
        keep_routes(rounds, at=at)
        Dispatch.objects.bulk_create(_dispatches(matched, rounds, at), ignore_conflicts=True)
        _need_anew(decision for decision in matched if decision.inventory_id not in rounds)
        row.delete()
    return looked_at


def _spread_papers(paper_ids: Sequence[int], at: datetime) -> None:
    rows = Paper.objects.select_for_update(no_key=True).filter(id__in=paper_ids).order_by("id")
    papers = [row for row in rows.defer("lines", "personal") if row.app_status != STORED]
    courses = PaperCourses(paper.id for paper in papers)
    rounds = {course.paper_id: course.round for course in courses.enter(papers, at=at)}
    courses.write()
    named = _named_by(papers)
    Dispatch.objects.bulk_create(
        (
            Dispatch(
                document_id=paper.id,
                revision=paper.revision,
                round=rounds[paper.id],
                kind=paper.kind,
                needs=named.get(paper.id, []),
                not_before=at,
                created_at=at,
            )
            for paper in papers
            if paper.id in rounds
        ),
        ignore_conflicts=True,
    )


def _named_by(papers: Sequence[Paper]) -> dict[int, list[int]]:
    """The documents here that a paper is about, and that must be at customs before it: its
    inventory, its waybill. Lists of parcels do not wait, one parcel would hold up thousands."""
    found: dict[int, list[int]] = defaultdict(list)
    for model, column in ((Inventory, "invt_no"), (Waybill, "logistics_no")):
        numbers = {getattr(paper, column) for paper in papers} - {None, ""}
        rows = model.objects.filter(**{f"{column}__in": numbers}).values_list(column, "id")
        documents = defaultdict(list)
        for number, document_id in rows:
            documents[number].append(document_id)
        for paper in papers:
            found[paper.id] += documents.get(getattr(paper, column) or "", [])
    return found


def _dispatches(
    matched: Sequence[Decision], rounds: dict[int, int], at: datetime
) -> list[Dispatch]:
    joined: dict[str, dict[int, int]] = defaultdict(dict)
    for decision in matched:
        for noun in JOINED:
            document_id = getattr(decision, f"{noun}_id")
            if document_id is not None:
                joined[noun][document_id] = getattr(decision, f"{noun}_revision")
        joined["payment"].update(_further_payments(decision))
    found = [
        Dispatch(
            document_id=document_id, revision=revision, kind=kind, not_before=at, created_at=at
        )
        for noun, revisions in joined.items()
        for document_id, revision, kind in _with_kinds(noun, revisions)
    ]
    kinds = dict(TABLES["inventory"].objects.filter(id__in=rounds).values_list("id", "kind"))
    found += [
        Dispatch(
            document_id=decision.inventory_id,
            revision=decision.inventory_revision,
            round=rounds[decision.inventory_id],
            kind=kinds[decision.inventory_id],
            needs=_needs(decision),
            not_before=at,
            created_at=at,
        )
        for decision in matched
        if decision.inventory_id in kinds
    ]
    return sorted(found, key=lambda row: (row.document_id, row.revision, row.round))


def _need_anew(decisions: Iterable[Decision]) -> None:
    """Inventories that wait here already wait for the documents that they name by now: customs
    refused one, and another came in its place."""
    now = {decision.inventory_id: decision for decision in decisions}
    waiting = Dispatch.objects.select_for_update(skip_locked=True).filter(
        document_id__in=now, status="waiting"
    )
    rows = list(waiting.order_by("id")) if now else []
    for row in rows:
        row.needs = _needs(now[row.document_id])
    Dispatch.objects.bulk_update(rows, ["needs"], batch_size=500)


def _needs(decision: Decision) -> list[int]:
    """The documents that customs must have before the inventory."""
    joined = [i for noun in JOINED if (i := getattr(decision, f"{noun}_id")) is not None]
    return [*joined, *(i for i in _further_payments(decision) if i not in joined)]


def _further_payments(decision: Decision) -> dict[int, int]:
    """Id and revision of every payment of an order that is paid in parts."""
    table = (decision.split or {}).get("payment") or {"documents": ()}
    paying = (row for row in table["documents"] if KINDS[row["type"]].noun == "payment")
    return {row["id"]: row["revision"] for row in paying}


def _with_kinds(noun: str, revisions: dict[int, int]) -> list[tuple[int, int, str]]:
    rows = TABLES[noun].objects.filter(id__in=revisions).values_list("id", "kind")
    return [(document_id, revisions[document_id], kind) for document_id, kind in rows]
