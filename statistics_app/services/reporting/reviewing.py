"""The chain of review: park → county → zone office; each passes a report on or sends it back."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.selectors import postings_of
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from statistics_app.models import Report
from statistics_app.rules.reporting.shape import period_text
from statistics_app.selectors_reporting import chain_of, form_of_report
from statistics_app.services.governance.common import (
    HANDLING,
    HUB_PATH,
    Deed,
    found,
    must_be_current,
    need_text,
    not_yours,
    refuse_problems,
)
from statistics_app.services.governance.stepping import move
from statistics_app.services.reporting.opening import tell_respondent, tell_stage
from statistics_app.states import ACCEPTED, RETURNED, SUBMITTED


@transaction.atomic
def review_report(
    *,
    report_id: int,
    version: int,
    accepted: bool,
    note: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Report:
    """Pass a report on to the next stage (the last one accepts it), or send it back with a reason.

    :raises Refusal: ``statistics_unknown``, ``statistics_not_yours``, ``statistics_four_eyes``
        (403), ``statistics_changed_meanwhile``, ``statistics_incomplete`` (422).
    """
    report: Report = found(Report.objects.visible_to(viewer), report_id)
    if not may_review(report, by=by, at=at):
        raise not_yours()
    must_be_current(report, version)
    sent = report.steps.filter(deed="submitted").order_by("-id").first()
    if sent is not None and sent.by_id == by.pk:
        raise Refusal(
            "statistics_four_eyes",
            403,
            "报送人不能审核自己的报表。",
            "Who sent it cannot review it.",
        )
    deed = Deed(by, at, origin)
    form = form_of_report(report)
    name = f"《{form.zh}》{period_text(form.rhythm, report.period_date)}"
    name_en = f"“{form.en}” for {period_text(form.rhythm, report.period_date)}"
    if not accepted:
        refuse_problems(need_text("note", note, "写明退回理由", "Say why it is sent back"))
        move(report, RETURNED, "sent_back", deed, note=note, stage="")
        tell_respondent(
            report,
            f"{name}被退回，请更正后重新报送。",
            f"{name_en} was sent back: correct it and send it again.",
            at=at,
        )
        return report
    chain = chain_of(report)
    following = chain[chain.index(report.stage) + 1 :] if report.stage in chain else ("zone",)
    if following:
        move(report, SUBMITTED, "passed", deed, note=note, stage=following[0])
        tell_stage(
            report,
            f"{name}请审核：{report.number}",
            f"{name_en}, to be reviewed: {report.number}",
            at=at,
        )
        return report
    move(report, ACCEPTED, "accepted", deed, note=note, stage="")
    tell_respondent(report, f"{name}已审定。", f"{name_en} was accepted.", at=at)
    return report


def may_review(report: Report, *, by: User, at: datetime) -> bool:
    """Whether it is this official's turn."""
    if report.status != SUBMITTED:
        return False
    return any(
        posting.department == report.stage
        and posting.role in HANDLING
        and (
            posting.site_path == HUB_PATH
            if report.stage == "zone"
            else report.place.path.startswith(posting.site_path)
        )
        for posting in postings_of(by, on=timezone.localdate(at))
    )
