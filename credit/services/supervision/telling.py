"""Who is told what of cases and claims. Texts name firms and numbers, never people."""

from datetime import datetime
from typing import Final

from django.urls import reverse

from accounts.constants import DEPARTMENTS
from credit.models import Case, Claim, Subject
from credit.services.supervision.common import HANDLING, WRITERS, site_of
from enterprises.services.notices import notify_members, notify_officials

KIND: Final = "credit"
OFFICE: Final = "zone"
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
    department: str = OFFICE,
) -> None:
    """Tell the officials in charge of a subject's site."""
    notify_officials(
        site_of(subject).path,
        sorted(roles),
        kind=KIND,
        zh=zh,
        en=en,
        at=at,
        department=department,
        link=link,
    )


def department_name(code: str) -> str:
    """The Chinese name of a department."""
    return _DEPARTMENT.get(code, code)
