"""Vocabulary of the figures: what is counted, along which dimensions, at which levels."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

IMPORT, EXPORT = "I", "E"
DIRECTIONS: Final = ((IMPORT, "进口"), (EXPORT, "出口"))

ORIGINAL: Final = 0
"""Source of a booking: the inventory itself. A return is known by its paper's id."""
SENT_BACK: Final = -1
"""Source of a booking: customs said that everything went back (status 700)."""

B2B, B2C, B2B2C, OTHER = "b2b", "b2c", "b2b2c", "other"
KINDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        B2B: ("B2B", "B2B"),
        B2C: ("B2C", "B2C"),
        B2B2C: ("B2B2C", "B2B2C"),
        OTHER: ("其他", "Other"),
    }
)
"""Kind of trade → (zh, en)."""

COVERAGES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "A": ("海关跨境电商监管方式", "CBEC supervision modes"),
        "B": ("业态全口径", "Whole industry"),
        "C": ("综试区口径", "Zone figure"),
    }
)
"""Coverage → (zh, en); figures of two coverages are never added up or compared."""

BASE, COUNTRY, CHAPTER, HEADING, ENTERPRISE = "b", "c", "k", "h", "e"
CROSS, FIRM_CHAPTER, FIRM_COUNTRY, FULL = "x", "q", "p", "f"
PLACES: Final = "g"
FACES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        BASE: ("customs_code",),
        COUNTRY: ("country",),
        CHAPTER: ("hs4",),
        HEADING: ("hs4", "unit"),
        ENTERPRISE: ("enterprise_id",),
        CROSS: ("country", "hs4"),
        FIRM_CHAPTER: ("hs4", "enterprise_id"),
        FIRM_COUNTRY: ("country", "enterprise_id"),
        FULL: ("customs_code", "country", "hs4", "unit", "enterprise_id"),
    }
)
"""Face of the monthly cells → the dimensions it keeps beside those that all have."""
DAY_FACES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        PLACES: ("customs_code", "country"),
        CHAPTER: ("hs4",),
        ENTERPRISE: ("enterprise_id",),
    }
)
"""The same for the daily cells. What no face of a day keeps is summed from the bookings."""
CHAPTERED: Final = frozenset({CHAPTER, CROSS, FIRM_CHAPTER})
"""Faces whose ``hs4`` is a chapter, not a heading."""

RUN_KINDS: Final = (("nightly", "每日更新"), ("rebuild", "全部重算"))
RUN_STATES: Final = (
    ("waiting", "排队"),
    ("running", "进行中"),
    ("done", "完成"),
    ("failed", "未完成"),
)

STEPS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "accepted": ("接收至海关入库", "Receipt to customs' acceptance"),
        "released": ("海关入库至放行", "Customs' acceptance to release"),
        "cleared": ("放行至结关", "Release to closing"),
        "whole": ("接收至放行", "Receipt to release"),
    }
)
"""Step of clearance → (zh, en)."""

EXTRACT_STATES: Final = (
    ("waiting", "排队"),
    ("running", "进行中"),
    ("done", "完成"),
    ("failed", "未完成"),
)
