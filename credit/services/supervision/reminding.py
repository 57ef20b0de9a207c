"""Reminding officials of clocks that run out: once a day for each matter, until it is done."""

from datetime import datetime, time
from typing import Any, Final

from django.utils import timezone

from accounts.models import Notice
from credit.models import Case, Claim
from credit.rules.supervision import states
from credit.rules.supervision.people import HANDLERS
from credit.selectors_cases import case_clocks, claim_clocks
from credit.services.supervision import telling
from credit.services.supervision.common import Deed

DUE: Final = "credit_due"
SOON_DAYS: Final = 1
"""So many working days before its last day a clock is first spoken of."""
SLICE: Final = 500


def remind(deed: Deed) -> int:
    """Tell those in charge what is due within a working day, or late; returns how many matters."""
    running: list[tuple[Case | Claim, Any]] = [
        *((case, case_clocks(case, on=deed.day)) for case in _cases()),
        *((claim, claim_clocks(claim, on=deed.day)) for claim in _claims()),
    ]
    told = _told_today(deed.at)
    count = 0
    for row, clocks in running:
        left = [state.days_left for state in clocks if state.days_left is not None]
        link = telling.case_link(row) if isinstance(row, Case) else telling.claim_link(row)
        if not left or min(left) > SOON_DAYS or link in told:
            continue
        _tell(row, min(left), link, deed.at)
        count += 1
    return count


def _cases() -> list[Case]:
    waiting = [states.HEARD, states.PROPOSED, states.DECIDED]
    rows = Case.objects.filter(status__in=waiting).select_related("subject__enterprise__site")
    return list(rows.order_by("pk")[:SLICE])


def _claims() -> list[Claim]:
    rows = Claim.objects.filter(status__in=sorted(states.CLAIM_IN_QUEUE)).exclude(kind="statement")
    return list(rows.select_related("subject__enterprise__site").order_by("due_date")[:SLICE])


def _told_today(at: datetime) -> frozenset[str]:
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(at), time.min))
    rows = Notice.objects.filter(kind=DUE, at__gte=midnight).values_list("link", flat=True)
    return frozenset(rows)


def _tell(row: Case | Claim, left: int, link: str, at: datetime) -> None:
    zh = "已超期" if left < 0 else "今天到期" if left == 0 else "下一个工作日到期"
    en = "is late" if left < 0 else "is due today" if left == 0 else "is due in one working day"
    asked = row.asked_department if isinstance(row, Claim) and row.status == states.ASKED else ""
    telling.office(
        row.subject,
        f"{row.number} {zh}，请尽快办理。",
        f"{row.number} {en}: please act on it.",
        at=at,
        link=link,
        kind=DUE,
        departments=frozenset({asked}) if asked else HANDLERS,
    )
