"""The office of the zone, a member unit and its liaison officer, and the loaded tables."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.test import Client

from accounts.facts import SystemActor
from accounts.models import Site, User
from enterprises.viewers import viewer_for
from enterprises.services.demo_values import PDF
from statistics_app.models import Assessment, Duty, FollowUp, MemberUnit, PlanTarget
from statistics_app.services.governance import assessing, occasions, targets, units
from statistics_app.services.governance.evidence import Paper, keep
from tests.factories.officials import official
from zone_portal.kernel.errors import PortalError

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
TODAY = date(2026, 11, 20)
BY = SystemActor("test")


def deed(user: User, days: int = 0) -> dict[str, Any]:
    """Who does it, seen by whom, so many days later."""
    return {"viewer": viewer_for(user), "by": user, "at": AT + timedelta(days=days)}


def browser(user: User) -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(user)
    return client


def problems_of(refusal: PortalError) -> set[str]:
    """The fields that a refusal names."""
    return {row["field"] for row in refusal.details["problems"]}


def west() -> Site:
    """An open sub-platform."""
    site, _ = Site.objects.get_or_create(
        code="west",
        defaults={"parent_id": "hub", "path": "/hub/west/", "kind": "sub", "name": "西区"},
    )
    Site.objects.filter(code="west").update(status="open")
    return site


@dataclass
class Governed:
    """Two officials of the zone office, one of a department, and the tables as shipped."""

    office: User = field(default_factory=lambda: official("zone", "reviewer"))
    chief: User = field(default_factory=lambda: official("zone", "supervisor"))
    liaison: User = field(default_factory=lambda: official("market", "viewer"))

    def __post_init__(self) -> None:
        targets.load_shipped(by=BY, at=AT)
        units.load_shipped(by=BY, at=AT)

    def target(self, line: int) -> PlanTarget:
        """A target by its line in the table."""
        return PlanTarget.objects.get(line=line)

    def duty(self, number: int) -> Duty:
        """A task by its number."""
        return Duty.objects.get(number=number)

    def unit(self, code: str) -> MemberUnit:
        """A unit by its code."""
        return MemberUnit.objects.get(code=code)


def governance_objects(site: str) -> dict[str, Any]:
    """Ids by the names that the isolation table uses; what is a site's own is that site's."""
    governed = Governed()
    own = official("county", "reviewer", site)
    occasion = occasions.plan_occasion(
        kind="inspection", title="检查七十七", day=TODAY, site=site, **deed(governed.office)
    )
    tree = assessing.draft_tree(year=2077, **deed(governed.office))
    paper = keep(Paper("证明.pdf", PDF), by=own, at=AT)
    return {
        "plan_target": governed.target(1).pk,
        "plan_task": governed.duty(1).pk,
        "member_unit": governed.unit("tax").pk,
        "occasion": occasion.pk,
        "follow_up": FollowUp.objects.create(
            occasion=occasion, text="事项", unit=governed.unit("tax"), due_date=TODAY
        ).pk,
        "assessment_tree": tree.pk,
        "assessment": Assessment.objects.create(tree=tree, site_id=site).pk,
        "evidence": paper.pk if paper else 0,
        "month": "2026-10",
    }
