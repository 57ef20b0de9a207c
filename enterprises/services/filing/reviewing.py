"""Deciding filings, stage by stage. Two who decide at once: the first wins, the other is told."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from enterprises import states
from enterprises.models import Filing, FilingVersion, Member, Remark, Review
from enterprises.rules.forms import Form, checklist
from enterprises.rules.reviewing import REVIEWER, departments_of_stage
from enterprises.rules.service_levels import SHORTEST_STRICT_COMMENT, STRICT
from enterprises.selectors_filings import form_of, review_due, service_level, version_of
from enterprises.services.filing import telling
from enterprises.services.filing.approving import put_in_force
from enterprises.services.filing.plugging import Deed
from enterprises.services.filing.steps import (
    day_of,
    is_in_charge,
    lock_visible,
    move,
    note,
    unknown,
)
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer

APPROVE: Final = "approve"
RETURN: Final = "return"
LONGEST: Final = 500

FieldRemark = tuple[str, str]
"""A field code ("" = the filing as a whole) and what is to be corrected there."""


@transaction.atomic
def open_for_review(
    *, filing_id: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> Filing:
    """A reviewer begins: from now on the applicant cannot take the filing back. Who opened it
    first stays named; a colleague may open it too.

    :raises Refusal: ``filing_unknown``, ``review_not_yours``, ``reviewer_is_applicant``,
        ``not_in_review``.
    """
    filing = lock_visible(filing_id, viewer)
    _must_be_in_queue(filing)
    _must_be_reviewer(filing, by=by, at=at)
    if filing.status == states.SUBMITTED:
        return move(
            filing,
            states.UNDER_REVIEW,
            by=by,
            at=at,
            origin=origin,
            action="filing.opened",
            reviewer=by,
        )
    if filing.reviewer_id is None:
        note(filing, "filing.opened", by=by, at=at, origin=origin, reviewer=by)
    return filing


@transaction.atomic
def decide(
    *,
    filing_id: int,
    version: int,
    stage: int,
    viewer: Viewer,
    decision: str,
    by: User,
    at: datetime,
    checked: Iterable[str] = (),
    remarks: Sequence[FieldRemark] = (),
    comment: str = "",
    origin: str = "",
) -> Filing:
    """Decide the stage of the version that the reviewer has before the eyes.

    ``return`` needs remarks, ``approve`` the whole checklist of the stage. Approving the last
    stage puts the version in force.

    :raises Refusal: ``filing_unknown``, ``review_already_decided`` (409, details by, at,
        decision), ``review_superseded`` (409), ``not_in_review``, ``review_not_yours``,
        ``reviewer_is_applicant``, ``reviewer_decided_before``, ``decision_unknown``,
        ``checklist_incomplete`` (422, details missing), ``review_remarks_missing``,
        ``remark_field_unknown``, ``strict_comment_missing``, ``subject_taken``.
    """
    filing = lock_visible(filing_id, viewer)
    _must_be_current(filing, version, stage)
    _must_be_reviewer(filing, by=by, at=at)
    row = version_of(filing, version)
    if row is None:
        raise unknown()
    form = form_of(row)
    said = [(field, text.strip()[:LONGEST]) for field, text in remarks if text.strip()]
    ticked = _fit_to_decide(form, filing, decision, set(checked), said)
    _must_say_why(filing, decision, comment, at=at)
    review = _keep(filing, decision, ticked, said, by=by, at=at, comment=comment)
    deed = Deed(by, at, origin)
    if review.decision == RETURN:
        return _give_back(filing, deed, comment=comment, count=len(said))
    if stage + 1 < len(filing.stages):
        return _pass_on(filing, row, deed, comment=comment)
    return put_in_force(filing, row, deed, comment=comment)


def _must_be_current(filing: Filing, version: int, stage: int) -> None:
    decided = filing.reviews.select_related("by").filter(version=version, stage=stage).first()
    if decided is not None:
        raise _already(decided)
    _must_be_in_queue(filing)
    if (filing.version, filing.stage) != (version, stage):
        raise Refusal(
            "review_superseded",
            409,
            "该备案已有新的版本或已进入其他环节，请刷新后再审。",
            "There is a newer version, or it is another stage's turn: reload the page.",
            details={"version": filing.version, "stage": filing.stage},
        )


def _must_be_in_queue(filing: Filing) -> None:
    if filing.status not in states.IN_QUEUE:
        zh, en = states.FILING_LABELS[filing.status]
        raise Refusal(
            "not_in_review",
            409,
            f"备案当前为“{zh}”，不在审核中。",
            f"The filing is “{en}” and not in review.",
            details={"status": filing.status},
        )


def _must_be_reviewer(filing: Filing, *, by: User, at: datetime) -> None:
    departments = departments_of_stage(filing.department)
    roles = frozenset({REVIEWER})
    if not is_in_charge(by, filing, departments=departments, roles=roles, at=at):
        name = telling.stage_name(filing.department)
        raise Refusal(
            "review_not_yours",
            403,
            f"当前环节由{name}的审核员办理。",
            "Another department or site decides this stage.",
            details={"department": filing.department, "site": filing.site_id},
        )
    own = Member.objects.filter(user_id=by.pk, enterprise_id=filing.enterprise_id).exists()
    if own or filing.versions.filter(version=filing.version, by=by).exists():
        raise Refusal(
            "reviewer_is_applicant",
            403,
            "不能审核自己所在企业或自己提交的备案。",
            "Nobody reviews a filing of their own.",
        )
    if filing.reviews.filter(version=filing.version, by=by).exists():
        raise Refusal(
            "reviewer_decided_before",
            403,
            "您已在前一环节作出决定，本环节须由他人办理。",
            "You decided an earlier stage; somebody else must decide this one.",
        )


def _fit_to_decide(
    form: Form, filing: Filing, decision: str, ticked: set[str], said: list[FieldRemark]
) -> list[str]:
    """What was ticked of this stage's lines, when that is enough for the decision."""
    unknown_fields = sorted({field for field, _ in said if field and field not in form.by_code})
    if unknown_fields:
        raise Refusal(
            "remark_field_unknown",
            422,
            "补正意见所指的字段不存在。",
            "A remark names a field that the form does not have.",
            details={"fields": unknown_fields},
        )
    lines = [tick.code for tick in checklist(form, filing.department)]
    if decision == RETURN:
        if not said:
            raise Refusal(
                "review_remarks_missing",
                422,
                "退回补正须至少写明一条补正意见。",
                "To return a filing, say at least once what must be corrected.",
            )
    elif decision == APPROVE:
        missing = [code for code in lines if code not in ticked]
        if missing:
            raise Refusal(
                "checklist_incomplete",
                422,
                f"还有 {len(missing)} 项未核对，全部核对后才能通过。",
                f"{len(missing)} lines of the checklist are not ticked yet.",
                details={"missing": missing},
            )
    else:
        raise Refusal("decision_unknown", 422, "未知的审核决定。", "That is no decision.")
    return [code for code in lines if code in ticked]


def _must_say_why(filing: Filing, decision: str, comment: str, *, at: datetime) -> None:
    """Approving for an enterprise that is reviewed strictly needs its reasons in words."""
    if decision != APPROVE or len(comment.strip()) >= SHORTEST_STRICT_COMMENT:
        return
    if service_level(filing.enterprise_id, on=day_of(at)) == STRICT:
        raise Refusal(
            "strict_comment_missing",
            422,
            "该企业须从严审核：通过时请写明审核意见（不少于10字）。",
            "This enterprise is reviewed strictly: say in a comment why it is approved.",
        )


def _keep(
    filing: Filing,
    decision: str,
    ticked: list[str],
    said: list[FieldRemark],
    *,
    by: User,
    at: datetime,
    comment: str,
) -> Review:
    try:
        with transaction.atomic():
            review = Review.objects.create(
                filing=filing,
                version=filing.version,
                stage=filing.stage,
                department=filing.department,
                decision=decision,
                checked=ticked,
                comment=comment.strip()[:LONGEST],
                at=at,
                by=by,
            )
    except IntegrityError as error:
        # The lock makes this rare; the unique key is the last guard.
        decided = filing.reviews.select_related("by").get(
            version=filing.version, stage=filing.stage
        )
        raise _already(decided) from error
    Remark.objects.bulk_create(
        Remark(review=review, filing=filing, version=filing.version, field=field, text=text)
        for field, text in said
    )
    return review


def _give_back(filing: Filing, deed: Deed, *, comment: str, count: int) -> Filing:
    move(
        filing,
        states.RETURNED,
        by=deed.by,
        at=deed.at,
        origin=deed.origin,
        note=comment,
        details={"stage": filing.stage, "remarks": count},
        department="",
        due_date=None,
        reviewer=None,
    )
    telling.applicants(
        filing,
        f"备案被退回补正，共 {count} 条意见，请更正后重新提交。",
        f"The filing was returned with {count} remarks: correct it and submit again.",
        at=deed.at,
    )
    return filing


def _pass_on(filing: Filing, row: FilingVersion, deed: Deed, *, comment: str) -> Filing:
    """The next department's turn, with a clock of its own."""
    following = filing.stage + 1
    columns = {
        "stage": following,
        "department": filing.stages[following],
        "due_date": review_due(form_of(row), filing.enterprise_id, on=day_of(deed.at)),
        "reviewer": None,
    }
    details = {"stage": filing.stage, "next": filing.stages[following]}
    if filing.status == states.SUBMITTED:
        move(
            filing,
            states.UNDER_REVIEW,
            by=deed.by,
            at=deed.at,
            origin=deed.origin,
            note=comment,
            action="filing.passed_on",
            details=details,
            **columns,
        )
    else:
        note(
            filing,
            "filing.passed_on",
            by=deed.by,
            at=deed.at,
            origin=deed.origin,
            details=details,
            **columns,
        )
    telling.reviewers(filing, at=deed.at)
    return filing


def _already(decided: Review) -> Refusal:
    moment = f"{timezone.localtime(decided.at):%Y-%m-%d %H:%M}"
    return Refusal(
        "review_already_decided",
        409,
        f"{decided.by.name} 已于 {moment} 作出“"
        f"{decided.get_decision_display()}”的决定，您的决定未保存。",
        f"{decided.by.name} decided this on {moment} ({decided.decision}); "
        "your decision was not kept.",
        details={
            "by": decided.by.name,
            "at": decided.at.isoformat(),
            "decision": decided.decision,
        },
    )
