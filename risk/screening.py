"""Screening one thing by all rules: hits with their evidence, a score, what has no data. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from risk.expressions import FLAG, NUMBER, Expression, ExpressionRefused, Facts, Known, compiled
from risk.rules.indicators.base import BOTH, IMPORT

MOST_RULES: Final = 63
"""Rules of one set at most: each has its bit in what had no data."""


class Hit(NamedTuple):
    """A rule that hit: how strongly, the facts it asked with their values, its thresholds."""

    code: str
    version: int
    strength: float
    facts: dict[str, Any]
    thresholds: dict[str, Any]


class Broken(NamedTuple):
    """A rule that could not be run, and why (``division_by_zero``, ``unknown_fact`` …)."""

    code: str
    version: int
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Ready:
    """A rule ready to be asked. ``shown`` are the facts told as evidence with their places,
    ``told`` the thresholds."""

    code: str
    version: int
    place: int
    when: Expression
    strength: Expression
    weight: float
    scope: str
    mandatory: bool
    level: str
    subject: str
    shown: tuple[tuple[str, int], ...]
    told: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A set of rules ready to be asked: by direction, with the bits of the silent ones."""

    rules: Mapping[str, Ready]
    of_imports: tuple[Ready, ...]
    of_exports: tuple[Ready, ...]
    silent_of_imports: int
    silent_of_exports: int
    broken: tuple[Broken, ...]
    order: tuple[tuple[str, int], ...]

    def without(self, codes: Iterable[str]) -> "Prepared":
        """The same set, some rules of which are not asked (the breaker stopped them)."""
        stopped = frozenset(codes)
        return Prepared(
            {code: rule for code, rule in self.rules.items() if code not in stopped},
            tuple(rule for rule in self.of_imports if rule.code not in stopped),
            tuple(rule for rule in self.of_exports if rule.code not in stopped),
            self.silent_of_imports,
            self.silent_of_exports,
            self.broken,
            self.order,
        )


class Screened(NamedTuple):
    """The outcome of screening: hits, score 0 to 100, whether a hit leads into the red lane by
    itself, the rules (bits by their order) without data, and what broke."""

    hits: list[Hit]
    score: int
    mandatory: bool
    no_data: int
    broken: list[Broken]


@dataclass(frozen=True, slots=True)
class Given:
    """A version of a rule as it is to be asked: its definition, thresholds and weight in force."""

    code: str
    version: int
    definition: Mapping[str, Any]
    thresholds: Mapping[str, float | str]
    weight: float


def prepared(
    given: Sequence[Given], known: Mapping[str, Known], connected: frozenset[str]
) -> Prepared:
    """Rules ready to be asked over facts ``known``. A rule that cannot be read is broken and left
    out; one whose source is not ``connected`` is silent.

    :raises ValueError: for more rules than a set may have.
    """
    if len(given) > MOST_RULES:
        raise ValueError(f"{len(given)} rules, at most {MOST_RULES}")
    ready: dict[str, Ready] = {}
    broken: list[Broken] = []
    asked: list[Ready] = []
    silent: list[Ready] = []
    for place, one in enumerate(given):
        try:
            rule = _ready(place, one, known)
        except ExpressionRefused as refusal:
            broken.append(Broken(one.code, one.version, refusal.code, refusal.at))
            continue
        ready[one.code] = rule
        source = one.definition.get("source", "own")
        (asked if source in connected else silent).append(rule)
    return Prepared(
        ready,
        tuple(rule for rule in asked if _of_import(rule)),
        tuple(rule for rule in asked if _of_export(rule)),
        sum(1 << rule.place for rule in silent if _of_import(rule)),
        sum(1 << rule.place for rule in silent if _of_export(rule)),
        tuple(broken),
        tuple((one.code, one.version) for one in given),
    )


def _of_import(rule: Ready) -> bool:
    return rule.scope in (IMPORT, BOTH)


def _of_export(rule: Ready) -> bool:
    return rule.scope != IMPORT


def _ready(place: int, given: Given, known: Mapping[str, Known]) -> Ready:
    definition = given.definition
    when = compiled(definition["when"], known, given.thresholds)
    strength = compiled(definition["strength"], known, given.thresholds)
    if when.type != FLAG or strength.type != NUMBER:
        raise ExpressionRefused("wrong_type", given.code)
    names = sorted({*when.facts, *strength.facts})
    used = sorted({*when.thresholds, *strength.thresholds})
    return Ready(
        given.code,
        given.version,
        place,
        when,
        strength,
        min(1.0, max(0.0, given.weight)),
        definition["scope"],
        bool(definition["mandatory"]),
        definition["level"],
        definition["subject"],
        tuple((name, known[name].place) for name in names),
        {name: given.thresholds[name] for name in used},
    )


def screen(facts: Facts, rules: Prepared, *, is_import: bool) -> Screened:
    """Ask every rule. Never raises: a rule that divides by zero is broken, the others go on."""
    hits: list[Hit] = []
    broken: list[Broken] = []
    left, mandatory = 1.0, False
    no_data = rules.silent_of_imports if is_import else rules.silent_of_exports
    for rule in rules.of_imports if is_import else rules.of_exports:
        try:
            outcome = rule.when.run(facts)
            if outcome is None:
                no_data |= 1 << rule.place
            elif outcome:
                strength = rule.strength.run(facts)
                strength = 1.0 if strength is None else min(1.0, max(0.0, float(strength)))
                hits.append(_hit(rule, facts, strength))
                left *= 1.0 - rule.weight * strength
                mandatory = mandatory or rule.mandatory
        except (ZeroDivisionError, OverflowError, TypeError, ValueError) as error:
            broken.append(Broken(rule.code, rule.version, _reason(error), str(error)[:200]))
    return Screened(hits, round(100.0 * (1.0 - left)), mandatory, no_data, broken)


def _reason(error: Exception) -> str:
    return "division_by_zero" if isinstance(error, ZeroDivisionError) else "wrong_value"


def _hit(rule: Ready, facts: Facts, strength: float) -> Hit:
    values = {name: _rounded(facts[place]) for name, place in rule.shown}
    return Hit(rule.code, rule.version, round(strength, 4), values, dict(rule.told))


def _rounded(value: Any) -> Any:
    return round(value, 4) if isinstance(value, float) else value
