"""The tables of a monthly bulletin, and what is taken from the cubes for them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

Text = tuple[str, str]
"""zh, en"""

MONTH, YEAR, MONTH_BEFORE, YEAR_BEFORE = "m", "c", "y", "cy"
PARTS: Final[Mapping[str, Text]] = {
    MONTH: ("本月", "Month"),
    YEAR: ("1月至本月累计", "January to this month"),
    MONTH_BEFORE: ("上年同月", "Same month of the year before"),
    YEAR_BEFORE: ("上年同期累计", "Same months of the year before"),
}
BASES: Final = (MONTH_BEFORE, YEAR_BEFORE)
"""The parts that growth is reckoned from."""
UNCOVERED, UNRATED = "uncovered", "unrated"
INCOMPLETE: Final[Mapping[str, Text]] = {
    UNCOVERED: ("平台当时的数据不完整", "the platform's figures of that time are not complete"),
    UNRATED: ("当时有商品缺汇率", "rates are missing for goods of that time"),
}
"""Why there is no growth against a base."""
EARLIER: Final = "p"
"""January to the month before: known to readers of that month's bulletin."""
OTHER: Final = "*"
"""The line of everything that a table does not name."""

ALL: Final = "all"
"""The key of the whole, both directions."""
DIRECTIONS: Final[Mapping[str, Text]] = {"I": ("进口", "Imports"), "E": ("出口", "Exports")}


@dataclass(frozen=True, slots=True)
class Table:
    """A breakdown of both directions along one dimension; ``most`` lines are named, the largest
    first, the rest is one line. ``ranked``: readers are told the place of a line."""

    code: str
    title: Text
    most: int = 0
    ranked: bool = True


TABLES: Final = (
    Table("mode", ("按监管方式", "By supervision mode"), ranked=False),
    Table("site", ("按平台（园区、县区）", "By platform (park, county)")),
    Table("country", ("主要国家（地区）", "Main countries and regions"), 10),
    Table("chapter", ("主要商品（章）", "Main goods (chapters)"), 10),
)

GROUPS: Final[tuple[tuple[str, Text, tuple[str, ...]], ...]] = (
    ("firms", ("企业", "Firms"), ("IND-SCALE-07", "IND-SCALE-10", "IND-SCALE-06", "IND-SCALE-11")),
    (
        "clearance",
        ("通关", "Clearance"),
        ("IND-EFF-01", "IND-EFF-02", "IND-EFF-03", "IND-EFF-04"),
    ),
    (
        "money",
        ("税、退税、收汇与金融", "Taxes, rebates, foreign exchange, finance"),
        ("IND-EFF-05", "IND-FIN-02", "IND-FIN-01", "IND-FIN-03"),
    ),
    ("progress", ("目标与任务", "Targets and tasks"), ("IND-GOV-01", "IND-GOV-02")),
)
"""Indicators quoted beside the tables (code of the group, title, indicators): of the whole zone,
about no single firm."""
OF_TRADE: Final = frozenset({"clearance"})
"""Groups that are drawn from the declarations of the month: hidden with their total."""

FOR_BULLETINS: Final = ("A", "C")
"""Coverages there are bulletins of. B is a survey's estimate: it is not in the cubes."""
STAGES: Final[Mapping[str, Text]] = {
    "preliminary": ("初步数", "Preliminary"),
    "revised": ("修订数", "Revised"),
    "final": ("最终数", "Final"),
}
