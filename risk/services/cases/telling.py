"""Who is told what of cases. Texts name types, numbers and firms, never people."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.urls import reverse

from accounts.selectors import officials_in_charge
from accounts.services.notices import notify_all
from risk.models import Case
from risk.services.cases.common import HANDLING, OFFICE

KIND: Final = "risk"
DUE: Final = "risk_due"


def case_link(case: Case) -> str:
    """Where officials find a case."""
    return reverse("risk:case", args=[case.pk])


def officials(
    case: Case,
    zh: str,
    en: str,
    *,
    at: datetime,
    departments: Iterable[str] = (),
    roles: frozenset[str] = HANDLING,
    link: str = "",
    kind: str = KIND,
) -> int:
    """Tell the officials of these departments in charge of the case's site, by default those of
    the zone office and of the department that leads; nobody twice. Returns how many."""
    wanted = set(departments) or {OFFICE, case.department or OFFICE}
    people = {
        person
        for department in sorted(wanted)
        for person in officials_in_charge(
            case.site.path, sorted(roles), department=department, at=at
        )
    }
    notify_all(sorted(people), kind=kind, zh=zh, en=en, at=at, link=link or case_link(case))
    return len(people)
