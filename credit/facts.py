"""What records and ratings look like to the pure rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A record as somebody brings it; ``to_date`` exclusive."""

    kind: str
    number: str
    occurred_date: date
    from_date: date | None = None
    to_date: date | None = None
    grade: str = ""
    value: Decimal | None = None
    good: int | None = None
    total: int | None = None
    cause: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a row, for the ``field`` of the form or file."""

    field: str
    code: str
    value: str
    zh: str
    en: str


class Entry(NamedTuple):
    """A record that stands, as scoring reads it. ``mark`` is "", ``disputed`` or ``repaired``."""

    id: int
    kind: str
    occurred: date
    starts: date
    ends: date | None
    grade: str
    value: Decimal | None
    good: int
    total: int
    mark: str


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one indicator adds: ``points`` and ``most`` in hundredths of a point; ``records`` are
    those that decided it; ``words`` the figures for its sentence (JSON values)."""

    indicator: str
    points: int
    most: int
    records: tuple[int, ...] = ()
    words: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As a rating keeps it."""
        return {
            "i": self.indicator,
            "p": self.points,
            "of": self.most,
            "r": list(self.records),
            "w": dict(self.words),
        }

    @classmethod
    def from_json(cls, part: Mapping[str, Any]) -> "Contribution":
        """As a rating kept it."""
        return cls(part["i"], part["p"], part["of"], tuple(part["r"]), part["w"])


@dataclass(frozen=True, slots=True)
class Scored:
    """A score in hundredths of a point: the sum of its contributions, and the grade of its band."""

    points: int
    grade: str
    contributions: tuple[Contribution, ...]

    @property
    def score(self) -> Decimal:
        return Decimal(self.points) / 100
