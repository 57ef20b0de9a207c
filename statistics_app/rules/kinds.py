"""Which modes make up which coverage, and which kind of trade a mode is. Pure.

Coverage A: the five modes of cross-border e-commerce (statistics.md §1). The kinds follow the
plans' words (Xuzhou: B2B, B2C, B2B2C); no authority publishes the table (unverified).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from statistics_app.constants import B2B, B2B2C, B2C, OTHER

CUSTOMS_MODES: Final = ("9610", "1210", "1239", "9710", "9810")
"""The modes of coverage A."""

KIND_OF_MODE: Final[Mapping[str, str]] = MappingProxyType(
    {"9610": B2C, "1210": B2B2C, "1239": B2B2C, "9710": B2B, "9810": B2B2C}
)


def kind_of(mode: str) -> str:
    """The kind of trade of a supervision mode."""
    return KIND_OF_MODE.get(mode, OTHER)
