"""Handling complaints and reports: taken up, answered, mediated, investigated, ended in terms."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction

from accounts.models import User
from accounts.services import audit
from accounts.services.audit import Actor
from credit.services.supervision.cases import open_case
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from risk.models import Complaint
from risk.models.quality_querysets import HANDLERS
from risk.rules import subjects
from risk.rules.matters import (
    ANSWERED,
    CHECKING,
    CONFIRMED,
    MEDIATING,
    REFUSED,
    SETTLED,
    UNFOUNDED,
    UNSETTLED,
    WITH_FIRM,
    WITHDRAWN,
)
from risk.rules.quality.complaints import is_report
from risk.rules.quality.parameters import ANSWER, CHECK, MEDIATION
from risk.selectors_disputes import told_by
from risk.services.matters.core import (
    Deed,
    lock,
    move,
    must_be_current,
    must_hold,
    must_say,
    noted,
)
from risk.services.quality.common import firm_for, must_speak_for, tell_firm, tell_office, term
from risk.services.quality.telling import complaint_link
from risk.services.signals import collect

CAUSE: Final = "counterfeit"
SLICE: Final = 500
ENDINGS: Final = {
    "settled": SETTLED,
    "unsettled": UNSETTLED,
    "confirmed": CONFIRMED,
    "unfounded": UNFOUNDED,
    "withdrawn": WITHDRAWN,
    "refused": REFUSED,
}
"""How a complaint or report may end."""


@transaction.atomic
def take_up(
    *,
    complaint_id: int,
    version: int,
    firm: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    platform: str = "",
    origin: str = "",
) -> Complaint:
    """Take up a complaint about a firm (named by code): a report of fakes is investigated, anything
    else goes to the firm, which has its term to answer.

    :raises Refusal: ``risk_matter_unknown``, ``risk_not_yours``, ``risk_changed_meanwhile``,
        ``risk_incomplete``, ``transition_refused``.
    """
    row = _begin(complaint_id, version, viewer, by, at)
    target = CHECKING if is_report(row.kind) else WITH_FIRM
    row.machine().table.check(row.status, target)
    found = firm_for(viewer, firm)
    deed = Deed(by, at, origin)
    columns: dict[str, Any] = {
        "firm": found,
        "platform": firm_for(viewer, platform, field="platform") if platform.strip() else None,
        "site": found.site,
        "accepted_at": at,
        "end_due_date": term(CHECK if target == CHECKING else MEDIATION, since=deed.day),
    }
    if target == WITH_FIRM:
        columns["answer_due_date"] = term(ANSWER, since=deed.day)
    move(row, target, "accepted", deed, **columns)
    if target == WITH_FIRM:
        for one in (row.firm_id, row.platform_id):
            tell_firm(
                one,
                (
                    f"收到消费者投诉 {row.number}，请于 {row.answer_due_date} 前答复。",
                    f"A consumer complained ({row.number}); answer by {row.answer_due_date}.",
                ),
                at=at,
                link=complaint_link(row),
            )
    return row


@transaction.atomic
def answer(
    *,
    complaint_id: int,
    version: int,
    text: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Complaint:
    """The firm, or its platform, answers.

    :raises Refusal: ``risk_matter_unknown``, ``risk_role_too_weak``, ``risk_changed_meanwhile``,
        ``risk_incomplete``, ``transition_refused``.
    """
    row = lock(Complaint, complaint_id, viewer)
    speaks = row.platform_id if row.platform_id in viewer.own_ids else row.firm_id
    must_speak_for(speaks, by, viewer)
    must_be_current(row, version)
    row.machine().table.check(row.status, ANSWERED)
    said = must_say("text", text)
    deed = Deed(by, at, origin)
    move(row, ANSWERED, "answered", deed, answer=said[:2000], answered_at=at)
    tell_office(
        row.site.path,
        (f"企业已答复投诉 {row.number}。", f"The firm answered complaint {row.number}."),
        at=at,
        link=complaint_link(row),
    )
    return row


@transaction.atomic
def mediate(
    *,
    complaint_id: int,
    version: int,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Complaint:
    """Begin mediation, whether the firm answered or not.

    :raises Refusal: as :func:`take_up`.
    """
    row = _begin(complaint_id, version, viewer, by, at)
    return move(row, MEDIATING, "mediating", Deed(by, at, origin))


@transaction.atomic
def end(
    *,
    complaint_id: int,
    version: int,
    ending: str,
    outcome: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Complaint:
    """End a complaint with one of ``ENDINGS`` and what the reporter is told. A confirmed report is
    a signal of risk, and may become a candidate of the negative list.

    :raises Refusal: as :func:`take_up`.
    """
    row = _begin(complaint_id, version, viewer, by, at)
    target = ENDINGS[ending]
    row.machine().table.check(row.status, target)
    said = must_say("outcome", outcome)
    deed = Deed(by, at, origin)
    move(row, target, ending, deed, note=said, outcome=said[:2000], ended_at=at)
    if target == CONFIRMED:
        _signal(row, "RT12", "complaint:fake", "orange", deed)
        words = (f"举报 {row.number} 已查实。", f"Report {row.number} was confirmed.")
        tell_firm(row.firm_id, words, at=at, link=complaint_link(row))
    return row


@transaction.atomic
def nominate(
    *,
    complaint_id: int,
    version: int,
    facts: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Complaint:
    """Make the firm of a confirmed report a candidate of the negative list, through credit: what
    follows there (notice, hearing, two people) is credit's law.

    :raises Refusal: as :func:`take_up`; ``risk_not_confirmed`` (409), ``risk_nominated`` (409), and
        what credit refuses (``credit_not_yours``, ``credit_case_open`` …).
    """
    row = _begin(complaint_id, version, viewer, by, at)
    if row.status != CONFIRMED or row.firm_id is None:
        raise Refusal(
            "risk_not_confirmed", 409, "只有查实的举报可以提请。", "Only confirmed reports may be."
        )
    if row.credit_case is not None:
        raise Refusal(
            "risk_nominated", 409, "该举报已提请列入。", "This report was put forward already."
        )
    case = open_case(
        cause=CAUSE,
        facts=must_say("facts", facts),
        viewer=viewer,
        by=by,
        at=at,
        enterprise_id=row.firm_id,
        evidence=complaint_link(row),
        origin=origin,
    )
    row.credit_case = case.pk
    row.save(update_fields=["credit_case"])
    noted(row, Deed(by, at, origin), name="nominated", note=case.number)
    return row


@transaction.atomic
def reveal(
    *, complaint_id: int, reasons: str, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> dict[str, str]:
    """Name and contact of the reporter in the clear, to who handles the complaint, with a reason.

    :raises Refusal: ``risk_matter_unknown``, ``risk_not_yours``, ``risk_incomplete``.
    """
    row = lock(Complaint, complaint_id, viewer)
    must_hold(by, departments=HANDLERS, at=at, path=row.site.path)
    why = must_say("reasons", reasons)
    audit.record(
        "risk_complaint.revealed",
        by=by,
        on=("risk.complaint", str(row.pk)),
        new={"elements": ["name", "contact"], "reason": why[:200]},
        at=at,
        origin=origin,
    )
    return told_by(row)


def signal_unanswered(*, by: Actor, at: datetime) -> int:
    """Raise, once each, a signal for complaints that a firm left unanswered; returns how many."""
    deed, raised = Deed(by, at), 0
    late = Complaint.objects.filter(
        status=WITH_FIRM, answer_due_date__lt=deed.day, late_told_at__isnull=True
    )
    for number in list(late.values_list("pk", flat=True)[:SLICE]):
        with transaction.atomic():
            row = (
                Complaint.objects.select_for_update(of=("self",), skip_locked=True)
                .select_related("firm", "site")
                .filter(pk=number, status=WITH_FIRM, late_told_at__isnull=True)
                .first()
            )
            if row is None:
                continue
            row.late_told_at = at
            row.save(update_fields=["late_told_at"])
            _signal(row, "RT24", "complaint:unanswered", "blue", deed)
            raised += 1
    return raised


def _signal(row: Complaint, type_: str, rule: str, level: str, deed: Deed) -> None:
    if row.firm is None:
        return
    collect(
        type=type_,
        rule=rule,
        subject=subjects.of_enterprise(row.firm.pk, row.firm.name),
        level=level,
        evidence={"complaint": row.number, "kind": row.kind, "goods": row.goods},
        by=deed.by,
        at=deed.at,
        origin=deed.origin,
    )


def _begin(complaint_id: int, version: int, viewer: Viewer, by: User, at: datetime) -> Complaint:
    row = lock(Complaint, complaint_id, viewer)
    must_hold(by, departments=HANDLERS, at=at, path=row.site.path)
    must_be_current(row, version)
    return row
