"""Reading risk points, response plans and their runs."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from enterprises.viewers import Viewer
from reference import selectors as reference
from risk.models import Plan, PlanRun, PointCheck, RiskPoint, RunStep
from risk.rules.matters import RELEASED, RUNNING
from risk.rules.plans.clock import drill_due, is_late
from risk.rules.plans.definition import Contact, PlanContent, Step
from risk.rules.plans.parameters import CODE, DRILLS, PARAMETERS


@dataclass(frozen=True, slots=True)
class StepState:
    """A step of a run, and whether it is, or was, late."""

    step: RunStep
    late: bool


def drills_a_year(on: date) -> int:
    """How often each plan is drilled a year."""
    rows = reference.rule_settings(on=on).get(CODE, {})
    return int(rows.get(DRILLS, PARAMETERS[DRILLS].initial))


def points(viewer: Viewer, given: dict[str, Any], *, on: date) -> Any:
    """The register of risk points; ``state=due`` those to be checked by today."""
    rows = RiskPoint.objects.visible_to(viewer)
    if text := given.get("q"):
        rows = rows.filter(
            Q(cause_zh__icontains=text) | Q(cause_en__icontains=text) | Q(number=text.upper())
        )
    names = ("node", "department")
    rows = rows.filter(**{name: given[name] for name in names if given.get(name)})
    if given.get("state") == "retired":
        return rows.filter(retired_date__isnull=False)
    rows = rows.filter(retired_date__isnull=True)
    return rows.filter(due_date__lte=on) if given.get("state") == "due" else rows


def point_of(viewer: Viewer, pk: int) -> RiskPoint | None:
    """A point that the viewer sees."""
    found: RiskPoint | None = RiskPoint.objects.visible_to(viewer).filter(pk=pk).first()
    return found


def checks_of(point: RiskPoint) -> list[PointCheck]:
    """Its checks, newest first."""
    return list(point.checks.order_by("-id")[:100])


def plans(viewer: Viewer, given: dict[str, Any]) -> Any:
    """Plans by the filters of the list."""
    rows = Plan.objects.visible_to(viewer)
    if text := given.get("q"):
        rows = rows.filter(
            Q(title_zh__icontains=text) | Q(title_en__icontains=text) | Q(number=text.upper())
        )
    if area := given.get("area"):
        rows = rows.filter(areas__contains=[area])
    names = ("status", "level")
    return rows.filter(**{name: given[name] for name in names if given.get(name)})


def runs(viewer: Viewer, given: dict[str, Any]) -> Any:
    """Runs and drills by the filters of the list, with how many steps are open."""
    rows = PlanRun.objects.visible_to(viewer).select_related("plan")
    if given.get("kind"):
        rows = rows.filter(drill=given["kind"] == "drill")
    if given.get("status"):
        rows = rows.filter(status=given["status"])
    return rows.annotate(open_steps=Count("todo", filter=Q(todo__done_at__isnull=True)))


def runs_of_case(viewer: Viewer, case_id: int) -> list[PlanRun]:
    """The plans that were started for a risk case, newest first."""
    rows = PlanRun.objects.visible_to(viewer).filter(case_id=case_id).select_related("plan")
    return list(rows.order_by("-id"))


def running(viewer: Viewer) -> list[PlanRun]:
    """What runs now."""
    rows = PlanRun.objects.visible_to(viewer).filter(status=RUNNING).select_related("plan")
    return list(rows.order_by("id"))


def plans_for(viewer: Viewer, area: str = "") -> list[Plan]:
    """Plans in force that may be started, those for a type of risk first."""
    rows = Plan.objects.visible_to(viewer).filter(status=RELEASED)
    return sorted(rows, key=lambda row: (area not in row.areas, row.code))


def steps_of(run: PlanRun, *, now: datetime) -> list[StepState]:
    """The steps of a run by their terms."""
    return [StepState(row, is_late(row.due_at, row.done_at, now)) for row in run.todo.all()]


def next_drill(plan: Plan, *, on: date) -> date | None:
    """By when a plan in force must be drilled next."""
    if plan.status != RELEASED or plan.released_at is None:
        return None
    editions = PlanRun.objects.filter(plan__code=plan.code, plan__site=plan.site, drill=True)
    held = editions.filter(ended_at__isnull=False).values_list("started_at", flat=True)
    days = [timezone.localdate(moment) for moment in held]
    return drill_due(timezone.localdate(plan.released_at), days, drills_a_year(on))


def content_of(plan: Plan) -> PlanContent:
    """What a plan says, as the rules read it."""
    names = (name for name in PlanContent.__slots__ if name not in {"areas", "contacts", "steps"})
    return PlanContent(
        **{name: getattr(plan, name) for name in names},
        areas=tuple(plan.areas),
        contacts=tuple(Contact(**row) for row in plan.contacts),
        steps=tuple(Step(**row) for row in plan.steps),
    )
