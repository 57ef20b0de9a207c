"""Hints to workers: "there is work, look now". Never the work itself.

The work lies in Postgres; a hint that is lost costs a second, never a document. So publishing is
best effort, limited to a fraction of a second, and not repeated while one was just sent.
"""

import logging
import threading
import time
from typing import Any

from celery import current_app
from django.db import transaction
from kombu import Connection
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

from zone_portal.framework.broker import LIMIT_SECONDS, broker_answers

log = logging.getLogger(__name__)

COALESCE_SECONDS = 0.05
PAUSE_SECONDS = 5.0
"""After a failed publish the broker is left alone for so long."""
_lock = threading.Lock()
_own = threading.local()
_next_at: dict[str, float] = {}


def hint(task: str, *, queue: str, every: float = COALESCE_SECONDS) -> None:
    """Tell the workers of ``queue`` that ``task`` has work, after the commit of the caller.

    At most one hint in ``every`` seconds is sent by this process.

    Raises LookupError for an unknown task; a broker that is down is logged and forgotten.
    """
    if task not in current_app.tasks:
        current_app.loader.import_default_modules()  # a web process imports no tasks by itself
    if task not in current_app.tasks:
        raise LookupError(f"no task {task}")
    transaction.on_commit(lambda: _publish(task, queue, every))


def _publish(task: str, queue: str, every: float) -> None:
    now = time.monotonic()
    with _lock:
        if now < _next_at.get(task, 0.0) + every:
            return
        _next_at[task] = now
    if not broker_answers():
        _rest(task, "nobody answers")
        return
    try:
        options: dict[str, Any] = {"queue": queue, "retry": False, "connection": _connection()}
        current_app.tasks[task].apply_async(**options)
    except (BrokerError, RedisError, OSError) as error:
        _own.connection = None
        _rest(task, type(error).__name__)


def _rest(task: str, reason: str) -> None:
    """Leave the broker alone for a while: the work is found without it."""
    with _lock:
        _next_at[task] = time.monotonic() + PAUSE_SECONDS
    log.warning("hint %s lost: %s", task, reason)


def _connection() -> Connection:
    """This thread's connection for hints; its time limit does not touch the workers' own."""
    found: Connection | None = getattr(_own, "connection", None)
    if found is None:
        limits = {"socket_timeout": LIMIT_SECONDS, "socket_connect_timeout": LIMIT_SECONDS}
        found = _own.connection = current_app.connection_for_write(transport_options=limits)
    return found
