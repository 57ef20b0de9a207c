"""Direct reports and surveys as they stand: lists, contexts of checks, chains of review."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.constants import HUB
from accounts.models import Organisation, Site
from enterprises.viewers import Viewer
from reference.selectors import rule_settings
from statistics_app.models import (
    FormApproval,
    Report,
    Respondent,
)
from statistics_app.models.governance_querysets import READERS
from statistics_app.rules.bulletins.disclosure import Cell, sensitive
from statistics_app.rules.bulletins.parameters import limits_in
from statistics_app.rules.plan_parameters import JUMP, SPREAD, number
from statistics_app.rules.reporting.forms import form_of
from statistics_app.rules.reporting.shape import Context, Form, next_period
from statistics_app.states import ACCEPTED, OPEN, RETURNED, SUBMITTED

STAGES: Final[Mapping[str, tuple[str, str]]] = {
    "park": ("园区审核", "Review by the park"),
    "county": ("县区审核", "Review by the county"),
    "zone": ("综试区办公室审定", "Decision of the zone office"),
}
HISTORY: Final = 12


@dataclass(frozen=True, slots=True)
class FigureSum:
    """A figure added up over accepted reports; ``total`` is None where it would tell of one."""

    code: str
    total: Decimal | None
    reports: int


def reports(viewer: Viewer, chosen: Mapping[str, Any]) -> QuerySet[Report]:
    """The reports that somebody may see and filters (``form``, ``status``, ``late``, ``q``) let
    through."""
    rows: QuerySet[Report] = Report.objects.visible_to(viewer).select_related("enterprise", "place")
    if chosen.get("form"):
        rows = rows.filter(form=chosen["form"])
    if chosen.get("status"):
        rows = rows.filter(status=chosen["status"])
    if chosen.get("late"):
        rows = rows.filter(status__in=[OPEN, RETURNED], due_date__lt=timezone.localdate())
    if chosen.get("q"):
        word = chosen["q"]
        named = Q(enterprise__name__icontains=word) | Q(enterprise__uscc=word)
        rows = rows.filter(named | Q(place__name__icontains=word) | Q(number=word))
    return rows


def late_list(viewer: Viewer, *, today: date) -> list[Report]:
    """Who has not reported in time: names only, which are the office's to know."""
    if not viewer.is_official or not viewer.departments & READERS:
        return []
    rows = Report.objects.filter(status__in=[OPEN, RETURNED], due_date__lt=today)
    if not viewer.sees_all:
        inside = Q()
        for path in viewer.site_paths:
            inside |= Q(place__path__startswith=path)
        rows = rows.filter(inside)
    return list(rows.select_related("enterprise", "place").order_by("due_date", "id")[:200])


def report_of(viewer: Viewer, pk: int) -> Report | None:
    """One report, or None."""
    rows = Report.objects.visible_to(viewer).select_related("enterprise", "place", "approval")
    found: Report | None = rows.filter(pk=pk).first()
    return found


def form_of_report(report: Report) -> Form:
    """The form in the version that the report was opened with."""
    return form_of(report.form, report.form_version)


def context_of(report: Report, figures: Mapping[str, Decimal]) -> Context:
    """What the checks of a report look at: its figures and those that were reported before."""
    form = form_of_report(report)
    settings = rule_settings(on=report.due_date)
    earlier = Report.objects.filter(
        form=report.form,
        enterprise=report.enterprise,
        period_date__lt=report.period_date,
        status__in=[SUBMITTED, ACCEPTED],
    )
    if report.enterprise_id is None:
        earlier = earlier.filter(place=report.place)
    past = {
        period: {code: Decimal(text) for code, text in kept.items()}
        for period, kept in earlier.order_by("-period_date").values_list("period_date", "figures")[
            :HISTORY
        ]
    }
    return Context(
        dict(figures),
        past.get(next_period(form.rhythm, report.period_date, -1)),
        tuple(past.values()),
        jump=number(settings, JUMP),
        spread=number(settings, SPREAD),
    )


def chain_of(report: Report) -> tuple[str, ...]:
    """Whose turn it is, one after the other: the park and the county of the place where there are
    such offices, then the zone office. A park does not review its own report."""
    codes = [code for code in report.place.path.split("/") if code and code != HUB]
    present = set(
        Organisation.objects.filter(
            active=True, site__code__in=codes, department__in=["park", "county"]
        ).values_list("department", flat=True)
    )
    if report.enterprise_id is None:
        present.discard("park")
    return (*(stage for stage in ("park", "county") if stage in present), "zone")


def approval_on(form: Form, day: date) -> FormApproval | None:
    """The confirmed approval of a form in force on a day."""
    return (
        FormApproval.objects.filter(
            form=form.code,
            form_version=form.version,
            confirmed_at__isnull=False,
            from_date__lte=day,
            to_date__gte=day,
        )
        .order_by("-from_date")
        .first()
    )


def approvals(code: str) -> list[FormApproval]:
    """The approvals of a form, newest first."""
    rows = FormApproval.objects.filter(form=code).select_related("by", "confirmed_by")
    return list(rows.order_by("-from_date", "-id"))


def respondents(code: str, *, on: date) -> list[Respondent]:
    """Who reports by a form on a day."""
    ends = Q(to_date__isnull=True) | Q(to_date__gt=on)
    rows = Respondent.objects.filter(ends, form=code, from_date__lte=on)
    return list(rows.select_related("enterprise", "site").order_by("id"))


def counts_of(code: str, period: date) -> dict[str, int]:
    """How many reports of a period stand where."""
    rows = Report.objects.filter(form=code, period_date=period).values_list("status")
    return dict(rows.annotate(number=Count("id")).order_by())


def sums_of(form: Form, period: date) -> list[FigureSum]:
    """Each figure added up over the accepted reports of a period, unless so few gave it, or one or
    two of them so much of it, that it would tell what they reported."""
    limits = limits_in(rule_settings(on=timezone.localdate()))
    rows = list(
        Report.objects.filter(form=form.code, period_date=period, status=ACCEPTED).values_list(
            "figures", flat=True
        )
    )
    found = []
    for figure in form.figures:
        given = [Decimal(row[figure.code]) for row in rows if figure.code in row]
        total = sum(given, Decimal(0))
        is_secret = len(given) < limits.fewest or sensitive(Cell(total, tuple(given)), limits)
        found.append(FigureSum(figure.code, None if is_secret else total, len(given)))
    return found


def places() -> list[Site]:
    """The sites where enterprises are registered."""
    return list(Site.objects.order_by("path"))
