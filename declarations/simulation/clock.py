"""When people buy, and how long after it each document is sent."""

from bisect import bisect_right
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Final, NamedTuple

from declarations.simulation.luck import Luck

HOURS: Final = (
    30, 18, 11, 7, 6, 9, 18, 34, 56, 78, 92, 88, 76, 72, 74, 76, 78, 74, 72, 84, 104, 116, 98, 62,
)  # fmt: skip
"""Purchases by hour of the day in Shanghai, relative to each other: evenings are busiest."""
_UP_TO: Final = tuple(accumulate(HOURS))

LATEST: Final = timedelta(hours=36)
"""After this time every document of a purchase has been sent."""


class Delays(NamedTuple):
    """How long after the purchase each document is sent."""

    order: timedelta
    payment: timedelta
    waybill: timedelta
    inventory: timedelta


def moment(place: float, *, start: datetime, days: float) -> datetime:
    """The moment of a purchase; ``place`` (0 to 1) says how many of all purchases came before.

    ``start`` is a midnight in Shanghai, or a window that begins in the middle of a day.
    """
    day, rest = divmod(place * days, 1.0)
    target = rest * _UP_TO[-1]
    hour = bisect_right(_UP_TO, target)
    before = _UP_TO[hour - 1] if hour else 0
    hours = hour + (target - before) / HOURS[hour]
    midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=day, hours=hours)


def delays(luck: Luck) -> Delays:
    """Mostly order, payment, waybill, inventory; some late, some inventories first of all."""
    order = luck.between(1, 40)
    payment = luck.between(3, 120)
    waybill = luck.between(10 * 60, 3 * 3600)
    inventory = waybill + luck.between(5 * 60, 3600)
    if luck.happens(0.05):
        payment += luck.between(3600, 12 * 3600)
    if luck.happens(0.06):
        waybill += luck.between(2 * 3600, 20 * 3600)
    if luck.happens(0.12):
        inventory = luck.between(1, 10 * 60)
    if luck.happens(0.02):
        order += luck.between(3600, 8 * 3600)
    return Delays(*(timedelta(seconds=round(s)) for s in (order, payment, waybill, inventory)))
