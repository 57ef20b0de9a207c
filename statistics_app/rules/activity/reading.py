"""Which indicators a published bulletin tells, and what it tells of them. Pure.

The index knows nothing else: what a bulletin hides to protect single firms cannot come back through
the index, and the same bulletin always gives the same readings.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from statistics_app.rules.bulletins.tables import MONTH, YEAR
from statistics_app.rules.indicators import INDICATORS
from zone_portal.kernel.money import rounded

HIDDEN, ABSENT, NO_BASE, REDEFINED = "hidden", "absent", "no_base", "redefined"
WHY: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        HIDDEN: ("公报未公布该数据", "The bulletin does not give this figure"),
        ABSENT: ("公报没有该数据", "The bulletin has no such figure"),
        NO_BASE: ("基期没有可用的数据", "There is no usable figure for the base month"),
        REDEFINED: (
            "指标定义已变更，须更新方法",
            "The indicator was defined anew: the method is old",
        ),
    }
)
"""Why an indicator has no reading → (zh, en)."""
ALL: Final = "all"
SHARE_PLACES: Final = 6

TOTALS: Final[Mapping[str, tuple[str, str, str]]] = MappingProxyType(
    {
        "IND-SCALE-01": (ALL, MONTH, "rmb"),
        "IND-SCALE-02": ("E", MONTH, "rmb"),
        "IND-SCALE-03": ("I", MONTH, "rmb"),
        "IND-SCALE-04": (ALL, MONTH, "tickets"),
        "IND-SCALE-05": (ALL, MONTH, "parcels"),
        "IND-SCALE-08": (ALL, MONTH, "tax"),
        "IND-GROW-01": (ALL, MONTH, "growth_rmb"),
        "IND-GROW-02": ("E", MONTH, "growth_rmb"),
        "IND-GROW-03": ("I", MONTH, "growth_rmb"),
        "IND-GROW-09": (ALL, YEAR, "growth_rmb"),
        "IND-GROW-10": ("E", YEAR, "growth_rmb"),
        "IND-GROW-11": ("I", YEAR, "growth_rmb"),
    }
)
"""Indicator → the line of the totals, its period, its figure."""
B2B_SHARE: Final = "IND-QUAL-03"
B2B_EXPORTS: Final = ("mode", "E", "9710")
"""Table, direction and key of the cell that the share's numerator stands in."""
QUOTED: Final = (
    "IND-SCALE-06", "IND-SCALE-07", "IND-QUAL-01", "IND-QUAL-02", "IND-QUAL-05", "IND-EFF-01",
    "IND-EFF-02", "IND-EFF-03", "IND-EFF-04", "IND-EFF-05", "IND-FIN-01", "IND-GOV-01",
    "IND-GOV-02",
)  # fmt: skip
"""Indicators that are read from a bulletin's facts, where it quotes them."""
READABLE: Final = tuple(sorted({*TOTALS, B2B_SHARE, *QUOTED}))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a bulletin says of an indicator: its figure and the version of its definition, or why
    there is none."""

    value: Decimal | None
    version: int
    why: str = ""

    def kept(self) -> dict[str, Any]:
        """As it is frozen."""
        value = None if self.value is None else str(self.value)
        return {"value": value, "version": self.version, "why": self.why}


def reading_of(code: str, content: Mapping[str, Any]) -> Reading:
    """What the content of a published bulletin says of an indicator.

    Raises KeyError for an indicator that is not ``READABLE``.
    """
    version = INDICATORS[code].version
    if code in TOTALS:
        line, part, figure = TOTALS[code]
        return _cell(content["totals"][line][part], figure, version)
    if code == B2B_SHARE:
        return _b2b(content, version)
    if code not in QUOTED:
        raise KeyError(code)
    for fact in content["facts"]:
        if fact["code"] == code:
            return _fact(fact)
    return Reading(None, version, ABSENT)


def _fact(fact: Mapping[str, Any]) -> Reading:
    if fact["value"] is None:
        return Reading(None, fact["version"], HIDDEN if fact.get("hidden") else ABSENT)
    return Reading(Decimal(fact["value"]), fact["version"])


def _cell(cell: Mapping[str, Any], figure: str, version: int) -> Reading:
    if cell["hidden"]:
        return Reading(None, version, HIDDEN)
    value = cell[figure]
    if value is None:
        return Reading(None, version, ABSENT)
    return Reading(Decimal(value), version)


def _b2b(content: Mapping[str, Any], version: int) -> Reading:
    """Exports under 9710 by all exports; a mode that stands in no line had none."""
    code, direction, key = B2B_EXPORTS
    lines = [table["rows"] for table in content["tables"] if table["code"] == code]
    exports = content["totals"][direction][MONTH]
    own = [
        row[MONTH]
        for rows in lines
        for row in rows
        if row["direction"] == direction and row["key"] == key
    ]
    if exports["hidden"] or any(cell["hidden"] for cell in own):
        return Reading(None, version, HIDDEN)
    whole = Decimal(exports["rmb"])
    if not lines or whole <= 0:
        return Reading(None, version, ABSENT)
    part = Decimal(own[0]["rmb"]) if own else Decimal(0)
    return Reading(rounded(part / whole, SHARE_PLACES), version)
