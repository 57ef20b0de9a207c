"""Tasks of screening, and a look-out for decisions that needs no broker."""

from typing import Any, Final

from celery import shared_task
from django.utils import timezone

from declarations.services.claiming import bulk_is_waiting
from declarations.services.events import place_events
from risk.services.screening import collecting, following, subjects
from risk.services.screening.clearing import clear_windows
from zone_portal.framework.look_outs import FOLLOWING, look_out

LOOK_OUT_SECONDS: Final = 0.5
FOLLOW_SECONDS: Final = 4.0


@shared_task(name="risk.screen", soft_time_limit=60, time_limit=90)
def screen(**_: Any) -> int:
    """Screen what was decided since; sent by beat."""
    return following.follow_decisions(seconds=0, at=timezone.now())


@shared_task(name="risk.collect", soft_time_limit=60, time_limit=90)
def collect(**_: Any) -> int:
    """Hand raised signals to the collection of signals; sent by beat."""
    return collecting.collect_raised(at=timezone.now())


@shared_task(name="risk.screen_subjects", soft_time_limit=1700, time_limit=1800)
def screen_subjects(**_: Any) -> int:
    """Ask the rules about firms, markets, countries, goods and systems; sent by beat."""
    return subjects.screen_subjects(at=timezone.now())


@shared_task(name="risk.clear_windows", soft_time_limit=1700, time_limit=1800)
def clear(**_: Any) -> int:
    """Drop windows that nothing has happened in for long; sent by beat every night."""
    return clear_windows(at=timezone.now())


@look_out(FOLLOWING, name="risk", every=LOOK_OUT_SECONDS)
def _look_for_decisions() -> None:
    """Screening stands back while bulk submissions wait to be decided, and for nothing else.

    It places events itself: waiting for the look-out that decides would cost up to a second.
    """
    place_events()
    if following.is_behind() and not bulk_is_waiting(at=timezone.now()):
        following.follow_decisions(seconds=FOLLOW_SECONDS, at=timezone.now())
