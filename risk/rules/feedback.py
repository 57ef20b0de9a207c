"""What inspections and reviews say of each rule: hit rate, precision, cost, overturned. Pure.

Counts come from three places: screenings (how often a rule was asked and hit), reviews of cases
and inspections on site (what was right), and what officers decided (what was undone). Each figure
is a quotient of counts that the page can open; a quotient of nothing is None and never 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt
from typing import Final, NamedTuple

from risk.rules.cases.states import CONFIRMED, FALSE

INSPECTED: Final[Mapping[str, str]] = {"differs": CONFIRMED, "conforms": FALSE}
"""What an inspection's result says of the hits that brought it about; others say nothing."""

ENOUGH: Final = 30
"""Below so many verdicts a precision is shown as preliminary."""
_Z: Final = 1.96


class Span(NamedTuple):
    """Where a share lies with 95 % confidence (Wilson)."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class RuleCounts:
    """What was counted of one rule over a period.

    ``screened`` declarations asked, ``hits`` among them, ``confirmed`` and ``wrong`` of the hits
    that got a verdict (``wrong``: false alarms and hits of a rule that must change), ``decided``
    measures that officers took because of it and ``overturned`` those undone later (hold lifted
    without a finding, appeal granted), ``minutes`` officers spent on its hits.
    """

    rule: str
    screened: int = 0
    hits: int = 0
    confirmed: int = 0
    wrong: int = 0
    decided: int = 0
    overturned: int = 0
    minutes: Decimal = Decimal(0)

    @property
    def verdicts(self) -> int:
        return self.confirmed + self.wrong

    @property
    def hit_rate(self) -> float | None:
        """Hits of those asked."""
        return _share(self.hits, self.screened)

    @property
    def precision(self) -> float | None:
        """Confirmed of those that got a verdict."""
        return _share(self.confirmed, self.verdicts)

    @property
    def precision_span(self) -> Span | None:
        """Where the true precision lies, as far as these verdicts tell."""
        return span(self.confirmed, self.verdicts)

    @property
    def preliminary(self) -> bool:
        """Whether too few verdicts stand behind the precision."""
        return self.verdicts < ENOUGH

    @property
    def overturned_share(self) -> float | None:
        """Undone of the measures taken."""
        return _share(self.overturned, self.decided)

    @property
    def hours(self) -> Decimal:
        """Officers' hours on its hits."""
        return (self.minutes / 60).quantize(Decimal("0.1"))

    @property
    def minutes_per_confirmed(self) -> Decimal | None:
        """Officers' minutes for each hit that was right: what a find costs."""
        if not self.confirmed:
            return None
        return (self.minutes / self.confirmed).quantize(Decimal("0.1"))


def span(good: int, total: int) -> Span | None:
    """Wilson's interval of a share at 95 %; None for a share of nothing."""
    if total <= 0:
        return None
    share, square = good / total, _Z * _Z
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = (
        _Z * sqrt(share * (1 - share) / total + square / (4 * total * total)) / (1 + square / total)
    )
    return Span(max(0.0, middle - half), min(1.0, middle + half))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
