"""How an enterprise is served: what credit pushes down, and what it changes in a review."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

PRIORITY: Final = "priority"
STANDARD: Final = "standard"
STRICT: Final = "strict"

LEVELS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        PRIORITY: ("优先办理", "Priority"),
        STANDARD: ("一般办理", "Standard"),
        STRICT: ("从严审核", "Strict"),
    }
)
SHORTEST_STRICT_COMMENT: Final = 10
"""Approving for an enterprise that is reviewed strictly needs a comment of this length."""


def review_days(usual: int, priority: int, level: str) -> int:
    """Working days for a stage: an enterprise with priority never waits longer than others."""
    return min(usual, priority) if level == PRIORITY else usual
