"""Database connections: those that stay open between requests are asked at most once a second
whether they still answer; those of a patient process are served patiently.

Django asks at every request (``CONN_HEALTH_CHECKS``), a round trip that small requests pay for. A
connection lost within that second costs one request an honest 503, as a loss in its middle does.
"""

import os
import threading
import time
from typing import Any

from django.core.signals import request_started
from django.db import connections
from django.db.backends.signals import connection_created

from zone_portal.niceness import make_nice

TRUSTED_SECONDS = 1.0

_local = threading.local()


def watch_connections() -> None:
    """Begin to spare the connections of this process."""
    request_started.connect(_trust, dispatch_uid="trust_connections")
    connection_created.connect(_pass_on_niceness, dispatch_uid="pass_on_niceness")


def _pass_on_niceness(connection: Any, **_: Any) -> None:
    """A process that lets others go first has its statements run so, too.

    Half of what the worker does happens in its server process; on a machine of two cores that
    would take them from the answers. Only a server behind a socket of this machine can be told.
    """
    niceness = os.nice(0)
    if niceness > 0 and str(connection.settings_dict["HOST"]).startswith("/"):
        make_nice(connection.connection.info.backend_pid, niceness)


def _trust(**_: Any) -> None:
    """Runs after Django's own receiver, which demands a check of every open connection."""
    asked: dict[str, float] = _local.__dict__.setdefault("asked", {})
    now = time.monotonic()
    opened: Any = connections.all(initialized_only=True)
    for connection in opened:
        if now - asked.get(connection.alias, -TRUSTED_SECONDS) < TRUSTED_SECONDS:
            connection.health_check_done = True
        else:
            asked[connection.alias] = now
