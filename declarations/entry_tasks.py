"""Celery's door to files that people enter: hints, and a look-out that needs no broker."""

import threading
from typing import Any

from celery import shared_task
from django.utils import timezone

from declarations.services.entry import drafts, files
from zone_portal.framework.look_outs import FOLLOWING, look_out

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


@look_out(FOLLOWING, name="entry", every=LOOK_OUT_SECONDS)
def _look_for_files() -> None:
    if files.is_due(at=timezone.now()):
        _work()
