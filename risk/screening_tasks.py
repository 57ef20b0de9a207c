"""Tasks of screening, and a look-out for decisions that needs no broker."""

import logging
import threading
from typing import Any, Final

from celery import shared_task
from celery.signals import worker_process_init
from django.db import close_old_connections, connection
from django.db.utils import Error as DatabaseFailure
from django.utils import timezone

from declarations.services.claiming import bulk_is_waiting
from declarations.services.events import place_events
from risk.services.screening import collecting, following, subjects
from risk.services.screening.clearing import clear_windows

log = logging.getLogger(__name__)

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


@worker_process_init.connect
def start_look_out(**_: Any) -> None:
    """Let every worker process look for decisions by itself, whatever becomes of the broker."""
    threading.Thread(target=_look_out, name="risk", daemon=True).start()


def _look_out() -> None:
    """Screening stands back while bulk submissions wait to be decided, and for nothing else.

    It places events itself: waiting for the other look-out would cost up to a second.
    """
    pause = threading.Event()
    while not pause.wait(LOOK_OUT_SECONDS):
        try:
            place_events()
            if following.is_behind() and not bulk_is_waiting(at=timezone.now()):
                following.follow_decisions(seconds=FOLLOW_SECONDS, at=timezone.now())
        except DatabaseFailure as error:
            log.warning("risk look-out: %s", type(error).__name__)
            connection.close()
        close_old_connections()
