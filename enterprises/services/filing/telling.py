"""Who is told what about a filing. Texts name firms and numbers, never people."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.urls import reverse

from accounts.constants import DEPARTMENTS
from accounts.selectors import postings_in_force
from accounts.services.notices import notify_all
from enterprises.models import Filing
from enterprises.rules.reviewing import REVIEWER, SITE_STAGE, departments_of_stage
from enterprises.services.filing.steps import WRITERS, day_of
from enterprises.services.notices import notify_members

KIND: Final = "filing"
VIEWER: Final = "viewer"
_DEPARTMENT: Final = dict(DEPARTMENTS)


def applicant_link(filing: Filing) -> str:
    """Where the enterprise finds the filing."""
    return reverse("enterprises:filing", args=[filing.pk])


def review_link(filing: Filing) -> str:
    """Where a reviewer finds it."""
    return reverse("enterprises:review", args=[filing.pk])


def applicants(filing: Filing, zh: str, en: str, *, at: datetime) -> None:
    """Tell those members of the enterprise who may file."""
    notify_members(
        filing.enterprise_id, WRITERS, kind=KIND, zh=zh, en=en, at=at, link=applicant_link(filing)
    )


def reviewers(filing: Filing, *, at: datetime) -> None:
    """Tell the reviewers whose turn it is."""
    name = filing.title or filing.enterprise.name
    notify_all(
        _officials(filing, (REVIEWER,), departments_of_stage(filing.department), at=at),
        kind=KIND,
        zh=f"待审核备案：{name}，应于 {filing.due_date} 前办结。",
        en=f"A filing waits for your review: {name}, due {filing.due_date}.",
        at=at,
        link=review_link(filing),
    )


def receivers(filing: Filing, departments: Iterable[str], *, at: datetime) -> None:
    """Tell the departments that received an approved version."""
    name = filing.title or filing.enterprise.name
    notify_all(
        _officials(filing, (REVIEWER, VIEWER), departments, at=at),
        kind=KIND,
        zh=f"收到共享备案 {filing.number}：{name}。",
        en=f"Filing {filing.number} was shared with your department: {name}.",
        at=at,
        link=reverse("enterprises:department_inbox"),
    )


def _officials(
    filing: Filing, roles: Iterable[str], departments: Iterable[str], *, at: datetime
) -> list[int]:
    """Ids of those whose postings cover the filing's site, each once, with one query."""
    sites = [code for code in filing.site.path.split("/") if code]
    rows = postings_in_force(day_of(at)).filter(
        role__in=tuple(roles),
        organisation__department__in=tuple(departments),
        organisation__site__code__in=sites,
        user__is_active=True,
    )
    return sorted(set(rows.values_list("user_id", flat=True)))


def department_name(code: str) -> str:
    """The Chinese name of a department."""
    return _DEPARTMENT.get(code, code)


def stage_name(code: str) -> str:
    """The Chinese name of who decides a stage."""
    return "受理平台" if code == SITE_STAGE else department_name(code)
