"""What a form of direct reporting is made of. One declaration gives page, print, checks and API."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Final

Figures = Mapping[str, Decimal]

MONTHLY: Final = "month"
QUARTERLY: Final = "quarter"
YEARLY: Final = "year"
RHYTHMS: Final[Mapping[str, tuple[str, str, int]]] = MappingProxyType(
    {
        MONTHLY: ("月报", "Monthly", 1),
        QUARTERLY: ("季报", "Quarterly", 3),
        YEARLY: ("年报", "Yearly", 12),
    }
)
"""Chinese, English, and how many months a period has."""

ERROR: Final = "error"
DOUBT: Final = "doubt"
"""An ``error`` must be corrected; a ``doubt`` is answered by a reason."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure that is asked for. ``places`` are the decimals that may be given."""

    code: str
    zh: str
    en: str
    unit_zh: str
    unit_en: str
    required: bool = True
    places: int = 2
    help_zh: str = ""
    help_en: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found. ``key`` (check and field) is what a reason answers."""

    code: str
    field: str
    severity: str
    zh: str
    en: str

    @property
    def key(self) -> str:
        """Under which a reason is kept."""
        return f"{self.code}:{self.field}"


@dataclass(frozen=True, slots=True)
class Context:
    """What a check looks at: these figures, those of the period before, of the same period a year
    ago, and those of up to twelve earlier periods, newest first. ``jump`` and ``spread`` are the
    zone's dated settings."""

    figures: Figures
    before: Figures | None = None
    history: tuple[Figures, ...] = ()
    jump: Decimal = Decimal("0.5")
    spread: Decimal = Decimal(3)


Check = Callable[[Context], list[Finding]]


@dataclass(frozen=True, slots=True)
class Form:
    """A form in one version. ``respondents`` is ``enterprise`` or ``site``; ``kinds`` narrows the
    enterprises it is meant for (empty: any). ``due_day`` is the day of the month after the period
    by which it is sent in (a first value; the zone's dated setting wins)."""

    code: str
    version: int
    zh: str
    en: str
    purpose_zh: str
    purpose_en: str
    rhythm: str
    figures: tuple[Figure, ...]
    checks: tuple[Check, ...]
    respondents: str = "enterprise"
    kinds: tuple[str, ...] = ()
    due_day: int = 10
    versions_before: tuple[int, ...] = field(default=())

    def figure(self, code: str) -> Figure:
        """One of its figures; KeyError for another code."""
        return {row.code: row for row in self.figures}[code]


def period_of(rhythm: str, day: date) -> date:
    """The first day of the period that ``day`` lies in."""
    months = RHYTHMS[rhythm][2]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def next_period(rhythm: str, start: date, count: int = 1) -> date:
    """The first day of the period so many periods later (earlier, where negative)."""
    total = start.year * 12 + start.month - 1 + RHYTHMS[rhythm][2] * count
    return date(total // 12, total % 12 + 1, 1)


def due_of(rhythm: str, start: date, due_day: int) -> date:
    """By when the report of a period is sent in."""
    following = next_period(rhythm, start)
    last = next_period(MONTHLY, following) - timedelta(days=1)
    return following.replace(day=min(due_day, last.day))


def last_closed(rhythm: str, today: date) -> date:
    """The latest period that is over."""
    return next_period(rhythm, period_of(rhythm, today), -1)


def period_text(rhythm: str, start: date) -> str:
    """``2026-10``, ``2026-Q4``, ``2026``."""
    if rhythm == YEARLY:
        return str(start.year)
    if rhythm == QUARTERLY:
        return f"{start.year}-Q{(start.month + 2) // 3}"
    return f"{start:%Y-%m}"
