"""Who is told what about a filing. Texts name firms and numbers, never people."""

from datetime import datetime
from typing import Final

from django.urls import reverse

from accounts.constants import DEPARTMENTS
from enterprises.models import Filing
from enterprises.rules.reviewing import REVIEWER, SITE_STAGE, departments_of_stage
from enterprises.services.filing.steps import WRITERS
from enterprises.services.notices import notify_members, notify_officials

KIND: Final = "filing"
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
    for department in sorted(departments_of_stage(filing.department)):
        notify_officials(
            filing.site.path,
            (REVIEWER,),
            department=department,
            kind=KIND,
            zh=f"待审核备案：{name}，应于 {filing.due_date} 前办结。",
            en=f"A filing waits for your review: {name}, due {filing.due_date}.",
            at=at,
            link=review_link(filing),
        )


def receivers(filing: Filing, departments: tuple[str, ...], *, at: datetime) -> None:
    """Tell the departments that received an approved version."""
    name = filing.title or filing.enterprise.name
    for department in departments:
        notify_officials(
            filing.site.path,
            (REVIEWER, "viewer"),
            department=department,
            kind=KIND,
            zh=f"收到共享备案 {filing.number}：{name}。",
            en=f"Filing {filing.number} was shared with your department: {name}.",
            at=at,
            link=reverse("enterprises:department_inbox"),
        )


def department_name(code: str) -> str:
    """The Chinese name of a department."""
    return _DEPARTMENT.get(code, code)


def stage_name(code: str) -> str:
    """The Chinese name of who decides a stage."""
    return "受理平台" if code == SITE_STAGE else department_name(code)
