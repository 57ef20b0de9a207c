"""The repair plan and the what-if: the same scoring, asked about a ledger that is yet to come.

A plan is a promise that can be checked: if exactly these steps are taken and nothing else happens,
the score of that day is this score. Terms and words: ``docs/algorithms/credit-plan.md``.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Final

from credit.facts import Entry, Scored
from credit.rules.disclosing import add_months
from credit.rules.ways_out import Step, applied

MOST_STEPS: Final = 3
MOST_TRIED: Final = 7
HORIZON_MONTHS: Final = 24
GAIN_MONTHS: Final = 6

Scorer = Callable[[Sequence[Entry], date], Scored]
"""A model: entries and a day to the score of that day."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How ``target`` can be reached. ``reached`` from ``from_date`` on with ``scored``, if
    ``steps`` are taken (none: by itself); else what the best steps come to within the horizon."""

    target: str
    steps: tuple[Step, ...]
    from_date: date
    scored: Scored
    reached: bool
    by_itself: date | None = None


@dataclass(frozen=True, slots=True)
class Ways:
    """What a plan is made from: the ledger of today, the model, its grades best first."""

    entries: Sequence[Entry]
    day: date
    score: Scorer
    grades: Sequence[str]

    def on(self, day: date, steps: Sequence[Step] = ()) -> Scored:
        """The score of a day, should ``steps`` be taken and nothing else happen."""
        return self.score(applied(self.entries, steps, day=day), day)

    def good_enough(self, scored: Scored, target: str) -> bool:
        """Whether a grade is ``target`` or better."""
        return self.rank(scored) <= list(self.grades).index(target)

    def rank(self, scored: Scored) -> int:
        """0 for the best grade."""
        return list(self.grades).index(scored.grade)


def next_grade(ways: Ways) -> str | None:
    """The grade above today's, None for the best."""
    rank = ways.rank(ways.on(ways.day))
    return ways.grades[rank - 1] if rank else None


def plan(ways: Ways, steps: Sequence[Step], target: str) -> Plan:
    """The fewest steps (three at most), among these the earliest day, with which ``target`` is
    reached within two years."""
    days = days_to_look_at(ways, steps)
    by_itself = next((day for day in days if ways.good_enough(ways.on(day), target)), None)
    if by_itself == ways.day:
        return Plan(target, (), ways.day, ways.on(ways.day), True, by_itself)
    tried = worth_trying(ways, steps)
    for count in range(1, MOST_STEPS + 1):
        found = _earliest(ways, combinations(tried, count), days, target, by_itself)
        if found is not None:
            return found
    if by_itself is not None:
        return Plan(target, (), by_itself, ways.on(by_itself), True, by_itself)
    best = tuple(tried[:MOST_STEPS])
    last = days[-1]
    return Plan(target, best, last, ways.on(last, best), False)


def worth_trying(ways: Ways, steps: Sequence[Step]) -> list[Step]:
    """The steps that bring something half a year on (or once they count), the best first."""
    gains = []
    for step in steps:
        day = max(step.from_date, add_months(ways.day, GAIN_MONTHS))
        before, after = ways.on(day), ways.on(day, [step])
        gain = (ways.rank(before) - ways.rank(after), after.points - before.points)
        if gain > (0, 0):
            gains.append((gain, step))
    gains.sort(key=lambda one: (one[0], one[1].code), reverse=True)
    return [step for _gain, step in gains[:MOST_TRIED]]


def days_to_look_at(ways: Ways, steps: Iterable[Step]) -> list[date]:
    """The days on which a score can change: the firsts of months, when steps begin to count, when
    records lose effect; from today to the horizon."""
    last = add_months(ways.day, HORIZON_MONTHS)
    first = ways.day.replace(day=1)
    days = {ways.day, last, *(add_months(first, n) for n in range(1, HORIZON_MONTHS + 1))}
    days |= {step.from_date for step in steps}
    days |= {entry.ends for entry in ways.entries if entry.ends is not None}
    return sorted(day for day in days if ways.day <= day <= last)


def _earliest(
    ways: Ways,
    sets: Iterable[tuple[Step, ...]],
    days: Sequence[date],
    target: str,
    by_itself: date | None,
) -> Plan | None:
    """Of these sets of steps the one that reaches the target first; None if none does before it
    comes by itself."""
    best: Plan | None = None
    limit = by_itself
    for chosen in sets:
        for day in _days_of(chosen, days, limit):
            scored = ways.on(day, chosen)
            if ways.good_enough(scored, target):
                best = Plan(target, chosen, day, scored, True, by_itself)
                limit = day
                break
    return best


def _days_of(chosen: Sequence[Step], days: Sequence[date], limit: date | None) -> Iterator[date]:
    """The days from which all chosen steps count, before ``limit``."""
    ready = max(step.from_date for step in chosen)
    return (day for day in days if day >= ready and (limit is None or day < limit))
