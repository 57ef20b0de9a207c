"""What a tried rule would have changed: declarations, firms, values, officers' work. Pure.

A trial compares, declaration by declaration, the outcome that was stored with the one that the
same facts give under the tried version; this adds the differences up. What is added in parts
(:meth:`Summary.joined`) is the same as what is added at once.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from risk.constants import CHANNELS

Minutes = Mapping[str, Decimal]
"""Officers' minutes for a declaration of each lane; a lane without a number costs none."""


class Outcome(NamedTuple):
    """What a screening said: lane, score, whether the tried rule hit (None: no data), and whether
    it could not be computed."""

    channel: str
    score: int
    hit: bool | None
    broken: bool = False


@dataclass
class Summary:
    """Differences added up. ``unknown``: screenings whose kept facts do not tell what the tried
    version needs; they count as unchanged and are told apart. ``broken``: those on which the tried
    version could not be computed (it divides by zero); it does not hit there. ``value`` sums the
    goods of those whose lane changes, in RMB."""

    screened: int = 0
    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)
    moves: Counter[tuple[str, str]] = field(default_factory=Counter)
    hits_before: int = 0
    hits_after: int = 0
    gained: int = 0
    lost: int = 0
    changed: int = 0
    unknown: int = 0
    broken: int = 0
    value: Decimal = Decimal(0)

    def add(self, old: Outcome, new: Outcome, value: Decimal | None) -> bool:
        """Count one declaration; says whether it would have been treated differently."""
        self.screened += 1
        self.before[old.channel] += 1
        self.after[new.channel] += 1
        self.hits_before += bool(old.hit)
        self.hits_after += bool(new.hit)
        self.unknown += new.hit is None
        self.broken += new.broken
        self.gained += bool(new.hit) and not old.hit
        self.lost += bool(old.hit) and not new.hit
        if old.channel != new.channel:
            self.moves[(old.channel, new.channel)] += 1
            self.value += value or 0
        different = old.channel != new.channel or old.score != new.score
        different = different or bool(old.hit) != bool(new.hit)
        self.changed += different
        return different

    def same(self, channel: str, *, hit: bool | None, count: int = 1) -> None:
        """Count declarations that stay as they were."""
        self.screened += count
        self.before[channel] += count
        self.after[channel] += count
        self.hits_before += count * bool(hit)
        self.hits_after += count * bool(hit)
        self.unknown += count * (hit is None)

    def joined(self, other: "Summary") -> "Summary":
        """Both together."""
        return Summary(
            screened=self.screened + other.screened,
            before=self.before + other.before,
            after=self.after + other.after,
            moves=self.moves + other.moves,
            hits_before=self.hits_before + other.hits_before,
            hits_after=self.hits_after + other.hits_after,
            gained=self.gained + other.gained,
            lost=self.lost + other.lost,
            changed=self.changed + other.changed,
            unknown=self.unknown + other.unknown,
            broken=self.broken + other.broken,
            value=self.value + other.value,
        )

    def minutes(self, each: Minutes) -> tuple[Decimal, Decimal]:
        """Officers' work before and after."""
        return _work(self.before, each), _work(self.after, each)

    def stored(self) -> dict[str, Any]:
        """As kept with the trial."""
        return {
            "screened": self.screened,
            "before": {code: self.before[code] for code in CHANNELS},
            "after": {code: self.after[code] for code in CHANNELS},
            "moves": [[*move, count] for move, count in sorted(self.moves.items())],
            "hits_before": self.hits_before,
            "hits_after": self.hits_after,
            "gained": self.gained,
            "lost": self.lost,
            "changed": self.changed,
            "unknown": self.unknown,
            "broken": self.broken,
            "value": str(self.value),
        }

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> "Summary":
        """What :meth:`stored` wrote; nothing for a trial that did not begin."""
        if not told:
            return cls()
        names = ("screened", "hits_before", "hits_after", "gained", "lost", "changed", "unknown")
        return cls(
            before=Counter(told["before"]),
            after=Counter(told["after"]),
            moves=Counter({(old, new): count for old, new, count in told["moves"]}),
            value=Decimal(told["value"]),
            broken=told.get("broken", 0),
            **{name: told[name] for name in names},
        )


def _work(lanes: Mapping[str, int], each: Minutes) -> Decimal:
    return sum((each.get(lane, Decimal(0)) * count for lane, count in lanes.items()), Decimal(0))
