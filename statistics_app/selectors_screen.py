"""What the large screen shows of this very day: counts only, nobody is named."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from enterprises.viewers import Viewer
from risk.models import Alert
from risk.rules.cases import states
from risk.rules.cases.grading import ORANGE, RED
from statistics_app.selectors import totals_today


@dataclass(frozen=True, slots=True)
class Strip:
    """Lists of the day by what became of them; ``alerts`` are those of matters not closed,
    ``grave`` the orange and red ones of them. None for a firm: alerts are the authorities' own."""

    received: int
    matched: int
    waiting: int
    mismatched: int
    alerts: int | None = None
    grave: int = 0


def strip(viewer: Viewer, *, at: datetime) -> Strip:
    """The day of ``at`` in Shanghai, as far as this viewer may see it."""
    day = totals_today(viewer, at=at)
    lists = (day.received, day.matched, day.waiting, day.mismatched)
    if not viewer.is_official:
        return Strip(*lists)
    rows = Alert.objects.visible_to(viewer).filter(case__status__in=sorted(states.OPEN))
    found = rows.aggregate(all=Count("id"), grave=Count("id", filter=Q(level__in=[ORANGE, RED])))
    return Strip(*lists, alerts=found["all"], grave=found["grave"])
