"""What people follow in the column: a country, goods, or goods in a country."""

from datetime import datetime
from typing import Final

from django.db import transaction

from accounts.models import User
from accounts.services import audit
from enterprises.rules.registration import Problem
from enterprises.services.refusals import Refusal
from risk.models import Subscription
from risk.rules.column.article import is_hs
from risk.selectors_column import country_codes
from risk.services.matters.core import refuse_problems, unknown

MOST: Final = 100
ON_TYPE: Final = "risk.subscription"


@transaction.atomic
def subscribe(*, country: str, hs: str, by: User, at: datetime, origin: str = "") -> Subscription:
    """Follow a country, goods, or both; asked again it stays as it is.

    :raises Refusal: ``risk_incomplete`` (422), ``risk_subscriptions_many`` (409).
    """
    wanted, code = country.strip(), hs.strip()
    problems = []
    if not wanted and not code:
        problems.append(
            Problem(
                "country",
                "risk_subscription_empty",
                "",
                "请选择国家（地区）或填写商品编码。",
                "Choose a country or give a commodity code.",
            )
        )
    if wanted and wanted not in country_codes():
        problems.append(
            Problem(
                "country",
                "risk_country_unknown",
                wanted,
                "没有该国家（地区）。",
                "No such country.",
            )
        )
    if code and not is_hs(code):
        problems.append(
            Problem(
                "hs",
                "risk_hs_wrong",
                code[:40],
                "商品编码应为2至10位数字。",
                "A commodity code has 2 to 10 digits.",
            )
        )
    refuse_problems(problems)
    if Subscription.objects.of(by.pk).count() >= MOST:
        raise Refusal(
            "risk_subscriptions_many",
            409,
            f"最多订阅{MOST}项，请先取消不需要的。",
            f"At most {MOST} subscriptions: end some first.",
        )
    found: tuple[Subscription, bool] = Subscription.objects.get_or_create(
        user=by, country=wanted, hs=code, defaults={"created_at": at}
    )
    row, is_new = found
    if is_new:
        _note(row, "started", by, at, origin)
    return row


@transaction.atomic
def unsubscribe(*, subscription_id: int, by: User, at: datetime, origin: str = "") -> None:
    """Stop following.

    :raises Refusal: 404 ``risk_matter_unknown``.
    """
    row = Subscription.objects.of(by.pk).select_for_update().filter(pk=subscription_id).first()
    if row is None:
        raise unknown()
    _note(row, "ended", by, at, origin)
    row.delete()


def _note(row: Subscription, name: str, by: User, at: datetime, origin: str) -> None:
    audit.record(
        f"risk_subscription.{name}",
        by=by,
        on=(ON_TYPE, str(row.pk)),
        new={"country": row.country, "hs": row.hs},
        at=at,
        origin=origin,
    )
