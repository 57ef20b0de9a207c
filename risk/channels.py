"""Which lane a declaration takes: hits that decide, the score, measures, and chance. Pure.

What no hit, score or measure decides is drawn: a number from a keyed hash of the declaration is
held against its chance, so a drawing can be repeated by whoever has the key, and foreseen by nobody
else. Chances follow the risk (score, credit grade) and are steered so that over the day the share
drawn is the expected rate; nobody's chance is below the least one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, NamedTuple

from risk.constants import AUDIT, CHANCE, GREEN, HIT, MEASURE, NOTHING, RED, SCORE, YELLOW

_SCALE: Final = 1 / 2**64
STEER: Final = 500.0
"""A gap between drawn and expected is closed over so many declarations."""


@dataclass(frozen=True, slots=True)
class Lanes:
    """The settings of lanes on a day. ``*_from``: score from which the lane is taken; ``*_rate``:
    share of the rest that is drawn into it; ``least``: nobody's chance of red is below;
    ``factors``: what a credit grade does to the chance, ``""`` for firms without one."""

    red_from: int
    yellow_from: int
    audit_from: int
    red_rate: float
    yellow_rate: float
    audit_rate: float
    least: float
    factors: Mapping[str, float]


@dataclass(slots=True)
class Balance:
    """What was drawn so far among those that could be drawn: ``seen`` of them, ``drawn`` for red,
    ``weight`` the sum of their risk weights."""

    seen: int = 0
    drawn: int = 0
    weight: float = 0.0


class Imposed(NamedTuple):
    """What credit says of a firm: its grade, and what measures impose (a share of one, a lane)."""

    grade: str = ""
    inspection_rate: float | None = None
    close_check: bool = False


class Lane(NamedTuple):
    """The outcome: lane, why, the chance of red, the number drawn."""

    channel: str
    reason: str
    chance: float
    drawn: float


NO_CREDIT: Final = Imposed()


def numbers(key: bytes, inventory_id: int, sequence: int) -> tuple[float, float]:
    """Two even numbers in [0, 1) that belong to a screening for good."""
    text = inventory_id.to_bytes(8, "big") + sequence.to_bytes(4, "big", signed=True)
    digest = blake2b(text, key=key, digest_size=16).digest()
    first, second = int.from_bytes(digest[:8], "big"), int.from_bytes(digest[8:], "big")
    return first * _SCALE, second * _SCALE


def weight_of(score: int, factor: float) -> float:
    """How much likelier than usual a declaration should be drawn."""
    return factor * (1.0 + score / 25.0)


def chance_of(weight: float, balance: Balance, lanes: Lanes) -> float:
    """The chance of red: the least, and the rest of the rate by weight; steered to the rate."""
    if lanes.red_rate <= 0:
        return 0.0
    mean = balance.weight / balance.seen if balance.seen else weight
    above = max(0.0, lanes.red_rate - lanes.least) * (weight / mean if mean else 1.0)
    steered = (lanes.red_rate * balance.seen - balance.drawn) / STEER
    return min(1.0, max(lanes.least, lanes.least + above + steered))


def choose(
    *,
    score: int,
    mandatory: bool,
    imposed: Imposed,
    drawn: tuple[float, float],
    balance: Balance,
    lanes: Lanes,
) -> Lane:
    """The lane of one declaration; ``balance`` counts it when it could be drawn."""
    first, second = drawn
    if mandatory:
        return Lane(RED, HIT, 1.0, first)
    if score >= lanes.red_from:
        return Lane(RED, SCORE, 1.0, first)
    if imposed.close_check:
        return Lane(RED, MEASURE, 1.0, first)
    weight = weight_of(score, lanes.factors.get(imposed.grade, lanes.factors[""]))
    chance = chance_of(weight, balance, lanes)
    by_chance = first < chance
    balance.seen += 1
    balance.weight += weight
    balance.drawn += by_chance
    if by_chance:
        return Lane(RED, CHANCE, chance, first)
    if imposed.inspection_rate is not None and first < imposed.inspection_rate:
        return Lane(RED, MEASURE, imposed.inspection_rate, first)
    return Lane(*_milder(score, second, lanes), chance, first)


def _milder(score: int, drawn: float, lanes: Lanes) -> tuple[str, str]:
    """Lane and reason of what is not red."""
    if score >= lanes.yellow_from:
        return YELLOW, SCORE
    if drawn < lanes.yellow_rate:
        return YELLOW, CHANCE
    if score >= lanes.audit_from:
        return AUDIT, SCORE
    if drawn < lanes.yellow_rate + lanes.audit_rate:
        return AUDIT, CHANCE
    return GREEN, NOTHING
