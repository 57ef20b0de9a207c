"""Periods: reports are opened when a period is over, and asked for until they are in."""

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from accounts.constants import HUB
from accounts.selectors import officials_in_charge
from accounts.services.notices import notify_all
from enterprises.services.notices import notify_members
from reference.selectors import rule_settings
from statistics_app.models import FormApproval, Report, Respondent
from statistics_app.rules.plan_parameters import REMIND_DAYS
from statistics_app.rules.reporting.forms import CODES, latest
from statistics_app.rules.reporting.parameters import due_day_of
from statistics_app.rules.reporting.shape import Form, due_of, last_closed, period_text
from statistics_app.selectors_reporting import approval_on, respondents
from statistics_app.services.governance.common import HANDLING, Deed, next_number, setting
from statistics_app.services.governance.stepping import enter
from statistics_app.services.governance.telling import DUE, KIND, link_of
from statistics_app.states import OPEN, RETURNED

PREFIX: Final = "ZB"
WRITERS: Final = ("administrator", "declarant", "finance")
SLICE: Final = 1000


def open_due(deed: Deed) -> int:
    """Open the report of the latest period that is over for every respondent that has none; returns
    how many. A form without an approval in force is not sent out. Opening again changes nothing."""
    opened = 0
    for code in CODES:
        form = latest(code)
        approval = approval_on(form, deed.day)
        if approval is not None:
            period = last_closed(form.rhythm, deed.day)
            for row in respondents(code, on=deed.day):
                opened += _open(form, approval, row, period, deed)
    return opened


@transaction.atomic
def _open(form: Form, approval: FormApproval, row: Respondent, period: date, deed: Deed) -> int:
    place = row.site or (row.enterprise.site if row.enterprise else None)
    if place is None or _exists(form, row, period):
        return 0
    due_day = due_day_of(form, rule_settings(on=deed.day))
    report = Report(
        number=next_number(PREFIX, Report, at=deed.at),
        form=form.code,
        form_version=form.version,
        approval=approval,
        enterprise=row.enterprise,
        place=place,
        period_date=period,
        due_date=max(due_of(form.rhythm, period, due_day), deed.day),
    )
    report.save(force_insert=True)
    enter(report, "", "opened", deed)
    tell_respondent(
        report,
        f"请报送《{form.zh}》{period_text(form.rhythm, period)}，{report.due_date} 前。",
        f"Please send “{form.en}” for {period_text(form.rhythm, period)} by {report.due_date}.",
        at=deed.at,
    )
    return 1


def _exists(form: Form, row: Respondent, period: date) -> bool:
    rows = Report.objects.filter(form=form.code, period_date=period, enterprise=row.enterprise)
    if row.enterprise_id is None:
        rows = rows.filter(place=row.site)
    return rows.exists()


def remind_reports(deed: Deed) -> int:
    """Ask for what is due soon or late, every so many days, until it is in; returns how many."""
    days = timedelta(days=int(setting(REMIND_DAYS, on=deed.day)))
    rows = Report.objects.filter(status__in=[OPEN, RETURNED], due_date__lte=deed.day + days)
    waiting = rows.exclude(reminded_date__gt=deed.day - days).select_related("enterprise", "place")
    count = 0
    for report in waiting.order_by("id")[:SLICE]:
        form = latest(report.form)
        is_late = report.due_date < deed.day
        tell_respondent(
            report,
            f"《{form.zh}》{period_text(form.rhythm, report.period_date)}"
            f"{'已逾期' if is_late else f'应于 {report.due_date} 前'}报送。",
            f"“{form.en}” for {period_text(form.rhythm, report.period_date)} "
            f"{'is late' if is_late else f'is due by {report.due_date}'}.",
            at=deed.at,
            kind=DUE,
        )
        Report.objects.filter(pk=report.pk).update(reminded_date=deed.day)
        count += 1
    return count


def tell_respondent(report: Report, zh: str, en: str, *, at: datetime, kind: str = KIND) -> None:
    """Tell who fills the report in."""
    link = link_of(report)
    if report.enterprise_id is not None:
        notify_members(report.enterprise_id, WRITERS, kind=kind, zh=zh, en=en, at=at, link=link)
        return
    ids = {
        person
        for department in ("park", "county")
        for person in officials_in_charge(
            report.place.path, sorted(HANDLING), department=department, at=at
        )
    }
    notify_all(sorted(ids), kind=kind, zh=zh, en=en, at=at, link=link)


def tell_stage(report: Report, zh: str, en: str, *, at: datetime) -> None:
    """Tell the office whose turn it is."""
    path = f"/{HUB}/" if report.stage == "zone" else report.place.path
    ids = officials_in_charge(path, sorted(HANDLING), department=report.stage, at=at)
    notify_all(ids, kind=KIND, zh=zh, en=en, at=at, link=link_of(report))
