"""Holds that the portal suggests to customs for the risk it sees; customs alone decides.

They stand in the queue of customs beside its own holds. A suggestion ends with the result that
customs records on it, or when customs lets the goods go or turns them away.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple

from declarations.models import Course, Hold
from declarations.states import BY_RISK, ENDED, SUGGESTED

MOST_REASON: Final = 1000


class Suggestion(NamedTuple):
    """What is suggested (a status of ``states.SUGGESTED``) and why, in plain words."""

    status: str
    reason: str


def suggest_holds(wanted: Mapping[int, Suggestion], *, at: datetime) -> int:
    """Suggest a hold for each of these inventories that has none open and that customs has
    not decided on yet; returns how many are new.

    A standing suggestion is raised to what is wanted now, and never lowered. Inside the caller's
    transaction; asked again it changes nothing.

    :raises ValueError: for a status that is no suggestion.
    """
    if unknown := {one.status for one in wanted.values()} - set(SUGGESTED):
        raise ValueError(f"no suggestion of status {sorted(unknown)}")
    standing = {
        hold.inventory_id: hold
        for hold in Hold.objects.select_for_update().filter(
            inventory_id__in=list(wanted), source=BY_RISK, ended_at=None
        )
    }
    gone = set(
        Course.objects.filter(inventory_id__in=list(wanted), status__in=ENDED).values_list(
            "inventory_id", flat=True
        )
    )
    order = list(SUGGESTED)
    for number, hold in standing.items():
        one = wanted[number or 0]
        if order.index(one.status) < order.index(hold.status):
            hold.status, hold.reason = one.status, one.reason[:MOST_REASON]
            hold.save(update_fields=["status", "reason"])
    fresh = [
        Hold(
            inventory_id=number,
            source=BY_RISK,
            status=one.status,
            reason=one.reason[:MOST_REASON],
            since=at,
        )
        for number, one in sorted(wanted.items())
        if number not in standing and number not in gone
    ]
    Hold.objects.bulk_create(fresh, batch_size=1000)
    return len(fresh)


def end_suggested(over: Mapping[int, str], *, at: datetime) -> int:
    """End the suggestions for inventories that customs let go or turned away: id → its status."""
    if not over:
        return 0
    ended = list(
        Hold.objects.select_for_update().filter(
            inventory_id__in=list(over), source=BY_RISK, ended_at=None
        )
    )
    for hold in ended:
        hold.ended_at, hold.ended_status = at, over[hold.inventory_id or 0]
    Hold.objects.bulk_update(ended, ["ended_at", "ended_status"], batch_size=500)
    return len(ended)
