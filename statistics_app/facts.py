"""The counts of one day, frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Hour:
    """Inventories received in one hour of the day, by what became of them."""

    hour: int
    received: int = 0
    matched: int = 0
    mismatched: int = 0
    waiting: int = 0

    @property
    def pending(self) -> int:
        return max(self.received - self.matched - self.mismatched - self.waiting, 0)


@dataclass(frozen=True, slots=True)
class Totals:
    """Inventories received in a span of time; ``first_time`` were matched and never mismatched."""

    received: int
    matched: int
    mismatched: int
    waiting: int
    first_time: int

    @property
    def first_time_rate(self) -> float | None:
        """Share of the concluded ones; None before there is one."""
        concluded = self.matched + self.mismatched
        return self.first_time / concluded if concluded else None


@dataclass(frozen=True, slots=True)
class Cause:
    """Why inventories do not match: ``kind`` is "code" or "waiting"."""

    kind: str
    code: str
    count: int


@dataclass(frozen=True, slots=True)
class SenderCount:
    """What one enterprise sent today."""

    enterprise_id: int
    name: str
    code: str
    kinds: tuple[str, ...]
    accepted: int
    rejected: int
    duplicate: int
    main_finding: str

    @property
    def documents(self) -> int:
        return self.accepted + self.rejected + self.duplicate

    @property
    def passed_rate(self) -> float | None:
        """Share accepted of what was judged; duplicates are neither."""
        judged = self.accepted + self.rejected
        return self.accepted / judged if judged else None


@dataclass(frozen=True, slots=True)
class Day:
    """Everything the overview shows. ``before`` is yesterday up to the same time of day.

    ``ours`` counts the declarations, of any day, that wait for the viewer's own firms, up to a
    limit; None for an official, who has none.
    """

    day: date
    as_of: datetime
    hours: tuple[Hour, ...]
    totals: Totals
    before: Totals
    p95_seconds: float | None
    causes: tuple[Cause, ...]
    documents: Mapping[str, int]
    senders: tuple[SenderCount, ...]
    ours: int | None = None
