"""What the types of filings add: checks of their own rows, and what approval puts in force.

A module registers itself when it is imported; ``enterprises.apps`` imports them all.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from accounts.services.audit import Actor
from enterprises.models import Filing, FilingVersion
from enterprises.rules.registration import Problem


@dataclass(frozen=True, slots=True)
class Deed:
    """Who does something to a filing, when, from where."""

    by: Actor
    at: datetime
    origin: str = ""


Check = Callable[[Filing, Mapping[str, Any], date], Iterable[Problem]]
OnVersion = Callable[[Filing, FilingVersion, Deed], None]
OnStatus = Callable[[Filing, str, Deed], None]
OnFiling = Callable[[Filing, Deed], None]


@dataclass(frozen=True, slots=True)
class Plug:
    """One participant in the life of a type of filing; whatever it does not need is None.

    ``check(filing, values, on)`` gives further problems when a filing is submitted;
    ``submitted(filing, version, deed)`` and ``approved(filing, version, deed)`` run in the
    transaction of the deed and may refuse with a PortalError; ``standing(filing, status, deed)``
    follows a suspension, resumption or cancellation; ``given_up(filing, deed)`` the end of a change
    that was never handed in.
    """

    check: Check | None = None
    submitted: OnVersion | None = None
    approved: OnVersion | None = None
    standing: OnStatus | None = None
    given_up: OnFiling | None = None


_plugs: dict[str, list[Plug]] = defaultdict(list)


def plug(filing_type: str, part: Plug) -> None:
    """Let ``part`` take part in the life of every filing of this type."""
    _plugs[filing_type].append(part)


def plugs(filing_type: str) -> tuple[Plug, ...]:
    """Who takes part in a type, in the order of registration."""
    return tuple(_plugs[filing_type])
