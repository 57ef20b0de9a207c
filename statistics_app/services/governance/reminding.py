"""Overdue warnings: tasks, decisions and findings, meetings; once a week until they are done.

Whose turn it is, is told: the unit until it reports that it is done, the office after that.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from django.urls import reverse

from accounts.models import Notice
from statistics_app.models import Duty, FollowUp
from statistics_app.rules.meetings import said
from statistics_app.rules.tasks import RED, UNCHECKED, YELLOW
from statistics_app.selectors_tasks import meetingless, task_standings, unchecked, unheld
from statistics_app.services.governance.common import Deed
from statistics_app.services.governance.followed import Followed, name_of, units_of
from statistics_app.services.governance.telling import DUE, link_of, tell_office, tell_unit
from statistics_app.states import CLOSED, OPEN, REPORTED

EVERY: Final = timedelta(days=7)
SOON: Final = timedelta(days=3)


def remind(deed: Deed) -> int:
    """Tell responsible units and the zone office what is late or soon due, and the office what it
    has not checked or held; returns of how many matters."""
    told = _told(deed.at)
    return _remind_units(deed, told) + _remind_office(deed, told)


def _remind_units(deed: Deed, told: frozenset[str]) -> int:
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
    count = 0
    for row, is_late in late:
        if link_of(row) not in told:
            _tell(row, is_late, deed.at)
            count += 1
    return count


def _remind_office(deed: Deed, told: frozenset[str]) -> int:
    """What it is the office's turn to do. A link is told of once a week, whatever it leads to."""
    day = deed.day
    slow: list[Followed] = [
        row.duty
        for row in task_standings(Duty.objects.filter(status=REPORTED), today=day)
        if UNCHECKED in row.light.reasons
    ]
    slow += unchecked(today=day)
    found: list[tuple[str, str, str]] = []
    for row in slow:
        zh, en = name_of(row)
        found.append((link_of(row), f"{zh} 已报办结，尚未核查。", f"{en}: reported, not checked."))
    for occasion in unheld(today=day):
        name, planned = f"{occasion.number} {occasion.title}", occasion.planned_date
        found.append(
            (
                link_of(occasion),
                f"{name}：计划于 {planned} 进行，尚未登记。请登记、改期或取消。",
                f"{name}: planned for {planned}, not entered as held. Enter, move or drop it.",
            )
        )
    for quarter in meetingless(today=day):
        zh, en = said(quarter)
        link = f"{reverse('statistics:occasions')}?kind=meeting"
        words = f"{zh}没有召开季度例会，请安排。", f"No quarterly meeting in {en}: plan one."
        found.append((link, *words))
    fresh = {link: (zh, en) for link, zh, en in found if link not in told}
    for link, (zh, en) in fresh.items():
        tell_office(zh, en, link, at=deed.at, kind=DUE)
    return len(fresh)


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
