"""The decision of a case: proposed by one official, confirmed or sent back by another."""

from datetime import datetime
from typing import Final

from django.db import transaction

from accounts.models import User
from credit.models import Case, Claim
from credit.rules.supervision import clocks, states
from credit.selectors import records_as_of, with_mark
from credit.services.supervision import telling
from credit.services.supervision.cases import LONGEST, begin, must_be, must_reason
from credit.services.supervision.common import DECIDING, Deed, due
from credit.services.supervision.steps import move_case, move_claim
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer

DECISION_PREFIX: Final = "XJ"
LIST: Final = "list"
DISMISS: Final = "dismiss"


@transaction.atomic
def propose(
    *,
    case_id: int,
    version: int,
    proposal: str,
    reasons: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Case:
    """Propose to ``list`` or to ``dismiss``; the reasons answer the statement. Another decides.

    :raises Refusal: ``credit_disputed`` while a record it rests on is disputed, and as
        :func:`notify_party`.
    """
    case = begin(case_id, version, viewer, by, at)
    states.CASE.check(case.status, states.PROPOSED)
    must_be(case, states.HEARD, states.PROPOSED)
    if proposal not in {LIST, DISMISS}:
        raise Refusal("credit_proposal_unknown", 422, "请选择处理意见。", "Choose what to propose.")
    must_reason("proposal_reasons", reasons)
    if proposal == LIST:
        must_be_undisputed(case, at=at)
    move_case(
        case,
        states.PROPOSED,
        "proposed",
        Deed(by, at, origin),
        note=reasons,
        proposal=proposal,
        proposal_reasons=reasons.strip()[:LONGEST],
        proposed_by=by,
        proposed_at=at,
    )
    telling.office(
        case.subject,
        f"待第二人决定：{case.number}。",
        f"A second person must decide: {case.number}.",
        at=at,
        link=telling.case_link(case),
        roles=DECIDING,
    )
    return case


@transaction.atomic
def decide(
    *,
    case_id: int,
    version: int,
    confirmed: bool,
    reasons: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Case:
    """The second person confirms the proposal, or sends it back.

    :raises Refusal: ``credit_four_eyes`` (403), ``credit_disputed``, and as :func:`notify_party`.
    """
    case = begin(case_id, version, viewer, by, at, roles=DECIDING)
    must_be(case, states.PROPOSED, states.DECIDED)
    if case.proposed_by_id == by.pk:
        raise Refusal(
            "credit_four_eyes",
            403,
            "提出意见的人不能自己决定，须由另一位复核负责人决定。",
            "Who proposed it cannot decide it: another supervisor must.",
        )
    must_reason("decision_reasons", reasons)
    deed = Deed(by, at, origin)
    if not confirmed:
        return move_case(
            case, states.HEARD, "sent_back", deed, note=reasons, proposed_by=None, proposal=""
        )
    if case.proposal == DISMISS:
        _answer_statement(case, deed, accepted=True, reasons=reasons)
        move_case(
            case,
            states.DISMISSED,
            "dismissed",
            deed,
            note=reasons,
            decided_by=by,
            decided_at=at,
            decision=DISMISS,
        )
        telling.party(
            case.subject,
            f"经核查，决定不将贵企业列入信用负面清单（{case.number}）。",
            f"It was decided not to list your enterprise ({case.number}).",
            at=at,
            link=telling.case_link(case),
        )
        return case
    must_be_undisputed(case, at=at)
    _answer_statement(case, deed, accepted=False, reasons=reasons)
    move_case(
        case,
        states.DECIDED,
        "decided",
        deed,
        note=reasons,
        decided_by=by,
        decided_at=at,
        decision=LIST,
        decision_number=f"{DECISION_PREFIX}{case.number}",
    )
    telling.party(
        case.subject,
        f"已决定将贵企业列入信用负面清单（{case.decision_number}），将予公布。"
        f"可于 {due(clocks.APPEAL_TERM, since=deed.day)} 前申请复核，"
        "也可依法申请行政复议或提起诉讼。",
        f"It was decided to list your enterprise ({case.decision_number}); it will be published. "
        f"You may appeal until {due(clocks.APPEAL_TERM, since=deed.day)}; administrative review "
        "and a lawsuit remain open to you.",
        at=at,
        link=telling.case_link(case),
    )
    return case


def must_be_undisputed(case: Case, *, at: datetime) -> None:
    """A disputed record is frozen: nothing that rests on it goes on.

    :raises Refusal: 409 ``credit_disputed`` with the records; ``credit_record_gone`` when one was
        revoked.
    """
    ids = set(case.records.values_list("pk", flat=True))
    standing = {row.pk: row for row in with_mark(records_as_of(at).filter(pk__in=ids), at)}
    disputed = [row.number for row in standing.values() if row.mark == "disputed"]
    if disputed:
        raise Refusal(
            "credit_disputed",
            409,
            f"所依据的记录尚在异议核查中：{'、'.join(disputed)}。核查办结后再继续。",
            "A record that it rests on is disputed: go on when that is decided.",
            details={"records": disputed},
        )
    if ids - standing.keys():
        raise Refusal(
            "credit_record_gone",
            409,
            "所依据的记录已被撤销，请重新核对事实。",
            "A record that it rests on was revoked: look at the facts again.",
        )


def _answer_statement(case: Case, deed: Deed, *, accepted: bool, reasons: str) -> None:
    """The decision answers what the party stated."""
    rows = Claim.objects.select_for_update().filter(
        case=case, kind="statement", status__in=sorted(states.CLAIM_IN_QUEUE)
    )
    for claim in rows.order_by("pk"):
        if claim.status == states.SUBMITTED:
            move_claim(claim, states.UNDER_REVIEW, "read", deed)
        move_claim(
            claim,
            states.ACCEPTED if accepted else states.REJECTED,
            "answered",
            deed,
            note=reasons,
            decided_by=deed.person,
            decided_at=deed.at,
            decision_reasons=reasons.strip()[:LONGEST],
        )
