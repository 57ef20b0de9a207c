"""What every deed on targets, tasks and reports begins with: who may, by which settings."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db import models
from django.utils import timezone

from accounts.models import User
from accounts.selectors import postings_of
from credit.services.supervision.common import HUB_PATH, Deed, next_number
from enterprises.rules.registration import Problem
from enterprises.services.refusals import Refusal, problems_refusal
from enterprises.viewers import Viewer
from reference.selectors import rule_settings
from statistics_app.models import Liaison, MemberUnit
from statistics_app.rules.plan_parameters import number

__all__ = ["HUB_PATH", "Deed", "next_number"]

OFFICE: Final = "zone"
HANDLING: Final = frozenset({"reviewer", "supervisor", "administrator"})
RELEASING: Final = frozenset({"supervisor"})
SHORTEST: Final = 4
"""A text that says anything has so many characters."""

GROUPS: Final = {"counties": frozenset({"county", "park"})}
"""Groups of units whose officials act for them, by department."""


def setting(name: str, *, on: date) -> Decimal:
    """A figure that the zone has set, on a day."""
    return number(rule_settings(on=on), name)


def is_office(viewer: Viewer, roles: frozenset[str] = HANDLING) -> bool:
    """Whether someone serves in the zone office of the hub in one of these roles."""
    return viewer.sees_all and OFFICE in viewer.departments and bool(viewer.roles & roles)


def must_be_office(viewer: Viewer, roles: frozenset[str] = HANDLING) -> None:
    """:raises Refusal: 403 ``statistics_not_yours``."""
    if not is_office(viewer, roles):
        raise not_yours()


def not_yours() -> Refusal:
    """The refusal for what is among somebody else's duties."""
    return Refusal(
        "statistics_not_yours",
        403,
        "该事项不属于您的职责。",
        "This is not among your duties.",
    )


def acts_for(unit: MemberUnit, user: User, *, on: date) -> bool:
    """Whether somebody speaks for a unit: its liaison officer, an official of its organisation, or
    for a group of counties and parks an official of one."""
    if in_force(Liaison.objects.filter(unit=unit, user=user), on=on).exists():
        return True
    postings = postings_of(user, on=on)
    if unit.organisation is not None:
        code = unit.organisation.code
        return any(row.organisation == code and row.role in HANDLING for row in postings)
    departments = GROUPS.get(unit.code, frozenset())
    return any(row.department in departments and row.role in HANDLING for row in postings)


def in_force(rows: models.QuerySet[Any], *, on: date) -> models.QuerySet[Any]:
    """Those of the rows whose period holds a day."""
    ends = models.Q(to_date__isnull=True) | models.Q(to_date__gt=on)
    return rows.filter(ends, from_date__lte=on)


def found(rows: models.QuerySet[Any], pk: int, *, lock: bool = True) -> Any:
    """One of the rows somebody may see, locked unless told otherwise.

    :raises Refusal: 404 ``statistics_unknown``.
    """
    model = rows.model
    seen = model._default_manager.filter(pk__in=rows.filter(pk=pk).values("pk"))
    row = (seen.select_for_update(of=("self",)) if lock else seen).first()
    if row is None:
        raise Refusal("statistics_unknown", 404, "没有找到该事项。", "There is no such thing.")
    return row


def must_be_current(row: Any, version: int) -> None:
    """Refuse a deed on what somebody else has changed meanwhile.

    :raises Refusal: 409 ``statistics_changed_meanwhile`` with who did what and when.
    """
    if row.version == version:
        return
    step = row.steps.order_by("-id").first()
    who = step.by_label if step else ""
    moment = f"{timezone.localtime(step.at):%Y-%m-%d %H:%M}" if step else ""
    raise Refusal(
        "statistics_changed_meanwhile",
        409,
        f"{who} 已于 {moment} 办理了该事项，您的操作未保存。请刷新后再办。",
        f"{who} acted on this at {moment}; what you did was not kept. Reload the page.",
        details={"version": row.version, "by": who, "at": step.at.isoformat() if step else None},
    )


def refuse_problems(problems: Iterable[Problem]) -> None:
    """:raises Refusal: 422 ``statistics_incomplete`` when there are any, all of them in details."""
    rows = list(problems)
    if rows:
        raise problems_refusal(
            "statistics_incomplete",
            rows,
            "；".join(row.zh for row in rows)[:300],
            " ".join(row.en for row in rows)[:300],
        )


def missing(field: str, zh: str, en: str) -> Problem:
    """A field without what it needs."""
    return Problem(field, "statistics_incomplete", "", zh, en)


def need_text(field: str, text: str, zh: str, en: str, *, least: int = SHORTEST) -> list[Problem]:
    """A problem where a text says nothing."""
    return [] if len(text.strip()) >= least else [missing(field, zh, en)]
