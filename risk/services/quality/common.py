"""What the services of quality share: who speaks for a firm, terms, who is told."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from accounts.facts import ClientActor
from accounts.models import User
from accounts.selectors import officials_in_charge
from accounts.services.audit import Actor
from accounts.services.notices import notify_all
from enterprises.models import Enterprise, Member
from enterprises.rules.registration import Problem
from enterprises.services.notices import notify_members
from enterprises.services.refusals import Refusal, problems_refusal
from enterprises.viewers import Viewer
from reference.selectors import add_working_days
from risk.models.quality_querysets import HANDLERS
from risk.rules.quality.parameters import ACCEPT, ANSWER, CHECK, COUNTER, MEDIATION
from risk.selectors_disputes import figure
from risk.services.matters.core import HANDLING
from zone_portal.kernel.rules import Text

KIND: Final = "risk"
WRITERS: Final = ("administrator", "declarant")
WORKING: Final = frozenset({ACCEPT, MEDIATION, CHECK})
NATURAL: Final = frozenset({ANSWER, COUNTER})


def term(parameter: str, *, since: date) -> date:
    """The last day of a term that starts on a day, in working or in natural days."""
    days = figure(parameter, on=since)
    return add_working_days(since, days) if parameter in WORKING else since + timedelta(days=days)


def must_speak_for(enterprise_id: int | None, by: Actor, viewer: Viewer) -> None:
    """Refuse who may not write for a firm: a member in a writing role, or a program of the firm
    (its token's scopes were checked at the door).

    :raises Refusal: 403 ``risk_role_too_weak``.
    """
    if isinstance(by, User) and enterprise_id is not None:
        rows = Member.objects.filter(user_id=by.pk, enterprise_id=enterprise_id, role__in=WRITERS)
        if rows.exists():
            return
    if isinstance(by, ClientActor) and enterprise_id in viewer.own_ids:
        return
    raise Refusal(
        "risk_role_too_weak",
        403,
        "只有本企业的管理员或申报员可以办理。",
        "Only administrators and declarants of the enterprise may do this.",
    )


def firm_for(viewer: Viewer, code: str, *, field: str = "firm") -> Enterprise:
    """The registered firm that an official names by code.

    :raises Refusal: 422 ``risk_incomplete`` where there is none at their sites.
    """
    text = code.strip().upper()
    rows: Any = Enterprise.objects.registered().visible_to(viewer).select_related("site")
    found: Enterprise | None = rows.filter(uscc=text).first() or rows.filter(code=text).first()
    if found is None:
        zh, en = "没有该代码的企业。", "There is no firm of this code."
        problem = Problem(field, "risk_firm_unknown", text[:40], zh, en)
        raise problems_refusal("risk_incomplete", [problem], zh, en)
    return found


def tell_firm(enterprise_id: int | None, words: Text, *, at: datetime, link: str) -> None:
    """Tell those who may write for a firm."""
    if enterprise_id is not None:
        zh, en = words
        notify_members(enterprise_id, WRITERS, kind=KIND, zh=zh, en=en, at=at, link=link)


def tell_office(path: str, words: Text, *, at: datetime, link: str) -> None:
    """Tell the officials of a site who handle quality."""
    people = {
        person
        for department in sorted(HANDLERS)
        for person in officials_in_charge(path, sorted(HANDLING), department=department, at=at)
    }
    zh, en = words
    notify_all(sorted(people), kind=KIND, zh=zh, en=en, at=at, link=link)
