"""Bringing sites and organisations up to the zone's configuration; what people edited stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from accounts.constants import HUB
from accounts.facts import SystemActor
from accounts.models import Organisation, Site
from accounts.services import audit
from accounts.zones import OrganisationFacts, SiteFacts, ZoneFacts
from zone_portal.kernel.errors import PortalError

BY: Final = SystemActor("load_zone")
ZONE: Final = "zone"
"""Under this name the hub remembers which zone it was loaded for."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows were added and changed."""

    added: int
    changed: int


@transaction.atomic
def load_zone(zone: ZoneFacts, *, at: datetime) -> Loaded:
    """Add the sites and organisations that are missing and carry over what the configuration
    changed, column by column, unless somebody edited the column here. Nothing is ever removed.

    :raises PortalError: ``zone_differs`` when the database already serves another zone.
    """
    Site.objects.select_for_update().get(code=HUB)
    _refuse_another_zone(zone)
    sites = {site.code: site for site in Site.objects.all()}
    outcomes = []
    for facts in zone.sites:
        fresh = facts.code not in sites
        if fresh:
            sites[facts.code] = _new_site(facts, sites[facts.parent])
        wanted = _columns_of(facts) | ({ZONE: zone.key} if facts.code == HUB else {})
        outcomes.append(_carry_over(sites[facts.code], wanted, fresh=fresh, at=at))
    organisations = {row.code: row for row in Organisation.objects.all()}
    for wanted_row in [*zone.organisations, *_operators(zone)]:
        row = organisations.get(wanted_row.code)
        fresh = row is None
        if row is None:
            row = Organisation(code=wanted_row.code, site_id=wanted_row.site)
        wanted = {name: getattr(wanted_row, name) for name in ("name", "name_en", "department")}
        outcomes.append(_carry_over(row, wanted, fresh=fresh, at=at))
    return Loaded(outcomes.count("added"), outcomes.count("changed"))


def _refuse_another_zone(zone: ZoneFacts) -> None:
    loaded = Site.objects.get(code=HUB).loaded.get(ZONE, zone.key)
    if loaded != zone.key:
        raise PortalError(
            "zone_differs",
            details={"loaded": loaded, "asked": zone.key},
            zh=f"此数据库服务于综试区“{loaded}”，不能改为“{zone.key}”；请使用新的数据库",
            en=f"this database serves the zone {loaded!r}, not {zone.key!r}; use a new database",
        )


def _columns_of(facts: SiteFacts) -> dict[str, Any]:
    names = ("name", "name_en", "area", "operator", "status")
    return {name: getattr(facts, name) for name in names} | {"services": list(facts.services)}


def _new_site(facts: SiteFacts, parent: Site) -> Site:
    path = f"{parent.path}{facts.code}/"
    return Site(code=facts.code, kind=facts.kind, parent=parent, path=path)


def _operators(zone: ZoneFacts) -> list[OrganisationFacts]:
    """Whoever runs a sub-platform is an organisation there."""
    return [
        OrganisationFacts(
            code=site.code,
            department=site.department,
            name=site.operator,
            name_en=site.name_en.replace("sub-platform", "administration"),
            site=site.code,
        )
        for site in zone.sites
        if site.department
    ]


def _carry_over(
    row: Site | Organisation, wanted: Mapping[str, Any], *, fresh: bool, at: datetime
) -> str:
    """Set what the row does not know yet or still has as loaded last time."""
    before = dict(row.loaded)
    changed = {}
    for name, value in wanted.items():
        untouched = fresh or (name in before and getattr(row, name, None) == before[name])
        first_words = name not in before and not getattr(row, name, None)
        if name != ZONE and (untouched or first_words) and getattr(row, name) != value:
            changed[name] = {"old": getattr(row, name), "new": value}
            setattr(row, name, value)
    row.loaded = dict(wanted)
    if not fresh and not changed and before == row.loaded:
        return "same"
    row.save()
    if fresh or changed:
        audit.record(
            "zone.loaded",
            by=BY,
            on=(f"accounts.{row._meta.model_name}", row.code),
            old=None if fresh else {name: pair["old"] for name, pair in changed.items()},
            new={name: pair["new"] for name, pair in changed.items()},
            at=at,
        )
    if fresh:
        return "added"
    return "changed" if changed else "same"
