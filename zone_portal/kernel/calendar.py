"""Working days: the week, and the days that an official calendar sets apart from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

SATURDAY: Final = 5
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """``exceptions`` says of single days whether they are worked; the week decides the others.

    ``known_until`` is the last day of which the official notices speak, None when none is loaded:
    an answer that reaches beyond it goes by the week alone and has to say so.
    """

    exceptions: Mapping[date, bool]
    known_until: date | None = None

    def is_working(self, day: date) -> bool:
        """Whether ``day`` is worked."""
        return self.exceptions.get(day, day.weekday() < SATURDAY)

    def knows(self, day: date) -> bool:
        """Whether an official notice speaks of the year of ``day``."""
        return self.known_until is not None and day <= self.known_until

    def add_working_days(self, day: date, n: int) -> date:
        """The ``n``-th working day after ``day`` (before it, when negative); ``day`` when 0.

        ``day`` itself never counts: what is handed in on a day has the whole next day.
        """
        step = DAY if n >= 0 else -DAY
        left = abs(n)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after ``start``, up to and with ``end``; negative backwards.

        The inverse of ``add_working_days`` on working days.
        """
        if end < start:
            return -self.working_days_between(end, start)
        days = (end - start).days
        return sum(self.is_working(start + n * DAY) for n in range(1, days + 1))
