"""Spans of days that figures are given for. Pure; both ends included."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """From ``first`` to ``last``, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a term must not end before it starts: {self.first} … {self.last}")

    @property
    def is_whole_months(self) -> bool:
        return self.first.day == 1 and (self.last + timedelta(days=1)).day == 1

    @property
    def months(self) -> int:
        """How many calendar months it touches."""
        return month_number(self.last) - month_number(self.first) + 1

    def parts(self) -> tuple["Term | None", "Term | None", "Term | None"]:
        """The days before the whole months in it, the whole months, the days after them."""
        start = self.first if self.first.day == 1 else next_month(self.first)
        end = self.last if is_last_day(self.last) else month_of(self.last) - timedelta(days=1)
        if start > end:
            return (self, None, None)
        before = Term(self.first, start - timedelta(days=1)) if self.first < start else None
        after = Term(end + timedelta(days=1), self.last) if end < self.last else None
        return (before, Term(start, end), after)

    def year_before(self) -> "Term":
        """The same days a year earlier; a month's last day stays the last."""
        return self.moved(-12)

    def before(self) -> "Term":
        """As many months, or days, right before it."""
        if self.is_whole_months:
            return Term(_moved(self.first, -self.months, last=False), _day_before(self.first))
        days = self.last - self.first + timedelta(days=1)
        return Term(self.first - days, _day_before(self.first))

    def until(self, day: date | None) -> "Term":
        """Its part up to a day; all of it where the day is unknown or lies outside."""
        if day is None or not self.first <= day < self.last:
            return self
        return Term(self.first, day)

    def moved(self, months: int) -> "Term":
        """The same days some months later, or earlier; a month's last day stays the last."""
        return Term(_moved(self.first, months, last=False), _moved(self.last, months, last=True))

    def since_january(self) -> "Term":
        """From the first of January of the year it ends in."""
        return Term(self.last.replace(month=1, day=1), self.last)


def compared(term: Term, against: str, until: date | None) -> tuple[Term, Term]:
    """A term as far as it is counted, and what that is compared with: with "year" the same days of
    the year before, else the period before.

    Months that are counted to a 19th stand against as many whole months and 19 days: against whole
    months an unfinished one always falls.
    """
    shown = term.until(until)
    if against == "year":
        return shown, shown.year_before()
    if shown != term and term.is_whole_months:
        return shown, shown.moved(-term.months)
    return shown, shown.before()


def month(day: date) -> Term:
    """The calendar month of a day."""
    return Term(month_of(day), next_month(day) - timedelta(days=1))


def year(number: int) -> Term:
    """A calendar year."""
    return Term(date(number, 1, 1), date(number, 12, 31))


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def next_month(day: date) -> date:
    """The first day of the month after its own."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def month_number(day: date) -> int:
    """Months since year 0: differences count months."""
    return day.year * 12 + day.month


def is_last_day(day: date) -> bool:
    """Whether a month ends with it."""
    return (day + timedelta(days=1)).day == 1


def _moved(day: date, months: int, *, last: bool) -> date:
    number = day.year * 12 + day.month - 1 + months
    start = date(number // 12, number % 12 + 1, 1)
    most = (next_month(start) - timedelta(days=1)).day
    return start.replace(day=most if last and is_last_day(day) else min(day.day, most))


def _day_before(day: date) -> date:
    return day - timedelta(days=1)
