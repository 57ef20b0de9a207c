"""The follower of summaries, and the clock: firms are told before a month is due, and after."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models import Q

from declarations.models import Summary
from declarations.rulebook import day_of
from declarations.rules.summarising import CODE, terms_of
from declarations.services.following import follow, has_news, in_turn
from declarations.services.summaries import work_in
from enterprises.services.notices import notify_members
from reference.selectors import rule_settings

NAME: Final = "summaries"
ROLES: Final = ("administrator", "declarant")
MOST_AT_ONCE: Final = 500
COURSES: Final = frozenset({"course"})


def is_behind() -> bool:
    """Whether receipts wait to be worked in."""
    return has_news(NAME)


def follow_summaries(*, seconds: float, at: datetime) -> int:
    """Work in what customs said since; returns the events passed."""
    return in_turn(partial(follow, NAME, work_in, kinds=COURSES, at=at), seconds=seconds)


def remind_of_summaries(*, at: datetime) -> int:
    """Tell each firm once that a month will be due, and once that it is overdue; how many."""
    today = day_of(at)
    warn = timedelta(days=terms_of(rule_settings(on=today).get(CODE, {})).warn_days)
    with transaction.atomic():
        rows = Summary.objects.select_for_update(skip_locked=True).filter(left__gt=0)
        late = list(rows.filter(due_on__lt=today, overdue_at=None)[:MOST_AT_ONCE])
        soon = list(
            rows.filter(Q(warned_at=None), due_on__gte=today, due_on__lte=today + warn)[
                :MOST_AT_ONCE
            ]
        )
        Summary.objects.filter(id__in=[row.pk for row in late]).update(overdue_at=at)
        Summary.objects.filter(id__in=[row.pk for row in soon]).update(warned_at=at)
        _tell(late, at, overdue=True)
        _tell(soon, at, overdue=False)
    return len(late) + len(soon)


def _tell(rows: Iterable[Summary], at: datetime, *, overdue: bool) -> None:
    for row in rows:
        if row.enterprise_id is None:
            continue
        month, due = f"{row.month:%Y-%m}", row.due_on.isoformat()
        zh = f"{month} 出口清单月度汇总还有 {row.left} 份清单未汇总，"
        en = f"Monthly summary {month}: {row.left} list(s) are not summarised yet; "
        notify_members(
            row.enterprise_id,
            ROLES,
            kind="summary_overdue" if overdue else "summary_due",
            zh=zh + (f"已超过截止日 {due}。" if overdue else f"请于 {due} 前报送汇总申请。"),
            en=en + (f"they were due on {due}." if overdue else f"lodge them by {due}."),
            at=at,
            link=f"/summaries/{row.pk}/",
        )
