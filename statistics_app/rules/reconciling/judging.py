"""What a difference comes to: its share, its tolerance, its state. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

ZERO: Final = Decimal(0)

AGREES, EXPLAINED, OPEN, NO_DATA = "agrees", "explained", "open", "no_data"
STATES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        AGREES: ("一致", "Agrees"),
        EXPLAINED: ("差异已说明", "Explained"),
        OPEN: ("差异未说明", "Open"),
        NO_DATA: ("无数据", "No data"),
    }
)
_SCALES: Final = tuple(Decimal(10) ** power for power in (2, 3, 4))
_NEAR: Final = Decimal("0.02")
"""How near to a round factor two figures are when a unit is suspected."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Tolerances: ``share`` of the platform's figure, at ``least`` so many yuan; ``declaration``
    yuan for a single declaration."""

    share: Decimal
    least: Decimal
    declaration: Decimal

    def of(self, ours: Decimal) -> Decimal:
        """The tolerance of a cell, in yuan."""
        return max(self.least, abs(ours) * self.share)


@dataclass(frozen=True, slots=True)
class Judged:
    """A cell compared: amounts in yuan, ``share`` of the platform's figure (None where it is 0).

    ``difference`` = the source less the platform; ``remainder`` is what neither records nor
    officials explained.
    """

    difference: Decimal | None
    share: Decimal | None
    remainder: Decimal | None
    tolerance: Decimal
    state: str


def judge(
    ours: Decimal,
    theirs: Decimal | None,
    *,
    explained: Decimal = ZERO,
    by_hand: Decimal = ZERO,
    limits: Limits,
) -> Judged:
    """Compare a figure of a source with the platform's; None: the source has none."""
    tolerance = limits.of(ours)
    if theirs is None:
        return Judged(None, None, None, tolerance, NO_DATA)
    difference = theirs - ours
    remainder = difference - explained - by_hand
    share = difference / ours if ours else None
    return Judged(difference, share, remainder, tolerance, state(difference, remainder, tolerance))


def state(difference: Decimal, remainder: Decimal, tolerance: Decimal) -> str:
    """The state of a cell of which the source has a figure."""
    if abs(difference) <= tolerance:
        return AGREES
    return EXPLAINED if abs(remainder) <= tolerance else OPEN


def rounded_off(remainder: Decimal, precision: Decimal) -> Decimal:
    """So much of a remainder as rounding at the source accounts for: at most half its last digit,
    whose worth in yuan is ``precision``."""
    most = precision / 2
    return max(min(remainder, most), -most)


def suspected_factor(
    ours: Decimal, theirs: Decimal, *, dollar: Decimal | None = None
) -> Decimal | None:
    """The factor by which the source seems to have mistaken a unit (or dollars for yuan): a hint
    for officials, never an explanation. None where no factor is near."""
    if not ours or not theirs:
        return None
    ratio = theirs / ours
    known = [*_SCALES, *(1 / scale for scale in _SCALES)]
    if dollar:
        known += [dollar, 1 / dollar]
    return next((one for one in known if abs(ratio / one - 1) <= _NEAR), None)
