"""The breaker: a rule that hits nearly everything is stopped before it floods officers."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from risk.rulebook import Standard
from risk.screening import Hit


@dataclass(slots=True)
class _Minute:
    """What was screened in the present minute by this process."""

    start: datetime | None = None
    seen: int = 0
    hits: Counter[str] = field(default_factory=Counter)


_minute = _Minute()


@dataclass(frozen=True, slots=True)
class Tripped:
    """A rule that was stopped: its hits and all that was screened in the minute."""

    code: str
    version: int
    hits: int
    seen: int


class Breaker:
    """Counts hits by rule and minute; the counts of a minute go on from slice to slice."""

    def __init__(self, standard: Standard, at: datetime) -> None:
        global _minute  # noqa: PLW0603
        start = at.replace(second=0, microsecond=0)
        if _minute.start != start:
            _minute = _Minute(start)
        self._now = _minute
        self._hits, self._share = standard.breaker_hits, standard.breaker_share
        self._notes: dict[str, Tripped] = {}

    def count(self, hits: Iterable[Hit]) -> list[str]:
        """Count one screened declaration; returns the rules that are stopped from now on."""
        now = self._now
        now.seen += 1
        stopped = []
        for hit in hits:
            now.hits[hit.code] += 1
            times = now.hits[hit.code]
            if times > self._hits and times > self._share * now.seen:
                self._notes[hit.code] = Tripped(hit.code, hit.version, times, now.seen)
                now.hits[hit.code] = 0
                stopped.append(hit.code)
        return stopped

    @property
    def tripped(self) -> list[str]:
        """The rules stopped in this slice."""
        return sorted(self._notes)

    def notes(self) -> tuple[Tripped, ...]:
        """What is told of them."""
        return tuple(self._notes.values())


def forget() -> None:
    """Count the present minute anew (tests)."""
    global _minute  # noqa: PLW0603
    _minute = _Minute()
