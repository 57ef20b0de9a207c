"""The register of risk points: entered, checked, retired."""

from dataclasses import asdict
from datetime import datetime
from typing import Final

from django.db import transaction

from accounts.constants import DEPARTMENTS
from accounts.models import Site, User
from accounts.services import audit
from accounts.services.audit import Actor, label_of
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from risk.models import PointCheck, RiskPoint
from risk.rules.plans.points import SHIPPED, PointContent, next_check, point_problems
from risk.services.matters.core import (
    HUB_PATH,
    Deed,
    must_hold,
    must_say,
    next_number,
    refuse_problems,
    unknown,
)

PREFIX: Final = "FX"
ON_TYPE: Final = "risk.point"
OFFICE: Final = "zone"
NAMES: Final = dict(DEPARTMENTS)


@transaction.atomic
def add_point(
    *, content: PointContent, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> RiskPoint:
    """Enter a point at the highest site of whoever enters it; its first check is due a period on.

    :raises Refusal: ``risk_not_yours``, ``risk_incomplete`` (422, all problems).
    """
    site = site_of(viewer)
    must_hold(by, departments={OFFICE, content.department}, at=at, path=site.path)
    refuse_problems(point_problems(content, NAMES))
    row = _create(content, site, Deed(by, at, origin))
    _note(row, "entered", Deed(by, at, origin))
    return row


@transaction.atomic
def check_point(
    *,
    point_id: int,
    found: bool,
    note: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> PointCheck:
    """Enter that a point was looked after; the next check is due a period later.

    :raises Refusal: ``risk_matter_unknown``, ``risk_not_yours``, ``risk_point_retired`` (409),
        ``risk_incomplete``.
    """
    row = _begin(point_id, viewer, by, at)
    said = must_say("note", note)
    deed = Deed(by, at, origin)
    made: PointCheck = PointCheck.objects.create(
        point=row,
        on_date=deed.day,
        found=found,
        note=said[:500],
        by=by,
        by_label=label_of(by)[:128],
        at=at,
    )
    row.checked_date = deed.day
    row.due_date = next_check(row.since_date, deed.day, row.every_days)
    row.save(update_fields=["checked_date", "due_date"])
    _note(row, "checked", deed)
    return made


@transaction.atomic
def retire_point(
    *, point_id: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> RiskPoint:
    """Take a point out of the register; its history stays.

    :raises Refusal: as :func:`check_point`.
    """
    row = _begin(point_id, viewer, by, at)
    deed = Deed(by, at, origin)
    row.retired_date = deed.day
    row.save(update_fields=["retired_date"])
    _note(row, "retired", deed)
    return row


def load_shipped(*, by: Actor, at: datetime) -> int:
    """Enter the shipped points where the hub has none; returns how many were added."""
    if RiskPoint.objects.exists():
        return 0
    hub = Site.objects.get(path=HUB_PATH)
    for content in SHIPPED:
        _create(content, hub, Deed(by, at))
    return len(SHIPPED)


def site_of(viewer: Viewer) -> Site:
    """The highest site of an official."""
    path = min(viewer.site_paths, key=len, default="")
    site = Site.objects.filter(path=path).first()
    if site is None:
        raise unknown()
    return site


def _create(content: PointContent, site: Site, deed: Deed) -> RiskPoint:
    row: RiskPoint = RiskPoint.objects.create(
        number=next_number(PREFIX, RiskPoint, at=deed.at),
        site=site,
        since_date=deed.day,
        due_date=next_check(deed.day, None, content.every_days),
        **asdict(content),
    )
    return row


def _begin(point_id: int, viewer: Viewer, by: User, at: datetime) -> RiskPoint:
    row: RiskPoint | None = (
        RiskPoint.objects.visible_to(viewer)
        .select_for_update(of=("self",))
        .select_related("site")
        .filter(pk=point_id)
        .first()
    )
    if row is None:
        raise unknown()
    must_hold(by, departments={OFFICE, row.department}, at=at, path=row.site.path)
    if row.retired_date is not None:
        raise Refusal("risk_point_retired", 409, "该风险点已停用。", "This risk point is retired.")
    return row


def _note(row: RiskPoint, name: str, deed: Deed) -> None:
    audit.record(
        f"risk_point.{name}",
        by=deed.by,
        on=(ON_TYPE, str(row.pk)),
        new={"due": row.due_date.isoformat()},
        at=deed.at,
        origin=deed.origin,
    )
