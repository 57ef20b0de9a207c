"""A duty that was not done by its last day, as a record of the ledger. Pure.

Monthly summaries of exports are due by the 15th of the next month (announcement 194 of 2018),
taxes from the 31st to the 45th day after release (customs duty law, article 43). How grave a delay
is counts in days; the figures are the zone's (dated settings, unverified).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from credit.facts import NewRecord
from zone_portal.kernel.rules import Parameter

SUMMARY: Final = "late_summary"
TAX: Final = "overdue_tax"
GENERAL_FROM: Final = "late_general_days"
SERIOUS_FROM: Final = "late_serious_days"
GRAVER: Final = ("minor", "general", "serious")
"""From the least to the gravest."""

PARAMETERS: Final[Mapping[str, Parameter]] = MappingProxyType(
    {
        GENERAL_FROM: Parameter(
            "15",
            ("逾期满多少日记为一般", "A delay of so many days is general"),
            "integer",
            "days",
            unverified=True,
        ),
        SERIOUS_FROM: Parameter(
            "60",
            ("逾期满多少日记为严重", "A delay of so many days is serious"),
            "integer",
            "days",
            unverified=True,
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Late:
    """One duty of an enterprise that was not done by ``due_date``; ``done_date`` None: it still is
    not. ``amount`` in RMB, where it is about money."""

    enterprise_id: int
    kind: str
    number: str
    due_date: date
    done_date: date | None
    cause: str
    evidence: str
    amount: Decimal | None = None


def severity(days: int, *, general_from: int, serious_from: int) -> str:
    """How grave a delay of so many days is."""
    if days >= serious_from:
        return "serious"
    return "general" if days >= general_from else "minor"


def record_of(late: Late, *, today: date, general_from: int, serious_from: int) -> NewRecord:
    """The record of a delay as it stands today; it happened on the first day after the last."""
    days = ((late.done_date or today) - late.due_date).days
    return NewRecord(
        kind=late.kind,
        number=late.number,
        occurred_date=late.due_date + timedelta(days=1),
        grade=severity(days, general_from=general_from, serious_from=serious_from),
        value=late.amount,
        cause=late.cause,
        evidence=late.evidence,
    )


def is_graver(grade: str, than: str) -> bool:
    """Whether one severity weighs more than another."""
    return GRAVER.index(grade) > GRAVER.index(than)
