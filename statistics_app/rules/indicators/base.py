"""What a statistical indicator is: one declaration, from which it is computed and explained. Pure.

Nothing is computed beside these declarations: a page, a report and a target read the same formula.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

Text = tuple[str, str]
"""zh, en"""

MONEY, COUNT, SHARE, SECONDS, POINTS = "money", "count", "share", "seconds", "points"
UNITS: Final[Mapping[str, Text]] = {
    MONEY: ("元", "currency units"),
    COUNT: ("个", "number"),
    SHARE: ("%", "%"),
    SECONDS: ("秒", "seconds"),
    POINTS: ("点", "points"),
}

BLOCKS: Final[Mapping[str, Text]] = {
    "scale": ("规模", "Scale"),
    "quality": ("质量", "Quality"),
    "efficiency": ("效率", "Efficiency"),
    "finance": ("金融", "Finance"),
    "growth": ("增长与贡献", "Growth and contribution"),
    "governance": ("治理", "Governance"),
}

DIMENSIONS: Final[Mapping[str, Text]] = {
    "mode": ("监管方式", "supervision mode"),
    "direction": ("进出口", "direction"),
    "kind": ("贸易类型", "kind of trade"),
    "country": ("国家（地区）", "country"),
    "section": ("商品类", "section of goods"),
    "chapter": ("商品章", "chapter of goods"),
    "heading": ("商品品目", "heading of goods"),
    "customs": ("申报海关", "customs office"),
    "site": ("平台与园区", "site"),
    "enterprise": ("企业", "firm"),
}
"""What a cut may narrow; an indicator lists those that it keeps."""

VALUE, RETURNED = "value", "returned_value"
"""Measures that are kept in both currencies; every other measure is named as its column."""


@dataclass(frozen=True, slots=True)
class Part:
    """A sum over cells: ``plus`` measures less ``minus`` ones, of one direction or kind, or all."""

    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()
    direction: str = ""
    kind: str = ""

    @property
    def measures(self) -> tuple[str, ...]:
        return self.plus + self.minus


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of a part."""

    part: Part


@dataclass(frozen=True, slots=True)
class Ratio:
    """One part by another; no figure where the denominator is not above 0."""

    numerator: Part
    denominator: Part


@dataclass(frozen=True, slots=True)
class Distinct:
    """How many different values of a dimension have a declaration."""

    dimension: str
    part: Part = Part(("tickets",))


@dataclass(frozen=True, slots=True)
class Fresh:
    """Values of a dimension with a declaration now and none in the twelve months before."""

    dimension: str
    part: Part


@dataclass(frozen=True, slots=True)
class Percentile:
    """So many of the declarations took no longer for a step of clearance."""

    step: str
    share: float


@dataclass(frozen=True, slots=True)
class Change:
    """How the value of an indicator differs from the one of ``against``: "year", "month", or "ytd"
    (since January, against the same months of the year before)."""

    of: str
    against: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Not in the cubes: read by the provider of that name, where one is registered."""

    provider: str


Formula = Sum | Ratio | Distinct | Fresh | Percentile | Change | Asked


@dataclass(frozen=True, slots=True)
class Indicator:
    """One statistic. ``coverages`` are those it can be given for, the usual one first; a figure of
    one is never added to, or compared with, that of another."""

    code: str
    version: int
    block: str
    title: Text
    unit: str
    formula: Formula
    numerator: Text
    denominator: Text = ("—", "—")
    dimensions: tuple[str, ...] = ()
    caveat: Text = ("", "")
    coverages: tuple[str, ...] = ("A", "C")
    since: str = "2026-01"

    @property
    def known_as(self) -> str:
        """``IND-SCALE-01 v1``: what a published figure quotes."""
        return f"{self.code} v{self.version}"


EVERY: Final = (
    "mode", "direction", "kind", "country", "section", "chapter", "heading", "customs", "site",
    "enterprise",
)  # fmt: skip
FILED: Final = ("site", "enterprise")
"""What is known of a firm without any declaration."""
