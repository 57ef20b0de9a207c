"""Batches of published ratings: proposed by one official, approved by another, withdrawn with a
reason; a batch and its lines stay for ever."""

from datetime import datetime
from typing import Final

from django.db import transaction

from accounts.models import User
from accounts.services import audit
from credit.models import Cycle, PublicationBatch, PublishedRating, Subject
from credit.services.cycles import own_page, publish_step, ratings_of
from credit.states import CYCLE, OBJECTION_OVER, PUBLISHED
from enterprises.services.notices import notify_firms
from zone_portal.kernel.errors import PortalError

TOLD: Final = "credit_published"


def propose_batch(*, cycle_id: int, by: User, at: datetime) -> PublicationBatch:
    """Ask a second person to publish the ratings of a cycle.

    :raises PortalError: ``transition_refused`` before objections are settled;
        ``credit_batch_open`` while another batch waits.
    """
    with transaction.atomic():
        cycle: Cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle_id)
        if cycle.state not in {OBJECTION_OVER, PUBLISHED}:
            CYCLE.check(cycle.state, PUBLISHED)
        if cycle.batches.filter(withdrawn_at__isnull=True).exists():
            raise PortalError(
                "credit_batch_open",
                zh="该周期已有待批准或已公布的批次。",
                en="A batch of this cycle waits or is published.",
            )
        number = f"{cycle.code}-{cycle.batches.count() + 1}"
        made = PublicationBatch.objects.create(
            cycle=cycle, number=number, proposed_by=by, proposed_at=at
        )
        audit.record("credit.batch.proposed", by=by, on=on(made), new={"number": number}, at=at)
    return made


def approve_batch(*, batch_id: int, by: User, at: datetime) -> PublicationBatch:
    """Publish: the second person. Only enterprises of which the public may read are published.

    :raises PortalError: ``credit_four_eyes``; ``credit_batch_decided``; ``credit_rating_off``.
    """
    with transaction.atomic():
        batch = _locked(batch_id)
        if batch.approved_at is not None or batch.withdrawn_at is not None:
            raise PortalError(
                "credit_batch_decided",
                zh="该批次已处理。",
                en="This batch was decided already.",
            )
        if batch.proposed_by_id == by.pk:
            raise PortalError(
                "credit_four_eyes",
                zh="提请人不能自己批准，须由另一人决定。",
                en="Another person than the one who proposed it must approve it.",
            )
        cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=batch.cycle_id)
        publish_step(cycle, by=by, at=at)
        public = set(Subject.objects.public().values_list("pk", flat=True))
        lines = [
            PublishedRating(
                batch=batch,
                subject_id=rating.subject_id,
                rating_id=rating.pk,
                score=rating.score,
                grade=rating.grade,
            )
            for rating in ratings_of(cycle).defer("contributions")
            if rating.subject_id in public
        ]
        PublishedRating.objects.bulk_create(lines, batch_size=2000)
        batch.approved_by, batch.approved_at = by, at
        batch.save(update_fields=["approved_by", "approved_at"])
        audit.record(
            "credit.batch.published", by=by, on=on(batch), new={"lines": len(lines)}, at=at
        )
        _tell(
            batch,
            f"评级批次 {batch.number} 已批准公布，贵企业的评级可在公示页查询；有异议可随时提出。",
            f"Batch {batch.number} of ratings is published: anybody may read yours. You may "
            "object at any time.",
            at,
        )
    return batch


def withdraw_batch(*, batch_id: int, reason: str, by: User, at: datetime) -> PublicationBatch:
    """Take a batch back, before or after it was published.

    :raises PortalError: ``credit_reason_missing``; ``credit_batch_decided`` when it was withdrawn.
    """
    if not reason.strip():
        raise PortalError("credit_reason_missing", zh="请写明理由。", en="A reason is needed.")
    with transaction.atomic():
        batch = _locked(batch_id)
        if batch.withdrawn_at is not None:
            raise PortalError(
                "credit_batch_decided", zh="该批次已处理。", en="This batch was decided already."
            )
        batch.withdrawn_by, batch.withdrawn_at, batch.reason = by, at, reason.strip()[:300]
        batch.save(update_fields=["withdrawn_by", "withdrawn_at", "reason"])
        audit.record(
            "credit.batch.withdrawn", by=by, on=on(batch), new={"reason": batch.reason}, at=at
        )
        _tell(
            batch,
            f"评级批次 {batch.number} 已撤回，贵企业的评级不再公示。理由：{batch.reason}",
            f"Batch {batch.number} was withdrawn, so your rating is public no more: {batch.reason}",
            at,
        )
    return batch


def _tell(batch: PublicationBatch, zh: str, en: str, at: datetime) -> None:
    """Tell the firms whose ratings the batch published; of a batch that never was, nobody."""
    firms = batch.lines.values_list("subject__enterprise_id", flat=True)
    notify_firms(dict.fromkeys(firms, (zh, en)), (), kind=TOLD, at=at, link=own_page())


def on(batch: PublicationBatch) -> tuple[str, str]:
    """How the audit trail names a batch."""
    return ("credit.batch", str(batch.pk))


def _locked(batch_id: int) -> PublicationBatch:
    found: PublicationBatch = PublicationBatch.objects.select_for_update().get(pk=batch_id)
    return found
