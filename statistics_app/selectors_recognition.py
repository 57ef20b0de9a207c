"""Recognitions read for pages, programs and figures: the list, one with its evidence, how right a
version is, and how two versions differ."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from declarations.models import Inventory
from enterprises.models import Enterprise
from enterprises.viewers import Viewer
from statistics_app.constants import B2B, EXPORT, ORIGINAL
from statistics_app.cuts import Cut
from statistics_app.models import (
    Booking,
    Recognition,
    RecognitionDecision,
    RecognitionMeasure,
    RecognitionModel,
    RecognitionResult,
)
from statistics_app.rules.b2b.confusion import Confusion, from_rows
from statistics_app.rules.b2b.features import Figures
from statistics_app.rules.b2b.model import Contribution, contributions
from statistics_app.rules.terms import Term
from statistics_app.selectors_figures import chosen
from statistics_app.selectors_indicators import PROVIDERS, RATE_MISSING, WARNINGS, Problem
from statistics_app.states import RELEASED

FILTERS: Final = ("found", "decided", "ds", "mode", "number", "firm", "since", "until")
YES, NO = "yes", "no"
NOT_RECOGNISED: Final = Problem(
    "recognition_incomplete",
    "期内有出口清单尚未识别",
    "some exports of the period were not recognised yet",
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a version says of a declaration, and why."""

    result: RecognitionResult
    why: list[Contribution]


@dataclass(frozen=True, slots=True)
class Whole:
    """A declaration with everything that is known of its recognition, the newest first."""

    row: Recognition
    said: list[Said]
    decisions: list[RecognitionDecision]
    is_kept: bool
    firm: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A declaration of which two versions say different things."""

    inventory_id: int
    order_no: str
    old: str
    new: str
    old_confidence: Decimal
    new_confidence: Decimal
    decided: str


def in_force() -> RecognitionModel | None:
    """The version by which declarations are classified: the newest released one."""
    return RecognitionModel.objects.filter(state=RELEASED).order_by("-number").first()


def versions() -> list[RecognitionModel]:
    """Every version, the newest first."""
    return list(RecognitionModel.objects.order_by("-number"))


def measured(model: RecognitionModel) -> RecognitionMeasure | None:
    """The last measurement of a version's present figures."""
    return model.measures.filter(definition=model.definition).order_by("-id").first()


def table_of(measure: RecognitionMeasure) -> Confusion:
    """The table of a measurement."""
    return from_rows(measure.rows)


def recognitions(viewer: Viewer, filters: Mapping[str, Any]) -> QuerySet[Any]:
    """The recognised exports that a viewer sees. ``filters`` (``FILTERS``): ``decided`` and ``ds``
    are yes or no, ``number`` an order number, ``firm`` a code, ``since`` and ``until`` days."""
    rows: QuerySet[Any] = Recognition.objects.visible_to(viewer)
    given = {name: value for name, value in filters.items() if value}
    exact = {
        "found": "found",
        "mode": "mode",
        "number": "order_no",
        "firm": "firm",
        "since": "day__gte",
        "until": "day__lte",
    }
    rows = rows.filter(**{exact[name]: given[name] for name in exact if name in given})
    for name, column in (("decided", "decided"), ("ds", "ds_mark")):
        if name in given:
            is_empty = Q(**{column: ""})
            rows = rows.filter(~is_empty if given[name] == YES else is_empty)
    return rows


def counts(viewer: Viewer) -> dict[str, int]:
    """How many declarations are taken for what; empty: not classified yet."""
    rows = Recognition.objects.visible_to(viewer).values_list("found")
    return dict(rows.annotate(count=Count("pk")).order_by())


def firm_names(rows: Iterable[Recognition]) -> dict[int, str]:
    """The names of the firms of these declarations, by id."""
    ids = {row.enterprise_id for row in rows}
    return dict(Enterprise.objects.filter(id__in=ids).values_list("id", "name"))


def whole(viewer: Viewer, inventory_id: int) -> Whole | None:
    """One declaration, if the viewer may see it."""
    row: Recognition | None = Recognition.objects.visible_to(viewer).filter(pk=inventory_id).first()
    if row is None:
        return None
    results = RecognitionResult.objects.filter(inventory_id=inventory_id).select_related("model")
    decisions = RecognitionDecision.objects.filter(inventory_id=inventory_id)
    return Whole(
        row,
        [
            Said(one, contributions(one.hits, Figures(one.model.definition)))
            for one in results.order_by("-model__number")
        ],
        list(decisions.select_related("model").order_by("-id")),
        Inventory.objects.filter(pk=inventory_id).exists(),
        firm_names([row]).get(row.enterprise_id, ""),
    )


def last_decision(inventory_id: int) -> int:
    """The id of the decision that stands, 0 for none."""
    rows = RecognitionDecision.objects.filter(inventory_id=inventory_id).order_by("-id")
    return rows.values_list("id", flat=True).first() or 0


def table_of_decisions(model: RecognitionModel) -> Confusion:
    """What people decided against what a version says of the same declarations.

    People are asked about doubtful ones: these are no random sample of the trade.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DECIDED, {"model": model.pk})
        rows = cursor.fetchall()
    return Confusion({(known, found): count for known, found, count in rows})


def difference_table(old: RecognitionModel, new: RecognitionModel) -> dict[tuple[str, str], int]:
    """(what the old version found, what the new one found) → declarations that both looked at."""
    with connection.cursor() as cursor:
        cursor.execute(_COMPARED, {"old": old.pk, "new": new.pk})
        return {(was, now): count for was, now, count in cursor.fetchall()}


def differences(old: RecognitionModel, new: RecognitionModel, *, most: int) -> list[Difference]:
    """Declarations of which two versions say different things, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENT, {"old": old.pk, "new": new.pk, "most": most})
        return [Difference(*row) for row in cursor.fetchall()]


def _exports(term: Term, cut: Cut) -> QuerySet[Any]:
    """The bookings of the exports of a cut, returns among them."""
    rows: QuerySet[Any] = Booking.objects.filter(day__gte=term.first, day__lte=term.last)
    return chosen(rows, cut.but(direction=EXPORT), goods="hs_code")


def _net(rows: QuerySet[Any], currency: str) -> Decimal:
    """Value less returns."""
    original = Q(source=ORIGINAL)
    sums = rows.aggregate(
        booked=Sum(currency, filter=original), back=Sum(currency, filter=~original)
    )
    return (sums["booked"] or Decimal(0)) - (sums["back"] or Decimal(0))


def _of_class(rows: QuerySet[Any], code: str) -> QuerySet[Any]:
    own = Recognition.objects.filter(inventory_id=OuterRef("inventory_id"), found=code)
    return rows.filter(Exists(own))


def _b2b_exports(term: Term, cut: Cut, currency: str) -> tuple[Decimal | None, Decimal | None]:
    if cut.direction not in {"", EXPORT}:
        return Decimal(0), None
    return _net(_of_class(_exports(term, cut), B2B), currency), None


def _b2b_share(term: Term, cut: Cut, currency: str) -> tuple[Decimal | None, Decimal | None]:
    if cut.direction not in {"", EXPORT}:
        return Decimal(0), Decimal(0)
    rows = _exports(term, cut)
    return _net(_of_class(rows, B2B), currency), _net(rows, currency)


def _spoiled(term: Term, cut: Cut, currency: str) -> Sequence[Problem]:
    """What makes the figures of recognition incomplete."""
    rows = _exports(term, cut)
    seen = Recognition.objects.filter(inventory_id=OuterRef("inventory_id"), model__isnull=False)
    found = []
    if rows.filter(**{f"{currency}__isnull": True}).exists():
        found.append(RATE_MISSING)
    if rows.filter(~Exists(seen)).exists():
        found.append(NOT_RECOGNISED)
    return found


_DECIDED: Final = """
SELECT d.label, r.found, count(*) FROM (
    SELECT DISTINCT ON (inventory_id) inventory_id, label
    FROM statistics_recognition_decision ORDER BY inventory_id, id DESC
) d JOIN statistics_recognition_result r USING (inventory_id)
WHERE r.model_id = %(model)s GROUP BY d.label, r.found
"""
_COMPARED: Final = """
SELECT o.found, n.found, count(*) FROM statistics_recognition_result o
JOIN statistics_recognition_result n ON n.inventory_id = o.inventory_id
    AND n.model_id = %(new)s
WHERE o.model_id = %(old)s GROUP BY o.found, n.found
"""
_DIFFERENT: Final = """
SELECT o.inventory_id, c.order_no, o.found, n.found, o.confidence, n.confidence, c.decided
FROM statistics_recognition_result o
JOIN statistics_recognition_result n ON n.inventory_id = o.inventory_id
    AND n.model_id = %(new)s AND n.found <> o.found
JOIN statistics_recognition c ON c.inventory_id = o.inventory_id
WHERE o.model_id = %(old)s ORDER BY o.inventory_id DESC LIMIT %(most)s
"""

for _name, _provider in (("b2b_exports", _b2b_exports), ("b2b_share", _b2b_share)):
    PROVIDERS[_name] = _provider
    WARNINGS[_name] = _spoiled
