"""Handling a case up to the decision: opened, told to the party, heard.

Every deed names the version it was based on, so that of two officers at once the second is told
instead of overwriting the first.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.services.audit import Actor
from credit.models import Case, Claim, Record
from credit.rules.supervision import clocks, states
from credit.rules.supervision.causes import CAUSES
from credit.rules.supervision.deciding import may_be_heard, too_short
from credit.selectors import records_as_of, with_mark
from credit.services.supervision import telling
from credit.services.supervision.common import (
    HANDLING,
    Deed,
    due,
    lock_case,
    must_act_for,
    must_be_current,
    must_be_in_charge,
    next_number,
    reasons_problem,
    refuse_problems,
    site_of,
    subject_for,
)
from credit.services.supervision.steps import move_case, move_claim, opened
from enterprises.rules.registration import Problem
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer

PREFIX: Final = "FM"
LONGEST: Final = 2000


@transaction.atomic
def open_case(
    *,
    cause: str,
    facts: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    enterprise_id: int = 0,
    subject_id: int = 0,
    evidence: str = "",
    record_ids: Iterable[int] = (),
    origin: str = "",
) -> Case:
    """Begin a case: a candidate, seen by nobody but those who handle cases.

    :raises Refusal: ``credit_subject_unknown``, ``credit_not_yours``, ``credit_incomplete`` (422,
        all problems), ``credit_case_open`` (409, details case).
    """
    subject = subject_for(viewer, subject_id=subject_id, enterprise_id=enterprise_id, at=at)
    must_be_in_charge(subject, by=by, at=at)
    wanted = sorted(set(record_ids))
    standing = with_mark(records_as_of(at).filter(subject=subject, pk__in=wanted), at)
    records = {row.pk: row for row in standing}
    refuse_problems(_opening_problems(cause, facts, wanted, records))
    deed = Deed(by, at, origin)
    try:
        with transaction.atomic():
            case = Case.objects.create(
                number=next_number(PREFIX, Case, at=at),
                subject=subject,
                site=site_of(subject),
                cause=cause,
                level=CAUSES[cause].level,
                facts=facts.strip()[:LONGEST],
                evidence=evidence.strip()[:300],
                opened_by=by,
                opened_at=at,
            )
    except IntegrityError as error:
        present = Case.objects.filter(
            subject=subject, cause=cause, status__in=sorted(states.CASE_OPEN)
        ).first()
        raise Refusal(
            "credit_case_open",
            409,
            f"同一事由已有在办事项{present.number if present else ''}。",
            "A case of the same cause is open already.",
            details={"case": present.pk if present else None},
        ) from error
    case.records.set(records.values())
    opened(case, deed)
    return case


@transaction.atomic
def drop_candidate(
    *,
    case_id: int,
    version: int,
    reasons: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Case:
    """Give a candidate up before anybody outside knew of it.

    :raises Refusal: ``credit_case_unknown``, ``credit_not_yours``, ``credit_changed_meanwhile``,
        ``credit_incomplete``, ``transition_refused``.
    """
    case = begin(case_id, version, viewer, by, at)
    states.CASE.check(case.status, states.DISMISSED)
    must_be(case, states.CANDIDATE, states.DISMISSED)
    must_reason("drop_reasons", reasons)
    return move_case(case, states.DISMISSED, "dropped", Deed(by, at, origin), note=reasons)


@transaction.atomic
def notify_party(
    *,
    case_id: int,
    version: int,
    reasons: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Case:
    """Tell the party the cause, the facts and the reasons; its term to answer begins.

    :raises Refusal: ``credit_case_unknown``, ``credit_not_yours``, ``credit_changed_meanwhile``,
        ``credit_incomplete``, ``transition_refused``.
    """
    case = begin(case_id, version, viewer, by, at)
    states.CASE.check(case.status, states.NOTIFIED)
    must_reason("reasons", reasons)
    deed = Deed(by, at, origin)
    until = due(clocks.STATEMENT, since=deed.day)
    move_case(
        case,
        states.NOTIFIED,
        "notified",
        deed,
        note=reasons,
        reasons=reasons.strip()[:LONGEST],
        notified_by=by,
        notified_at=at,
        statement_until_date=until,
    )
    cause = CAUSES[case.cause]
    telling.party(
        case.subject,
        f"拟将贵企业列入信用负面清单（{cause.zh}，{case.number}）。"
        f"如有异议，请于 {until} 前陈述申辩。",
        f"Your enterprise may be put on the negative list ({cause.en}, {case.number}). "
        f"You may state and defend your case until {until}.",
        at=at,
        link=telling.case_link(case),
    )
    return case


@transaction.atomic
def waive_statement(
    *, case_id: int, viewer: Viewer, by: Actor, at: datetime, origin: str = ""
) -> Case:
    """The party says that it will not answer.

    :raises Refusal: ``credit_case_unknown``, ``credit_role_too_weak``, ``transition_refused``.
    """
    case = lock_case(case_id, viewer)
    must_act_for(case.subject, by=by)
    return move_case(case, states.HEARD, "waived", Deed(by, at, origin), heard_at=at, waived=True)


@transaction.atomic
def close_hearing(
    *, case_id: int, version: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> Case:
    """End the hearing of a party that stayed silent, once its term has passed.

    :raises Refusal: ``credit_hearing_open`` (409, details until), and as :func:`notify_party`.
    """
    case = begin(case_id, version, viewer, by, at)
    return end_hearing(case, Deed(by, at, origin))


def end_hearing(case: Case, deed: Deed) -> Case:
    """End the hearing of a locked case by its term.

    :raises Refusal: ``credit_hearing_open``.
    """
    states.CASE.check(case.status, states.HEARD)
    until = case.statement_until_date
    if until is None or not may_be_heard(on=deed.day, term=until, spoke=False, waived=False):
        raise Refusal(
            "credit_hearing_open",
            409,
            f"陈述申辩期限至 {until}，期满前不能提出处理意见。",
            f"The party may speak until {until}; nothing can be proposed before.",
            details={"until": until.isoformat() if until else None},
        )
    _withdraw_drafts(case, deed)
    return move_case(case, states.HEARD, "term_passed", deed, heard_at=deed.at)


def begin(
    case_id: int,
    version: int,
    viewer: Viewer,
    by: User,
    at: datetime,
    *,
    roles: frozenset[str] = HANDLING,
) -> Case:
    """A case locked for a deed of somebody in charge, as that person saw it.

    :raises Refusal: ``credit_case_unknown``, ``credit_not_yours``, ``credit_changed_meanwhile``.
    """
    case = lock_case(case_id, viewer)
    must_be_in_charge(case.subject, by=by, at=at, roles=roles)
    must_be_current(case, version)
    return case


def must_be(case: Case, source: str, target: str) -> None:
    """The table allows the step from elsewhere too; this deed begins only here."""
    if case.status != source:
        states.CASE.check("", target)


def must_reason(field: str, text: str) -> None:
    """:raises Refusal: 422 ``credit_incomplete`` for reasons that say nothing."""
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


def _opening_problems(
    cause: str, facts: str, wanted: list[int], records: dict[int, Record]
) -> list[Problem]:
    found = []
    if cause not in CAUSES:
        found.append(
            Problem("cause", "credit_cause_unknown", cause, "请选择列入事由。", "Choose a cause.")
        )
    if too_short(facts):
        found.append(
            reasons_problem(
                "facts",
                facts,
                "请写明事实（不少于10字）。",
                "State the facts (at least 10 characters).",
            )
        )
    gone = [number for number in wanted if number not in records]
    if gone:
        found.append(
            Problem(
                "records",
                "credit_records_foreign",
                ",".join(map(str, gone)),
                "所选记录不属于该主体或已撤销。",
                "A record is not of this subject, or was revoked.",
            )
        )
    if any(getattr(row, "mark", None) == "disputed" for row in records.values()):
        found.append(
            Problem(
                "records",
                "credit_records_disputed",
                "",
                "所选记录尚在异议核查中，不能作为依据。",
                "A record is disputed and cannot be relied on now.",
            )
        )
    return found


def _withdraw_drafts(case: Case, deed: Deed) -> None:
    """A statement that was begun and never handed in lapses with the term."""
    rows = Claim.objects.select_for_update().filter(
        case=case, kind="statement", status=states.DRAFT
    )
    for claim in rows.order_by("pk"):
        move_claim(claim, states.WITHDRAWN, "lapsed", deed)
