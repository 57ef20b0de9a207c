"""One of everything that the column, plans and quality keep, for the test of isolation."""

from typing import Any

from accounts.models import User
from enterprises.models import Enterprise
from risk.models import Subscription
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.factories.risk_column import drafted, followed
from tests.factories.risk_plans import in_force, point, started
from tests.factories.risk_quality import batched, claimed, forwarded, recalled, taken_up
from tests.factories.supervision import AT, Party


def matter_objects(enterprise: Enterprise) -> dict[str, Any]:
    """Ids by the names that the table of addresses uses."""
    keeper: User = official("zone", "supervisor")
    follower = enterprise.members.first()
    return {
        "risk_article": drafted(keeper, title_zh="预警七十七号草稿").pk,
        "risk_series": followed(keeper).pk,
        **_responses(),
        **_quality(enterprise),
        "risk_subscription": Subscription.objects.create(
            user=follower.user if follower else keeper, country="502", created_at=AT
        ).pk,
    }


def _responses() -> dict[str, Any]:
    plan = in_force(title_zh="预案七十七号")
    return {
        "risk_point": point(cause_zh="风险点七十七号").pk,
        "risk_plan": plan.pk,
        "risk_plan_run": started(plan).pk,
        "place": 1,
    }


def _quality(enterprise: Enterprise) -> dict[str, Any]:
    person = MemberFactory.create(enterprise=enterprise, role="administrator").user
    firm = Party(enterprise, person)
    return {
        "risk_complaint": taken_up(firm, goods="水杯七十七号").pk,
        "risk_notice": forwarded(firm, brand="品牌七十七号").pk,
        "risk_brand": claimed(firm, brand="品牌七十七号").pk,
        "risk_recall": recalled(firm, goods="水杯七十七号").pk,
        "risk_batch": batched(firm, name="水杯七十七号").pk,
    }
