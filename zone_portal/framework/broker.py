"""Whether the broker can be reached, found out in a fraction of a second."""

import socket
from urllib.parse import urlsplit

from django.conf import settings

LIMIT_SECONDS = 0.2
"""The longest that a request waits for the broker."""


def broker_answers() -> bool:
    """Whether something takes connections at the broker's address.

    Its client library tries again for seconds before it gives up; a request cannot wait for that.
    """
    parts = urlsplit(settings.CELERY_BROKER_URL)
    try:
        if parts.scheme == "redis+socket":
            with socket.socket(socket.AF_UNIX) as probe:
                probe.settimeout(LIMIT_SECONDS)
                probe.connect(parts.path)
        else:
            address = (parts.hostname or "localhost", parts.port or 6379)
            socket.create_connection(address, timeout=LIMIT_SECONDS).close()
    except OSError:
        return False
    return True
