"""Celery's door to risk: hints to look for work. The work itself is found in Postgres."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from accounts.facts import SystemActor
from risk.services import retention, technical
from risk.services.cases import escalating
from risk.services.column import markets
from risk.services.joint import delivering
from risk.services.plans import running
from risk.services.quality import complaints, rights

CLOCKS = SystemActor("risk")


@shared_task(name="risk.watch", soft_time_limit=60, time_limit=90)
def watch(**_: Any) -> int:
    """Look at the portal's own technical state (RT20); sent by beat."""
    return technical.watch(at=timezone.now())


@shared_task(name="risk.escalate", soft_time_limit=120, time_limit=150)
def escalate(**_: Any) -> int:
    """Report late cases upwards and remind of late answers; sent by beat."""
    return escalating.escalate(by=CLOCKS, at=timezone.now())


@shared_task(name="risk.deliver", soft_time_limit=240, time_limit=300)
def deliver(**_: Any) -> int:
    """Hand over what waits for departments' own systems; a hint after each, and beat."""
    return delivering.deliver(at=timezone.now())


@shared_task(name="risk.learn_markets", soft_time_limit=60, time_limit=90)
def learn_markets(**_: Any) -> int:
    """Learn from new declarations where firms export to; sent by beat."""
    return markets.follow_exports(seconds=30, at=timezone.now())


@shared_task(name="risk.tend_plans", soft_time_limit=60, time_limit=90)
def tend_plans(**_: Any) -> int:
    """Tell supervisors of steps of running plans whose term is over; sent by beat."""
    return running.remind_of_late_steps(by=CLOCKS, at=timezone.now())


@shared_task(name="risk.tend_quality", soft_time_limit=120, time_limit=150)
def tend_quality(**_: Any) -> int:
    """Signals of unanswered complaints, measures that end when a right holder is silent; sent by
    beat."""
    at = timezone.now()
    late = complaints.signal_unanswered(by=CLOCKS, at=at)
    return late + rights.restore_silent(by=CLOCKS, at=at)


@shared_task(name="risk.clear_kept", soft_time_limit=1700, time_limit=1800)
def clear_kept(**_: Any) -> int:
    """Drop prices of goods not seen for long, and old keys of requests; sent by beat every
    night."""
    at = timezone.now()
    return retention.clear_prices(at=at) + retention.clear_request_keys(at=at)
