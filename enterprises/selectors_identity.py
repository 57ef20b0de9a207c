"""Reading the log of identity checks, and how much of a quota is left."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils.timezone import make_aware

from accounts.identity import INVALID, UNAVAILABLE
from enterprises.models import IdentityCheck
from enterprises.rules.identity import BATCH, CODE, PARAMETERS, QUOTA
from reference.selectors import rule_settings

FREE: Final = (INVALID, UNAVAILABLE)
"""Results for which nobody was really asked: they use nothing of the quota."""


def identity_settings(*, on: date) -> Mapping[str, int]:
    """The limits of identity checks on a day, by parameter."""
    rows = rule_settings(on=on).get(CODE, {})
    return {name: int(rows.get(name, given.initial)) for name, given in PARAMETERS.items()}


def quota_of(*, on: date) -> int:
    """Checks that one enterprise may make on a day."""
    return identity_settings(on=on)[QUOTA]


def batch_limit(*, on: date) -> int:
    """People that one request may name."""
    return identity_settings(on=on)[BATCH]


def used_on(enterprise_id: int, day: date) -> int:
    """Checks of a Shanghai day that count against an enterprise's quota."""
    rows = IdentityCheck.objects.filter(
        enterprise_id=enterprise_id, at__gte=_start(day), at__lt=_start(day + timedelta(days=1))
    )
    return rows.exclude(result__in=FREE).count()


def _start(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))
