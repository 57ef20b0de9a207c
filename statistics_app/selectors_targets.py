"""Where the targets of the plans stand: measured by the platform where it has the data, else by
the latest figure that was entered; and the governance indicators drawn from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import QuerySet

from accounts import zones
from enterprises.viewers import Viewer
from reference.selectors import rule_settings
from statistics_app.cuts import Cut
from statistics_app.models import Duty, PlanTarget, TargetFigure
from statistics_app.rules.pace import REACHED, WITHDRAWN, Pace, pace
from statistics_app.rules.plan_parameters import TOLERANCE, number
from statistics_app.rules.targets import (
    POLICY,
    YEAR,
    Deadline,
    Goal,
    read_deadline,
    read_goal,
)
from statistics_app.rules.terms import Term
from statistics_app.selectors_indicators import PROVIDERS
from statistics_app.selectors_measured import Measured, measure
from statistics_app.states import CLOSED

ENTERED: Final = "entered"


@dataclass(frozen=True, slots=True)
class Standing:
    """A target, how it is read, what was measured, and whether it is on course."""

    target: PlanTarget
    goal: Goal
    deadline: Deadline
    pace: Pace
    measured: Measured | None = None

    @property
    def is_counted(self) -> bool:
        """Whether it counts among the zone's targets (TD-01), and is one to be reached."""
        is_in_force = self.target.withdrawn_at is None and self.target.same_as_id is None
        return is_in_force and self.target.sense != POLICY


def targets(viewer: Viewer, chosen: Mapping[str, Any]) -> QuerySet[PlanTarget]:
    """The targets that filters (``zone``, ``plan``, ``year``) let through, in the plans' order."""
    rows: QuerySet[PlanTarget] = PlanTarget.objects.visible_to(viewer).select_related("same_as")
    for name, column in (("zone", "zone"), ("plan", "plan"), ("year", "year_text")):
        if chosen.get(name):
            rows = rows.filter(**{column: chosen[name]})
    return rows.order_by("zone", "line", "id")


def target_of(viewer: Viewer, pk: int) -> PlanTarget | None:
    """One target, or None where there is none to see."""
    found: PlanTarget | None = (
        PlanTarget.objects.visible_to(viewer).select_related("same_as").filter(pk=pk).first()
    )
    return found


def standings(rows: Iterable[PlanTarget], *, today: date) -> list[Standing]:
    """Where each target stands on a day; one query for all entered figures."""
    found = list(rows)
    tolerance = number(rule_settings(on=today), TOLERANCE)
    entered: dict[int, list[TargetFigure]] = {}
    for figure in TargetFigure.objects.filter(
        target__in=[row.pk for row in found], day_date__lte=today
    ).order_by("day_date", "id"):
        entered.setdefault(figure.target_id, []).append(figure)
    zone = zones.current().key
    return [
        _standing(row, entered.get(row.pk, []), zone, today=today, tolerance=tolerance)
        for row in found
    ]


def figures_of(target: PlanTarget) -> list[TargetFigure]:
    """What was entered of a target, newest first."""
    rows = target.figures.select_related("by", "evidence").defer("evidence__content")
    return list(rows.order_by("-day_date", "-id"))


def _standing(
    row: PlanTarget,
    figures: list[TargetFigure],
    zone: str,
    *,
    today: date,
    tolerance: Decimal,
) -> Standing:
    goal, deadline = read_goal(row.target_text), read_deadline(row.year_text)
    own = measure(row, deadline, zone, today=today)
    entered = _entered(figures, row, deadline) if own is None or own.is_partial else None
    measured = entered or own
    found = pace(
        goal,
        deadline,
        sense=row.sense,
        start=row.start_date,
        value=measured.value if measured else None,
        measured=measured.day if measured else None,
        today=today,
        tolerance=tolerance,
    )
    if row.withdrawn_at is not None:
        found = Pace(WITHDRAWN)
    return Standing(row, goal, deadline, found, measured)


def _entered(figures: list[TargetFigure], row: PlanTarget, deadline: Deadline) -> Measured | None:
    """The latest figure that tells something of the target: none of after its deadline, and for a
    figure of one year none of before that year."""
    usable = [
        figure
        for figure in figures
        if (deadline.due is None or figure.day_date <= deadline.due)
        and (row.basis != YEAR or deadline.due is None or figure.day_date >= row.start_date)
    ]
    if not usable:
        return None
    last = usable[-1]
    return Measured(last.value, last.day_date, ENTERED, last.source)


def _targets_done(term: Term, _cut: Cut, _currency: str) -> tuple[Decimal, Decimal]:
    """Counted targets of this zone due by the end of the term, and how many of them were met."""
    rows = PlanTarget.objects.filter(zone=zones.current().key).select_related("same_as")
    due = [
        standing
        for standing in standings(rows, today=term.last)
        if standing.is_counted
        and standing.deadline.due is not None
        and standing.deadline.due <= term.last
    ]
    done = [standing for standing in due if standing.pace.state == REACHED]
    return Decimal(len(done)), Decimal(len(due))


def _tasks_done(term: Term, _cut: Cut, _currency: str) -> tuple[Decimal, Decimal]:
    """Tasks due by the end of the term, and how many of them were closed by then."""
    due = Duty.objects.filter(due_date__lte=term.last)
    closed = due.filter(status=CLOSED).exclude(steps__deed="closed", steps__at__date__gt=term.last)
    return Decimal(closed.count()), Decimal(due.count())


PROVIDERS["targets_done"] = _targets_done
PROVIDERS["tasks_done"] = _tasks_done
