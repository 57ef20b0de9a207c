"""Reading the dated tables of sharing, what an item tells of a subject, and the log of queries."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime

from credit.models import Query, Rating, RecognitionRow, Record, SharingRule, Standing, Subject
from credit.rulebook import zone_grade_mode
from credit.rules.disclosing import add_months
from credit.rules.model_definition import Definition, read_definition
from credit.rules.parameters import OFF
from credit.rules.recognition import Recognised, Recommendation, recommend
from credit.rules.record_kinds import KINDS
from credit.rules.sharing import ITEM_KINDS, Allowance
from credit.rules.sharing_parameters import CODE, PARAMETERS, SPREAD
from credit.selectors import contributions_of, records_as_of, with_mark
from enterprises.viewers import Viewer
from reference.selectors import rule_settings

MOST_RECORDS: Final = 1_000
MONTHS_TOLD: Final = 12
MOST_RATINGS: Final = 24
GRADE_KINDS: Final[Mapping[str, str]] = {
    "customs_grade": "customs",
    "tax_grade": "tax",
    "fx_class": "fx",
    "national_grade": "national",
}
"""Kinds of records that are grades → the scheme that recognises them."""
LIST_KINDS: Final[Mapping[str, str]] = {"abnormal_list": "abnormal", "serious_list": "serious"}
"""Lists of market supervision → their code in the table of recognition."""


def setting(name: str, *, on: date) -> str:
    """A setting of sharing as it stands on a day; its first value where nobody set it."""
    return rule_settings(on=on).get(CODE, {}).get(name, PARAMETERS[name].initial)


def in_force(on: date) -> Q:
    """Dated rows that hold on a day."""
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def allowances(*, on: date, parties: Iterable[str] | None = None) -> list[Allowance]:
    """Who may know what on a day; ``parties`` narrows it down."""
    rows = SharingRule.objects.filter(in_force(on))
    if parties is not None:
        rows = rows.filter(party__in=sorted(parties))
    return [
        Allowance(row.purpose, row.party, tuple(row.items), row.needs_consent, row.basis)
        for row in rows.order_by("purpose", "party")
    ]


def recognised(*, on: date) -> list[Recognised]:
    """The table of recognition of a day."""
    rows = RecognitionRow.objects.filter(in_force(on))
    return [Recognised(row.scheme, row.code, row.level) for row in rows]


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating with the definition of its model; ``level`` is its A–D."""

    rating: Rating
    definition: Definition

    @property
    def level(self) -> str:
        return self.definition.level_of(self.rating.grade)


def rated(subject_id: int) -> Rated | None:
    """The rating in force of a subject; one query."""
    row = Standing.objects.select_related("rating__model").filter(pk=subject_id).first()
    if row is None:
        return None
    return Rated(row.rating, read_definition(row.rating.model.definition))


def standing_records(subject_id: int, kinds: Iterable[str], *, at: datetime) -> list[Record]:
    """The records of these kinds that stood at a moment, newest first; of a state only what is in
    force and happened last, of monthly counts the last twelve months. Each has ``mark``."""
    wanted, day = set(kinds), localtime(at).date()
    tallies = {kind for kind in wanted if KINDS[kind].shape == "tally"}
    recent = Q(kind__in=tallies, occurred_date__gt=add_months(day, -MONTHS_TOLD))
    chosen = records_as_of(at).filter(Q(kind__in=wanted - tallies) | recent, subject_id=subject_id)
    rows = with_mark(chosen, at).select_related("source").order_by("-occurred_date", "-id")
    found, seen = list[Record](), set[str]()
    for row in rows[:MOST_RECORDS]:
        if KINDS[row.kind].shape != "state":
            found.append(row)
            continue
        in_effect = row.from_date <= day and (row.to_date is None or day < row.to_date)
        if in_effect and row.kind not in seen:
            seen.add(row.kind)
            found.append(row)
    return found


def grades_of(subject_id: int, *, at: datetime) -> dict[str, str]:
    """The grades of departments in force: scheme → grade, those of the zone not among them."""
    kinds = {**GRADE_KINDS, **dict.fromkeys(LIST_KINDS, "market")}
    found: dict[str, str] = {}
    for row in standing_records(subject_id, kinds, at=at):
        if row.kind in GRADE_KINDS:
            found[GRADE_KINDS[row.kind]] = row.grade
        elif row.grade == "listed" and found.get("market") != "serious":
            found["market"] = LIST_KINDS[row.kind]
    return found


def recommendation(subject_id: int, *, at: datetime) -> Recommendation:
    """What the departments' grades, and the zone's, recommend together."""
    day = localtime(at).date()
    grades = grades_of(subject_id, at=at)
    own = rated(subject_id)
    if own is not None:
        grades["zone"] = own.level
    return recommend(grades, recognised(on=day), spread=int(setting(SPREAD, on=day)))


def contents(subject: Subject, items: Iterable[str], *, at: datetime) -> dict[str, Any]:
    """What the items tell of a subject at a moment: item → JSON value, null where nothing is
    known. Five queries at most, whatever is asked for. While the zone shows no rating of its own
    (``CREDIT-RATING.zone_grade``) nothing of it is told."""
    wanted = list(items)
    kinds = {kind for item in wanted for kind in ITEM_KINDS.get(item, ())}
    rows = standing_records(subject.pk, kinds, at=at) if kinds else []
    mode = zone_grade_mode(localtime(at).date())
    own = rated(subject.pk) if _OF_RATING.keys() & set(wanted) and mode != OFF else None
    found: dict[str, Any] = {}
    for item in wanted:
        if item in ITEM_KINDS:
            found[item] = [told_record(row) for row in rows if row.kind in ITEM_KINDS[item]]
        elif item == "history":
            found[item] = history(subject.pk) if mode != OFF else []
        else:
            found[item] = None if own is None else _OF_RATING[item](own)
    return found


def told_record(row: Record) -> dict[str, Any]:
    """A record as somebody who may know it is told of it."""
    kind = KINDS[row.kind]
    grade = kind.grade_on(row.grade, row.from_date)
    return {
        "kind": row.kind,
        "title": {"zh": kind.title[0], "en": kind.title[1]},
        "number": row.number,
        "grade": row.grade or None,
        "grade_name": None if grade is None else {"zh": grade.zh, "en": grade.en},
        "occurred": row.occurred_date.isoformat(),
        "from": row.from_date.isoformat(),
        "to": None if row.to_date is None else row.to_date.isoformat(),
        "amount": None if row.value is None else str(row.value.normalize()),
        "count": None if row.total is None else {"good": row.good, "total": row.total},
        "cause": row.cause or None,
        "mark": getattr(row, "mark", None) or None,
        "source": {"zh": row.source.zh, "en": row.source.en},
    }


def history(subject_id: int) -> list[dict[str, Any]]:
    """The latest ratings, newest first, the last of each day."""
    rows = Rating.objects.filter(subject_id=subject_id).select_related("model").order_by("-id")
    found: dict[str, dict[str, Any]] = {}
    for row in rows.defer("contributions")[: MOST_RATINGS * 4]:
        found.setdefault(
            row.as_of_date.isoformat(),
            {
                "as_of": row.as_of_date.isoformat(),
                "score": str(row.score),
                "grade": row.grade,
                "model": str(row.model),
            },
        )
    return list(found.values())[:MOST_RATINGS]


def _grade(own: Rated) -> dict[str, Any]:
    return {
        "grade": own.rating.grade,
        "level": own.level,
        "as_of": own.rating.as_of_date.isoformat(),
        "model": str(own.rating.model),
        "reference_only": True,
    }


def _score(own: Rated) -> dict[str, Any]:
    parts = contributions_of(own.rating)
    of_dimension = {part.indicator.code: part.dimension for part in own.definition.parts}
    dimensions = [
        {
            "code": dimension.code,
            "name": {"zh": dimension.zh, "en": dimension.en},
            "points": _points(parts, of_dimension, dimension.code, "points"),
            "of": _points(parts, of_dimension, dimension.code, "most"),
        }
        for dimension in own.definition.dimensions
    ]
    return {
        "score": str(own.rating.score),
        "of": str(own.definition.floor + own.definition.span),
        "as_of": own.rating.as_of_date.isoformat(),
        "dimensions": dimensions,
    }


def _points(parts: Iterable[Any], of: Mapping[str, str], code: str, what: str) -> str:
    total = sum(getattr(part, what) for part in parts if of.get(part.indicator) == code)
    return str(Decimal(total) / 100)


def _contributions(own: Rated) -> list[dict[str, Any]]:
    titles = {part.indicator.code: part.indicator.title for part in own.definition.parts}
    caps = {f"cap:{cap.code}": (cap.zh, cap.en) for cap in own.definition.caps}
    found = []
    for part in contributions_of(own.rating):
        zh, en = (titles | caps).get(part.indicator, (part.indicator, part.indicator))
        found.append(
            {
                "indicator": part.indicator,
                "title": {"zh": zh, "en": en},
                "points": str(Decimal(part.points) / 100),
                "of": str(Decimal(part.most) / 100),
                "records": len(part.records),
            }
        )
    return found


_OF_RATING: Final[Mapping[str, Callable[[Rated], Any]]] = {
    "grade": _grade,
    "score": _score,
    "contributions": _contributions,
}


def queries_about(viewer: Viewer, enterprise_id: int) -> QuerySet[Query]:
    """Who asked for an enterprise's credit, newest first."""
    rows: Any = Query.objects.visible_to(viewer)
    found: QuerySet[Query] = rows.filter(subject__enterprise_id=enterprise_id)
    return found.select_related("enterprise", "consent", "contract")


def subject_visible(viewer: Viewer, enterprise_id: int) -> Subject | None:
    """The credit file of an enterprise, for who may see the enterprise at all."""
    rows: Any = Subject.objects.visible_to(viewer)
    found: Subject | None = (
        rows.filter(enterprise_id=enterprise_id).select_related("enterprise__site").first()
    )
    return found
