"""Sending again: what the gateway would not take, or what got lost behind it.

Sending again is safe: the gateway knows a document by its number, and a receipt that comes again
is counted.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.services import audit
from accounts.services.audit import Actor
from declarations.messages.catalogue import KINDS
from declarations.models import Course, Dispatch, Outbox, PaperCourse
from declarations.services.course import Courses
from declarations.services.forwarding import ARRIVED, DEAD, WAITING
from declarations.services.paper_course import PaperCourses
from declarations.states import CORRECTABLE, QUEUED


def replay_dead(
    *, by: Actor, at: datetime, document_ids: Sequence[int] = (), origin: str = ""
) -> int:
    """Try the dead letters again, all or those of some documents; returns how many documents."""
    with transaction.atomic():
        dead = Dispatch.objects.select_for_update().filter(status=DEAD)
        if document_ids:
            dead = dead.filter(document_id__in=document_ids)
        return _again(list(dead.order_by("id")), "dead", by=by, at=at, origin=origin)


def replay_sent(
    *,
    by: Actor,
    at: datetime,
    inventory_ids: Sequence[int] = (),
    paper_ids: Sequence[int] = (),
    since: datetime | None = None,
) -> int:
    """Send once more what has arrived: some inventories with their documents, some papers, or all
    since a time.

    What customs rejected begins a new round. Returns how many documents.
    """
    with transaction.atomic():
        rejected = _begin_again(inventory_ids, paper_ids, by=by, at=at)
        rows = Dispatch.objects.select_for_update().filter(status=ARRIVED)
        if inventory_ids or paper_ids:
            others = {*inventory_ids, *paper_ids}.difference(rejected)
            own = Dispatch.objects.filter(document_id__in=others)
            needs = {key for row in own for key in row.needs}
            rows = rows.filter(document_id__in=needs | others)
        if since is not None:
            rows = rows.filter(sent_at__gte=since)
        return len(rejected) + _again(list(rows.order_by("id")), "sent", by=by, at=at)


def _begin_again(
    inventory_ids: Sequence[int], paper_ids: Sequence[int], *, by: Actor, at: datetime
) -> list[int]:
    """Put what was rejected into the outbox once more; the others stay where they are."""
    rows = Course.objects.filter(inventory_id__in=inventory_ids, status__in=CORRECTABLE)
    rejected = sorted(rows.values_list("inventory_id", flat=True))
    of_papers = PaperCourse.objects.filter(paper_id__in=paper_ids, status__in=CORRECTABLE)
    papers = sorted(of_papers.values_list("paper_id", flat=True))
    if rejected or papers:
        Outbox.objects.create(inventory_ids=rejected, paper_ids=papers or None, created_at=at)
        audit.record(
            "gateway.replayed",
            by=by,
            on=("declarations.outbox", "rejected"),
            new={
                "inventories": rejected[:100],
                "papers": papers[:100],
                "count": len(rejected) + len(papers),
            },
            at=at,
        )
    return rejected + papers


def _again(rows: list[Dispatch], what: str, *, by: Actor, at: datetime, origin: str = "") -> int:
    if not rows:
        return 0
    Dispatch.objects.filter(id__in=[row.id for row in rows]).update(
        status=WAITING, attempts=0, not_before=at, error="", sent_at=None
    )
    for writer, noun in ((Courses, "inventory"), (PaperCourses, "paper")):
        ids = [row.document_id for row in rows if KINDS[row.kind].noun == noun]
        courses = writer(ids)
        courses.mark(ids, QUEUED, at=at, note="replay")
        courses.write()
    audit.record(
        "gateway.replayed",
        by=by,
        on=("declarations.dispatch", what),
        new={"documents": len(rows), "first": rows[0].pk, "last": rows[-1].pk},
        at=at,
        origin=origin,
    )
    return len(rows)
