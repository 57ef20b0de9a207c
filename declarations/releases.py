"""What was released, read for returns: status at customs, day of release, terms, what is left."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Min

from declarations import gateway
from declarations.models import Course, CourseStep, Return, Returned, ReturnLine
from declarations.return_states import HOLDING
from declarations.rulebook import day_of, settings_on
from declarations.rules.return_checks import NEVER_SENT, THROUGH, Left, Terms, terms_of
from declarations.rules.return_terms import TAXED_AGAIN


def release_of(inventory_id: int) -> tuple[str | None, date | None]:
    """The status of an inventory at customs and the day of its release, as known here.

    The status is None where nothing is forwarded, ``NEVER_SENT`` where this one was not.
    """
    course = Course.objects.filter(inventory_id=inventory_id).first()
    if course is None:
        return (NEVER_SENT if gateway.is_on() else None), None
    if course.status not in THROUGH:
        return course.status, None
    return course.status, release_days([inventory_id]).get(inventory_id, day_of(course.status_at))


def release_days(inventory_ids: Iterable[int]) -> dict[int, date]:
    """The days on which customs first let inventories through: an import that is closed (899) days
    after its release was released on the first of them."""
    steps = CourseStep.objects.filter(inventory_id__in=list(inventory_ids), target__in=THROUGH)
    firsts = steps.values_list("inventory_id").annotate(first=Min("at")).order_by()
    return {key: day_of(first) for key, first in firsts}


def terms_from(kind: str, inventory: Any, released_on: date | None) -> Terms:
    """The terms of a return of an inventory, by the settings of its day of release."""
    if released_on is None:
        return Terms()
    declared = settings_on(day_of(inventory.received_at))
    return terms_of(
        kind,
        released_on,
        settings_on(released_on).parameters,
        free=declared.of(TAXED_AGAIN) != "off",
    )


def left_of(
    inventory_id: int, lines: Mapping[int, Any], *, but: int | None = None
) -> dict[int, Left]:
    """What is left of each line (by gnum) beside what returns hold, ``but`` one of them."""
    held = dict(Returned.objects.filter(inventory_id=inventory_id).values_list("gnum", "held"))
    if but is not None:
        own = Return.objects.filter(id=but, state__in=HOLDING)
        asked = ReturnLine.objects.filter(paper_id__in=own.values("id"))
        for gnum, quantity in asked.values_list("gnum", "quantity"):
            if gnum in held:
                held[gnum] -= quantity
    return {gnum: Left(line.qty, held.get(gnum, Decimal(0))) for gnum, line in lines.items()}
