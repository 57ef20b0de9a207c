"""The monthly report of a unit: what it says of the month, and how far each of its tasks is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import audit
from enterprises.rules.registration import Problem
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from statistics_app.models import Duty, MemberUnit, MonthReport, Progress
from statistics_app.services.governance.common import (
    SHORTEST,
    Deed,
    acts_for,
    found,
    is_office,
    missing,
    need_text,
    not_yours,
    refuse_problems,
)
from statistics_app.services.governance.evidence import Paper, keep
from statistics_app.states import OPEN


@dataclass(frozen=True, slots=True)
class Line:
    """What is reported of one task; nothing is reported of a task without a line."""

    percent: str
    text: str
    paper: Paper | None = None


@transaction.atomic
def send_month(
    *,
    unit_id: int,
    month: date,
    summary: str,
    problems: str,
    lines: Mapping[int, Line],
    reason: str = "",
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> MonthReport:
    """Send the report of a month. A second one is a correction: it says why, and differs.

    :raises Refusal: ``statistics_unknown``, ``statistics_not_yours``, ``statistics_incomplete``
        (422, all problems), ``statistics_month_sent`` (409: when and by whom it was sent).
    """
    unit: MemberUnit = found(MemberUnit.objects.visible_to(viewer), unit_id)
    deed = Deed(by, at, origin)
    if not (is_office(viewer) or acts_for(unit, by, on=deed.day)):
        raise not_yours()
    if month.day != 1 or month > deed.day:
        raise Refusal(
            "statistics_unknown", 404, "没有这个月份的月报。", "There is no such month to report."
        )
    duties = {duty.pk: duty for duty in duties_of(unit)}
    wrong = need_text("summary", summary, "写明本月工作情况", "Say what was done in the month")
    for duty in duties.values():
        if duty.pk in lines:
            wrong += _problems(duty, lines[duty.pk])
    before = unit.reports.filter(month_date=month).order_by("-revision").first()
    if before is not None:
        _refuse_repeated(before, summary, problems, lines, reason)
    refuse_problems(wrong)
    report = MonthReport.objects.create(
        unit=unit,
        month_date=month,
        revision=before.revision + 1 if before else 1,
        summary=summary.strip()[:2000],
        problems=problems.strip()[:2000],
        reason=reason.strip()[:300] if before else "",
        at=at,
        by=by,
    )
    for key, line in lines.items():
        if key in duties:
            _report_line(report, duties[key], line, deed, by)
    audit.record(
        "statistics_month.sent",
        by=by,
        on=("statistics.unit", str(unit.pk)),
        new={"month": f"{month:%Y-%m}", "revision": report.revision, "tasks": len(lines)},
        at=at,
        origin=origin,
    )
    return report


def duties_of(unit: MemberUnit) -> list[Duty]:
    """The tasks a unit leads that are not closed, in order."""
    return list(Duty.objects.filter(leads=unit).exclude(status="closed").order_by("number"))


def _problems(duty: Duty, line: Line) -> list[Problem]:
    found_: list[Problem] = []
    if not line.percent.isdecimal() or int(line.percent) > 100:
        found_.append(
            missing(
                f"percent-{duty.pk}",
                f"任务{duty.number}：进度应为 0 至 100 的整数",
                f"Task {duty.number}: progress is a whole number from 0 to 100",
            )
        )
    found_ += need_text(
        f"text-{duty.pk}",
        line.text,
        f"任务{duty.number}：写明进展和证明材料",
        f"Task {duty.number}: say what moved and what shows it",
    )
    return found_


def _refuse_repeated(
    before: MonthReport, summary: str, problems: str, lines: Mapping[int, Line], reason: str
) -> None:
    old = {row.duty_id: (str(row.percent), row.text) for row in before.lines.all()}
    new = {key: (line.percent, line.text.strip()) for key, line in lines.items()}
    same = (before.summary, before.problems) == (summary.strip(), problems.strip()) and old == new
    if not same and len(reason.strip()) >= SHORTEST:
        return
    moment = f"{timezone.localtime(before.at):%Y-%m-%d %H:%M}"
    raise Refusal(
        "statistics_month_sent",
        409,
        f"{before.month_date:%Y-%m} 的月报已由 {before.by.username} 于 {moment} 报送"
        + ("，内容相同，没有重复保存。" if same else "；更正请写明理由。"),
        f"The report of {before.month_date:%Y-%m} was sent by {before.by.username} at {moment}"
        + (": the same, it was not kept twice." if same else "; to correct it, say why."),
        details={"revision": before.revision, "at": before.at.isoformat()},
    )


def _report_line(report: MonthReport, duty: Duty, line: Line, deed: Deed, by: User) -> None:
    percent = int(line.percent)
    Progress.objects.create(
        duty=duty,
        report=report,
        percent=percent,
        text=line.text.strip()[:1000],
        evidence=keep(line.paper, by=by, at=deed.at, origin=deed.origin),
    )
    later = duty.progress.filter(report__month_date__gt=report.month_date).exists()
    if duty.status == OPEN and not later:
        duty.percent = percent
        duty.save(update_fields=["percent"])
