"""What the score page shows: every point with its records, the trend, the kind, the plan."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.utils.timezone import localtime

from credit.facts import Contribution, Entry
from credit.models import PeerSpread, Rating, Record, Subject
from credit.planning import Plan, Ways, next_grade, plan
from credit.rules.comparing import Place, Spread, place
from credit.rules.model_definition import Definition
from credit.rules.sharing_parameters import LEAST_GROUP
from credit.rules.supervision import clocks
from credit.rules.ways_out import Step, Terms, possible_steps
from credit.scoring import score
from credit.selectors import contributions_of, state_as_of, with_mark
from credit.selectors_sharing import Rated, rated, setting
from reference.selectors import add_working_days, rule_settings

MOST_POINTS: Final = 24
"""So many ratings the trend shows."""


@dataclass(frozen=True, slots=True)
class Line:
    """One contribution with the records that decided it; ``cap`` where it only takes away."""

    part: Contribution
    title: tuple[str, str]
    definition: tuple[str, str]
    basis: str
    remedy: tuple[str, str]
    records: tuple[Record, ...]
    cap: bool = False

    @property
    def points(self) -> Decimal:
        return Decimal(self.part.points) / 100

    @property
    def most(self) -> Decimal:
        return Decimal(self.part.most) / 100


@dataclass(frozen=True, slots=True)
class Group:
    """A dimension with its lines, or what stands outside of dimensions (base, caps)."""

    code: str
    title: tuple[str, str]
    lines: tuple[Line, ...]

    @property
    def points(self) -> Decimal:
        return sum((line.points for line in self.lines), Decimal(0))

    @property
    def most(self) -> Decimal:
        return sum((line.most for line in self.lines), Decimal(0))


@dataclass(frozen=True, slots=True)
class ScorePage:
    """Everything of the page: six queries."""

    own: Rated
    groups: tuple[Group, ...]
    trend: tuple[Rating, ...]
    places: tuple[Place, ...]
    least: int


def subject_of_enterprise(enterprise_id: int) -> Subject | None:
    """The credit file of an enterprise, if it has one yet."""
    return Subject.objects.filter(enterprise_id=enterprise_id).first()


def score_page(subject: Subject, kinds: Iterable[str], *, at: datetime) -> ScorePage | None:
    """The page of a subject that was rated, else None."""
    own = rated(subject.pk)
    if own is None:
        return None
    parts = contributions_of(own.rating)
    records = records_behind(parts, at=at)
    least = int(setting(LEAST_GROUP, on=localtime(at).date()))
    return ScorePage(
        own=own,
        groups=tuple(groups_of(own.definition, parts, records)),
        trend=tuple(trend(subject.pk)),
        places=tuple(places(own.rating.score, kinds, least=least)),
        least=least,
    )


def records_behind(parts: Iterable[Contribution], *, at: datetime) -> dict[int, Record]:
    """The records that decided contributions, by id, each with ``mark``; one query."""
    ids = {number for part in parts for number in part.records}
    rows = with_mark(Record.objects.filter(pk__in=ids), at).select_related("source")
    return {row.pk: row for row in rows}


def groups_of(
    definition: Definition, parts: Sequence[Contribution], records: Mapping[int, Record]
) -> list[Group]:
    """The contributions by dimension; all of them together are the score."""
    known = {part.indicator.code: part for part in definition.parts}
    caps = {f"cap:{cap.code}": cap for cap in definition.caps}
    by_dimension: dict[str, list[Line]] = {}
    for part in parts:
        behind = tuple(records[number] for number in part.records if number in records)
        of = known.get(part.indicator)
        if of is not None:
            indicator = of.indicator
            line = Line(
                part,
                indicator.title,
                indicator.definition,
                indicator.basis,
                indicator.remedy,
                behind,
            )
            by_dimension.setdefault(of.dimension, []).append(line)
        elif part.indicator in caps:
            cap = caps[part.indicator]
            line = Line(part, (cap.zh, cap.en), ("", ""), "", ("", ""), behind, cap=True)
            by_dimension.setdefault("cap", []).append(line)
        else:
            line = Line(part, BASE, ("", ""), "", ("", ""), behind)
            by_dimension.setdefault("floor", []).append(line)
    titles = {row.code: (row.zh, row.en) for row in definition.dimensions}
    ordered = ["floor", *titles, "cap"]
    return [
        Group(code, titles.get(code, OUTSIDE.get(code, BASE)), tuple(by_dimension[code]))
        for code in ordered
        if code in by_dimension
    ]


BASE: Final = ("基础分", "Base")
OUTSIDE: Final[Mapping[str, tuple[str, str]]] = {
    "floor": BASE,
    "cap": ("一票否决", "One-vote cap"),
}


def trend(subject_id: int) -> list[Rating]:
    """The last rating of each of the latest days, oldest first; one query."""
    rows = Rating.objects.filter(subject_id=subject_id).defer("contributions").order_by("-id")
    last: dict[date, Rating] = {}
    for row in rows[: MOST_POINTS * 4]:
        last.setdefault(row.as_of_date, row)
    return [last[day] for day in sorted(last)][-MOST_POINTS:]


def places(own: Decimal, kinds: Iterable[str], *, least: int) -> list[Place]:
    """Where a score stands among firms of each of its kinds that are large enough."""
    rows = PeerSpread.objects.filter(kind__in=list(kinds)).order_by("kind")
    found = []
    for row in rows:
        spread = Spread(row.kind, row.count, tuple(row.deciles), row.lower, row.median, row.upper)
        standing = place(own, spread, least=least)
        if standing is not None:
            found.append(standing)
    return found


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the plan and what-if pages reckon with: ``ways`` is pure from here on."""

    ways: Ways
    steps: tuple[Step, ...]
    definition: Definition
    records: Mapping[int, Record]

    def plan_for(self, target: str) -> Plan:
        return plan(self.ways, self.steps, target)

    def next_grade(self) -> str | None:
        return next_grade(self.ways)


def outlook(subject: Subject, definition: Definition, *, at: datetime) -> Outlook:
    """The ledger of a moment as the plan reads it; two queries."""
    day = localtime(at).date()
    entries = tuple(state_as_of([subject.pk], at)[subject.pk])
    found = possible_steps(entries, day=day, terms=terms_of(day))
    read = kinds_read(definition)
    steps = tuple(step for step in found if step.kind in read)
    ids = {step.record for step in steps if step.record is not None}
    rows = Record.objects.filter(pk__in=ids).select_related("source")

    def by_model(found: Sequence[Entry], on: date) -> Any:
        return score(found, definition, on)

    ways = Ways(entries, day, by_model, [band.grade for band in definition.bands])
    return Outlook(ways, steps, definition, {row.pk: row for row in rows})


def kinds_read(definition: Definition) -> set[str]:
    """The kinds of records that a model looks at; nothing else can change its score."""
    kinds = {kind for part in definition.parts for kind in part.indicator.kinds}
    return kinds | {cap.kind for cap in definition.caps}


def terms_of(day: date) -> Terms:
    """The periods of repair of a day."""
    general = _clock(clocks.LISTED_MINIMUM_GENERAL, day)
    serious = _clock(clocks.LISTED_MINIMUM_SERIOUS, day)
    decided_in = _clock(clocks.REPAIR, day)
    return Terms(
        months={"minor": 0, "general": general, "serious": serious},
        list_months={"serious_list": serious, "negative_list": general},
        decided=lambda asked: add_working_days(asked, decided_in),
    )


def _clock(code: str, day: date) -> int:
    told = rule_settings(on=day).get(clocks.CODE, {}).get(code)
    return int(told) if told is not None else clocks.CLOCKS[code].initial
