"""A parcel for anybody who knows its waybill number: steps and times, no person, no amount.

Of the firms only its carrier is named, and only where several have the number.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from declarations.around import told_around
from declarations.models import Course, CourseStep, Decision, Inventory, Waybill
from declarations.rulebook import day_of, settings_on
from declarations.rules.returning import WAYBILL_RETURNS
from declarations.states import CORRECTABLE, FAILED, HOLDS, QUEUED

SHORTEST: Final = 6
RECEIVED, DECLARED, MATCHED, DELIVERED = "received", "declared", "matched", "delivered"
HELD, RETURNED = "held", "to_correct"
_UNTOLD = frozenset({QUEUED, FAILED, "1", "2", "3", "4"})


@dataclass(frozen=True, slots=True)
class ParcelStep:
    """``code`` is one of ours (received, declared, matched, held, to_correct,
    delivered) or a status."""

    code: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Parcel:
    """What may be told in public: the way of a parcel, oldest step first."""

    number: str
    direction: str
    steps: tuple[ParcelStep, ...]


@dataclass(frozen=True, slots=True)
class Carrier:
    """A carrier of a parcel with the number asked for."""

    code: str
    name: str


def carriers(number: str) -> list[Carrier]:
    """Those who have a parcel of this number, by name: numbers are unique for each carrier only."""
    if len(number) < SHORTEST:
        return []
    found: dict[str, str] = {}
    for model in (Waybill, Inventory):
        rows = model.objects.filter(logistics_no=number).order_by("id")
        found |= dict(rows.values_list("logistics_code", "logistics_name"))
    named = (Carrier(code, name) for code, name in found.items())
    return sorted(named, key=lambda carrier: (carrier.name, carrier.code))


def parcel(number: str, carrier: str, *, at: datetime) -> Parcel | None:
    """The newest parcel of a carrier's waybill number, or None."""
    if len(number) < SHORTEST:
        return None
    waybill, inventory = _of_one_parcel(number, carrier, at)
    if waybill is None and inventory is None:
        return None
    steps = [ParcelStep(RECEIVED, waybill.received_at)] if waybill else []
    is_import = (inventory or waybill).kind in {"CEB621", "CEB511"}  # type: ignore[union-attr]
    if inventory is not None:
        steps += _of_declaration(inventory)
        since = min(step.at for step in steps)
        told = told_around([inventory]).get(inventory.id, ())
        steps += [ParcelStep(DELIVERED, o.at) for o in told if o.is_signed_for and o.at >= since]
    steps.sort(key=lambda step: step.at)
    return Parcel(number, "import" if is_import else "export", tuple(steps))


def _of_one_parcel(
    number: str, carrier: str, at: datetime
) -> tuple[Waybill | None, Inventory | None]:
    """The newest waybill and inventory of a number; only the later one where the number has come
    again in between."""
    own = {"logistics_no": number, "logistics_code": carrier}
    waybill = Waybill.objects.filter(**own).order_by("-id").first()
    inventory = Inventory.objects.filter(**own).order_by("-id").first()
    if waybill is None or inventory is None:
        return waybill, inventory
    decision = Decision.objects.filter(inventory_id=inventory.id).only("waybill_id").first()
    joined = decision.waybill_id if decision is not None else None
    if joined == waybill.id:
        return waybill, inventory
    settings = settings_on(day_of(at)).parameters[WAYBILL_RETURNS.code]
    apart = timedelta(days=int(settings.days))
    if joined is None and abs(waybill.received_at - inventory.received_at) < apart:
        return waybill, inventory
    return (waybill, None) if waybill.id > inventory.id else (None, inventory)


def _of_declaration(inventory: Inventory) -> Iterator[ParcelStep]:
    yield ParcelStep(DECLARED, inventory.received_at)
    decision = Decision.objects.filter(inventory_id=inventory.id, outcome="matched").first()
    if decision is not None:
        yield ParcelStep(MATCHED, decision.decided_at)
    if Course.objects.filter(inventory_id=inventory.id).exists():
        for step in CourseStep.objects.filter(inventory_id=inventory.id).order_by("number"):
            if step.target not in _UNTOLD:
                yield ParcelStep(_public(step.target), step.at)


def _public(status: str) -> str:
    """Why something is held or returned is between customs and the firm."""
    if status in HOLDS:
        return HELD
    return RETURNED if status in CORRECTABLE else status
