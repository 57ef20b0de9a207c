"""What an enterprise itself can do about its score: each way with its words, its earliest day and
what the ledger will say when it is done.

Nothing here gives points: a way only adds the record, or the mark, that the deed will leave; the
points are what the model makes of it. So a plan can be checked against what later happens.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from credit.facts import Entry
from credit.rules.disclosing import add_months
from credit.rules.indicators.base import in_force
from credit.rules.record_kinds import KINDS
from zone_portal.kernel.rules import Text

REPAIR: Final = "repair"
LEAVE: Final = "leave"
RESTORE: Final = "restore"
KEEP: Final = "keep"
IMAGINED: Final = 10**15
"""Ids from here on are of records that do not exist yet."""

NEVER_REPAIRED: Final = frozenset({"smuggling_crime"})
RESTORED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "registration": "approved",
        "licence": "valid",
        "address": "confirmed",
        "filing_confirmed": "yes",
    }
)
"""Kind → the grade that the firm can bring about itself."""

MONTHS_KEPT: Final = 12
MONTHS_COUNTED: Final = 3
GOOD_SHARE: Final = 0.995
"""So well a firm must do from now on for "keep it up" to be a step."""

WAYS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        REPAIR: ("申请信用修复", "Ask for repair"),
        LEAVE: ("履行义务并申请移出", "Do what is due and ask for removal"),
        RESTORE: ("补齐或更新", "Bring it up to date"),
        KEEP: ("今后各月保持", "Keep it up in the months to come"),
    }
)


@dataclass(frozen=True, slots=True)
class Terms:
    """Periods of the day: months that must pass before repair, by severity and for the serious
    list; ``decided`` gives the day on which a request made on a day is decided."""

    months: Mapping[str, int]
    list_months: Mapping[str, int]
    decided: Callable[[date], date]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do. It counts from ``from_date`` on. ``record`` is what it is about, if a
    record stands in the way; ``grade`` the state it brings; ``monthly`` how many cases a month
    "keep it up" reckons with, of which ``good`` must be good."""

    way: str
    kind: str
    from_date: date
    record: int | None = None
    grade: str = ""
    monthly: int = 0
    good: int = 0

    @property
    def code(self) -> str:
        """Names the step in addresses."""
        return f"{self.way}-{self.kind}" if self.record is None else f"{self.way}-{self.record}"


def possible_steps(entries: Sequence[Entry], *, day: date, terms: Terms) -> list[Step]:
    """Everything the enterprise can do itself, seen from ``day``."""
    return [
        *_repairs(entries, day, terms),
        *_lists(entries, day, terms),
        *_states(entries, day, terms),
        *_rates(entries, day),
    ]


def applied(entries: Sequence[Entry], steps: Sequence[Step], *, day: date) -> list[Entry]:
    """The ledger as it will stand on ``day`` once the steps are taken."""
    taken = [step for step in steps if step.from_date <= day]
    repaired = {step.record for step in taken if step.way == REPAIR}
    found = [e._replace(mark="repaired") if e.id in repaired else e for e in entries]
    made = (entry for step in taken for entry in _entries(step, day))
    return [*found, *(entry._replace(id=IMAGINED + n) for n, entry in enumerate(made))]


def latest_on(entries: Sequence[Entry], kind: str, day: date) -> Entry | None:
    """The state of a kind on a day, as scoring reads it: of those in force what happened last."""
    found = [entry for entry in entries if entry.kind == kind and in_force(entry, day)]
    return max(found, key=lambda entry: (entry.occurred, entry.id), default=None)


def month_ends(after: date, until: date) -> Iterator[date]:
    """The last days of the months that begin after ``after`` and end by ``until``."""
    first = add_months(after.replace(day=1), 1)
    while (last := add_months(first, 1) - timedelta(days=1)) <= until:
        yield last
        first = add_months(first, 1)


def _entries(step: Step, day: date) -> Iterator[Entry]:
    if step.way in {LEAVE, RESTORE}:
        start = step.from_date
        yield Entry(0, step.kind, start, start, None, step.grade, None, 0, 0, "")
    elif step.way == KEEP:
        begun = add_months(step.from_date.replace(day=1), -1)
        for last in month_ends(begun, day):
            yield Entry(0, step.kind, last, last, None, "", None, step.good, step.monthly, "")


def _repairs(entries: Sequence[Entry], day: date, terms: Terms) -> Iterator[Step]:
    for entry in entries:
        kind = KINDS[entry.kind]
        if kind.shape != "event" or kind.tone != "bad" or entry.kind in NEVER_REPAIRED:
            continue
        if entry.mark == "repaired" or entry.starts > day:
            continue
        wait = terms.months.get(entry.grade or "general", 0)
        asked = max(day, add_months(entry.occurred, wait))
        yield Step(REPAIR, entry.kind, terms.decided(asked), entry.id)


def _lists(entries: Sequence[Entry], day: date, terms: Terms) -> Iterator[Step]:
    for code, kind in KINDS.items():
        if kind.shape != "state" or kind.tone != "bad":
            continue
        entry = latest_on(entries, code, day)
        if entry is None or entry.grade != "listed":
            continue
        asked = max(day, add_months(entry.starts, terms.list_months.get(code, 0)))
        yield Step(LEAVE, code, terms.decided(asked), entry.id, "removed")


def _states(entries: Sequence[Entry], day: date, terms: Terms) -> Iterator[Step]:
    for code, grade in RESTORED.items():
        entry = latest_on(entries, code, day)
        if entry is None or entry.grade not in {grade, "cancelled"}:
            known = None if entry is None else entry.id
            yield Step(RESTORE, code, terms.decided(day), known, grade)


def _rates(entries: Sequence[Entry], day: date) -> Iterator[Step]:
    since = add_months(day, -MONTHS_KEPT)
    for code, kind in KINDS.items():
        if kind.shape != "tally":
            continue
        counted = [e for e in entries if e.kind == code and since < e.occurred <= day]
        good, total = sum(e.good for e in counted), sum(e.total for e in counted)
        if not total or good >= total * GOOD_SHARE:
            continue
        newest = sorted(counted, key=lambda entry: entry.occurred)[-MONTHS_COUNTED:]
        monthly = -(-sum(entry.total for entry in newest) // len(newest))
        kept = monthly - int(monthly * (1 - GOOD_SHARE))
        first = next(month_ends(day, add_months(day, 3)))
        yield Step(KEEP, code, first, None, "", monthly, kept)
