"""What the public may see of a subject, and until when.

Basis: public display for legal persons only, persons never (浙江省公共信用信息管理条例 art. 15);
bad information at most five years (art. 16), penalties three months, three years at most
(市场监督管理行政处罚信息公示规定 arts. 13–14), a grade only where the rule says so and the firm was
informed. Periods are dated rows of each kind; what is marked unverified there is ours.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

NEVER: Final = "never"
WHILE_IN_FORCE: Final = "in_force"
PERIOD: Final = "period"
MODES: Final = (NEVER, WHILE_IN_FORCE, PERIOD)
REPAIRED: Final = "repaired"


@dataclass(frozen=True, slots=True)
class Disclosure:
    """How long a record of ``kind`` with ``grade`` ("" = any other) may be shown: never, while it
    is ``in_force``, or ``months`` from the day of the event (``period``), though never more than
    ``most_months``."""

    kind: str
    grade: str
    mode: str
    months: int | None = None
    most_months: int = 60
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A record as far as disclosure needs it. ``ended`` is the first day without effect; ``mark``
    the last word said of it: a ``disputed`` one is shown with that mark, a ``repaired`` one no
    more."""

    id: int
    kind: str
    grade: str
    occurred: date
    starts: date
    ended: date | None = None
    mark: str = ""


def disclosed(
    events: Iterable[Event], rules: Mapping[tuple[str, str], Disclosure], *, on: date
) -> dict[int, date | None]:
    """Records that may be shown on a day → the first day on which they may be shown no more
    (None: until they lose effect)."""
    found: dict[int, date | None] = {}
    for event in events:
        rule = rules.get((event.kind, event.grade)) or rules.get((event.kind, ""))
        if rule is None or rule.mode == NEVER or event.mark == REPAIRED:
            continue
        until = last_day(event, rule)
        if max(event.occurred, event.starts) <= on and (until is None or on < until):
            found[event.id] = until
    return found


def last_day(event: Event, rule: Disclosure) -> date | None:
    """The first day on which an event may be shown no more, None while that is open."""
    if rule.mode == PERIOD:
        months = min(rule.months or 0, rule.most_months)
        return add_months(event.occurred, months)
    return event.ended  # a list that the subject still stands on is a fact of today, not an old one


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later, or the last day of that month."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise ValueError(day)
