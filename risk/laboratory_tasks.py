"""Celery's door to the laboratory and the models: hints; the work is found in Postgres."""

import time
from typing import Any, Final

from celery import shared_task
from django.utils import timezone

from risk.services.laboratory import trying
from risk.services.models import links, outliers
from zone_portal.framework.background import hint

TURN_SECONDS: Final = 6.0
"""What a trial takes at a time: in between the other tasks of the queue have theirs."""


@shared_task(name=trying.TASK, soft_time_limit=240, time_limit=300)
def try_rules(**_: Any) -> int:
    """Run the trials that were ordered; a hint after each order, and beat."""
    end, done = time.monotonic() + TURN_SECONDS, 0
    for number in trying.waiting():
        while trying.try_slice(trial_id=number, at=timezone.now()):
            done += 1
            if time.monotonic() > end:
                hint(trying.TASK, queue="default", every=0)
                return done
    return done


@shared_task(name="risk.link_buyers", soft_time_limit=1800, time_limit=1860)
def link_buyers(**_: Any) -> int:
    """Find groups of linked buyers; sent by beat every night."""
    return links.link_buyers(at=timezone.now())


@shared_task(name="risk.look_at_days", soft_time_limit=600, time_limit=660)
def look_at_days(**_: Any) -> int:
    """Look for unusual days of enterprises; sent by beat every night."""
    return outliers.look_at_days(at=timezone.now())
