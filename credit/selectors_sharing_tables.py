"""The tables of sharing, recognition and disclosure as pages show them; grades that disagree."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime

from credit.models import (
    DepartmentClient,
    DisclosureRule,
    RecognitionRow,
    Record,
    SharingRule,
    Standing,
    Subject,
)
from credit.rules.model_definition import Definition, read_definition
from credit.rules.recognition import Recommendation, recommend
from credit.rules.sharing import OUTSIDE, PURPOSES
from credit.rules.sharing_parameters import SPREAD
from credit.selectors import records_as_of
from credit.selectors_sharing import (
    GRADE_KINDS,
    LIST_KINDS,
    in_force,
    recognised,
    setting,
)
from enterprises.viewers import Viewer

MOST_LOOKED_AT: Final = 20_000
MOST_CONFLICTS: Final = 100


def sharing_rows(*, on: date) -> QuerySet[SharingRule]:
    """Who may know what on a day."""
    return SharingRule.objects.filter(in_force(on)).order_by("purpose", "party")


def department_purposes(*, on: date) -> list[str]:
    """The purposes for which departments may ask on a day."""
    rows = sharing_rows(on=on).exclude(party__in=sorted(OUTSIDE))
    open_ones = set(rows.values_list("purpose", flat=True))
    return [purpose for purpose in PURPOSES if purpose in open_ones]


def later_rows(model: Any, *, on: date) -> QuerySet[Any]:
    """Rows that will hold from a later day on."""
    found: QuerySet[Any] = model.objects.filter(valid_from__gt=on).order_by("valid_from")
    return found


def past_rows(model: Any, *, on: date) -> QuerySet[Any]:
    """Rows that held once, the latest first."""
    found: QuerySet[Any] = model.objects.filter(valid_to__lte=on).order_by("-valid_to")
    return found


def recognition_rows(*, on: date) -> QuerySet[RecognitionRow]:
    """Which grade is taken for which class on a day."""
    return RecognitionRow.objects.filter(in_force(on)).order_by("scheme", "level", "code")


def disclosure_rows(*, on: date) -> QuerySet[DisclosureRule]:
    """What may be public so long on a day."""
    return DisclosureRule.objects.filter(in_force(on)).order_by("kind", "grade")


def department_clients() -> QuerySet[DepartmentClient]:
    """The systems of departments, those that can be used first."""
    rows = DepartmentClient.objects.select_related("organisation", "created_by")
    return rows.order_by("revoked_at", "-id")


@dataclass(frozen=True, slots=True)
class Conflict:
    """A firm of whom departments think very differently."""

    subject: Subject
    found: Recommendation
    grades: dict[str, str]


def conflicts(viewer: Viewer, *, at: datetime) -> list[Conflict]:
    """Firms in charge whose grades disagree widely, at most a hundred; four queries."""
    day = localtime(at).date()
    grades = _grades(viewer, at)
    table, spread = recognised(on=day), int(setting(SPREAD, on=day))
    apart = []
    for number, own in grades.items():
        found = recommend(own, table, spread=spread)
        if found.disagree is not None:
            apart.append((number, found))
    apart = apart[:MOST_CONFLICTS]
    rows = Subject.objects.filter(pk__in=[number for number, _ in apart])
    subjects = {row.pk: row for row in rows.select_related("enterprise")}
    return [Conflict(subjects[number], found, grades[number]) for number, found in apart]


def _grades(viewer: Viewer, at: datetime) -> dict[int, dict[str, str]]:
    """Subject → scheme → grade in force, the zone's own among them."""
    day = localtime(at).date()
    effect = Q(from_date__lte=day) & (Q(to_date__isnull=True) | Q(to_date__gt=day))
    visible: Any = records_as_of(at).visible_to(viewer)
    rows: QuerySet[Record] = visible.filter(effect, kind__in=[*GRADE_KINDS, *LIST_KINDS])
    found: dict[int, dict[str, str]] = {}
    newest = rows.order_by("occurred_date", "id").values_list("subject_id", "kind", "grade")
    for subject, kind, grade in newest[:MOST_LOOKED_AT]:
        own = found.setdefault(subject, {})
        if kind in GRADE_KINDS:
            own[GRADE_KINDS[kind]] = grade
        elif grade == "listed":
            own["market"] = "serious" if own.get("market") == "serious" else LIST_KINDS[kind]
        else:
            own.pop("market", None)
    definitions: dict[int, Definition] = {}
    for standing in _standings(list(found)):
        model = standing.rating.model
        if model.pk not in definitions:
            definitions[model.pk] = read_definition(model.definition)
        found[standing.subject_id]["zone"] = definitions[model.pk].level_of(standing.grade)
    return found


def _standings(subjects: list[int]) -> list[Standing]:
    rows = Standing.objects.filter(subject_id__in=subjects).select_related("rating__model")
    return list(rows.defer("rating__contributions"))
