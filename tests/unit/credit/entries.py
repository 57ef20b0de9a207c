"""Entries of the ledger for the pure rules."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from credit.facts import Entry

DAY = date(2026, 11, 20)
_ids = count(1)


def entry(
    kind: str,
    *,
    grade: str = "",
    days_ago: int = 0,
    good: int = 0,
    total: int = 0,
    value: int | None = None,
    mark: str = "",
    ends: date | None = None,
) -> Entry:
    """An entry that happened so many days before the day of evaluation."""
    day = DAY - timedelta(days=days_ago)
    amount = None if value is None else Decimal(value)
    return Entry(next(_ids), kind, day, day, ends, grade, amount, good, total, mark)
