"""What the figures of an assessment give: points, totals, tiers. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from statistics_app.rules.assessment.tree import HUNDRED, LINEAR, MANUAL, MINUS, Leaf, Tree
from zone_portal.kernel.money import rounded

PLACES: Final = 2


@dataclass(frozen=True, slots=True)
class Scored:
    """Points by indicator and dimension. ``missing`` are indicators without a value: they give
    nothing, and the total is not final."""

    points: Mapping[str, Decimal]
    dimensions: Mapping[str, Decimal]
    total: Decimal
    missing: tuple[str, ...]


def points_of(leaf: Leaf, value: Decimal) -> Decimal:
    """The points that a value gives (negative for MINUS)."""
    if leaf.formula == MINUS:
        return -min(rounded(max(value, Decimal(0)) * leaf.each, PLACES), leaf.weight)
    if leaf.formula == MANUAL:
        share = min(max(value, Decimal(0)), HUNDRED) / HUNDRED
    elif leaf.formula == LINEAR:
        span = (value - leaf.floor) / (leaf.full - leaf.floor)
        share = min(max(span, Decimal(0)), Decimal(1))
    else:
        reached = [part for at, part in leaf.steps if value >= at]
        share = max(reached, default=Decimal(0)) / HUNDRED
    return rounded(leaf.weight * share, PLACES)


def score(tree: Tree, values: Mapping[str, Decimal]) -> Scored:
    """Points of every indicator that has a value, of every dimension, and in all."""
    points = {
        leaf.code: points_of(leaf, values[leaf.code])
        for leaf in tree.leaves()
        if leaf.code in values
    }
    dimensions = {
        branch.code: sum((points.get(leaf.code, Decimal(0)) for leaf in branch.leaves), Decimal(0))
        for branch in tree.branches
    }
    missing = tuple(leaf.code for leaf in tree.leaves() if leaf.code not in values)
    total = max(sum(dimensions.values(), Decimal(0)), Decimal(0))
    return Scored(points, dimensions, total, missing)


def fault_of(leaf: Leaf, value: Decimal) -> tuple[str, str] | None:
    """What is wrong with a value, zh and en. Only a rate may fall below zero: of cases, firms and
    days there are none fewer than none, and a negative number of cases would give points."""
    if leaf.formula == MANUAL and not 0 <= value <= HUNDRED:
        return "评分应为 0 至 100", "the marks are 0 to 100"
    if value < 0 and not (leaf.formula == LINEAR and leaf.unit == "%"):
        return "数值不能小于零", "the figure cannot be below zero"
    return None


TIERS: Final[tuple[tuple[str, str], ...]] = (
    ("成效明显", "Marked success"),
    ("成效较好", "Good success"),
    ("成效初显", "First success"),
    ("尚在起步阶段", "At the start"),
)
"""The ministry's four tiers, the best first; from how many points each begins is a dated setting,
because the ministry's own limits are not public."""


def tier(total: Decimal, limits: Sequence[Decimal]) -> tuple[str, str]:
    """The tier of a total, zh and en, by the least points of each tier but the last."""
    place = next((at for at, least in enumerate(limits) if total >= least), len(TIERS) - 1)
    return TIERS[place]
