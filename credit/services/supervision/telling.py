"""Who is told what of cases and claims. Texts name firms and numbers, never people."""

from datetime import datetime
from typing import Final

from django.urls import reverse

from accounts.constants import DEPARTMENTS
from accounts.selectors import officials_in_charge
from accounts.services.notices import notify_all
from credit.models import Case, Claim, Subject
from credit.rules.supervision.people import HANDLERS
from credit.services.supervision.common import HANDLING, WRITERS, site_of
from enterprises.services.notices import notify_members

KIND: Final = "credit"
_DEPARTMENT: Final = dict(DEPARTMENTS)


def case_link(case: Case) -> str:
    """Where the party and the officials find a case."""
    return reverse("credit:case", args=[case.pk])


def claim_link(claim: Claim) -> str:
    """Where the firm and the officials find a claim."""
    return reverse("credit:claim", args=[claim.pk])


def measures_link() -> str:
    """Where departments acknowledge measures."""
    return reverse("credit:measures")


def own_link() -> str:
    """Where a firm finds its own matters of credit."""
    return reverse("credit:matters")


def party(subject: Subject, zh: str, en: str, *, at: datetime, link: str) -> None:
    """Tell those who may speak for the firm; a natural person is told by the office itself."""
    if subject.enterprise_id is not None:
        notify_members(subject.enterprise_id, WRITERS, kind=KIND, zh=zh, en=en, at=at, link=link)


def office(
    subject: Subject,
    zh: str,
    en: str,
    *,
    at: datetime,
    link: str,
    roles: frozenset[str] = HANDLING,
    departments: frozenset[str] = HANDLERS,
    kind: str = KIND,
) -> None:
    """Tell the officials of these departments in charge of a subject's site, by default those who
    handle cases; nobody twice."""
    path = site_of(subject).path
    people = {
        person
        for department in sorted(departments)
        for person in officials_in_charge(path, sorted(roles), department=department, at=at)
    }
    notify_all(sorted(people), kind=kind, zh=zh, en=en, at=at, link=link)


def department_name(code: str) -> str:
    """The Chinese name of a department."""
    return _DEPARTMENT.get(code, code)
