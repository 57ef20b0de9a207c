"""What a model of evaluation says, ready to score. Whether it is right: ``model_checking``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from credit.rules.indicators import INDICATORS, Indicator


@dataclass(frozen=True, slots=True)
class Dimension:
    """A part of the score; ``weight`` in hundredths of the span."""

    code: str
    zh: str
    en: str
    weight: int


@dataclass(frozen=True, slots=True)
class Part:
    """An indicator with its points (whole) and the parameters that this model gives it."""

    indicator: Indicator
    dimension: str
    points: int
    params: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Band:
    """Scores from ``least`` to below the next band; ``level`` is the A–D that measures know."""

    grade: str
    least: int
    level: str


@dataclass(frozen=True, slots=True)
class Cap:
    """One-vote cap: while the kind stands in one of the grades the score stays inside ``grade``.
    ``months`` limits an event; 0 = as long as the model remembers."""

    code: str
    kind: str
    grades: frozenset[str]
    grade: str
    months: float
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Definition:
    """A model ready to score. Points run from ``floor`` to ``floor + span``; bands from the best
    down."""

    floor: int
    span: int
    dimensions: tuple[Dimension, ...]
    parts: tuple[Part, ...]
    bands: tuple[Band, ...]
    caps: tuple[Cap, ...]
    half_life_months: float
    forget_months: float
    repaired_share: float
    disputed: str
    notice: tuple[str, str]

    def grade_of(self, points: int) -> str:
        """The grade of a score in hundredths."""
        for band in self.bands:
            if points >= band.least * 100:
                return band.grade
        return self.bands[-1].grade

    def level_of(self, grade: str) -> str:
        """The A–D that measures know for a grade of this model."""
        return next((band.level for band in self.bands if band.grade == grade), "")

    def top_of(self, grade: str) -> int:
        """The highest score inside a grade, in hundredths."""
        above = self.floor + self.span + 1
        for band in self.bands:
            if band.grade == grade:
                return min(above * 100 - 1, (self.floor + self.span) * 100)
            above = band.least
        raise KeyError(grade)


def read_definition(told: Mapping[str, Any]) -> Definition:
    """The definition as stored; ``check_definition`` found nothing wrong with it."""
    return Definition(
        floor=int(told["floor"]),
        span=int(told["span"]),
        dimensions=tuple(
            Dimension(d["code"], d["zh"], d["en"], int(d["weight"])) for d in told["dimensions"]
        ),
        parts=tuple(_part(part) for part in told["indicators"]),
        bands=tuple(
            sorted(
                (Band(b["grade"], int(b["from"]), b["level"]) for b in told["bands"]),
                key=lambda band: -band.least,
            )
        ),
        caps=tuple(_cap(cap) for cap in told.get("caps", ())),
        half_life_months=float(told["half_life_months"]),
        forget_months=float(told["forget_months"]),
        repaired_share=float(told["repaired_share"]),
        disputed=told["disputed"],
        notice=(told.get("notice_zh", ""), told.get("notice_en", "")),
    )


def _part(told: Mapping[str, Any]) -> Part:
    indicator = INDICATORS[told["code"]]
    params = {**indicator.params, **told.get("params", {})}
    return Part(indicator, told["dimension"], int(told["points"]), params)


def _cap(told: Mapping[str, Any]) -> Cap:
    return Cap(
        told["code"],
        told["kind"],
        frozenset(told["grades"]),
        told["to"],
        float(told.get("months", 0)),
        told["zh"],
        told["en"],
    )
