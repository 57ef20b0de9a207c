"""Keeping the route of export lists, with its reasons, when they are handed on to customs."""

from collections.abc import Iterable
from datetime import datetime

from declarations.models import Course, Route
from declarations.routes import choose_routes


def keep_routes(inventory_ids: Iterable[int], *, at: datetime) -> int:
    """Choose and keep the routes of the export lists among some inventories whose courses begin;
    inside the caller's transaction, after the courses were written. Returns how many.
    """
    found = choose_routes(inventory_ids)
    if not found:
        return 0
    Route.objects.bulk_create(
        [
            Route(
                inventory_id=routed.inventory_id,
                revision=routed.revision,
                route=routed.route,
                declared=routed.declared[:1],
                value=routed.value,
                reasons=[reason.stored() for reason in routed.reasons],
                day=routed.day,
                at=at,
            )
            for routed in found.values()
        ],
        update_conflicts=True,
        unique_fields=["inventory_id"],
        update_fields=["revision", "route", "declared", "value", "reasons", "day", "at"],
    )
    for way in {routed.route for routed in found.values()}:
        own = [key for key, routed in found.items() if routed.route == way]
        Course.objects.filter(inventory_id__in=own).update(route=way)
    return len(found)
