"""Serving enterprises as their standing asks: pushed down by credit, read by the review queue."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final, NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.services import audit
from accounts.services.audit import Actor, Change, label_of
from enterprises import states
from enterprises.models import Enterprise, Filing, ServiceLevel
from enterprises.rules.parameters import PRIORITY_REVIEW_DAYS
from enterprises.rules.service_levels import LEVELS, PRIORITY, STANDARD
from enterprises.selectors_filings import filing_settings
from reference.selectors import add_working_days

ON_TYPE: Final = "enterprises.enterprise"


class Wanted(NamedTuple):
    """A level and the law it rests on."""

    level: str
    basis: str = ""


@transaction.atomic
def put_service_levels(
    wanted: Mapping[int, Wanted], *, source: str, by: Actor, at: datetime
) -> int:
    """Serve these enterprises (by id) at these levels from the day of ``at`` on; ``standard`` ends
    what was otherwise. Returns how many changed; the same again changes nothing.

    What waits in a review queue is due sooner from then on, never later.

    :raises ValueError: for an unknown level, or one other than the usual without a basis.
    """
    for asked in wanted.values():
        if asked.level not in LEVELS or (asked.level != STANDARD and not asked.basis):
            raise ValueError(f"no level with a basis: {asked}")
    day = timezone.localdate(at)
    list(Enterprise.objects.filter(id__in=wanted).select_for_update().order_by("id").values("id"))
    rows = ServiceLevel.objects.filter(enterprise_id__in=wanted, to_date__isnull=True)
    present = {row.enterprise_id: row for row in rows}
    changed = {
        number: asked
        for number, asked in wanted.items()
        if asked.level != _level(present.get(number))
    }
    ended = [present[number].pk for number in changed if number in present]
    ServiceLevel.objects.filter(pk__in=ended).update(to_date=day)
    ServiceLevel.objects.bulk_create(
        (
            ServiceLevel(
                enterprise_id=number,
                level=asked.level,
                from_date=day,
                basis=asked.basis[:300],
                source=source,
                set_at=at,
                by_label=label_of(by)[:128],
            )
            for number, asked in changed.items()
            if asked.level != STANDARD
        ),
        batch_size=1000,
    )
    audit.record_many(
        (
            Change(
                "enterprise.service_level",
                (ON_TYPE, str(number)),
                old={"level": _level(present.get(number))},
                new={"level": asked.level, "source": source},
            )
            for number, asked in changed.items()
        ),
        by=by,
        at=at,
    )
    first = [number for number, asked in changed.items() if asked.level == PRIORITY]
    _hasten(first, day=day)
    return len(changed)


def _level(row: ServiceLevel | None) -> str:
    return STANDARD if row is None else row.level


def _hasten(enterprise_ids: list[int], *, day: date) -> None:
    """Filings that wait already are due as soon as one handed in today."""
    if not enterprise_ids:
        return
    due = add_working_days(day, int(filing_settings(on=day)[PRIORITY_REVIEW_DAYS]))
    Filing.objects.filter(
        enterprise_id__in=enterprise_ids, status__in=sorted(states.IN_QUEUE), due_date__gt=due
    ).update(due_date=due)
