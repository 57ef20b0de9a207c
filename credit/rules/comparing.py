"""A subject beside its kind, without any single competitor to be seen.

Only quartiles in whole tens, of a group of at least so many firms (a dated setting), never a
best, a worst or a name; the subject's own place is told in tenths. A group that is too small is
not told of at all, not even how many firms it has.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

TENTHS: Final = 10
STEP: Final = 10
"""Quartiles are told in steps of so many points: in a small group each is somebody's score."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The spread of scores in a group of ``count`` firms: its nine deciles."""

    group: str
    count: int
    deciles: tuple[int, ...]
    lower: int
    median: int
    upper: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a score stands: better than so many tenths of the group (0 … 9)."""

    spread: Spread
    better_than: int


def spread_of(group: str, scores: Sequence[Decimal]) -> Spread | None:
    """The spread of a group (nearest rank); None for a group without members."""
    if not scores:
        return None
    ranked = sorted(scores)
    lower, median, upper = (_tens(_rank(ranked, share)) for share in (25, 50, 75))
    deciles = tuple(int(_rank(ranked, 10 * tenth)) for tenth in range(1, TENTHS))
    return Spread(group, len(ranked), deciles, lower, median, upper)


def place(score: Decimal, spread: Spread | None, *, least: int) -> Place | None:
    """Where ``score`` stands in a group, or None for a group smaller than ``least``."""
    if spread is None or spread.count < least:
        return None
    return Place(spread, sum(1 for decile in spread.deciles if score > decile))


def _rank(ranked: Sequence[Decimal], share: int) -> Decimal:
    return ranked[max(-(-len(ranked) * share // 100) - 1, 0)]


def _tens(score: Decimal) -> int:
    return int((score / STEP).quantize(Decimal(1), rounding=ROUND_HALF_UP)) * STEP
