"""One of everything that the column, plans and quality keep, for the test of isolation."""

from typing import Any

from accounts.models import User
from enterprises.models import Enterprise
from risk.models import Subscription
from tests.factories.officials import official
from tests.factories.risk_column import drafted, followed
from tests.factories.risk_plans import in_force, point, started
from tests.factories.supervision import AT


def matter_objects(enterprise: Enterprise) -> dict[str, Any]:
    """Ids by the names that the table of addresses uses."""
    keeper: User = official("zone", "supervisor")
    follower = enterprise.members.first()
    return {
        "risk_article": drafted(keeper, title_zh="预警七十七号草稿").pk,
        "risk_series": followed(keeper).pk,
        **_responses(),
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
    }
