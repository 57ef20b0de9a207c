"""Deciding claims. Who decided what is contested never reviews it: refused here, and by the trigger
``credit_claim_reviewer`` whatever the code does."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, connection, transaction

from accounts.constants import DEPARTMENTS
from accounts.models import User
from accounts.selectors import postings_of
from credit.models import Claim
from credit.rules.supervision import clocks, states
from credit.rules.supervision.deciding import reviewer_barred, too_short
from credit.services.supervision import telling
from credit.services.supervision.claims import KINDS
from credit.services.supervision.common import (
    DECIDING,
    HANDLING,
    Deed,
    due,
    lock_claim,
    must_be_current,
    must_be_in_charge,
    reasons_problem,
    refuse_problems,
)
from credit.services.supervision.eligibility import appeal_until
from credit.services.supervision.outcomes import carry_out
from credit.services.supervision.steps import move_claim
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer

LONGEST: Final = 2000
GUARD: Final = "credit_claim_reviewer"


@transaction.atomic
def begin_review(
    *, claim_id: int, version: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> Claim:
    """Take a claim on; who takes it stays named.

    :raises Refusal: ``credit_claim_unknown``, ``credit_not_yours``, ``credit_reviewer_decided``
        (403), ``credit_changed_meanwhile``, ``transition_refused``.
    """
    claim = _begin(claim_id, version, viewer, by, at)
    states.CLAIM.check(claim.status, states.UNDER_REVIEW)
    with _guarded():
        return move_claim(claim, states.UNDER_REVIEW, "begun", Deed(by, at, origin), reviewer=by)


@transaction.atomic
def ask_provider(
    *,
    claim_id: int,
    version: int,
    department: str,
    question: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Claim:
    """Ask the department that gave the record; the longer clock runs from the day of handing in.

    :raises Refusal: as :func:`begin_review`, ``credit_department_unknown`` (422),
        ``credit_incomplete``.
    """
    claim = _begin(claim_id, version, viewer, by, at)
    states.CLAIM.check(claim.status, states.ASKED)
    if department not in dict(DEPARTMENTS):
        raise Refusal(
            "credit_department_unknown", 422, "请选择转办部门。", "Choose a department to ask."
        )
    _must_reason("question", question)
    deed = Deed(by, at, origin)
    since = _day_submitted(claim, deed)
    move_claim(
        claim,
        states.ASKED,
        "asked",
        deed,
        note=question,
        asked_department=department,
        asked_at=at,
        due_date=due(clocks.OBJECTION_ASKED, since=since),
    )
    telling.office(
        claim.subject,
        f"请核查并答复：{claim.number}，应于 {claim.due_date} 前。",
        f"Please check and answer: {claim.number}, by {claim.due_date}.",
        at=at,
        link=telling.claim_link(claim),
        departments=frozenset({department}),
    )
    return claim


@transaction.atomic
def answer_question(
    *,
    claim_id: int,
    version: int,
    answer: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Claim:
    """The department that was asked answers.

    :raises Refusal: ``credit_claim_unknown``, ``credit_not_yours``, ``credit_changed_meanwhile``,
        ``credit_incomplete``, ``transition_refused``.
    """
    claim = lock_claim(claim_id, viewer)
    must_be_current(claim, version)
    held = any(
        posting.department == claim.asked_department and posting.role in HANDLING
        for posting in postings_of(by, on=Deed(by, at).day)
    )
    if claim.status != states.ASKED or not held:
        raise Refusal(
            "credit_not_yours",
            403,
            "该答复由被转办部门的审核员或负责人作出。",
            "Reviewers and supervisors of the department that was asked answer.",
        )
    _must_reason("answer", answer)
    return move_claim(
        claim,
        states.UNDER_REVIEW,
        "answered_by_department",
        Deed(by, at, origin),
        note=answer,
        answer=answer.strip()[:LONGEST],
        answered_by=by,
        answered_at=at,
    )


@transaction.atomic
def decide_claim(
    *,
    claim_id: int,
    version: int,
    accepted: bool,
    reasons: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Claim:
    """Accept a claim, and do what follows from it; or reject it with reasons and the way to appeal.
    Appeals and repairs of listings are decided by supervisors.

    :raises Refusal: as :func:`begin_review`, ``credit_incomplete``.
    """
    claim = _begin(claim_id, version, viewer, by, at)
    target = states.ACCEPTED if accepted else states.REJECTED
    states.CLAIM.check(claim.status, target)
    if claim.kind == "statement":
        raise Refusal(
            "credit_statement_with_case",
            409,
            "陈述申辩随事项的决定一并答复。",
            "A statement is answered by the decision of its case.",
        )
    if claim.kind == "appeal" or claim.case_id is not None:
        must_be_in_charge(claim.subject, by=by, at=at, roles=DECIDING)
    _must_reason("reasons", reasons)
    deed = Deed(by, at, origin)
    with _guarded():
        move_claim(
            claim,
            target,
            "accepted" if accepted else "rejected",
            deed,
            note=reasons,
            decided_by=by,
            decided_at=at,
            decision_reasons=reasons.strip()[:LONGEST],
        )
    carry_out(claim, deed, accepted=accepted, reasons=reasons)
    _tell(claim, accepted=accepted, at=at)
    return claim


def deciders_of(claim: Claim) -> frozenset[int]:
    """Everybody who had a hand in what is contested, as the database sees it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT credit_claim_deciders(%s, %s, %s)",
            [claim.record_id, claim.case_id, claim.earlier_id],
        )
        row = cursor.fetchone()
    return frozenset(row[0] if row else ())


def _begin(claim_id: int, version: int, viewer: Viewer, by: User, at: datetime) -> Claim:
    claim = lock_claim(claim_id, viewer)
    must_be_in_charge(claim.subject, by=by, at=at)
    must_be_current(claim, version)
    if claim.kind != "statement" and reviewer_barred(by.pk, deciders=deciders_of(claim)):
        raise _barred()
    return claim


@contextmanager
def _guarded() -> Iterator[None]:
    """What the database refuses of a reviewer, in the words of the domain."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if GUARD in str(error):
            raise _barred() from error
        raise


def _barred() -> Refusal:
    return Refusal(
        "credit_reviewer_decided",
        403,
        "您参与过所涉记录或决定的认定，须由他人复核。",
        "You had a part in what is contested: somebody else must review it.",
    )


def _day_submitted(claim: Claim, deed: Deed) -> date:
    moment = claim.submitted_at or deed.at
    return Deed(deed.by, moment).day


def _must_reason(field: str, text: str) -> None:
    if too_short(text):
        refuse_problems(
            [
                reasons_problem(
                    field,
                    text,
                    "请写明理由（不少于10字）。",
                    "State the reasons (at least 10 characters).",
                )
            ]
        )


def _tell(claim: Claim, *, accepted: bool, at: datetime) -> None:
    zh, en = KINDS[claim.kind]
    if accepted:
        told = (f"{zh}已采纳：{claim.number}。", f"{en} accepted: {claim.number}.")
    elif claim.kind == "appeal":
        told = (
            f"复核维持原决定：{claim.number}。您仍可依法申请行政复议或提起行政诉讼。",
            f"The decision was upheld: {claim.number}. Administrative review and a lawsuit remain "
            "open to you.",
        )
    else:
        until = appeal_until(at)
        told = (
            f"{zh}未采纳：{claim.number}，理由见详情；可于 {until} 前申请复核。",
            f"{en} not accepted: {claim.number}; you may appeal until {until}.",
        )
    telling.party(claim.subject, *told, at=at, link=telling.claim_link(claim))
