"""The outbox: what became matched is noted with the decision, and spread into dispatches later."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from declarations import gateway
from declarations.models import Decision, Dispatch, Outbox
from declarations.models.columns import TABLES
from declarations.services.copying import copy_rows
from declarations.services.course import Courses

JOINED = ("order", "payment", "waybill")
_FIELDS = ("inventory_ids", "created_at")


def note_matched(cursor: Any, inventory_ids: Sequence[int], *, at: str) -> None:
    """Note inventories that became matched, in the deciding transaction; one row, by COPY.

    Without a gateway nothing is noted: no statement at all.
    """
    if inventory_ids and gateway.is_on():
        ids = ",".join(map(str, inventory_ids))
        copy_rows(cursor, "declarations_outbox", _FIELDS, [f"{{{ids}}}\t{at}\n".encode()])


def spread(*, at: datetime) -> int:
    """Turn the oldest slice into dispatches: order, payment, waybill once each, then the inventory.

    Returns how many inventories were looked at; 0 when there is no slice to be had.
    """
    with transaction.atomic(durable=True):
        row = Outbox.objects.select_for_update(skip_locked=True).order_by("id").first()
        if row is None:
            return 0
        looked_at = len(row.inventory_ids)
        decisions = list(Decision.objects.filter(inventory_id__in=row.inventory_ids))
        matched = [decision for decision in decisions if decision.outcome == "matched"]
        courses = Courses(decision.inventory_id for decision in matched)
        entered = courses.enter({d.inventory_id: d.inventory_revision for d in matched}, at=at)
        courses.write()
        rounds = {course.inventory_id: course.round for course in entered}
        Dispatch.objects.bulk_create(_dispatches(matched, rounds, at), ignore_conflicts=True)
        row.delete()
    return looked_at


def _dispatches(
    matched: Sequence[Decision], rounds: dict[int, int], at: datetime
) -> list[Dispatch]:
    joined: dict[str, dict[int, int]] = defaultdict(dict)
    for decision in matched:
        for noun in JOINED:
            document_id = getattr(decision, f"{noun}_id")
            if document_id is not None:
                joined[noun][document_id] = getattr(decision, f"{noun}_revision")
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
            needs=[i for noun in JOINED if (i := getattr(decision, f"{noun}_id")) is not None],
            not_before=at,
            created_at=at,
        )
        for decision in matched
        if decision.inventory_id in kinds
    ]
    return sorted(found, key=lambda row: (row.document_id, row.revision, row.round))


def _with_kinds(noun: str, revisions: dict[int, int]) -> list[tuple[int, int, str]]:
    rows = TABLES[noun].objects.filter(id__in=revisions).values_list("id", "kind")
    return [(document_id, revisions[document_id], kind) for document_id, kind in rows]
