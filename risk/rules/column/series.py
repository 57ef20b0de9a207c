"""When a value of a series crosses a threshold. A series is credit, market, country, compliance."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from risk.rules.column.words import SEVERITY
from zone_portal.kernel.rules import Text

ABOVE: Final = "above"
BELOW: Final = "below"
RISE: Final = "rise"
FALL: Final = "fall"
TESTS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        ABOVE: ("达到或高于", "At or above"),
        BELOW: ("达到或低于", "At or below"),
        RISE: ("较上期上升（%）", "Up on the last value (%)"),
        FALL: ("较上期下降（%）", "Down on the last value (%)"),
    }
)


@dataclass(frozen=True, slots=True)
class Threshold:
    """A dated limit: in force on [from_date, to_date)."""

    test: str
    limit: Decimal
    level: str
    from_date: date
    to_date: date | None = None

    def applies_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.from_date <= day and (self.to_date is None or day < self.to_date)


@dataclass(frozen=True, slots=True)
class Crossing:
    """The most serious threshold that a value crossed."""

    threshold: Threshold
    value: Decimal
    previous: Decimal | None

    @property
    def level(self) -> str:
        """The level of the alert."""
        return self.threshold.level


def change_percent(value: Decimal, previous: Decimal | None) -> Decimal | None:
    """The change on the value before in percent; none where there is none, or it was zero."""
    if previous is None or previous == 0:
        return None
    return (value - previous) / abs(previous) * 100


def crossing(
    value: Decimal, previous: Decimal | None, thresholds: Iterable[Threshold], on: date
) -> Crossing | None:
    """The most serious threshold in force on a day that a value crosses, or none."""
    crossed = [t for t in thresholds if t.applies_on(on) and _crosses(value, previous, t)]
    if not crossed:
        return None
    return Crossing(max(crossed, key=lambda t: SEVERITY[t.level]), value, previous)


def _crosses(value: Decimal, previous: Decimal | None, threshold: Threshold) -> bool:
    if threshold.test == ABOVE:
        return value >= threshold.limit
    if threshold.test == BELOW:
        return value <= threshold.limit
    change = change_percent(value, previous)
    if change is None:
        return False
    return change >= threshold.limit if threshold.test == RISE else -change >= threshold.limit
