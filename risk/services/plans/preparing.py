"""Response plans: drafted, proposed by one, released by another, an edition after the other."""

from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Max

from accounts.models import Site, User
from accounts.services.audit import Actor
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from risk.models import Plan
from risk.rules.matters import DRAFT, DROPPED, PROPOSED, RELEASED, RETIRED
from risk.rules.plans.definition import PlanContent, plan_problems
from risk.rules.plans.shipped import SHIPPED
from risk.services.matters.core import (
    DECIDING,
    HANDLING,
    HUB_PATH,
    Deed,
    begun,
    lock,
    move,
    must_be_another,
    must_be_current,
    must_hold,
    must_say,
    next_number,
    noted,
    refuse_problems,
)
from risk.services.plans.points import NAMES, OFFICE, site_of

PREFIX: Final = "YA"


@transaction.atomic
def draft_plan(
    *, content: PlanContent, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> Plan:
    """Begin an edition of a plan at the highest site of whoever writes it.

    :raises Refusal: ``risk_not_yours``, ``risk_incomplete`` (422, all problems).
    """
    site = site_of(viewer)
    must_hold(by, departments={OFFICE, content.department}, at=at, path=site.path)
    refuse_problems(plan_problems(content, NAMES))
    return _create(content, site, Deed(by, at, origin))


@transaction.atomic
def save_plan(
    *,
    plan_id: int,
    version: int,
    content: PlanContent,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Plan:
    """Change a draft; its code stays.

    :raises Refusal: ``risk_matter_unknown``, ``risk_not_yours``, ``risk_changed_meanwhile``,
        ``risk_plan_fixed`` (409), ``risk_incomplete``.
    """
    row = _begin(plan_id, version, viewer, by, at)
    if row.status != DRAFT:
        raise Refusal(
            "risk_plan_fixed",
            409,
            "已提请或施行的预案不能修改；请另拟新版。",
            "What was proposed or is in force does not change: draft a new edition.",
        )
    refuse_problems(plan_problems(content, NAMES))
    columns = _columns(content) | {"code": row.code}
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=list(columns))
    noted(row, Deed(by, at, origin), name="saved")
    return row


@transaction.atomic
def propose_plan(
    *, plan_id: int, version: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> Plan:
    """Hand a draft to the second person.

    :raises Refusal: as :func:`save_plan`; ``transition_refused``.
    """
    row = _begin(plan_id, version, viewer, by, at)
    return move(row, PROPOSED, "proposed", Deed(by, at, origin), proposed_by=by)


@transaction.atomic
def send_plan_back(
    *,
    plan_id: int,
    version: int,
    reasons: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Plan:
    """Give a proposed plan back to who wrote it.

    :raises Refusal: as :func:`save_plan`; ``transition_refused``.
    """
    row = _begin(plan_id, version, viewer, by, at)
    row.machine().table.check(row.status, DRAFT)
    why = must_say("reasons", reasons)
    return move(row, DRAFT, "sent_back", Deed(by, at, origin), note=why, proposed_by=None)


@transaction.atomic
def drop_plan(
    *, plan_id: int, version: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> Plan:
    """Give a draft up.

    :raises Refusal: as :func:`save_plan`; ``transition_refused``.
    """
    row = _begin(plan_id, version, viewer, by, at)
    return move(row, DROPPED, "dropped", Deed(by, at, origin))


@transaction.atomic
def release_plan(
    *, plan_id: int, version: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> Plan:
    """A supervisor other than who proposed it puts a plan in force; the edition before retires.

    :raises Refusal: as :func:`save_plan`; ``risk_four_eyes``, ``transition_refused``.
    """
    row = _begin(plan_id, version, viewer, by, at, roles=DECIDING)
    row.machine().table.check(row.status, RELEASED)
    must_be_another(row.proposed_by_id, by)
    deed = Deed(by, at, origin)
    before = Plan.objects.filter(site=row.site, code=row.code, status=RELEASED)
    for edition in before.select_for_update():
        move(edition, RETIRED, "retired", deed)
    return move(row, RELEASED, "released", deed, released_by=by, released_at=at)


@transaction.atomic
def retire_plan(
    *,
    plan_id: int,
    version: int,
    reasons: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Plan:
    """Take a plan out of force without another.

    :raises Refusal: as :func:`save_plan`; ``transition_refused``.
    """
    row = _begin(plan_id, version, viewer, by, at, roles=DECIDING)
    row.machine().table.check(row.status, RETIRED)
    why = must_say("reasons", reasons)
    return move(row, RETIRED, "retired", Deed(by, at, origin), note=why)


def load_shipped(*, by: Actor, at: datetime) -> int:
    """Draft the shipped plans that the hub has no edition of; returns how many were added."""
    hub = Site.objects.get(path=HUB_PATH)
    known = set(Plan.objects.filter(site=hub).values_list("code", flat=True))
    missing = [content for content in SHIPPED if content.code not in known]
    for content in missing:
        _create(content, hub, Deed(by, at))
    return len(missing)


def _create(content: PlanContent, site: Site, deed: Deed) -> Plan:
    number = next_number(PREFIX, Plan, at=deed.at)
    editions = Plan.objects.filter(site=site, code=content.code).aggregate(last=Max("edition"))
    row: Plan = Plan.objects.create(
        number=number,
        status=DRAFT,
        site=site,
        edition=(editions["last"] or 0) + 1,
        opened_by=deed.person,
        opened_at=deed.at,
        **_columns(content),
    )
    begun(row, deed)
    return row


def _columns(content: PlanContent) -> dict[str, Any]:
    values = asdict(content)
    return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}


def _begin(
    plan_id: int,
    version: int,
    viewer: Viewer,
    by: User,
    at: datetime,
    *,
    roles: frozenset[str] = HANDLING,
) -> Plan:
    row = lock(Plan, plan_id, viewer)
    must_hold(by, departments={OFFICE, row.department}, at=at, roles=roles, path=row.site.path)
    must_be_current(row, version)
    return row
