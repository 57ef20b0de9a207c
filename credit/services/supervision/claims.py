"""What an enterprise asks for: begun, written, handed in, taken back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from accounts.services.audit import Actor
from credit.models import Case, Claim, Record, Subject
from credit.rules.supervision import clocks, states
from credit.services import recording
from credit.services.supervision import telling
from credit.services.supervision.common import (
    Deed,
    claim_unknown,
    due,
    lock_case,
    lock_claim,
    must_act_for,
    must_be_current,
    next_number,
    refuse_problems,
)
from credit.services.supervision.eligibility import must_be_possible, problems_of
from credit.services.supervision.steps import move_case, move_claim, opened
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer

PREFIX: Final = "XS"
LONGEST: Final = 4000
KINDS: Final = {
    "statement": ("陈述申辩", "Statement and defence"),
    "objection": ("异议", "Objection"),
    "repair": ("信用修复", "Repair"),
    "appeal": ("复核", "Appeal"),
}


@dataclass(frozen=True, slots=True)
class Target:
    """What a claim is against: the ledger's record, a case, or an earlier claim's decision."""

    record_id: int | None = None
    case_id: int | None = None
    earlier_id: int | None = None


@transaction.atomic
def start_claim(
    *,
    kind: str,
    target: Target,
    viewer: Viewer,
    by: Actor,
    at: datetime,
    origin: str = "",
) -> Claim:
    """Begin a claim as a draft; one that is begun already is given back.

    :raises Refusal: ``credit_claim_target`` (404), ``credit_role_too_weak``, and what
        :func:`must_be_possible` raises.
    """
    return begin(kind=kind, target=target, viewer=viewer, by=by, at=at, origin=origin)[0]


@transaction.atomic
def begin(
    *,
    kind: str,
    target: Target,
    viewer: Viewer,
    by: Actor,
    at: datetime,
    origin: str = "",
) -> tuple[Claim, bool]:
    """As :func:`start_claim`, and whether the claim is new."""
    subject, row = _target(kind, target, viewer, at=at)
    must_act_for(subject, by=by)
    against = {"record": row.record, "case": row.case, "earlier": row.earlier}
    present: Claim | None = Claim.objects.filter(
        kind=kind, subject=subject, status__in=sorted(states.CLAIM_OPEN), **against
    ).first()
    if present is not None:
        return present, False
    must_be_possible(row, at=at)
    deed = Deed(by, at, origin)
    row.number = next_number(PREFIX, Claim, at=at)
    row.created_by, row.created_at = deed.person, at
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise claim_open() from error
    opened(row, deed)
    return row, True


def claim_open(number: str = "") -> Refusal:
    """The refusal of a second claim of the same kind against the same thing."""
    return Refusal(
        "credit_claim_open",
        409,
        "已有同类申请在办理。",
        "A claim of this kind is open already.",
        details={"number": number} if number else {},
    )


@transaction.atomic
def save_claim(
    *,
    claim_id: int,
    text: str,
    commitment: bool,
    viewer: Viewer,
    by: Actor,
    at: datetime,
    origin: str = "",
) -> Claim:
    """Keep what was written so far.

    :raises Refusal: ``credit_claim_unknown``, ``credit_role_too_weak``, ``credit_claim_sent``.
    """
    claim = lock_draft(claim_id, viewer, by=by)
    claim.text, claim.commitment = text.strip()[:LONGEST], commitment
    claim.save(update_fields=["text", "commitment"])
    return claim


@transaction.atomic
def submit_claim(
    *, claim_id: int, viewer: Viewer, by: Actor, at: datetime, origin: str = ""
) -> Claim:
    """Hand a claim in: its clock begins. A statement ends the hearing of its case; an objection
    marks the disputed record at once, which freezes its points.

    :raises Refusal: as :func:`save_claim`, ``credit_incomplete`` (422, all problems), and what
        :func:`must_be_possible` raises.
    """
    claim = lock_draft(claim_id, viewer, by=by)
    deed = Deed(by, at, origin)
    case = lock_case(claim.case_id, viewer) if claim.case_id else None
    claim.case = case
    must_be_possible(claim, at=at)
    refuse_problems(problems_of(claim, deed.day))
    move_claim(
        claim,
        states.SUBMITTED,
        "submitted",
        deed,
        submitted_by=deed.person,
        submitted_at=at,
        due_date=due(clocks.CLAIM_CLOCK[claim.kind], since=deed.day),
        mark_due_date=due(clocks.MARK, since=deed.day) if claim.kind == "objection" else None,
    )
    if claim.kind == "objection":
        _freeze(claim, deed)
    if claim.kind == "statement" and case is not None:
        move_case(case, states.HEARD, "stated", deed, note=claim.text, heard_at=at)
    zh, en = KINDS[claim.kind]
    telling.office(
        claim.subject,
        f"收到{zh}：{claim.number}，应于 {claim.due_date} 前办结。",
        f"{en} received: {claim.number}, to be decided by {claim.due_date}.",
        at=at,
        link=telling.claim_link(claim),
    )
    return claim


@transaction.atomic
def withdraw_claim(
    *, claim_id: int, version: int, viewer: Viewer, by: Actor, at: datetime, origin: str = ""
) -> Claim:
    """Take a claim back before it is decided; a disputed record counts again.

    :raises Refusal: ``credit_claim_unknown``, ``credit_role_too_weak``,
        ``credit_changed_meanwhile``, ``transition_refused``.
    """
    claim = lock_claim(claim_id, viewer)
    must_act_for(claim.subject, by=by)
    must_be_current(claim, version)
    if claim.kind == "statement" and claim.status != states.DRAFT:
        raise Refusal(
            "credit_statement_stays",
            409,
            "已提交的陈述申辩已记入案卷，不能撤回。",
            "A statement that was handed in stays in the file.",
        )
    was_open = claim.status in states.CLAIM_IN_QUEUE
    deed = Deed(by, at, origin)
    move_claim(claim, states.WITHDRAWN, "withdrawn", deed)
    if was_open and claim.kind == "objection":
        unfreeze(claim, deed, "异议撤回")
    return claim


def lock_draft(claim_id: int, viewer: Viewer, *, by: Actor) -> Claim:
    """A draft of the viewer's own firm, locked.

    :raises Refusal: ``credit_claim_unknown``, ``credit_role_too_weak``, ``credit_claim_sent``.
    """
    claim = lock_claim(claim_id, viewer)
    if claim.subject.enterprise_id not in viewer.own_ids:
        raise claim_unknown()
    must_act_for(claim.subject, by=by)
    if claim.status != states.DRAFT:
        raise Refusal(
            "credit_claim_sent",
            409,
            "该申请已提交，不能再修改。",
            "This claim was handed in and cannot be changed.",
        )
    return claim


def unfreeze(claim: Claim, deed: Deed, reason: str) -> None:
    """The record counts again as it did before the objection."""
    if claim.record_id is not None:
        recording.mark(
            record_id=claim.record_id,
            mark="upheld",
            reason=f"{reason}（{claim.number}）",
            by=deed.by,
            at=deed.at,
            origin=deed.origin,
        )


def _freeze(claim: Claim, deed: Deed) -> None:
    assert claim.record_id is not None  # noqa: S101  the constraint of the table says so
    recording.mark(
        record_id=claim.record_id,
        mark="disputed",
        reason=f"异议核查中（{claim.number}）",
        by=deed.by,
        at=deed.at,
        origin=deed.origin,
    )
    claim.marked_at = deed.at
    claim.save(update_fields=["marked_at"])


def _target(kind: str, target: Target, viewer: Viewer, *, at: datetime) -> tuple[Subject, Claim]:
    """The party and a new claim against what it names; everything must be the viewer's own."""
    row = Claim(kind=kind)
    if kind in {"objection", "repair"} and target.record_id:
        row.record = Record.objects.visible_to(viewer).filter(pk=target.record_id).first()
        found = row.record
    elif kind in {"statement", "repair", "appeal"} and target.case_id:
        row.case = Case.objects.visible_to(viewer).filter(pk=target.case_id).first()
        found = row.case
    elif kind == "appeal" and target.earlier_id:
        row.earlier = Claim.objects.visible_to(viewer).filter(pk=target.earlier_id).first()
        found = row.earlier
    else:
        found = None
    if found is None or found.subject.enterprise_id not in viewer.own_ids:
        raise Refusal(
            "credit_claim_target",
            404,
            "没有找到所针对的记录或事项。",
            "There is no such record or case to contest.",
        )
    row.subject = found.subject
    return found.subject, row
