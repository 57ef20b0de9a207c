"""Reading measures: what is in force on whom, and what the published list says.

Risk screening reads :func:`measures_in_force`; nothing of a measure acts by its text.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from credit.models import Measure, MeasureItem
from credit.rules.supervision.effects import NEGATIVE_LIST, NOTHING, Effect, InForce, combined
from enterprises.viewers import Viewer


def measures_in_force(enterprise_ids: Iterable[int], on: date) -> dict[int, InForce]:
    """What is in force on each of these enterprises on a day, the strictest of each kind: one
    query, whatever their number. Every enterprise asked for has an entry.

    Shares are of one (0.8): ``inspection_rate`` and ``guarantee_rate`` are None where no measure
    says anything.
    """
    wanted = list(enterprise_ids)
    rows = (
        in_force(Measure.objects.filter(subject__enterprise_id__in=wanted), on=on)
        .order_by("pk")
        .values_list("subject__enterprise_id", "pk", "item__effect", "item__value", "ground")
    )
    found: dict[int, list[tuple[int, Effect]]] = {}
    listed: set[int] = set()
    for enterprise, number, effect, value, ground in rows:
        found.setdefault(enterprise, []).append((number, Effect(effect, value)))
        if ground == NEGATIVE_LIST:
            listed.add(enterprise)
    return {
        number: combined(found[number], listed=number in listed) if number in found else NOTHING
        for number in wanted
    }


def in_force(rows: Any, *, on: date) -> Any:
    """Of these measures those in force on a day."""
    return rows.filter(Q(to_date__isnull=True) | Q(to_date__gt=on), from_date__lte=on)


def published_list(*, on: date) -> QuerySet[MeasureItem]:
    """The published list as in force on a day, in the order of its codes."""
    return MeasureItem.objects.filter(
        Q(to_date__isnull=True) | Q(to_date__gt=on),
        published_at__isnull=False,
        from_date__lte=on,
    ).order_by("code", "-edition")


def drafts() -> QuerySet[MeasureItem]:
    """Rows of the list that are not published yet, for the office."""
    rows = MeasureItem.objects.filter(published_at__isnull=True)
    return rows.select_related("proposed_by").order_by("code", "-edition")


def measure_of(viewer: Viewer, measure_id: int) -> Measure | None:
    """A measure that a viewer sees, with item, case and firm."""
    rows: Any = Measure.objects.visible_to(viewer).select_related(
        "item", "case", "subject__enterprise"
    )
    found: Measure | None = rows.filter(pk=measure_id).first()
    return found


def own_measures(viewer: Viewer, *, on: date) -> list[Measure]:
    """What is in force on the viewer's own firms on a day."""
    rows: Any = Measure.objects.visible_to(viewer).select_related(
        "item", "case", "subject__enterprise"
    )
    return list(in_force(rows, on=on).order_by("item__code"))


def measures_of(viewer: Viewer, filters: Mapping[str, str], *, on: date) -> QuerySet[Measure]:
    """The measures that a viewer sees with item and firm. ``filters``: ``state`` (``open``: not yet
    acknowledged, ``all``: ended ones too), ``department``, ``ground``, ``q``."""
    rows: Any = Measure.objects.visible_to(viewer).select_related(
        "item", "case", "subject__enterprise"
    )
    given = {name: value for name, value in filters.items() if value}
    if given.get("state") != "all":
        rows = in_force(rows, on=on)
    if given.get("state") == "open":
        rows = rows.filter(acknowledgements__isnull=True)
    if "department" in given:
        rows = rows.filter(item__department=given["department"])
    if "ground" in given:
        rows = rows.filter(ground=given["ground"])
    if "q" in given:
        text = given["q"].strip()
        rows = rows.filter(
            Q(subject__enterprise__name__icontains=text)
            | Q(subject__enterprise__uscc=text.upper())
            | Q(item__code=text.upper())
        )
    found: QuerySet[Measure] = rows
    return found
