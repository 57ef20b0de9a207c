"""Celery's door to credit: hints to score again. The work itself is found in Postgres."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from credit.services import rating


@shared_task(name="credit.rate_due", soft_time_limit=60, time_limit=90)
def rate_due(**_: Any) -> int:
    """Score again whom something happened to; a hint after recording, and beat."""
    done = 0
    while count := rating.rate_due(at=timezone.now()):
        done += count
    return done


@shared_task(name="credit.rate_month", soft_time_limit=1700, time_limit=1800)
def rate_month(**_: Any) -> int:
    """Score everybody on the first day of the month; sent by beat every hour, done once."""
    return rating.rate_month(at=timezone.now())
