"""Celery's door to credit: hints to look for work. The work itself is found in Postgres."""

import time
from collections.abc import Callable
from typing import Any

from celery import shared_task
from django.utils import timezone

from accounts.facts import SystemActor
from credit.services import (
    adapters,
    behaviour,
    cycles,
    forgetting,
    importing,
    lateness,
    peers,
    rating,
    simulating,
)
from credit.services.supervision import listing, measuring, warnings
from zone_portal.framework.background import hint

SUPERVISION = SystemActor("credit")


TURN_SECONDS = 6.0
"""What takes long works so long at a time: in between the other tasks of the queue have theirs."""


def _in_turn(task: str, step: Callable[[], int]) -> int:
    """Steps until nothing is left or the turn is over; what is left gets a turn of its own."""
    end, done = time.monotonic() + TURN_SECONDS, 0
    while count := step():
        done += count
        if time.monotonic() > end:
            hint(task, queue="default", every=0)
            break
    return done


@shared_task(name="credit.rate_due", soft_time_limit=60, time_limit=90)
def rate_due(**_: Any) -> int:
    """Score again whom something happened to; a hint after recording, and beat."""
    return _in_turn("credit.rate_due", lambda: rating.rate_due(at=timezone.now()))


@shared_task(name="credit.rate_month", soft_time_limit=60, time_limit=90)
def rate_month(**_: Any) -> int:
    """Score everybody on the first day of the month; sent by beat every hour, done once."""
    return _in_turn(
        "credit.rate_month", lambda: rating.rate_month(at=timezone.now(), most=rating.SLICE)
    )


@shared_task(name="credit.count_peers", soft_time_limit=240, time_limit=300)
def count_peers(**_: Any) -> int:
    """Count how scores spread among firms of each kind; sent by beat every hour."""
    return peers.count_peers(at=timezone.now())


@shared_task(name="credit.read_deliveries", soft_time_limit=600, time_limit=660)
def read_deliveries(**_: Any) -> int:
    """Read deliveries that wait; a hint after each, and beat."""
    return importing.read_deliveries(at=timezone.now())


@shared_task(name="credit.simulate", soft_time_limit=60, time_limit=90)
def simulate(**_: Any) -> int:
    """Run the simulations that were ordered; a hint, and beat."""

    def step() -> int:
        at = timezone.now()
        return sum(
            simulating.simulate_slice(simulation_id=n, at=at) or 0 for n in simulating.waiting()
        )

    return _in_turn("credit.simulate", step)


@shared_task(name="credit.compute_cycles", soft_time_limit=60, time_limit=90)
def compute_cycles(**_: Any) -> int:
    """Compute the cycles that were ordered; a hint, and beat."""

    def step() -> int:
        at = timezone.now()
        return sum(cycles.compute_slice(cycle_id=n, at=at) or 0 for n in cycles.waiting())

    return _in_turn("credit.compute_cycles", step)


@shared_task(name="credit.fetch_sources", soft_time_limit=600, time_limit=660)
def fetch_sources(**_: Any) -> int:
    """Ask the connected sources once a day; sent by beat every hour, so that a failed one is asked
    again."""
    return adapters.fetch_all(at=timezone.now())


@shared_task(name="credit.follow_behaviour", soft_time_limit=60, time_limit=90)
def follow_behaviour(**_: Any) -> int:
    """Mark months in which declarations changed; sent by beat."""
    return behaviour.follow_declarations(seconds=0, at=timezone.now())


@shared_task(name="credit.take_in_behaviour", soft_time_limit=1700, time_limit=1800)
def take_in_behaviour(**_: Any) -> int:
    """Bring the ledger in line with what firms did; sent by beat every night."""
    at = timezone.now()
    behaviour.follow_declarations(seconds=600, at=at)
    return behaviour.take_in(at=at)


@shared_task(name="credit.record_lateness", soft_time_limit=240, time_limit=300)
def record_lateness(**_: Any) -> int:
    """Enter late summaries and overdue duties; sent by beat every hour."""
    return lateness.record_lateness(at=timezone.now())


@shared_task(name="credit.forget_queries", soft_time_limit=1700, time_limit=1800)
def forget_queries(**_: Any) -> int:
    """Delete the log of queries whose years are over; sent by beat every night."""
    return forgetting.forget_queries(by=SystemActor("credit_forgetting"), at=timezone.now())


@shared_task(name="credit.tend_supervision", soft_time_limit=240, time_limit=300)
def tend_supervision(**_: Any) -> int:
    """What the clocks of supervision ask for: hearings that are over, listings that expire or leave
    the public page, warnings that end; sent by beat."""
    at = timezone.now()
    done = listing.tend(by=SUPERVISION, at=at)
    ended = warnings.end_warnings(by=SUPERVISION, at=at)
    return done.heard + done.expired + done.removed + ended


@shared_task(name="credit.align_measures", soft_time_limit=540, time_limit=600)
def align_measures(**_: Any) -> int:
    """Bring the measures of grades in line with present grades and the published list."""
    return measuring.align(by=SUPERVISION, at=timezone.now())
