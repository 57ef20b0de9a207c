"""Months of the activity index in the demo zone, through the services that people use; what it says
is invented, and every month says so."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction

from accounts.models import User
from enterprises.services.demo import refuse_unless_demo
from enterprises.viewers import viewer_for
from statistics_app.models import Bulletin, Due, IndexMethod
from statistics_app.rules.terms import month_of
from statistics_app.selectors_activity import bulletin_of
from statistics_app.services.activity import methods, rounds
from statistics_app.services.bulletins import publishing

COVERAGE: Final = "A"
EARLIER: Final = 4
"""So many months before the first published bulletin get one, so that there is a course to see."""
REASON: Final = "按条例第三十三条编制综合指数（演示）"


@transaction.atomic
def load_demo_index(*, at: datetime) -> int:
    """Add what is missing and change nothing that is there; returns how many months were published.

    :raises PortalError: ``demo_is_off``.
    """
    refuse_unless_demo()
    first = Bulletin.objects.published().filter(coverage=COVERAGE).order_by("month").first()
    if first is None or IndexMethod.objects.exists() or Due.objects.exists():
        return 0  # a zone in use whose declarations wait to be counted gets them with a later start
    months = [first.month]
    while len(months) <= EARLIER:
        months.insert(0, month_of(months[0] - timedelta(days=1)))
    for month in months:
        if bulletin_of(month, COVERAGE) is None and not _bulletin(month, at):
            months = [one for one in months if one > month]
    _method(months[0], at)
    for month in months:
        row = rounds.draft_index(month=month, **_deed("zone", at))
        row = rounds.propose_index(round_id=row.pk, version=row.version, **_deed("zone", at))
        rounds.decide_index(
            round_id=row.pk, version=row.version, accepted=True, **_deed("supervisor", at)
        )
    return len(months)


def _bulletin(month: date, at: datetime) -> bool:
    """Publish the bulletin of an earlier month; False where nothing was traded in it."""
    row = publishing.draft(month=month, coverage=COVERAGE, stage="preliminary", **_deed("zone", at))
    if row.problems:
        publishing.drop(bulletin_id=row.pk, version=row.version, **_deed("zone", at))
        return False
    row = publishing.propose(bulletin_id=row.pk, version=row.version, **_deed("zone", at))
    publishing.decide(
        bulletin_id=row.pk, version=row.version, accepted=True, **_deed("supervisor", at)
    )
    return True


def _method(month: date, at: datetime) -> None:
    row = methods.draft_method(month=month, coverage=COVERAGE, reason=REASON, **_deed("zone", at))
    row = methods.propose_method(method_id=row.pk, version=row.version, **_deed("zone", at))
    methods.decide_method(
        method_id=row.pk, version=row.version, accepted=True, **_deed("supervisor", at)
    )


def _deed(username: str, at: datetime) -> dict[str, Any]:
    user = User.objects.get(username=username)
    return {"viewer": viewer_for(user), "by": user, "at": at}
