"""How good a third-party rater's work is: three shares that anyone can count again.

``complete``: uploaded rows that were accepted. ``timely``: accepted ones that came within the days
of the contract. ``foreseen``: of the rated subjects that fell into the two lowest grades later,
those that the rater had not put into its best one. A share without a denominator is not invented:
it is left out and the others weigh more. The weights are dated settings of ours; no law knows
this figure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

PARTS: Final = ("complete", "timely", "foreseen")
HUNDREDTH: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Work:
    """What a rater did in a period: counts."""

    rows: int = 0
    accepted: int = 0
    timely: int = 0
    fallen: int = 0
    foreseen: int = 0


@dataclass(frozen=True, slots=True)
class Quality:
    """``figure`` from 0 to 100, or None while there is nothing to judge; ``shares`` by part."""

    figure: Decimal | None
    shares: Mapping[str, Decimal]


def quality(work: Work, weights: Mapping[str, Decimal]) -> Quality:
    """The figure of a rater's work."""
    counted = {
        "complete": (work.accepted, work.rows),
        "timely": (work.timely, work.accepted),
        "foreseen": (work.foreseen, work.fallen),
    }
    shares = {part: Decimal(good) / all_ for part, (good, all_) in counted.items() if all_}
    total = sum((weights[part] for part in shares), Decimal(0))
    if not total:
        return Quality(None, shares)
    figure = sum((shares[part] * weights[part] for part in shares), Decimal(0)) / total * 100
    return Quality(figure.quantize(HUNDREDTH, rounding=ROUND_HALF_UP), shares)
