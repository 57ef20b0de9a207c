"""Celery's door to deciding: hints to look for work, and a look-out that needs no broker."""

import threading
from typing import Any

from celery import shared_task
from django.utils import timezone

from declarations import gateway
from declarations.services import forwarding
from declarations.services.answering_questions import answer_open_questions
from declarations.services.claiming import is_waiting
from declarations.services.deciding import drain
from declarations.services.events import place_events
from declarations.services.repairing import close_orphans, follow_decisions, is_behind
from declarations.services.returns.hearing import follow_returns as work_in_returns
from declarations.services.returns.hearing import is_behind as returns_are_behind
from declarations.services.returns.reminding import tend_returns as tend_terms
from declarations.services.summary_following import follow_summaries as work_in_summaries
from declarations.services.summary_following import is_behind as summaries_are_behind
from declarations.services.summary_following import remind_of_summaries
from declarations.services.task_deeds import remind_of_overdue
from declarations.services.tax_following import follow_taxes as work_in_taxes
from declarations.services.tax_following import is_behind as taxes_are_behind
from zone_portal.framework.background import hint
from zone_portal.framework.look_outs import DECIDING, FOLLOWING, look_out

DRAIN_SECONDS = 8.0
LOOK_OUT_SECONDS = 1.0
FOLLOW_SECONDS = 4.0
FOLLOW_AT_MOST_EVERY = 2.0
"""Seconds between hints that decisions can be followed; deciding goes before."""

FORWARD_SECONDS = 20.0
FOLLOW_LOOK_OUT_SECONDS = 2.0

_draining = threading.Lock()
_forwarding = threading.Lock()


@shared_task(name="declarations.decide", soft_time_limit=60, time_limit=90)
def decide(**_: Any) -> int:
    """Decide what is due; sent as a hint after each submission."""
    return _drain()


@shared_task(name="declarations.sweep", soft_time_limit=60, time_limit=90)
def sweep(**_: Any) -> int:
    """Decide what a lost hint left behind; sent by beat."""
    return _drain()


@shared_task(name="declarations.follow_decisions", soft_time_limit=60, time_limit=90)
def follow(**_: Any) -> int:
    """Open and close repair tasks for what was decided since; a hint after deciding, and beat.

    One step only: a hint to decide must not wait behind a follower that rests.
    """
    return follow_decisions(seconds=0, at=timezone.now())


@shared_task(name="declarations.follow_taxes", soft_time_limit=60, time_limit=90)
def follow_taxes(**_: Any) -> int:
    """Reserve, confirm and give back quota and guarantees for what was decided since; sent by
    beat."""
    return work_in_taxes(seconds=0, at=timezone.now())


@shared_task(name="declarations.follow_returns", soft_time_limit=60, time_limit=90)
def follow_returns(**_: Any) -> int:
    """Move returns by what customs said since, give back what is due; sent by beat."""
    return work_in_returns(seconds=0, at=timezone.now())


@shared_task(name="declarations.tend_returns", soft_time_limit=60, time_limit=90)
def tend_returns(**_: Any) -> int:
    """End returns whose term is over, warn of those that will be; sent by beat."""
    return tend_terms(at=timezone.now())


@shared_task(name="declarations.follow_summaries", soft_time_limit=60, time_limit=90)
def follow_summaries(**_: Any) -> int:
    """Enter closed exports into their month, and what customs said of it; sent by beat."""
    return work_in_summaries(seconds=0, at=timezone.now())


@shared_task(name="declarations.tend_tasks", soft_time_limit=60, time_limit=90)
def tend_tasks(**_: Any) -> int:
    """End the tasks of deleted declarations, tell what is overdue or soon due; sent by beat."""
    now = timezone.now()
    return close_orphans(at=now) + remind_of_overdue(at=now) + remind_of_summaries(at=now)


def _drain() -> int:
    """Drain for seconds; one drain at a time in a process, the others would only wait for it."""
    if not _draining.acquire(blocking=False):
        return 0
    try:
        decided = drain(seconds=DRAIN_SECONDS)
    finally:
        _draining.release()
    if decided:
        hint("declarations.follow_decisions", queue=FOLLOWING, every=FOLLOW_AT_MOST_EVERY)
    return decided


@shared_task(name="declarations.forward", soft_time_limit=60, time_limit=90)
def forward(**_: Any) -> int:
    """Forward to customs what became matched; sent by beat."""
    return _forward() if gateway.is_on() else 0


def _forward() -> int:
    """One sender in a process; a slow gateway must not hold up deciding, so it has its own lock."""
    if not _forwarding.acquire(blocking=False):
        return 0
    try:
        return forwarding.forward(seconds=FORWARD_SECONDS)
    finally:
        _forwarding.release()


@look_out(DECIDING, name="deciding", every=LOOK_OUT_SECONDS)
def _look_for_work() -> None:
    if is_waiting(at=timezone.now()):
        _drain()
    place_events()


@shared_task(name="declarations.answer_payment_questions", soft_time_limit=60, time_limit=90)
def answer_payment_questions(**_: Any) -> int:
    """Upload what customs asked simulated platforms for; sent by beat, nothing without a demo."""
    return len(answer_open_questions(at=timezone.now()))


@look_out(FOLLOWING, name="followers", every=FOLLOW_LOOK_OUT_SECONDS)
def _look_for_decisions() -> None:
    """Followers rest between steps, so they have a thread of their own; deciding goes before."""
    if is_behind() and not is_waiting(at=timezone.now()):
        follow_decisions(seconds=FOLLOW_SECONDS, at=timezone.now())
    if taxes_are_behind() and not is_waiting(at=timezone.now()):
        work_in_taxes(seconds=FOLLOW_SECONDS, at=timezone.now())
    if returns_are_behind() and not is_waiting(at=timezone.now()):
        work_in_returns(seconds=FOLLOW_SECONDS, at=timezone.now())
    if summaries_are_behind() and not is_waiting(at=timezone.now()):
        work_in_summaries(seconds=FOLLOW_SECONDS, at=timezone.now())


@look_out(DECIDING, name="gateway", every=LOOK_OUT_SECONDS)
def _look_for_what_customs_waits_for() -> None:
    if gateway.is_on() and forwarding.is_waiting(at=timezone.now()):
        _forward()
