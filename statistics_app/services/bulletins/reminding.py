"""The office is told of bulletins that are soon due or late, once a week until they are out."""

from datetime import timedelta
from typing import Any, Final

from django.urls import reverse

from accounts.models import Notice
from statistics_app.rules.bulletins.calendar import DUE as WAITING
from statistics_app.rules.bulletins.calendar import LATE
from statistics_app.rules.plan_parameters import REMIND_DAYS
from statistics_app.selectors_releases import releases
from statistics_app.services.governance.common import Deed, setting
from statistics_app.services.governance.telling import DUE, tell_office

EVERY: Final = timedelta(days=7)


def remind_bulletins(deed: Deed) -> int:
    """Tell the zone office; returns of how many months."""
    soon = timedelta(days=int(setting(REMIND_DAYS, on=deed.day)))
    rows: Any = Notice.objects.filter(kind=DUE, at__gt=deed.at - EVERY).values_list(
        "link", flat=True
    )
    told, count = frozenset(rows), 0
    for one in releases(today=deed.day):
        is_near = one.state == WAITING and deed.day >= one.due - soon
        link = f"{reverse('statistics:bulletins')}?due={one.month:%Y-%m}-{one.state}"
        if (one.state != LATE and not is_near) or link in told:
            continue
        month = f"{one.month:%Y-%m}"
        if one.state == LATE:
            zh = f"{month} 统计月报已过公布期限（{one.due}），请公布。"
            en = f"The bulletin of {month} was due on {one.due}: publish it."
        else:
            zh = f"{month} 统计月报应于 {one.due} 前公布。"
            en = f"The bulletin of {month} is due by {one.due}."
        tell_office(zh, en, link, at=deed.at, kind=DUE)
        count += 1
    return count
