"""The responsibility table as it stands: lights, months, units, meetings and inspections."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from enterprises.viewers import Viewer
from reference.selectors import rule_settings
from statistics_app.models import (
    Assessment,
    AssessmentTree,
    Duty,
    DutyStep,
    FollowUp,
    FollowUpStep,
    Liaison,
    MemberUnit,
    MonthReport,
    Occasion,
    Progress,
)
from statistics_app.rules.meetings import quarters_without
from statistics_app.rules.plan_parameters import (
    CHECK_DAYS,
    MEETING_DAYS,
    MONTH_DUE,
    SOON_DAYS,
    TIER_LIMITS,
    number,
)
from statistics_app.rules.tasks import Light, due_month, light, missing_months, months_back
from statistics_app.rules.terms import Term
from statistics_app.states import CLOSED, DROPPED, PLANNED, REPORTED

MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class TaskStanding:
    """A task with its light."""

    duty: Duty
    light: Light
    last_month: date | None


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """A unit with what it leads, its liaison officers, and the months it owes."""

    unit: MemberUnit
    liaisons: list[Liaison]
    leads: int
    open: int
    missing: list[date]


def expected_month(today: date) -> date:
    """The latest month whose report is due."""
    return due_month(today, int(number(rule_settings(on=today), MONTH_DUE)))


def duties(viewer: Viewer, chosen: Mapping[str, Any]) -> QuerySet[Duty]:
    """The tasks that filters (``section``, ``unit``, ``status``, ``q``) let through, in order."""
    rows: QuerySet[Duty] = Duty.objects.visible_to(viewer).prefetch_related("leads", "participants")
    if chosen.get("section"):
        rows = rows.filter(section=int(chosen["section"]))
    if chosen.get("unit"):
        unit = chosen["unit"]
        rows = rows.filter(Q(leads__code=unit) | Q(participants__code=unit)).distinct()
    if chosen.get("status"):
        rows = rows.filter(status=chosen["status"])
    if chosen.get("q"):
        rows = rows.filter(Q(zh__icontains=chosen["q"]) | Q(en__icontains=chosen["q"]))
    return rows.order_by("number")


def task_standings(rows: Iterable[Duty], *, today: date) -> list[TaskStanding]:
    """The tasks with their lights; one query for all months, one for all reports of the end."""
    found = list(rows)
    settings = rule_settings(on=today)
    months: dict[int, dict[date, int]] = {}
    for key, month, percent in (
        Progress.objects.filter(duty__in=[row.pk for row in found])
        .order_by("report__month_date", "id")
        .values_list("duty_id", "report__month_date", "percent")
    ):
        months.setdefault(key, {})[month] = percent
    first, reported = first_month(), _reported(found)
    expected = due_month(today, int(number(settings, MONTH_DUE)))
    return [
        TaskStanding(
            row,
            light(
                due=row.due_date,
                done=row.status == CLOSED,
                today=today,
                soon_days=int(number(settings, SOON_DAYS)),
                months=months.get(row.pk, {}),
                expected_month=expected if first is not None and expected >= first else None,
                reported=reported.get(row.pk),
                check_days=int(number(settings, CHECK_DAYS)),
            ),
            max(months.get(row.pk, {}), default=None),
        )
        for row in found
    ]


def _reported(rows: Iterable[Duty]) -> dict[int, date]:
    """When tasks that wait for the office's check were reported done."""
    waiting = [row.pk for row in rows if row.status == REPORTED]
    steps = DutyStep.objects.filter(duty__in=waiting, deed="reported").order_by("id")
    return {pk: timezone.localdate(at) for pk, at in steps.values_list("duty_id", "at")}


def unchecked(*, today: date) -> list[FollowUp]:
    """The decisions and findings that were reported done and wait too long for the check."""
    days = int(number(rule_settings(on=today), CHECK_DAYS))
    rows = FollowUp.objects.filter(status=REPORTED).select_related("occasion")
    reported = FollowUpStep.objects.filter(deed="reported", follow_up__in=rows).order_by("id")
    last = {pk: timezone.localdate(at) for pk, at in reported.values_list("follow_up_id", "at")}
    return [row for row in rows if (today - last.get(row.pk, today)).days > days]


def unheld(*, today: date) -> list[Occasion]:
    """Meetings and inspections whose planned day is over and that nobody entered as held."""
    rows = Occasion.objects.filter(status=PLANNED, planned_date__lt=today)
    return list(rows.order_by("planned_date"))


def meetingless(*, today: date) -> list[Term]:
    """The quarters without a meeting that the office must hear of; none before the zone entered
    its first meeting or month."""
    rows = list(
        Occasion.objects.filter(kind="meeting")
        .exclude(status=DROPPED)
        .values_list("held_date", "planned_date")
    )
    begun = [day for day in [first_month(), *(planned for _, planned in rows)] if day]
    if not begun:
        return []
    return quarters_without(
        [held for held, _ in rows if held],
        [planned for held, planned in rows if not held and planned >= today],
        today=today,
        warn_days=int(number(rule_settings(on=today), MEETING_DAYS)),
        since=min(begun),
    )


def first_month() -> date | None:
    """The first month that any unit reported: from then on months are expected."""
    first: date | None = (
        MonthReport.objects.order_by("month_date").values_list("month_date", flat=True).first()
    )
    return first


def duty_of(viewer: Viewer, pk: int) -> Duty | None:
    """One task, or None."""
    return duties(viewer, {}).filter(pk=pk).first()


def progress_of(duty: Duty) -> list[Progress]:
    """What was reported of a task, newest month first; the latest row of a month and unit."""
    rows = (
        duty.progress.select_related("report__unit", "report__by", "evidence")
        .defer("evidence__content")
        .order_by("-report__month_date", "-id")
    )
    seen: set[tuple[date, int]] = set()
    found = []
    for row in rows:
        key = (row.report.month_date, row.report.unit_id)
        if key not in seen:
            seen.add(key)
            found.append(row)
    return found


def units(viewer: Viewer, *, today: date) -> list[UnitStanding]:
    """Member units in the order of their names, with the months they owe."""
    in_force = Q(to_date__isnull=True) | Q(to_date__gt=today)
    rows = (
        MemberUnit.objects.visible_to(viewer)
        .select_related("organisation")
        .prefetch_related(
            Prefetch(
                "liaisons",
                Liaison.objects.filter(in_force, from_date__lte=today).select_related("user"),
                to_attr="present",
            ),
            "leading",
            Prefetch("reports", MonthReport.objects.order_by("month_date"), to_attr="sent"),
        )
        .order_by("code")
    )
    first, last = first_month(), expected_month(today)
    return [_unit(row, first, last) for row in rows]


def _unit(row: Any, first: date | None, last: date) -> UnitStanding:
    leading = list(row.leading.all())
    still_open = [duty for duty in leading if duty.status != CLOSED]
    start = max(first, months_back(last, MONTHS_SHOWN - 1)) if first else None
    owed = start is not None and bool(still_open)
    sent = [report.month_date for report in row.sent]
    return UnitStanding(
        unit=row,
        liaisons=list(row.present),
        leads=len(leading),
        open=len(still_open),
        missing=missing_months(sent, start, last) if owed and start else [],
    )


def unit_of(viewer: Viewer, pk: int, *, today: date) -> UnitStanding | None:
    """One unit, or None."""
    return next((row for row in units(viewer, today=today) if row.unit.pk == pk), None)


def reports_of(unit: MemberUnit) -> list[MonthReport]:
    """The latest revision of each month, newest first."""
    rows = unit.reports.select_related("by").prefetch_related("lines__duty")
    latest: dict[date, MonthReport] = {}
    for row in rows.order_by("month_date", "revision"):
        latest[row.month_date] = row
    return sorted(latest.values(), key=lambda row: row.month_date, reverse=True)


def month_report(unit: MemberUnit, month: date) -> MonthReport | None:
    """The latest report of a month, or None."""
    rows = unit.reports.filter(month_date=month).select_related("by").prefetch_related("lines")
    return rows.order_by("-revision").first()


def occasions(viewer: Viewer, chosen: Mapping[str, Any]) -> QuerySet[Occasion]:
    """Meetings and inspections that filters (``kind``, ``status``) let through."""
    rows: QuerySet[Occasion] = Occasion.objects.visible_to(viewer).select_related("site")
    for name in ("kind", "status"):
        if chosen.get(name):
            rows = rows.filter(**{name: chosen[name]})
    return rows.prefetch_related("follow_ups")


def occasion_of(viewer: Viewer, pk: int) -> Occasion | None:
    """One meeting or inspection, or None."""
    return occasions(viewer, {}).filter(pk=pk).first()


def follow_ups_of(occasion: Occasion) -> list[FollowUp]:
    """What it left to do, in the order of entry."""
    rows = occasion.follow_ups.select_related("unit__organisation")
    return list(rows.prefetch_related("steps__evidence").order_by("id"))


def trees(viewer: Viewer) -> list[AssessmentTree]:
    """The trees, newest year first."""
    return list(AssessmentTree.objects.visible_to(viewer).order_by("-year"))


def tree_of(viewer: Viewer, pk: int) -> AssessmentTree | None:
    """One tree, or None."""
    found: AssessmentTree | None = AssessmentTree.objects.visible_to(viewer).filter(pk=pk).first()
    return found


def assessments(viewer: Viewer, tree: AssessmentTree) -> list[Assessment]:
    """The assessments of a year that somebody may see, best first."""
    rows = Assessment.objects.visible_to(viewer).filter(tree=tree).select_related("site")
    return sorted(rows, key=lambda row: (-(row.total or 0), row.site.path))


def assessment_of(viewer: Viewer, pk: int) -> Assessment | None:
    """One assessment, or None."""
    rows = Assessment.objects.visible_to(viewer).select_related("site", "tree")
    found: Assessment | None = rows.filter(pk=pk).first()
    return found


def tier_limits(year: int) -> list[Decimal]:
    """The least points of the tiers of an assessed year, the best first: as set at its end."""
    settings = rule_settings(on=date(year, 12, 31))
    return [number(settings, name) for name in TIER_LIMITS]
