"""Database connections that stay open between requests: asked at most once a second whether they
still answer.

Django asks at every request (``CONN_HEALTH_CHECKS``), a round trip that small requests pay for. A
connection lost within that second costs one request an honest 503, as a loss in its middle does.
"""

import threading
import time
from typing import Any

from django.core.signals import request_started
from django.db import connections

TRUSTED_SECONDS = 1.0

_local = threading.local()


def watch_connections() -> None:
    """Begin to spare the connections of this process."""
    request_started.connect(_trust, dispatch_uid="trust_connections")


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
