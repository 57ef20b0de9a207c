"""Publishing a listing, ending it, and taking it off the public page in time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from accounts.models import User
from accounts.services.audit import Actor
from credit.facts import NewRecord
from credit.models import Case
from credit.rules.supervision import clocks, states
from credit.rules.supervision.causes import CAUSES, PERIODS
from credit.rules.supervision.deciding import too_short
from credit.services import recording
from credit.services.supervision import telling
from credit.services.supervision.cases import end_hearing
from credit.services.supervision.common import (
    DECIDING,
    Deed,
    days_of,
    due,
    lock_case,
    must_be_current,
    must_be_in_charge,
    reasons_problem,
    refuse_problems,
    zone_source,
)
from credit.services.supervision.deciding import must_be_undisputed
from credit.services.supervision.measuring import end_measures_of_case, put_measures_of_case
from credit.services.supervision.reminding import remind
from credit.services.supervision.steps import move_case
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from zone_portal.kernel.errors import PortalError

ANNULLED: Final = "annulled"
REPAIRED: Final = "repaired"
EXPIRED: Final = "expired"
LISTED_KIND: Final = "negative_list"
SLICE: Final = 200


@dataclass(frozen=True, slots=True)
class Tended:
    """What a round of the clocks did."""

    heard: int = 0
    expired: int = 0
    removed: int = 0
    reminded: int = 0


@transaction.atomic
def publish(
    *,
    case_id: int,
    version: int,
    confirmation: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Case:
    """Publish a decided listing. ``confirmation`` is the number of the decision, typed by who
    publishes: a wrong button publishes nothing. The ledger's record and the measures come with it.

    :raises Refusal: ``credit_publication_unconfirmed`` (422), ``credit_disputed``, and as
        ``cases.notify_party``.
    """
    case = lock_case(case_id, viewer)
    must_be_in_charge(case.subject, by=by, at=at, roles=DECIDING)
    must_be_current(case, version)
    states.CASE.check(case.status, states.PUBLISHED)
    if confirmation.strip().upper() != case.decision_number:
        raise Refusal(
            "credit_publication_unconfirmed",
            422,
            "公布前请输入决定书文号核对，输入的文号不一致，未公布。",
            "Type the number of the decision to publish it; what was typed differs, so nothing "
            "was published.",
        )
    must_be_undisputed(case, at=at)
    deed = Deed(by, at, origin)
    shortest, longest = PERIODS[case.level]
    until = clocks.add_months(deed.day, days_of(longest, on=deed.day))
    cause = CAUSES[case.cause]
    entry = recording.record(
        subject=case.subject,
        source=zone_source(),
        new=NewRecord(
            kind=LISTED_KIND,
            number=case.decision_number,
            occurred_date=deed.day,
            from_date=deed.day,
            to_date=until,
            grade="listed",
            cause=cause.zh,
            evidence=telling.case_link(case),
        ),
        by=by,
        at=at,
        origin=origin,
    )
    move_case(
        case,
        states.PUBLISHED,
        "published",
        deed,
        note=case.decision_number,
        published_by=by,
        published_at=at,
        listed_from_date=deed.day,
        minimum_until_date=clocks.add_months(deed.day, days_of(shortest, on=deed.day)),
        listed_until_date=until,
        entry=entry,
    )
    put_measures_of_case(case, deed)
    telling.party(
        case.subject,
        f"贵企业已列入信用负面清单并公布（{case.decision_number}），最长至 {until}。"
        f"{case.minimum_until_date} 起可申请信用修复。",
        f"Your enterprise is on the negative list ({case.decision_number}), until {until} at "
        f"most; you may ask for repair from {case.minimum_until_date} on.",
        at=at,
        link=telling.case_link(case),
    )
    return case


@transaction.atomic
def annul(
    *,
    case_id: int,
    version: int,
    reasons: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Case:
    """A supervisor who had no part in the decision annuls it: before publication nothing comes of
    it, after it the listing ends and leaves the public page within its clock.

    :raises Refusal: ``credit_reviewer_decided`` (403), and as ``cases.notify_party``.
    """
    case = lock_case(case_id, viewer)
    must_be_in_charge(case.subject, by=by, at=at, roles=DECIDING)
    must_be_current(case, version)
    if by.pk in {case.opened_by_id, case.proposed_by_id, case.decided_by_id}:
        raise Refusal(
            "credit_reviewer_decided",
            403,
            "参与过该事项决定的人不能撤销该决定，须由他人办理。",
            "Who had a part in the decision cannot annul it: somebody else must.",
        )
    if too_short(reasons):
        refuse_problems(
            [
                reasons_problem(
                    "annul_reasons",
                    reasons,
                    "请写明撤销理由（不少于10字）。",
                    "State why it is annulled (at least 10 characters).",
                )
            ]
        )
    return end_listing(case, ANNULLED, reasons, Deed(by, at, origin))


def end_listing(case: Case, ending: str, reasons: str, deed: Deed) -> Case:
    """End a locked listing: measures stop today, the ledger says so, the public page follows."""
    if case.status == states.DECIDED:
        return _annul_unpublished(case, reasons, deed)
    code = clocks.WITHDRAWAL if ending == ANNULLED else clocks.REMOVAL
    move_case(
        case,
        states.ENDING,
        ending,
        deed,
        note=reasons,
        ending=ending,
        ending_reasons=reasons.strip()[:500],
        ended_by=deed.person,
        ended_at=deed.at,
        removal_due_date=due(code, since=deed.day),
    )
    end_measures_of_case(case, deed, why=reasons)
    _tell_ledger(case, ending, reasons, deed.by, deed.at)
    telling.party(
        case.subject,
        f"负面清单列入已终止（{case.decision_number}），措施同日停止，"
        f"公布信息于 {case.removal_due_date} 前移出。",
        f"The listing has ended ({case.decision_number}); measures stop today and it leaves the "
        f"public page by {case.removal_due_date}.",
        at=deed.at,
        link=telling.case_link(case),
    )
    return case


def _annul_unpublished(case: Case, reasons: str, deed: Deed) -> Case:
    """A decision that nobody could read yet: nothing comes of it, and the party is told."""
    move_case(case, states.DISMISSED, "annulled", deed, note=reasons)
    telling.party(
        case.subject,
        f"列入信用负面清单的决定已撤销（{case.decision_number}），不再公布。",
        f"The decision to list your enterprise was annulled ({case.decision_number}); it will not "
        "be published.",
        at=deed.at,
        link=telling.case_link(case),
    )
    return case


def tend(*, by: Actor, at: datetime) -> Tended:
    """What the clocks ask for: hearings that are over, listings that expire, removals that are
    due, and whom to remind. Each case in a transaction of its own; one that is being handled waits
    for the next round."""
    deed = Deed(by, at)
    return Tended(
        heard=_each(states.NOTIFIED, deed, _hear),
        expired=_each(states.PUBLISHED, deed, _expire),
        removed=_each(states.ENDING, deed, _remove),
        reminded=remind(deed),
    )


def _each(status: str, deed: Deed, act: Callable[[Case, Deed], object]) -> int:
    rows = Case.objects.filter(status=status)
    if status == states.NOTIFIED:
        rows = rows.filter(statement_until_date__lt=deed.day)
    elif status == states.PUBLISHED:
        rows = rows.filter(listed_until_date__lte=deed.day)
    done = 0
    for number in list(rows.order_by("pk").values_list("pk", flat=True)[:SLICE]):
        with transaction.atomic():
            case = (
                Case.objects.select_for_update(of=("self",), skip_locked=True)
                .select_related("subject__enterprise__site")
                .filter(pk=number, status=status)
                .first()
            )
            if case is not None:
                act(case, deed)
                done += 1
    return done


def _hear(case: Case, deed: Deed) -> None:
    end_hearing(case, deed)


def _expire(case: Case, deed: Deed) -> None:
    end_listing(case, EXPIRED, "最长公布期届满", deed)


def _remove(case: Case, deed: Deed) -> None:
    move_case(case, states.REMOVED, "removed", deed, removed_at=deed.at)
    telling.party(
        case.subject,
        f"贵企业的列入信息已移出公示（{case.decision_number}）。",
        f"Your listing has been taken off the public page ({case.decision_number}).",
        at=deed.at,
        link=telling.case_link(case),
    )


def _tell_ledger(case: Case, ending: str, reasons: str, by: Actor, at: datetime) -> None:
    if case.entry_id is None:
        return
    try:
        if ending == ANNULLED:
            recording.revoke(record_id=case.entry_id, reason=reasons, by=by, at=at)
        elif ending == REPAIRED:
            recording.mark(record_id=case.entry_id, mark="repaired", reason=reasons, by=by, at=at)
    except PortalError as error:
        # An objection against the record of the listing itself may have revoked it already.
        if error.code != "credit_already_revoked":
            raise
