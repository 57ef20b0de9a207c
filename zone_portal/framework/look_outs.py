"""Threads of a worker process that look for work in Postgres by themselves, so that nothing waits
for the broker.

Which of them a process runs follows from the queues that it reads: what decides goes with
``matching``, what follows decisions (screening, tax, returns, statistics, files that people enter)
with ``default``. The portal runs one worker for each, so that following never holds up deciding;
a worker that reads both does both.
"""

import logging
import threading
from collections.abc import Callable
from typing import Any, Final

from celery import current_app
from celery.signals import worker_process_init
from django.db import close_old_connections, connection
from django.db.utils import Error as DatabaseFailure

from zone_portal.framework.failures import place_of
from zone_portal.framework.processes import give_back_memory, settle_memory

log = logging.getLogger(__name__)

DECIDING: Final = "matching"
FOLLOWING: Final = "default"
GIVE_BACK_SECONDS: Final = 15.0
AFTER_FAILURE_SECONDS: Final = 5.0
"""How long a look-out rests after something that nobody foresaw."""


def look_out(
    queue: str, *, name: str, every: float
) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Run the decorated function every so many seconds in a thread of each process that reads
    ``queue``; one at a time, and again after any failure: what one look met, the next may not."""

    def register(look: Callable[[], object]) -> Callable[[], object]:
        def start(**_: Any) -> None:
            if reads(queue):
                threading.Thread(
                    target=_keep_looking, args=(look, name, every), name=name, daemon=True
                ).start()

        worker_process_init.connect(start, weak=False, dispatch_uid=f"look-out {name}")
        return look

    return register


def reads(queue: str) -> bool:
    """Whether this worker was told to read a queue."""
    return queue in current_app.amqp.queues.consume_from


def _keep_looking(look: Callable[[], object], name: str, every: float) -> None:
    pause = threading.Event()
    while not pause.wait(every):
        try:
            look()
        except DatabaseFailure as error:
            log.warning("look-out %s: %s", name, type(error).__name__)
            connection.close()
        except Exception as error:  # noqa: BLE001  a thread that ends is missed by nobody
            log.error("look-out %s: %s at %s", name, type(error).__name__, place_of(error))
            connection.close()
            pause.wait(AFTER_FAILURE_SECONDS)
        close_old_connections()


@worker_process_init.connect
def _settle(**_: Any) -> None:
    settle_memory()
    threading.Thread(target=_keep_giving_back, name="memory", daemon=True).start()


def _keep_giving_back() -> None:
    pause = threading.Event()
    while not pause.wait(GIVE_BACK_SECONDS):
        give_back_memory()
