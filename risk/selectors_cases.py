"""Reading cases and alerts: what is set, queues, one case, the workload."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import Avg, Count, F, Q, QuerySet
from django.utils import timezone

from enterprises.viewers import Viewer
from reference.selectors import add_working_days, calendar_known_until, rule_settings
from risk.models import Alert, Case, CaseStep, DutyRow, Signal
from risk.rules.cases import clocks, parameters, states
from risk.rules.cases.clocks import Term, term_of
from risk.rules.cases.grading import ORDER, Standard

LEAD: Final = "lead"
OFFICE: Final = "zone"
SHOWN_SIGNALS: Final = 50
PERIOD_DAYS: Final = 90


def setting(name: str, *, on: date, code: str = parameters.CODE) -> str:
    """The value of a parameter as set for a day."""
    table = parameters.PARAMETERS if code == parameters.CODE else parameters.TECHNICAL_PARAMETERS
    return rule_settings(on=on).get(code, {}).get(name, table[name].initial)


def term(name: str, *, on: date, code: str = parameters.CODE) -> Term:
    """A term as set for a day."""
    return term_of(setting(name, on=on, code=code))


def due(name: str, *, since: datetime) -> datetime:
    """When a term that begins now ends."""
    zone = timezone.get_current_timezone()
    length = term(name, on=timezone.localdate(since))
    return clocks.due(since, length, zone=zone, add_working_days=add_working_days)


def is_certain(moment: datetime | None) -> bool:
    """Whether the official calendar reaches so far; else the week alone decided."""
    known = calendar_known_until()
    return moment is None or (known is not None and timezone.localdate(moment) <= known)


def standard(*, on: date) -> Standard:
    """The grading standard in force on a day."""
    return Standard(
        **{level: Decimal(setting(f"{parameters.GRADE}{level}", on=on)) for level in ORDER}
    )


def lead_of(risk_type: str, *, on: date) -> str:
    """The department that leads a type of risk on a day; the zone office where none is set."""
    rows = DutyRow.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on)
    found: str | None = (
        rows.filter(type=risk_type, role=LEAD).values_list("department", flat=True).first()
    )
    return found or OFFICE


def cases(viewer: Viewer, filters: Mapping[str, Any], *, at: datetime) -> QuerySet[Case]:
    """The cases that a viewer sees. ``filters``: ``status`` (one, ``open`` by default, ``all``),
    ``level``, ``type``, ``department``, ``late`` (``1``), ``mine`` (a person's id), ``q``."""
    rows: Any = Case.objects.visible_to(viewer).select_related("site", "organisation", "handler")
    given = {name: value for name, value in filters.items() if value}
    status = given.get("status", "open")
    if status == "open":
        rows = rows.filter(status__in=sorted(states.OPEN))
    elif status != "all":
        rows = rows.filter(status=status)
    for name in ("type", "department"):
        if name in given:
            rows = rows.filter(**{name: given[name]})
    if given.get("level") == "claimed":
        rows = rows.exclude(claimed="")
    elif "level" in given:
        rows = rows.filter(level=given["level"])
    if given.get("late") == "1":
        rows = rows.filter(status__in=sorted(states.OPEN), due_at__lt=at)
    if "mine" in given:
        rows = rows.filter(handler_id=given["mine"])
    if "q" in given:
        text = str(given["q"]).strip()
        rows = rows.filter(Q(number=text.upper()) | Q(subject_label__icontains=text))
    found: QuerySet[Case] = rows
    return found


def alerts(viewer: Viewer, filters: Mapping[str, Any]) -> QuerySet[Alert]:
    """The alerts that a viewer sees. ``filters``: ``level``, ``type``, ``rule``, ``verdict``
    (``none``: not yet reviewed), ``q``."""
    rows: Any = Alert.objects.visible_to(viewer).select_related("case")
    given = {name: value for name, value in filters.items() if value}
    for name in ("level", "type", "rule"):
        if name in given:
            rows = rows.filter(**{name: given[name]})
    if "verdict" in given:
        rows = rows.filter(verdict="" if given["verdict"] == "none" else given["verdict"])
    if "q" in given:
        text = str(given["q"]).strip()
        rows = rows.filter(Q(subject_label__icontains=text) | Q(case__number=text.upper()))
    found: QuerySet[Alert] = rows
    return found


def case_of(viewer: Viewer, case_id: int) -> Case | None:
    """A case that the viewer may see, with everybody named in it."""
    rows: Any = Case.objects.visible_to(viewer).select_related(
        "site",
        "enterprise",
        "organisation",
        "handler",
        "assessed_by",
        "first_by",
        "second_by",
        "assigned_by",
        "handled_by",
        "reviewed_by",
        "closed_by",
        "record",
    )
    found: Case | None = rows.filter(pk=case_id).first()
    return found


def alerts_of(case: Case) -> list[Alert]:
    """The alerts of a case, newest first."""
    return list(Alert.objects.filter(case=case).order_by("-raised_at", "-pk"))


def signals_of(case: Case) -> list[Signal]:
    """The newest signals of a case with their evidence."""
    rows = Signal.objects.filter(alert__case=case).order_by("-at", "-pk")
    return list(rows[:SHOWN_SIGNALS])


def steps_of(case: Case) -> list[CaseStep]:
    """The steps of a case in their order."""
    return list(CaseStep.objects.filter(case=case).select_related("by").order_by("pk"))


@dataclass(frozen=True, slots=True)
class Load:
    """The work of one department, or of one person of it: open cases by where they stand, late
    ones, and how long handling took in the last 90 days."""

    department: str
    handler: str
    waiting: int
    handling: int
    reviewing: int
    late: int
    closed: int
    took: timedelta | None
    in_time: int
    """Of the closed ones, handled before their term ended."""


def workload(viewer: Viewer, *, at: datetime) -> list[Load]:
    """The work of each department, and under it of each person, most late first: one query."""
    since = at - timedelta(days=PERIOD_DAYS)
    is_open = Q(status__in=sorted(states.OPEN))
    done = Q(status=states.CLOSED, closed_at__gte=since)
    rows: Any = (
        Case.objects.visible_to(viewer)
        .filter(is_open | done)
        .values("department", "handler__username", "handler__name")
        .annotate(
            waiting=Count("pk", filter=Q(status__in=[*states.UNASSIGNED, states.ASSIGNED])),
            handling=Count("pk", filter=Q(status=states.IN_HANDLING)),
            reviewing=Count("pk", filter=Q(status__in=[states.HANDLED, states.REVIEWED])),
            late=Count("pk", filter=is_open & Q(due_at__lt=at)),
            closed=Count("pk", filter=done),
            took=Avg(F("handled_at") - F("assigned_at"), filter=done),
            in_time=Count("pk", filter=done & Q(handled_late=False)),
        )
        .order_by("-late", "department", "handler__username")
    )
    return [
        Load(
            row["department"] or OFFICE,
            row["handler__name"] or row["handler__username"] or "",
            row["waiting"],
            row["handling"],
            row["reviewing"],
            row["late"],
            row["closed"],
            row["took"],
            row["in_time"],
        )
        for row in rows
    ]
