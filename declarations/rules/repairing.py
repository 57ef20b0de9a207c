"""Whose document a finding blames, and by when it should be corrected. Pure.

The period is this portal's own choice, no authority sets one; it is a dated setting.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any, Final

from declarations.messages.catalogue import KINDS
from declarations.rules.registry import SENDERS
from zone_portal.kernel.calendar import WorkCalendar
from zone_portal.kernel.rules import Parameter

CODE: Final = "REPAIR"
"""The rule code under which the settings of repair tasks are kept."""
SINCE: Final = date(2018, 1, 1)

PERIOD: Final = "period"
UNIT: Final = "unit"
OPENS: Final = "opens"
CLOSES: Final = "closes"
WORKING_HOURS: Final = "working_hours"
WORKING_DAYS: Final = "working_days"
HOURS: Final = "hours"

PARAMETERS: Final[Mapping[str, Parameter]] = MappingProxyType(
    {
        PERIOD: Parameter(
            "8",
            ("更正期限", "Time to correct a document"),
            "integer",
            unverified=True,
        ),
        UNIT: Parameter(
            WORKING_HOURS,
            (
                "期限单位：working_hours 工作小时，working_days 工作日，hours 自然小时",
                "Unit of that time: working_hours, working_days or hours of the clock",
            ),
            "text",
            unverified=True,
        ),
        OPENS: Parameter("09:00", ("上班时间", "Begin of a working day"), "text", unverified=True),
        CLOSES: Parameter("17:00", ("下班时间", "End of a working day"), "text", unverified=True),
    }
)

NOUN_OF: Final[Mapping[str, str]] = {role: noun for noun, role in SENDERS.items()} | {
    "ecommerce": "order"
}
"""The document that a responsible party sends."""


@dataclass(frozen=True, slots=True)
class Period:
    """How long a correction may take: so many of a unit; hours of work lie between two times."""

    amount: int
    unit: str
    opens: time
    closes: time

    def ends(self, begin: datetime, calendar: WorkCalendar) -> datetime:
        """When the time is up that begins at ``begin`` (aware; the calendar goes by its zone)."""
        if self.unit == HOURS:
            return begin + timedelta(hours=self.amount)
        if self.unit == WORKING_DAYS:
            last = calendar.add_working_days(begin.date(), self.amount)
            return datetime.combine(last, self.closes, begin.tzinfo)
        return self._after_hours(begin, calendar)

    def _after_hours(self, begin: datetime, calendar: WorkCalendar) -> datetime:
        left, day = timedelta(hours=self.amount), begin.date()
        while True:
            opens = datetime.combine(day, self.opens, begin.tzinfo)
            closes = datetime.combine(day, self.closes, begin.tzinfo)
            start = max(begin, opens)
            if calendar.is_working(day) and start < closes:
                if start + left <= closes:
                    return start + left
                left -= closes - start
            day += timedelta(days=1)


def period_of(rows: Mapping[str, str]) -> Period:
    """The period that the dated settings of a day give; first values where a row is missing.

    :raises ValueError: for a period that never ends, or an end of work before its begin.
    """
    values = {name: rows.get(name, given.initial) for name, given in PARAMETERS.items()}
    amount = int(values[PERIOD])
    opens, closes = time.fromisoformat(values[OPENS]), time.fromisoformat(values[CLOSES])
    if amount < 1 or opens >= closes or values[UNIT] not in {WORKING_HOURS, WORKING_DAYS, HOURS}:
        raise ValueError(f"not a period for corrections: {values}")
    return Period(amount, values[UNIT], opens, closes)


@dataclass(frozen=True, slots=True)
class Blame:
    """What one code among the findings of a decision asks for: who must correct what.

    ``noun`` is the document in question; ``evidence`` the first element of it that is named.
    """

    code: str
    role: str
    noun: str
    evidence: Mapping[str, Any]


def blames(findings: Iterable[Mapping[str, Any]]) -> list[Blame]:
    """One blame for each code of an error among stored findings, in their order."""
    found: dict[str, Blame] = {}
    for stored in findings:
        if stored["severity"] == "error" and stored["documents"] and stored["code"] not in found:
            found[stored["code"]] = _blame(stored)
    return list(found.values())


def _blame(stored: Mapping[str, Any]) -> Blame:
    """The document of the responsible party; where it is not among the evidence, the first."""
    role = str(stored["responsible"])
    documents = stored["documents"]
    wanted = NOUN_OF.get(role, "")
    own = [item for item in documents if KINDS[item["type"]].noun == wanted]
    evidence = (own or documents)[0]
    return Blame(stored["code"], role, KINDS[evidence["type"]].noun, evidence)
