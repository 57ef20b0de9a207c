"""Background work: each task is one intent, and finding it done already is no error."""

from celery import shared_task
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.facts import SystemActor
from taxation.services.bills import age_bills, draw_bills
from taxation.services.quota_moves import expire

BY = SystemActor("taxation")
SLICE = 1000
MOST_SLICES = 50
"""An hour's worth; what is left comes with the next."""


@shared_task(name="taxation.expire_reservations", time_limit=120)
def expire_reservations() -> int:
    """Let go of quota that was reserved and never released, a slice after the other."""
    on, at, total = localdate(), timezone.now(), 0
    for _ in range(MOST_SLICES):
        gone = expire(on=on, at=at, most=SLICE)
        total += gone
        if gone < SLICE:
            break
    return total


@shared_task(name="taxation.draw_bills", time_limit=120)
def draw() -> int:
    """Put bills into their half-month batches and mark the overdue ones."""
    at = timezone.now()
    return draw_bills(on=localdate(), by=BY, at=at) + age_bills(on=localdate(), by=BY, at=at)
