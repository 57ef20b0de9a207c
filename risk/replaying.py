"""Screenings of past days once more, with one rule in another version. Pure.

Replayed is what was kept: the values that the rules saw, the hits, the rule set with its weights;
the numbers drawn come from the same keyed hash. Hits of other rules stay as they were (also where a
breaker had stopped one); their strengths are computed again from the values, so that the score is
the same to the last digit. The drawing is steered anew from the beginning of each day, as screening
does it: so what is replayed with a version is what that version will decide on the same
declarations.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from risk.channels import NO_CREDIT, Balance, Imposed, Lanes, choose, numbers
from risk.rules.indicators.base import BOTH, EXPORT, IMPORT
from risk.screening import Prepared, Ready
from risk.trials import Outcome

_ERRORS: Final = (ZeroDivisionError, OverflowError, TypeError, ValueError)


class Kept(NamedTuple):
    """A screening as it was kept; ``hits`` are the codes of the rules that hit, ``facts`` the
    values in the order of the register, ``day`` the one whose drawing it belongs to."""

    inventory_id: int
    sequence: int
    enterprise_id: int | None
    day: str
    is_import: bool
    channel: str
    score: int
    hits: frozenset[str]
    facts: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Setting:
    """By what a screening was decided: the rules of its set, ready to be asked, and the lanes.

    ``tried`` is the version tried in place of the rule with its code, ready over the same facts;
    None where their source was not connected or they were not known yet: then it has no data.
    """

    rules: Prepared
    lanes: Lanes
    tried: Ready | None


@dataclass
class Replay:
    """Replays screenings in the order in which they were made; ``key`` is that of the drawing,
    ``code`` the rule of which another version is tried."""

    code: str
    key: bytes
    balances: dict[str, Balance] = field(default_factory=dict)

    def outcome(
        self, kept: Kept, setting: Setting, imposed: Imposed = NO_CREDIT
    ) -> tuple[Outcome, Outcome]:
        """What was decided, and what is decided with the tried version."""
        old = self.code in kept.hits
        hit, broke = _asked(setting.tried, kept)
        codes = kept.hits - {self.code}
        rules = [rule for code in codes if (rule := setting.rules.rules.get(code))]
        if hit and setting.tried is not None:
            rules.append(setting.tried)
        score = _score(rules, kept.facts) if hit or old else kept.score
        lane = choose(
            score=score,
            mandatory=any(rule.mandatory for rule in rules),
            imposed=imposed,
            drawn=numbers(self.key, kept.inventory_id, kept.sequence),
            balance=self._balance(kept.day),
            lanes=setting.lanes,
        )
        return Outcome(kept.channel, kept.score, old), Outcome(lane.channel, score, hit, broke)

    def forget_before(self, day: str) -> None:
        """Leave the drawings of earlier days behind."""
        self.balances = {own: kept for own, kept in self.balances.items() if own >= day}

    def kept(self) -> dict[str, list[float]]:
        """The drawings as kept with a trial that is to go on."""
        return {day: [b.seen, b.drawn, b.weight] for day, b in self.balances.items()}

    def take_up(self, kept: Mapping[str, Sequence[float]]) -> None:
        """Go on from what :meth:`kept` told."""
        self.balances = {
            day: Balance(int(seen), int(drawn), weight)
            for day, (seen, drawn, weight) in kept.items()
        }

    def _balance(self, day: str) -> Balance:
        return self.balances.setdefault(day, Balance())


def _asked(tried: Ready | None, kept: Kept) -> tuple[bool | None, bool]:
    """Whether the tried version hits (None without data), and whether it breaks: then it does not
    hit, as in screening, be it the condition or the strength that cannot be computed."""
    if tried is None:
        return None, False
    if tried.scope not in (BOTH, IMPORT if kept.is_import else EXPORT):
        return False, False
    try:
        found = tried.when.run(kept.facts)
        if found:
            strength = tried.strength.run(kept.facts)
            float(1.0 if strength is None else strength)
    except _ERRORS:
        return False, True
    return (None if found is None else bool(found)), False


def _score(rules: Sequence[Ready], facts: Sequence[Any]) -> int:
    """The score of hits, in the order in which screening takes them."""
    left = 1.0
    for rule in sorted(rules, key=lambda one: one.place):
        try:
            strength = rule.strength.run(facts)
        except _ERRORS:
            continue
        left *= 1.0 - rule.weight * (
            1.0 if strength is None else min(1.0, max(0.0, float(strength)))
        )
    return round(100.0 * (1.0 - left))
