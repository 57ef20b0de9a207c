"""Celery's door to the figures: hints to look for work. The work itself is found in Postgres."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from accounts.facts import SystemActor
from statistics_app.services import extracting, following, runs
from statistics_app.services.governance import reminding
from statistics_app.services.governance.common import Deed


@shared_task(name="statistics.follow_courses", soft_time_limit=60, time_limit=90)
def follow_courses(**_: Any) -> int:
    """Mark declarations of which customs said something; sent by beat."""
    return following.follow_courses(seconds=0, at=timezone.now())


@shared_task(name="statistics.run_night", soft_time_limit=3400, time_limit=3500)
def run_night(**_: Any) -> int:
    """Book what is due and count it; sent by beat every night. Done again, nothing changes."""
    run = runs.run_night(at=timezone.now(), seconds=600)
    return run.bookings if run else 0


@shared_task(name="statistics.make_extracts", soft_time_limit=1700, time_limit=1800)
def make_extracts(**_: Any) -> int:
    """Make the files that were asked for; a hint after each, and beat."""
    return extracting.make_waiting(at=timezone.now())


@shared_task(name="statistics.remind_governance", soft_time_limit=240, time_limit=300)
def remind_governance(**_: Any) -> int:
    """Tell units of tasks and items that are late or soon due; sent by beat, once a week each."""
    return reminding.remind(Deed(SystemActor("statistics"), timezone.now()))
