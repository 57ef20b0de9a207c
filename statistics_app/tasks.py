"""Celery's door to the figures: hints to look for work. The work itself is found in Postgres."""

from typing import Any

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from accounts.facts import SystemActor
from statistics_app.models import Due, StaleMonth
from statistics_app.services import extracting, following, runs
from statistics_app.services.bulletins.reminding import remind_bulletins
from statistics_app.services.governance import reminding
from statistics_app.services.governance.common import Deed
from statistics_app.services.packages import making, sending
from statistics_app.services.recognition import running
from statistics_app.services.reconciling import demo as reconciling_demo
from statistics_app.services.reconciling.running import compare_behind
from statistics_app.services.reporting import opening, surveys


@shared_task(name="statistics.follow_courses", soft_time_limit=60, time_limit=90)
def follow_courses(**_: Any) -> int:
    """Mark declarations of which customs said something; sent by beat."""
    return following.follow_courses(seconds=0, at=timezone.now())


@shared_task(name="statistics.run_night", soft_time_limit=3400, time_limit=3500)
def run_night(**_: Any) -> int:
    """Book what is due and count it; sent by beat every night. Done again, nothing changes."""
    run = runs.run_night(at=timezone.now(), seconds=600)
    return run.bookings if run else 0


@shared_task(name=runs.TASK, soft_time_limit=3400, time_limit=3500)
def count_asked(**_: Any) -> int:
    """The run that an officer asked for; a hint after each, and beat."""
    run = runs.count_asked(at=timezone.now())
    return run.bookings if run else 0


@shared_task(name="statistics.run_demo", soft_time_limit=240, time_limit=300)
def run_demo(**_: Any) -> int:
    """In a demo nobody waits for the night: book what is due; sent by beat."""
    if not settings.PORTAL_DEMO or not (Due.objects.exists() or StaleMonth.objects.exists()):
        return 0
    run = runs.run_night(at=timezone.now(), seconds=0)
    reconciling_demo.compare_demo(at=timezone.now())
    return run.bookings if run else 0


@shared_task(name="statistics.make_extracts", soft_time_limit=1700, time_limit=1800)
def make_extracts(**_: Any) -> int:
    """Make the files that were asked for; a hint after each, and beat."""
    return extracting.make_waiting(at=timezone.now())


@shared_task(name="statistics.remind_governance", soft_time_limit=240, time_limit=300)
def remind_governance(**_: Any) -> int:
    """Tell units of tasks and items that are late or soon due, and the office of bulletins; sent by
    beat, once a week each."""
    deed = Deed(SystemActor("statistics"), timezone.now())
    return reminding.remind(deed) + remind_bulletins(deed)


@shared_task(name="statistics.tend_reports", soft_time_limit=540, time_limit=600)
def tend_reports(**_: Any) -> int:
    """Open the reports of periods that are over and ask for what is due; sent by beat."""
    deed = Deed(SystemActor("statistics"), timezone.now())
    opened = opening.open_due(deed)
    return opened + opening.remind_reports(deed) + surveys.remind_surveys(deed)


@shared_task(name="statistics.recognise", soft_time_limit=540, time_limit=600)
def recognise(**_: Any) -> int:
    """Read the exports that were decided since and classify what is due; sent by beat."""
    return running.recognise(at=timezone.now(), seconds=240).classified


@shared_task(name="statistics.tend_packages", soft_time_limit=540, time_limit=600)
def tend_packages(**_: Any) -> int:
    """Open the packages of periods that are over, make those whose figures are there, remind of
    what is due; sent by beat."""
    by, at = SystemActor("statistics"), timezone.now()
    opened = making.open_due(by=by, at=at)
    return opened + making.make_due(by=by, at=at) + sending.remind(by=by, at=at)


@shared_task(name="statistics.compare_sources", soft_time_limit=1700, time_limit=1800)
def compare_sources(**_: Any) -> int:
    """Compare the months for which other sources delivered something; sent by beat."""
    return compare_behind(at=timezone.now())
