"""Batches of published ratings as the zone office sees them."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from credit.models import Cycle, PublicationBatch, PublishedRating, Rating, Subject
from credit.states import OBJECTION_OVER, PUBLISHED
from enterprises.viewers import Viewer


def batches_visible(viewer: Viewer) -> QuerySet[PublicationBatch]:
    """All batches, for officials."""
    rows: Any = PublicationBatch.objects.visible_to(viewer)
    found: QuerySet[PublicationBatch] = rows.select_related(
        "cycle__document", "cycle__model", "proposed_by", "approved_by", "withdrawn_by"
    ).annotate(line_count=Count("lines"))
    return found


def batch_of(viewer: Viewer, batch_id: int) -> PublicationBatch | None:
    """One batch, for officials."""
    return batches_visible(viewer).filter(pk=batch_id).first()


def cycles_to_publish(viewer: Viewer) -> QuerySet[Cycle]:
    """Cycles whose objections are settled and of which no batch waits or is published."""
    live = PublicationBatch.objects.filter(cycle=OuterRef("pk"), withdrawn_at__isnull=True)
    rows: Any = Cycle.objects.visible_to(viewer)
    found: QuerySet[Cycle] = rows.filter(
        ~Exists(live), state__in=[OBJECTION_OVER, PUBLISHED]
    ).order_by("-pk")
    return found


def publishable(batch: PublicationBatch) -> QuerySet[Any]:
    """The lines of a batch; before it is approved, the ratings that would become its lines."""
    if batch.approved_at is not None:
        return PublishedRating.objects.filter(batch=batch).select_related("subject__enterprise")
    cycle = batch.cycle
    rated = Rating.objects.filter(
        model=cycle.model_id,
        as_of_date=cycle.as_of_date,
        trigger__in=["cycle", "objection"],
        subject__in=Subject.objects.public(),
    )
    latest = rated.order_by("subject_id", "-id").distinct("subject_id").values("pk")
    rows = Rating.objects.filter(pk__in=latest).defer("contributions")
    return rows.select_related("subject__enterprise")


def counts_of(batch: PublicationBatch) -> list[tuple[str, int]]:
    """How many firms got which grade."""
    rows = publishable(batch).order_by().values_list("grade").annotate(count=Count("pk"))
    return sorted((grade, count) for grade, count in rows)
