"""What every measure is given."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.portal import Portal


@dataclass
class Run:
    """One run of the benchmarks: its portal, how long to measure, what was found so far.

    ``seconds`` is the length of the sustained measure; shorter ones derive from it. ``quick``
    asks for the smallest numbers that still exercise everything.
    """

    portal: Portal
    folder: Path
    at: datetime
    seconds: float
    quick: bool
    found: dict[str, Any] = field(default_factory=dict)

    @property
    def short(self) -> float:
        """Seconds of the measures that need not be sustained."""
        return min(self.seconds, 15.0)

    def count(self, full: int) -> int:
        """How many declarations a counted measure takes."""
        return max(full // 20, 200) if self.quick else full
