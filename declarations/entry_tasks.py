"""Celery's door to files that people enter: hints, and a look-out that needs no broker."""

import logging
import threading
from typing import Any

from celery import shared_task
from celery.signals import worker_process_init
from django.db import close_old_connections, connection
from django.db.utils import Error as DatabaseFailure
from django.utils import timezone

from declarations.services.entry import drafts, files

log = logging.getLogger(__name__)

LOOK_OUT_SECONDS = 2.0

_working = threading.Lock()


@shared_task(name=files.TASK, soft_time_limit=600, time_limit=660)
def entry(**_: Any) -> int:
    """Check and send the files that are due; sent as a hint after each upload."""
    return _work()


@shared_task(name="declarations.clear_old_entries")
def clear_old_entries(**_: Any) -> int:
    """Empty old files and forget old drafts; sent by beat."""
    now = timezone.now()
    return files.clear_old(at=now) + drafts.clear_old(at=now)


def _work() -> int:
    """One file at a time in a process: large ones would only fight for the interpreter."""
    if not _working.acquire(blocking=False):
        return 0
    try:
        return files.work(at=timezone.now())
    finally:
        _working.release()


@worker_process_init.connect
def start_look_out(**_: Any) -> None:
    """Let every worker process look for files by itself, whatever becomes of the broker."""
    threading.Thread(target=_look_out, name="entry", daemon=True).start()


def _look_out() -> None:
    pause = threading.Event()
    while not pause.wait(LOOK_OUT_SECONDS):
        try:
            if files.is_due(at=timezone.now()):
                _work()
        except DatabaseFailure as error:
            log.warning("entry look-out: %s", type(error).__name__)
            connection.close()
        close_old_connections()
