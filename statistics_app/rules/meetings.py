"""Meetings of the leading group: one in every quarter, held when it was planned. Pure."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final

from statistics_app.rules.tasks import months_back
from statistics_app.rules.terms import Term

QUARTER: Final = 3
DAY: Final = timedelta(days=1)


def quarter_of(day: date) -> Term:
    """The calendar quarter of a day."""
    first = date(day.year, (day.month - 1) // QUARTER * QUARTER + 1, 1)
    return Term(first, months_back(first, -QUARTER) - DAY)


def quarters_without(
    held: Collection[date], planned: Collection[date], *, today: date, warn_days: int, since: date
) -> list[Term]:
    """The last quarter where no meeting was held in it, and this one where ``warn_days`` before its
    end none was held and none is planned; nothing of before ``since``."""
    this = quarter_of(today)
    last = quarter_of(this.first - DAY)
    found = []
    if last.first >= since and not _any_in(held, last):
        found.append(last)
    is_near = (this.last - today).days <= warn_days
    if is_near and this.last >= since and not _any_in([*held, *planned], this):
        found.append(this)
    return found


def _any_in(days: Collection[date], term: Term) -> bool:
    return any(term.first <= day <= term.last for day in days)


def said(term: Term) -> tuple[str, str]:
    """A quarter in words, zh and en."""
    number = (term.first.month - 1) // QUARTER + 1
    return f"{term.first.year} 年第 {number} 季度", f"quarter {number} of {term.first.year}"
