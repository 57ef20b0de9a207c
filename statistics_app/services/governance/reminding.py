"""Overdue warnings: tasks, decisions and findings, once a week until they are done."""

from datetime import datetime, timedelta
from typing import Any, Final

from accounts.models import Notice
from statistics_app.models import Duty, FollowUp
from statistics_app.rules.tasks import RED, YELLOW
from statistics_app.selectors_tasks import task_standings
from statistics_app.services.governance.common import Deed
from statistics_app.services.governance.followed import Followed, name_of, units_of
from statistics_app.services.governance.telling import DUE, link_of, tell_office, tell_unit
from statistics_app.states import CLOSED, OPEN

EVERY: Final = timedelta(days=7)
SOON: Final = timedelta(days=3)


def remind(deed: Deed) -> int:
    """Tell responsible units and the zone office what is late or soon due; returns of how many
    matters."""
    late: list[tuple[Followed, bool]] = [
        (row.duty, row.light.colour == RED)
        for row in task_standings(Duty.objects.exclude(status=CLOSED), today=deed.day)
        if row.light.colour in {RED, YELLOW}
    ]
    due = FollowUp.objects.filter(status=OPEN, due_date__lte=deed.day + SOON)
    late += [
        (row, row.due_date < deed.day)
        for row in due.select_related("unit__organisation", "occasion")
    ]
    told = _told(deed.at)
    count = 0
    for row, is_late in late:
        if link_of(row) not in told:
            _tell(row, is_late, deed.at)
            count += 1
    return count


def _told(at: datetime) -> frozenset[str]:
    rows: Any = Notice.objects.filter(kind=DUE, at__gt=at - EVERY).values_list("link", flat=True)
    return frozenset(rows)


def _tell(row: Followed, is_late: bool, at: datetime) -> None:
    zh, en = name_of(row)
    text_zh = f"{zh}：{'已过期限' if is_late else '临近期限或缺月报'}，请办理。"
    text_en = f"{en}: {'overdue' if is_late else 'due soon, or a month is missing'}."
    told = sum(tell_unit(unit, text_zh, text_en, row, at=at, kind=DUE) for unit in units_of(row))
    if is_late or not told:
        tell_office(text_zh, text_en, row, at=at, kind=DUE)
