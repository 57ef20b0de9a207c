"""Who is told what of targets, tasks and reports. Texts hold no figure of a respondent."""

from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone

from accounts.selectors import officials_in_charge, postings_in_force
from accounts.services.notices import notify_all
from statistics_app.models import Assessment, Duty, FollowUp, Liaison, MemberUnit, Occasion, Report
from statistics_app.services.governance.common import HANDLING, HUB_PATH, OFFICE, in_force

KIND: Final = "statistics"
DUE: Final = "statistics_due"


def link_of(row: Any) -> str:
    """Where it is found."""
    if isinstance(row, FollowUp):
        return f"{reverse('statistics:occasion', args=[row.occasion_id])}#item-{row.pk}"
    names = {
        Duty: "statistics:duty",
        Occasion: "statistics:occasion",
        Assessment: "statistics:assessment",
        Report: "statistics:report",
    }
    return reverse(names[type(row)], args=[row.pk])


def tell_office(zh: str, en: str, row: Any, *, at: datetime, kind: str = KIND) -> None:
    """Tell the zone office of the hub; ``row`` is what it is told of, or the link to it."""
    ids = officials_in_charge(HUB_PATH, sorted(HANDLING), department=OFFICE, at=at)
    notify_all(
        ids, kind=kind, zh=zh, en=en, at=at, link=row if isinstance(row, str) else link_of(row)
    )


def tell_unit(
    unit: MemberUnit, zh: str, en: str, row: Any, *, at: datetime, kind: str = KIND
) -> int:
    """Tell those who speak for a unit: its liaison officers, else the handlers of its
    organisation; returns how many."""
    day = timezone.localdate(at)
    ids = list(
        in_force(Liaison.objects.filter(unit=unit), on=day).values_list("user_id", flat=True)
    )
    if not ids and unit.organisation_id is not None:
        postings = postings_in_force(day).filter(
            organisation_id=unit.organisation_id, role__in=sorted(HANDLING)
        )
        ids = sorted(set(postings.values_list("user_id", flat=True)))
    return len(notify_all(ids, kind=kind, zh=zh, en=en, at=at, link=link_of(row)))
