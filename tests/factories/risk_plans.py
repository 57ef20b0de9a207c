"""Risk points and plans of a sub-platform's county, made by the services that people use."""

from dataclasses import replace
from typing import Any

from accounts.constants import HUB
from accounts.models import Site, User
from risk.models import Plan, PlanRun, RiskPoint
from risk.rules.plans.definition import PlanContent
from risk.rules.plans.points import SHIPPED as POINTS
from risk.rules.plans.shipped import SHIPPED
from risk.services.plans import points, preparing, running
from tests.factories.officials import official
from tests.factories.supervision import deed

SITE = "west"


def of_county(role: str = "supervisor") -> User:
    """An official who runs the west."""
    Site.objects.get_or_create(
        code=SITE,
        defaults={"parent_id": HUB, "path": f"/{HUB}/{SITE}/", "kind": "sub", "name": "西区"},
    )
    return official("zone", role, SITE)


def content(**more: Any) -> PlanContent:
    """The shipped plan on data, as if it were one's own."""
    return replace(SHIPPED[0], **more)


def point(**more: Any) -> RiskPoint:
    """A risk point of the west."""
    return points.add_point(content=replace(POINTS[0], **more), **deed(of_county()))


def in_force(**more: Any) -> Plan:
    """A plan of the west that two people released."""
    first, second = of_county(), of_county()
    row = preparing.draft_plan(content=content(**more), **deed(first))
    row = preparing.propose_plan(plan_id=row.pk, version=row.version, **deed(first))
    return preparing.release_plan(plan_id=row.pk, version=row.version, **deed(second))


def started(plan: Plan, **more: Any) -> PlanRun:
    """A plan in use."""
    given: dict[str, Any] = {"drill": False, "reason": "发现批量读取个人信息。", **more}
    return running.start_run(plan_id=plan.pk, **given, **deed(of_county()))
