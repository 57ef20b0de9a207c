"""Grades of departments side by side: which class of ours each stands for, where they disagree.

No department gives up its own grade: a row says what another department may take it for (互认),
the recommendation is the most cautious of them, and a wide disagreement is shown, not averaged.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from zone_portal.kernel.rules import Text

CLASSES: Final = ("A", "B", "C", "D")
"""The common classes, best first: those of the national public evaluation."""

SCHEMES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "customs": ("海关", "Customs"),
        "tax": ("税务", "Tax"),
        "fx": ("外汇管理", "Foreign exchange"),
        "market": ("市场监管", "Market supervision"),
        "national": ("全国公共信用综合评价", "National public evaluation"),
        "zone": ("综试区（参考）", "Zone (reference)"),
    }
)


@dataclass(frozen=True, slots=True)
class Recognised:
    """On some day, grade ``code`` of ``scheme`` is taken for the common class ``level``."""

    scheme: str
    code: str
    level: str


@dataclass(frozen=True, slots=True)
class Recommendation:
    """``level`` is the most cautious class, or None where nothing is known; ``levels`` gives the
    class of each scheme; ``unknown`` the grades for which there is no row; ``disagree`` whether
    best and worst lie at least ``spread`` classes apart, and between which schemes."""

    level: str | None
    levels: Mapping[str, str]
    unknown: tuple[tuple[str, str], ...]
    disagree: tuple[str, str] | None


def recommend(
    grades: Mapping[str, str], rows: Iterable[Recognised], *, spread: int
) -> Recommendation:
    """The class that the departments' ``grades`` (scheme → grade) recommend together."""
    table = {(row.scheme, row.code): row.level for row in rows}
    levels: dict[str, str] = {}
    unknown: list[tuple[str, str]] = []
    for scheme, code in sorted(grades.items()):
        level = table.get((scheme, code))
        if level is None:
            unknown.append((scheme, code))
        else:
            levels[scheme] = level
    if not levels:
        return Recommendation(None, levels, tuple(unknown), None)
    ranked = sorted(levels, key=lambda scheme: (CLASSES.index(levels[scheme]), scheme))
    best, worst = ranked[0], ranked[-1]
    apart = CLASSES.index(levels[worst]) - CLASSES.index(levels[best])
    disagree = (best, worst) if apart >= spread else None
    return Recommendation(levels[worst], levels, tuple(unknown), disagree)
