"""Unusual days: how far a day lies from the days before it, robustly. Pure.

The distance is the robust z: difference to the median over the median absolute deviation, scaled to
a standard deviation. Medians are not moved by the very days that are sought.
"""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Final, NamedTuple

SCALE: Final = 1.4826
"""Median absolute deviation × this = standard deviation of a normal distribution."""
LEAST_DAYS: Final = 14
"""Fewer days before say nothing of what is usual."""


class Unusual(NamedTuple):
    """One feature of a day that lies far off: its value, what is usual, how far (robust z)."""

    feature: str
    value: float
    usual: float
    distance: float


def distance(value: float, before: Sequence[float], *, floor: float) -> float | None:
    """The robust z of a value; None when too few days are known. ``floor`` is the smallest spread
    that counts: days that are all alike must not make a hair's breadth a wonder."""
    if len(before) < LEAST_DAYS:
        return None
    usual = median(before)
    spread = SCALE * median(abs(one - usual) for one in before)
    return (value - usual) / max(spread, floor)


def unusual(
    day: Mapping[str, float],
    before: Mapping[str, Sequence[float]],
    *,
    limit: float,
    floors: Mapping[str, float],
) -> list[Unusual]:
    """The features of a day that lie above what is usual by more than ``limit``, farthest first.
    Quiet days are no risk: only what is more than usual counts."""
    found = []
    for feature, value in day.items():
        known = before.get(feature, ())
        far = distance(value, known, floor=floors[feature])
        if far is not None and far > limit:
            found.append(Unusual(feature, value, float(median(known)), far))
    return sorted(found, key=lambda one: -one.distance)
