"""The classes of recognition. Pure.

``doubtful`` is no class of trade: the model does not know, and a person decides.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from statistics_app.constants import B2B, B2B2C, B2C, OTHER

DOUBTFUL: Final = "doubtful"
CLASSES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        B2B: ("跨境电商B2B", "E-commerce B2B"),
        B2C: ("跨境电商B2C", "E-commerce B2C"),
        B2B2C: ("跨境电商B2B2C", "E-commerce B2B2C"),
        OTHER: ("传统贸易", "Traditional trade"),
    }
)
"""Class → (zh, en)."""
FOUND: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {**CLASSES, DOUBTFUL: ("存疑", "Doubtful")}
)
"""What a recognition may say."""

NOTE, LINE, NUMBER = "note", "line", "number"
DS_PLACES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        NOTE: ("备注", "Remark"),
        LINE: ("商品备注", "Remark of a line"),
        NUMBER: ("内部编号", "Internal number"),
    }
)
"""Where a record carries the DS mark → (zh, en)."""
