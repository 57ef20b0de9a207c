"""Analysis reports as the zone office drafts them."""

from datetime import date
from typing import Any

from accounts.facts import SystemActor
from statistics_app.models import AnalysisReport, AnalysisTemplate
from statistics_app.services.analysis import reports
from statistics_app.services.analysis.templates import load_shipped
from tests.factories.activity import AT, Office, told_bulletin

MONTH = date(2025, 7, 1)


def shipped_template() -> AnalysisTemplate:
    """The template that comes with the platform, in use."""
    load_shipped(by=SystemActor("test"), at=AT)
    return AnalysisTemplate.objects.get(status="in_use")


def drafted_report(office: Office) -> AnalysisReport:
    """A report on a month whose bulletin tells a total of five million."""
    told_bulletin(MONTH, "5000000.00", office.first, office.second)
    return reports.draft_report(
        template_id=shipped_template().pk, month=MONTH, **office.who(office.first)
    )


def published_report(office: Office) -> AnalysisReport:
    """The same, published."""
    row = drafted_report(office)
    row = reports.propose_report(report_id=row.pk, version=row.version, **office.who(office.first))
    return reports.decide_report(
        report_id=row.pk, version=row.version, accepted=True, **office.who(office.second)
    )


def analysis_objects() -> dict[str, Any]:
    """A report that is not released: ids by the names of the isolation table."""
    row = drafted_report(Office())
    return {"analysis_report": row.pk, "analysis_template": row.template_id}
