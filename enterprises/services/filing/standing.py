"""After approval: suspended, resumed or cancelled by two officials, confirmed once a year."""

from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.services import audit
from accounts.services.audit import Actor
from enterprises import states
from enterprises.constants import APPROVED, CANCELLED, PROPOSED_ACTIONS, SUSPENDED
from enterprises.models import AnnualConfirmation, Enterprise, Filing, Member, Proposal
from enterprises.rules.forms import check_form
from enterprises.rules.reviewing import REVIEWER, SITE_STAFF, SUPERVISOR
from enterprises.selectors import forget_register
from enterprises.selectors_filings import (
    attachments_of_version,
    files_by_field,
    form_of,
    values_of,
    version_of,
)
from enterprises.services.filing import telling
from enterprises.services.filing.drafting import restore
from enterprises.services.filing.plugging import Deed, plugs
from enterprises.services.filing.steps import (
    ON_TYPE,
    day_of,
    is_in_charge,
    lock_own,
    lock_visible,
    move,
    unknown,
)
from enterprises.services.refusals import Refusal, problems_refusal
from enterprises.viewers import Viewer

LONGEST: Final = 500
SHORTEST_REASON: Final = 4
TARGETS: Final = {
    "suspend": states.SUSPENDED,
    "cancel": states.CANCELLED,
    "resume": states.APPROVED,
}
ENTERPRISE_STATUS: Final = {
    states.SUSPENDED: SUSPENDED,
    states.CANCELLED: CANCELLED,
    states.APPROVED: APPROVED,
}
_ACTION: Final = dict(PROPOSED_ACTIONS)


@transaction.atomic
def propose(
    *,
    filing_id: int,
    action: str,
    reason: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Proposal:
    """Propose to ``suspend``, ``cancel`` or ``resume`` what is in force; another decides.

    :raises Refusal: ``filing_unknown``, ``action_unknown``, ``reason_missing``,
        ``standing_not_yours``, ``action_impossible``, ``proposal_open``.
    """
    filing = lock_visible(filing_id, viewer)
    given = reason.strip()[:LONGEST]
    if action not in TARGETS:
        raise Refusal("action_unknown", 422, "未知的拟办事项。", "That cannot be proposed.")
    if len(given) < SHORTEST_REASON:
        raise Refusal("reason_missing", 422, "请写明理由。", "State the reason.")
    _must_be_in_charge(filing, by=by, at=at, roles=frozenset({REVIEWER, SUPERVISOR}))
    _must_be_possible(filing, action)
    try:
        with transaction.atomic():
            row = Proposal.objects.create(
                filing=filing, action=action, reason=given, proposed_by=by, proposed_at=at
            )
    except IntegrityError as error:
        raise Refusal(
            "proposal_open",
            409,
            "该备案已有待决定的提议。",
            "Another proposal on this filing is still undecided.",
        ) from error
    audit.record(
        "filing.proposed",
        by=by,
        on=(ON_TYPE, str(filing.pk)),
        new={"action": action, "reason": given, "proposal": row.pk},
        at=at,
        origin=origin,
    )
    return row


@transaction.atomic
def decide(
    *,
    proposal_id: int,
    confirmed: bool,
    viewer: Viewer,
    by: User,
    at: datetime,
    comment: str = "",
    origin: str = "",
) -> Proposal:
    """The second pair of eyes: a supervisor who did not propose it confirms or rejects.

    A change in review lapses when the firm is suspended or cancelled.

    :raises Refusal: ``proposal_unknown``, ``four_eyes``, ``standing_not_yours``,
        ``proposal_decided`` (409, details by, at), ``action_impossible``.
    """
    found = Proposal.objects.filter(pk=proposal_id).values_list("filing_id", flat=True).first()
    if found is None:
        raise unknown()
    filing = lock_visible(found, viewer)
    row = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal_id)
    if row.decided_at is not None:
        raise Refusal(
            "proposal_decided",
            409,
            "该提议已作出决定。",
            "This proposal was decided already.",
            details={"at": row.decided_at.isoformat(), "confirmed": bool(row.confirmed)},
        )
    if row.proposed_by_id == by.pk:
        raise Refusal("four_eyes", 403, "提议人不能自己批准。", "Who proposed it cannot decide it.")
    _must_be_in_charge(filing, by=by, at=at, roles=frozenset({SUPERVISOR}))
    row.decided_by, row.decided_at, row.confirmed = by, at, confirmed
    row.comment = comment.strip()[:LONGEST]
    row.save(update_fields=["decided_by", "decided_at", "confirmed", "comment"])
    audit.record(
        "filing.proposal_decided",
        by=by,
        on=(ON_TYPE, str(filing.pk)),
        new={"proposal": row.pk, "action": row.action, "confirmed": confirmed},
        at=at,
        origin=origin,
    )
    if confirmed:
        _must_be_possible(filing, row.action)
        _carry_out(filing, row, Deed(by, at, origin))
    return row


@transaction.atomic
def confirm_year(
    *, filing_id: int, viewer: Viewer, by: Actor, at: datetime, origin: str = ""
) -> AnnualConfirmation:
    """The enterprise confirms for this year that its file still holds. What no longer holds (a
    licence that ran out …) must be changed first.

    :raises Refusal: ``filing_unknown``, ``role_too_weak``, ``filing_not_in_force``,
        ``confirmation_refused`` (422, details problems), ``confirmed_already``.
    """
    filing = lock_own(filing_id, viewer, by=by)
    if filing.status != states.APPROVED or not isinstance(by, User):
        raise Refusal(
            "filing_not_in_force",
            409,
            "备案处于有效状态且由本企业人员办理时才能年度确认。",
            "Only a person can confirm, and only a filing in force without an open change.",
        )
    version = version_of(filing, filing.approved_version)
    if version is None:
        raise unknown()
    files = files_by_field(attachments_of_version(version))
    problems = check_form(
        form_of(version),
        values_of(version),
        {code: len(rows) for code, rows in files.items()},
        on=day_of(at),
    )
    if problems:
        raise problems_refusal(
            "confirmation_refused",
            problems,
            "备案内容已有失效项，请先申请变更。",
            "Something filed no longer holds: ask for a change first.",
        )
    try:
        with transaction.atomic():
            row = AnnualConfirmation.objects.create(
                filing=filing, year=day_of(at).year, version=version.version, at=at, by=by
            )
    except IntegrityError as error:
        raise Refusal(
            "confirmed_already", 409, "本年度已确认。", "It is confirmed for this year already."
        ) from error
    audit.record(
        "filing.confirmed",
        by=by,
        on=(ON_TYPE, str(filing.pk)),
        new={"year": row.year, "version": row.version},
        at=at,
        origin=origin,
    )
    return row


def _carry_out(filing: Filing, row: Proposal, deed: Deed) -> None:
    target = TARGETS[row.action]
    lapsing = states.IN_QUEUE | {states.RETURNED, states.CHANGING}
    if row.action != "resume" and filing.status in lapsing:
        restore(filing, at=deed.at)
        for part in plugs(filing.type):
            if part.given_up is not None:
                part.given_up(filing, deed)
        move(
            filing,
            states.APPROVED,
            by=deed.by,
            at=deed.at,
            origin=deed.origin,
            note="变更因暂停或注销而终止",
            action="filing.change_lapsed",
            department="",
            due_date=None,
            reviewer=None,
        )
    move(filing, target, by=deed.by, at=deed.at, origin=deed.origin, note=row.reason)
    if filing.type == "enterprise":
        Enterprise.objects.filter(pk=filing.enterprise_id).update(status=ENTERPRISE_STATUS[target])
        forget_register()
        transaction.on_commit(forget_register)
    for part in plugs(filing.type):
        if part.standing is not None:
            part.standing(filing, target, deed)
    done = _ACTION[row.action]
    telling.applicants(
        filing,
        f"备案 {filing.number} 已{done}：{row.reason}",
        f"Filing {filing.number}: {row.action} was decided. Reason: {row.reason}",
        at=deed.at,
    )


def _must_be_possible(filing: Filing, action: str) -> None:
    in_force = filing.approved_version is not None and filing.status != states.CANCELLED
    suspended = filing.status == states.SUSPENDED
    possible = {
        "suspend": in_force and not suspended,
        "cancel": in_force,
        "resume": suspended,
    }
    if not possible[action]:
        zh, en = states.FILING_LABELS[filing.status]
        raise Refusal(
            "action_impossible",
            409,
            f"备案当前为“{zh}”，不能{_ACTION[action]}。",
            f"The filing is “{en}”: {action} is not possible.",
            details={"status": filing.status},
        )


def _must_be_in_charge(filing: Filing, *, by: User, at: datetime, roles: frozenset[str]) -> None:
    """The staff of the site, or a department that reviewed the filing."""
    departments = SITE_STAFF | frozenset(filing.stages)
    member = Member.objects.filter(user_id=by.pk, enterprise_id=filing.enterprise_id).exists()
    if member or not is_in_charge(by, filing, departments=departments, roles=roles, at=at):
        raise Refusal(
            "standing_not_yours",
            403,
            "您没有办理该事项的职责。",
            "Deciding this is not among your duties.",
        )
