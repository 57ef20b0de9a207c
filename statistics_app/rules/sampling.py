"""Drawing a stratified sample that anybody can draw again.

Each unit of the frame gets a number from the seed and its own identity (SHA-256); the smallest
numbers of a stratum are the sample. The same seed and frame give the same sample on any machine and
in any order; one more unit in the frame moves nobody else's number.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from zone_portal.kernel.money import rounded

PROPORTIONAL: Final = "proportional"
EQUAL: Final = "equal"
ALLOCATIONS: Final[Mapping[str, tuple[str, str]]] = {
    PROPORTIONAL: ("按各层单位数比例", "In proportion to the strata"),
    EQUAL: ("各层相同", "The same in each stratum"),
}
LEAST: Final = 2
"""Two of a stratum at least: one alone has no variance."""
FEWEST: Final = 3
"""So many units of a stratum and of a sample where nothing else is set: fewer give themselves
away (Statistics Law art. 28)."""


class DesignError(ValueError):
    """A design that cannot be drawn; ``code`` is stable, ``stratum`` names where."""

    def __init__(self, code: str, stratum: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.code, self.stratum, self.zh, self.en = code, stratum, zh, en


@dataclass(frozen=True, slots=True)
class Unit:
    """One member of the frame."""

    id: int
    stratum: str


@dataclass(frozen=True, slots=True)
class Plan:
    """How many of each stratum are drawn, of how many."""

    stratum: str
    population: int
    sample: int


def allocate(
    frame: Mapping[str, int],
    strata: Iterable[str],
    size: int,
    allocation: str,
    *,
    fewest: int = FEWEST,
) -> list[Plan]:
    """How many units each stratum gives. All of a stratum that is smaller than its part.

    In proportion: largest remainders, every stratum at least ``LEAST`` (or all it has).

    :raises DesignError: ``survey_stratum_empty`` for a stratum of the design without a unit,
        ``survey_stratum_small`` for one of fewer than ``fewest``, ``survey_sample_small`` where the
        size does not reach every stratum, or not ``fewest`` in all; ``survey_frame_empty`` for a
        frame without a stratum.
    """
    names = list(dict.fromkeys(strata))
    if not names:
        raise DesignError("survey_frame_empty", "", "抽样框中没有单位。", "The frame is empty.")
    for name in names:
        if not frame.get(name):
            raise DesignError(
                "survey_stratum_empty",
                name,
                f"层“{name}”在抽样框中没有单位，无法抽取；请合并或去掉该层。",
                f"Stratum “{name}” has no unit in the frame: merge it or take it out.",
            )
    for name in names:
        if frame[name] < fewest:
            raise DesignError(
                "survey_stratum_small",
                name,
                f"层“{name}”在抽样框中只有 {frame[name]} 家，少于 {fewest} 家，"
                "推算结果会泄露单个单位的数据；请合并或去掉该层。",
                f"Stratum “{name}” has {frame[name]} units in the frame, fewer than {fewest}: an "
                "estimate would tell what one of them answered. Merge it or take it out.",
            )
    least = max(fewest, sum(min(LEAST, frame[name]) for name in names))
    if size < least:
        raise DesignError(
            "survey_sample_small",
            "",
            f"样本量 {size} 不足：{len(names)} 层各至少 {LEAST} 家、合计至少 {fewest} 家，"
            f"共需 {least} 家。",
            f"{size} is too small: each of {len(names)} strata needs {LEAST}, and all of them "
            f"{fewest}: {least}.",
        )
    wanted = _shares({name: frame[name] for name in names}, size, allocation)
    return [Plan(name, frame[name], wanted[name]) for name in names]


def _shares(frame: Mapping[str, int], size: int, allocation: str) -> dict[str, int]:
    given = {name: min(LEAST, count) for name, count in frame.items()}
    whole = sum(frame.values())
    ideal = {
        name: Decimal(size) / len(frame)
        if allocation == EQUAL
        else Decimal(size) * count / Decimal(whole)
        for name, count in frame.items()
    }
    left = min(size, whole) - sum(given.values())
    while left > 0:
        open_ = [name for name in frame if given[name] < frame[name]]
        neediest = max(open_, key=lambda name: (ideal[name] - given[name], frame[name], name))
        given[neediest] += 1
        left -= 1
    return given


def draw(frame: Iterable[Unit], plans: Iterable[Plan], seed: str) -> list[Unit]:
    """The sample, in the order of its numbers."""
    wanted = {plan.stratum: plan.sample for plan in plans}
    taken: Counter[str] = Counter()
    sample = []
    for unit in sorted(frame, key=lambda unit: (number_of(seed, unit.id), unit.id)):
        if taken[unit.stratum] < wanted.get(unit.stratum, 0):
            taken[unit.stratum] += 1
            sample.append(unit)
    return sample


def number_of(seed: str, unit: int) -> int:
    """The number of a unit under a seed."""
    return int.from_bytes(hashlib.sha256(f"{seed}:{unit}".encode()).digest()[:8])


def digest_of(frame: Iterable[Unit]) -> str:
    """The fingerprint of a frame: SHA-256 of its lines ``id:stratum`` in the order of the ids."""
    lines = "".join(f"{unit.id}:{unit.stratum}\n" for unit in sorted(frame, key=lambda u: u.id))
    return hashlib.sha256(lines.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Answers:
    """What a stratum answered: its population, how many were drawn, and the values given."""

    stratum: str
    population: int
    drawn: int
    values: tuple[Decimal, ...]


def merged(strata: Iterable[Answers], into: Mapping[str, str]) -> list[Answers]:
    """The strata after some were merged into others; all answers of a merged stratum count alike,
    whichever of its parts they came from."""
    found: dict[str, Answers] = {}
    for one in strata:
        code = into.get(one.stratum, one.stratum)
        so_far = found.get(code, Answers(code, 0, 0, ()))
        found[code] = Answers(
            code,
            so_far.population + one.population,
            so_far.drawn + one.drawn,
            so_far.values + one.values,
        )
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Estimate:
    """A total with its standard error and confidence interval. ``answered`` of ``drawn`` replied;
    ``relative`` is the standard error in percent of the total (None for a total of zero)."""

    total: Decimal
    error: Decimal
    low: Decimal
    high: Decimal
    relative: Decimal | None
    drawn: int
    answered: int
    population: int


NORMAL: Final[Mapping[int, Decimal]] = {
    90: Decimal("1.6449"),
    95: Decimal("1.9600"),
    99: Decimal("2.5758"),
}
"""Two-sided quantiles of the normal distribution by level in percent."""


def estimate(strata: Iterable[Answers], *, level: int = 95) -> Estimate:
    """The total of the population by the stratified expansion estimator.

    Each stratum's mean counts for all its units: T = Σ N·ȳ; var(T) = Σ N²·(1 − n/N)·s²/n with the
    finite population correction and s² the sample variance (divisor n − 1). A stratum that was
    asked and answered in full has no variance. Who did not answer is taken to be like those of the
    stratum who did; that is said with the figure.

    :raises DesignError: ``survey_stratum_empty`` for a stratum in which nobody answered,
        ``survey_stratum_thin`` for one of several units with a single answer.
    """
    total = variance = Decimal(0)
    drawn = answered = population = 0
    for stratum in strata:
        n, size = len(stratum.values), stratum.population
        if n == 0:
            raise DesignError(
                "survey_stratum_empty",
                stratum.stratum,
                f"层“{stratum.stratum}”没有任何答卷，不能推算总量；请催报或合并该层。",
                f"Nobody in stratum “{stratum.stratum}” answered: no total can be estimated. "
                "Remind them, or merge the stratum.",
            )
        if n == 1 and size > 1:
            raise DesignError(
                "survey_stratum_thin",
                stratum.stratum,
                f"层“{stratum.stratum}”只有一份答卷，无法计算误差；请催报或合并该层。",
                f"Stratum “{stratum.stratum}” has a single answer: no error can be computed. "
                "Remind the others, or merge the stratum.",
            )
        mean = sum(stratum.values, Decimal(0)) / n
        total += size * mean
        if n > 1:
            spread = sum(((value - mean) ** 2 for value in stratum.values), Decimal(0)) / (n - 1)
            variance += Decimal(size) ** 2 * (1 - Decimal(n) / size) * spread / n
        drawn, answered, population = drawn + stratum.drawn, answered + n, population + size
    if population == 0:
        raise DesignError("survey_frame_empty", "", "没有可推算的层。", "There is no stratum.")
    error = variance.sqrt()
    margin = NORMAL[level] * error
    return Estimate(
        total=rounded(total),
        error=rounded(error),
        low=rounded(max(total - margin, Decimal(0))),
        high=rounded(total + margin),
        relative=rounded(error / total * 100) if total else None,
        drawn=drawn,
        answered=answered,
        population=population,
    )
