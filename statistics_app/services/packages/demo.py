"""A report and packages in the demo zone, through the services that people use; all invented."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from accounts.facts import SystemActor
from accounts.models import User
from enterprises.services.demo import refuse_unless_demo
from enterprises.viewers import viewer_for
from statistics_app.models import AnalysisReport, AnalysisTemplate, Bulletin, Package, Receiver
from statistics_app.services.analysis import reports
from statistics_app.services.packages import making, receivers, sending
from statistics_app.services.packages.receivers import Entry
from statistics_app.states import IN_USE, MADE

BY: Final = SystemActor("load_demo_packages")
COVERAGE: Final = "A"


@transaction.atomic
def load_demo_packages(*, at: datetime) -> int:
    """Add what is missing and change nothing that is there; returns how many things were added.

    :raises PortalError: ``demo_is_off``.
    """
    refuse_unless_demo()
    bulletin = Bulletin.objects.published().filter(coverage=COVERAGE).order_by("-month").first()
    if bulletin is None or Receiver.objects.exists():
        return 0
    added = _report(bulletin, at)
    week = timezone.localdate(at) - timedelta(days=21)
    for told in (
        _entry(
            "mofcom", "商务主管部门（演示）", "Commerce authority (demo)", "monthly", bulletin.month
        ),
        _entry("city", "市统计局（演示）", "City statistics bureau (demo)", "weekly", week),
    ):
        receivers.add_receiver(told=told, **_deed("zone", at))
        added += 1
    added += making.open_due(by=BY, at=at)
    making.make_due(by=BY, at=at)
    for made in Package.objects.filter(status=MADE).order_by("first_date")[:1]:
        row = sending.send(
            package_id=made.pk, version=made.version, reference="", **_deed("zone", at)
        )
        sending.take_receipt(
            number=row.number,
            digest=row.digest,
            receipt="SIM-0001",
            received_by="模拟接收系统 (simulator)",
            at=at,
        )
    return added


def _report(bulletin: Bulletin, at: datetime) -> int:
    template = AnalysisTemplate.objects.filter(status=IN_USE, period="month").first()
    if template is None or AnalysisReport.objects.exists():
        return 0
    row = reports.draft_report(template_id=template.pk, month=bulletin.month, **_deed("zone", at))
    row = reports.propose_report(report_id=row.pk, version=row.version, **_deed("zone", at))
    reports.decide_report(
        report_id=row.pk, version=row.version, accepted=True, **_deed("supervisor", at)
    )
    return 1


def _entry(code: str, zh: str, en: str, rhythm: str, since: Any) -> Entry:
    parts = {
        "monthly": ("bulletin_csv", "bulletin_xlsx", "bulletin_pdf", "index_csv", "analysis_docx"),
        "weekly": ("week_csv", "week_xlsx", "week_pdf"),
    }[rhythm]
    return Entry(
        code=code,
        name_zh=zh,
        name_en=en,
        rhythm=rhythm,
        coverage=COVERAGE,
        parts=parts,
        working_days=8 if rhythm == "monthly" else 2,
        remind_days=2,
        way="simulator",
        since_date=since,
        basis="演示约定，不是真实文件",
    )


def _deed(username: str, at: datetime) -> dict[str, Any]:
    user = User.objects.get(username=username)
    return {"viewer": viewer_for(user), "by": user, "at": at}
