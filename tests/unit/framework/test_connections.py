"""An open connection is asked whether it still answers, but not at every request."""

from types import SimpleNamespace
from unittest.mock import patch

import pytest

from zone_portal.framework import connections


class _Connection(SimpleNamespace):
    """What Django's wrapper says of its health check at the start of a request."""

    alias: str
    health_check_done: bool


@pytest.mark.parametrize(
    ("moments", "spared"),
    [((10.0, 10.2, 10.9), [False, True, True]), ((10.0, 11.0, 11.5), [False, False, True])],
)
def test_a_connection_is_asked_once_a_second(
    moments: tuple[float, ...], spared: list[bool]
) -> None:
    connections._local.__dict__.clear()
    found = []
    for moment in moments:
        connection = _Connection(alias="default", health_check_done=False)
        with (
            patch("django.db.connections.all", lambda one=connection, **_: [one]),
            patch("time.monotonic", lambda now=moment: now),
        ):
            connections._trust()
        found.append(connection.health_check_done)

    assert found == spared
