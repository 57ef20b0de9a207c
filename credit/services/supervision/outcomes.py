"""What follows from a decided claim: records revoked, listings ended, scores taken again."""

from typing import Any

from credit.models import Case, Claim, Rating, ScoreModel
from credit.rules.supervision import states
from credit.selectors import model_on
from credit.services import rating, recording
from credit.services.supervision.claims import unfreeze
from credit.services.supervision.common import Deed
from credit.services.supervision.listing import ANNULLED, REPAIRED, end_listing
from credit.services.supervision.measuring import align
from zone_portal.kernel.errors import PortalError


def carry_out(claim: Claim, deed: Deed, *, accepted: bool, reasons: str) -> None:
    """Do what the decision of a locked claim asks for, and keep on the claim what was done."""
    if not accepted:
        if claim.kind == "objection":
            unfreeze(claim, deed, "异议不成立")
        return
    contested = claim.earlier if claim.kind == "appeal" and claim.earlier is not None else claim
    if contested.kind == "objection":
        effect = _take_record_back(contested, deed, reasons)
    elif contested.kind == "repair":
        effect = _repair(contested, deed, reasons)
    else:
        effect = _annul(contested, deed, reasons)
    claim.effect = effect
    claim.save(update_fields=["effect"])


def rescore(claim: Claim, deed: Deed) -> int:
    """Score the subject again for every day on which the contested record counted, each with the
    model of that day's rating, then for today; returns how many ratings were made."""
    record = claim.record
    if record is None:
        return 0
    rows = Rating.objects.filter(
        subject_id=claim.subject_id, as_of_date__gte=record.from_date, as_of_date__lt=deed.day
    )
    days = sorted(set(rows.values_list("as_of_date", "model_id")))
    models = {row.pk: row for row in ScoreModel.objects.filter(pk__in={m for _, m in days})}
    plan = [(day, models[number]) for day, number in days]
    present = model_on(deed.day)
    if present is not None:
        plan.append((deed.day, present))
    for day, model in plan:
        rating.rate(
            subject_ids=[claim.subject_id],
            model=model,
            as_of=day,
            trigger="objection",
            by=deed.by,
            at=deed.at,
        )
    align(by=deed.by, at=deed.at, subject_ids=[claim.subject_id])
    return len(plan)


def _take_record_back(claim: Claim, deed: Deed, reasons: str) -> dict[str, Any]:
    assert claim.record_id is not None  # noqa: S101  the constraint of the table says so
    try:
        row = recording.revoke(
            record_id=claim.record_id,
            reason=f"{reasons.strip()[:200]}（{claim.number}）",
            by=deed.by,
            at=deed.at,
            origin=deed.origin,
        )
    except PortalError as error:
        if error.code != "credit_already_revoked":
            raise
        return {"record": claim.record_id, "revoked": "already", "rescored": 0}
    _end_listing_of_record(claim, deed, reasons)
    return {"record": claim.record_id, "revoked_by": row.pk, "rescored": rescore(claim, deed)}


def _repair(claim: Claim, deed: Deed, reasons: str) -> dict[str, Any]:
    if claim.case_id is not None:
        case = _locked(claim.case_id)
        if case.status == states.PUBLISHED:
            end_listing(case, REPAIRED, reasons, deed)
        return {"case": case.pk, "ending": case.ending, "removal_due": _day(case)}
    assert claim.record_id is not None  # noqa: S101  the constraint of the table says so
    recording.mark(
        record_id=claim.record_id,
        mark="repaired",
        reason=f"信用修复（{claim.number}）",
        by=deed.by,
        at=deed.at,
        origin=deed.origin,
    )
    return {"record": claim.record_id, "repaired": True}


def _annul(claim: Claim, deed: Deed, reasons: str) -> dict[str, Any]:
    assert claim.case_id is not None  # noqa: S101  the constraint of the table says so
    case = _locked(claim.case_id)
    if case.status in {states.DECIDED, states.PUBLISHED}:
        end_listing(case, ANNULLED, reasons, deed)
    return {"case": case.pk, "ending": case.ending, "removal_due": _day(case)}


def _end_listing_of_record(claim: Claim, deed: Deed, reasons: str) -> None:
    """A listing whose own record was taken back is annulled with it."""
    rows = Case.objects.filter(entry_id=claim.record_id, status=states.PUBLISHED)
    for number in rows.values_list("pk", flat=True):
        end_listing(_locked(number), ANNULLED, reasons, deed)


def _locked(case_id: int) -> Case:
    found: Case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("subject__enterprise__site")
        .get(pk=case_id)
    )
    return found


def _day(case: Case) -> str | None:
    return case.removal_due_date.isoformat() if case.removal_due_date else None
