"""A respondent fills a report in, sends it, and corrects what was accepted."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from accounts.facts import ClientActor
from accounts.models import User
from accounts.selectors import postings_of
from accounts.services.audit import Actor, label_of
from enterprises.models import Member
from enterprises.rules.registration import Problem
from enterprises.services.refusals import Refusal, problems_refusal
from enterprises.viewers import Viewer
from statistics_app.models import Report
from statistics_app.rules.reporting.reading import findings_of, read_figures, unanswered
from statistics_app.rules.reporting.shape import Finding, period_text
from statistics_app.selectors_reporting import chain_of, context_of, form_of_report
from statistics_app.services.governance.common import (
    HANDLING,
    Deed,
    found,
    must_be_current,
    need_text,
    not_yours,
    refuse_problems,
)
from statistics_app.services.governance.stepping import move
from statistics_app.services.reporting.opening import WRITERS, tell_stage
from statistics_app.states import ACCEPTED, OPEN, RETURNED, SUBMITTED

LONGEST: Final = 300
FILLABLE: Final = frozenset({OPEN, RETURNED})


@transaction.atomic
def save_report(
    *,
    report_id: int,
    figures: Mapping[str, str],
    reasons: Mapping[str, str],
    viewer: Viewer,
    by: Actor,
    at: datetime,
    origin: str = "",
) -> Report:
    """Keep what was typed so far, right or wrong.

    :raises Refusal: ``statistics_unknown``, ``statistics_not_yours``, ``statistics_report_sent``.
    """
    report = _lock(report_id, viewer, by=by, at=at)
    report.figures = _kept(report, figures)
    report.reasons = _reasons(reasons)
    report.save(update_fields=["figures", "reasons"])
    return report


@transaction.atomic
def send_report(
    *,
    report_id: int,
    figures: Mapping[str, str],
    reasons: Mapping[str, str],
    viewer: Viewer,
    by: Actor,
    at: datetime,
    origin: str = "",
) -> Report:
    """Send a report into the chain of review.

    :raises Refusal: ``statistics_unknown``, ``statistics_not_yours``; ``statistics_report_sent``
        (409: when and by whom) for one that was sent; ``statistics_report_doubtful`` (422) with
        everything that must be corrected or answered by a reason.
    """
    report = _lock(report_id, viewer, by=by, at=at)
    form = form_of_report(report)
    read, wrong = read_figures(form, figures)
    answered = _reasons(reasons)
    open_ = unanswered([*wrong, *findings_of(form, context_of(report, read))], answered)
    if open_:
        raise problems_refusal(
            "statistics_report_doubtful",
            _problems(open_),
            f"有 {len(open_)} 处须更正或说明原因，尚未报送。",
            f"{len(open_)} points must be corrected or explained; nothing was sent.",
        )
    kept = {code: str(value) for code, value in read.items()}
    report.stage = chain_of(report)[0]
    move(
        report,
        SUBMITTED,
        "submitted",
        Deed(by, at, origin),
        kept={"figures": kept, "reasons": answered},
        figures=kept,
        reasons=answered,
        stage=report.stage,
        sendings=report.sendings + 1,
        submitted_at=at,
        submitted_by_label=label_of(by)[:128],
    )
    tell_stage(
        report,
        f"收到《{form.zh}》{period_text(form.rhythm, report.period_date)}，请审核：{report.number}",
        f"“{form.en}” arrived, to be reviewed: {report.number}",
        at=at,
    )
    return report


@transaction.atomic
def amend_report(
    *,
    report_id: int,
    version: int,
    reason: str,
    viewer: Viewer,
    by: Actor,
    at: datetime,
    origin: str = "",
) -> Report:
    """The respondent takes an accepted report back to correct it; what was accepted stays in its
    history.

    :raises Refusal: ``statistics_unknown``, ``statistics_not_yours``,
        ``statistics_changed_meanwhile``, ``statistics_incomplete`` (422).
    """
    report: Report = found(Report.objects.visible_to(viewer), report_id)
    _must_speak(report, by=by, at=at)
    must_be_current(report, version)
    refuse_problems(need_text("reason", reason, "写明更正理由", "Say why it is corrected"))
    move(report, RETURNED, "amended", Deed(by, at, origin), note=reason, stage="")
    return report


def findings_for(report: Report) -> list[Finding]:
    """What the checks say of what was saved, for the form and for reviewers."""
    form = form_of_report(report)
    read, wrong = read_figures(form, report.figures)
    return [*wrong, *findings_of(form, context_of(report, read))]


def speaks_for(report: Report, *, by: Actor, at: datetime) -> bool:
    """Whether somebody fills the report in: a writer of the enterprise, its program, or for a
    park's own report an official of the park or county."""
    if report.enterprise_id is not None:
        if isinstance(by, ClientActor):
            return True  # a program sees the reports of its own enterprise only
        return (
            isinstance(by, User)
            and Member.objects.filter(
                user_id=by.pk, enterprise_id=report.enterprise_id, role__in=WRITERS
            ).exists()
        )
    if not isinstance(by, User):
        return False
    return any(
        posting.department in {"park", "county"}
        and posting.role in HANDLING
        and report.place.path.startswith(posting.site_path)
        for posting in postings_of(by, on=timezone.localdate(at))
    )


def _must_speak(report: Report, *, by: Actor, at: datetime) -> None:
    if not speaks_for(report, by=by, at=at):
        raise not_yours()


def _lock(report_id: int, viewer: Viewer, *, by: Actor, at: datetime) -> Report:
    report: Report = found(Report.objects.visible_to(viewer), report_id)
    _must_speak(report, by=by, at=at)
    if report.status in FILLABLE:
        return report
    moment = f"{timezone.localtime(report.submitted_at):%Y-%m-%d %H:%M}"
    how_zh = (
        "如需更正，请先申请更正" if report.status == ACCEPTED else "如需更正，请联系审核单位退回"
    )
    how_en = (
        "to correct it, take it back with a reason first"
        if report.status == ACCEPTED
        else "to correct it, ask the reviewer to send it back"
    )
    raise Refusal(
        "statistics_report_sent",
        409,
        f"{report.number} 已由 {report.submitted_by_label} 于 {moment} 报送，没有重复接收；"
        f"{how_zh}。",
        f"{report.number} was sent by {report.submitted_by_label} at {moment} and is not taken "
        f"twice; {how_en}.",
        details={"number": report.number, "status": report.status, "sendings": report.sendings},
    )


def _kept(report: Report, figures: Mapping[str, str]) -> dict[str, str]:
    codes = [figure.code for figure in form_of_report(report).figures]
    return {code: figures[code].strip()[:40] for code in codes if figures.get(code, "").strip()}


def _reasons(reasons: Mapping[str, str]) -> dict[str, str]:
    return {key[:60]: text.strip()[:LONGEST] for key, text in reasons.items() if text.strip()}


def _problems(findings: Iterable[Finding]) -> list[Problem]:
    return [
        Problem(
            row.field if row.severity == "error" else f"reason-{row.key}",
            row.code,
            "",
            row.zh,
            row.en,
        )
        for row in findings
    ]
