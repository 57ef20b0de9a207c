"""A parcel for anybody who knows its waybill number: steps and times, no person, firm or amount."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from declarations.around import told_around
from declarations.models import Course, CourseStep, Decision, Inventory, Waybill
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


def parcel(number: str) -> Parcel | None:
    """The newest parcel of a waybill number, or None."""
    if len(number) < SHORTEST:
        return None
    waybill = Waybill.objects.filter(logistics_no=number).order_by("-id").first()
    inventory = Inventory.objects.filter(logistics_no=number).order_by("-id").first()
    if waybill is None and inventory is None:
        return None
    steps = [ParcelStep(RECEIVED, waybill.received_at)] if waybill else []
    is_import = (inventory or waybill).kind in {"CEB621", "CEB511"}  # type: ignore[union-attr]
    if inventory is not None:
        steps += _of_declaration(inventory)
        told = told_around([inventory]).get(inventory.id, ())
        steps += [ParcelStep(DELIVERED, one.at) for one in told if one.is_signed_for]
    steps.sort(key=lambda step: step.at)
    return Parcel(number, "import" if is_import else "export", tuple(steps))


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
