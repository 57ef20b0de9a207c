"""The model: features vote with their weights, the votes become a class and a confidence. Pure.

The score of a class is the sum of the weights of the features that speak for it; the confidence is
``exp(score) / Σ exp(score)`` over the four classes, rounded to four places. Where two classes are
equal the first of ``CLASSES`` leads, with a confidence of at most one half.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final, NamedTuple

from statistics_app.rules.b2b.features import FEATURES, Feature, Figures, Traits
from statistics_app.rules.b2b.parameters import DOUBT, MODEL_PARAMETERS, WEIGHT
from statistics_app.rules.b2b.vocabulary import CLASSES, DOUBTFUL

PLACES: Final = Decimal("0.0001")
MOST_WEIGHT: Final = 20
EVEN: Final = Decimal(1) / len(CLASSES)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a version says of a record. ``hits``: feature → what was observed."""

    leading: str
    confidence: Decimal
    is_doubtful: bool
    hits: Mapping[str, str]

    @property
    def found(self) -> str:
        """The class, or ``doubtful``."""
        return DOUBTFUL if self.is_doubtful else self.leading


class Contribution(NamedTuple):
    """A feature that spoke, what it saw, what it compared with, and its weight."""

    feature: Feature
    observed: str
    limit: str
    weight: Decimal


class Wrong(NamedTuple):
    """What is wrong with a figure of a version."""

    field: str
    zh: str
    en: str


def classify(one: Traits, figures: Figures) -> Verdict:
    """What a version says of a record."""
    hits = {code: seen for code, feature in FEATURES.items() if (seen := feature.ask(one, figures))}
    return judged(hits, figures)


def judged(hits: Mapping[str, str], figures: Figures) -> Verdict:
    """What a version concludes from the features that spoke."""
    scores = scores_of(hits, figures)
    leading = max(CLASSES, key=lambda code: scores[code])
    powers = [math.exp(float(score - scores[leading])) for score in scores.values()]
    confidence = Decimal(1 / math.fsum(powers)).quantize(PLACES)
    return Verdict(leading, confidence, confidence < figures.number(DOUBT), hits)


def scores_of(hits: Mapping[str, str], figures: Figures) -> dict[str, Decimal]:
    """The score of each class."""
    scores = dict.fromkeys(CLASSES, Decimal(0))
    for code in hits:
        scores[FEATURES[code].toward] += figures.number(FEATURES[code].weight)
    return scores


def contributions(hits: Mapping[str, str], figures: Figures) -> list[Contribution]:
    """Why: the features that spoke, the heaviest first."""
    rows = [
        Contribution(
            feature,
            hits[code],
            figures.told[feature.limit] if feature.limit else "",
            figures.number(feature.weight),
        )
        for code, feature in FEATURES.items()
        if code in hits
    ]
    return sorted(rows, key=lambda row: -row.weight)


def problems_of(told: Mapping[str, str]) -> list[Wrong]:
    """Everything that is wrong with the figures of a version; empty when it may be used."""
    found = []
    for name, declared in MODEL_PARAMETERS.items():
        text = told.get(name, "").strip()
        problem = _wrong(name, text, declared.kind)
        if problem:
            zh, en = declared.meaning
            found.append(Wrong(name, f"{zh}：{problem[0]}", f"{en}: {problem[1]}"))
    return found


def _wrong(name: str, text: str, kind: str) -> tuple[str, str] | None:
    if kind == "text":
        return None if _is_day(text) else ("应为日期 YYYY-MM-DD", "a day, YYYY-MM-DD")
    if kind == "codes":
        return None if text else ("至少填写一个代码", "at least one code")
    number = _number(text)
    if number is None or number < 0:
        return ("应为不小于 0 的数", "a number, 0 or more")
    return _out_of_range(name, number, kind)


def _out_of_range(name: str, number: Decimal, kind: str) -> tuple[str, str] | None:
    if kind == "integer" and number != number.to_integral_value():
        return ("应为整数", "a whole number")
    if name.startswith(WEIGHT) and number > MOST_WEIGHT:
        return (f"不得超过 {MOST_WEIGHT}", f"at most {MOST_WEIGHT}")
    if name == DOUBT and not EVEN < number <= 1:
        return (f"应大于 {EVEN} 且不超过 1", f"above {EVEN}, at most 1")
    return None


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
