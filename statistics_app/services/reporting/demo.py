"""A leading firm of the demo zone with two yearly reports, through the services that people use;
what they say is invented."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from accounts.facts import SystemActor
from accounts.models import User
from enterprises.models import Enterprise
from enterprises.services.demo import refuse_unless_demo
from enterprises.services.demo_zone import demo_applicant
from enterprises.viewers import viewer_for
from statistics_app.models import FormApproval, Report
from statistics_app.services.governance.common import Deed
from statistics_app.services.reporting import filling, forms, opening, reviewing
from statistics_app.states import SUBMITTED

BY: Final = SystemActor("load_demo_plan_targets")
FORM: Final = "LEAD-Y"
FIRM: Final = "mall"
YEARS: Final = (
    {
        "turnover": "1286.40",
        "export_value": "398.20",
        "own_brand": "312.00",
        "research": "41.50",
        "staff": "64",
        "brands": "3",
        "markets": "9",
    },
    {
        "turnover": "1512.75",
        "export_value": "467.90",
        "own_brand": "405.30",
        "research": "58.00",
        "staff": "71",
        "brands": "4",
        "markets": "11",
    },
)
"""The year before last, last year; amounts in 10,000 yuan."""


@transaction.atomic
def load_demo_leading(*, at: datetime) -> int:
    """The approval of the form, a firm, its reports of two years; returns how many were added.

    :raises PortalError: ``demo_is_off``.
    """
    refuse_unless_demo()
    if FormApproval.objects.filter(form=FORM).exists():
        return 0
    day = timezone.localdate(at)
    begin = at - timedelta(days=365)
    approval = forms.enter_approval(
        code=FORM,
        new=forms.Approval(
            "综试区办公室",
            "市统计局",
            f"演示统〔{day.year - 1}〕7号",
            day.replace(year=day.year - 1, month=1, day=1),
            day + timedelta(days=730),
        ),
        **_deed("zone", at),
    )
    forms.confirm_approval(approval_id=approval.pk, **_deed("supervisor", at))
    firm = Enterprise.objects.get(code=demo_applicant(FIRM).code)
    forms.add_respondent(code=FORM, who=firm.code, **_deed("zone", begin))
    for figures, moment in zip(YEARS, (begin, at), strict=True):
        opening.open_due(Deed(BY, moment))
        report = Report.objects.filter(form=FORM, enterprise=firm).latest("period_date")
        filling.send_report(report_id=report.pk, figures=figures, reasons={}, **_deed(FIRM, at))
        _accept(report, at)
    return len(YEARS)


def _accept(report: Report, at: datetime) -> None:
    """The demo's firm is registered at the hub: the zone office alone reviews it."""
    report.refresh_from_db()
    if report.status == SUBMITTED:
        reviewing.review_report(
            report_id=report.pk,
            version=report.version,
            accepted=True,
            note="演示",
            **_deed("supervisor", at),
        )


def _deed(username: str, at: datetime) -> dict[str, Any]:
    user = User.objects.get(username=username)
    return {"viewer": viewer_for(user), "by": user, "at": at}
