"""An open connection is asked whether it still answers, but not at every request; a patient
process is served patiently."""

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


@pytest.mark.parametrize(
    ("niceness", "host", "told"),
    [(5, "/run/portal", [(4711, 5)]), (0, "/run/portal", []), (5, "db.example.org", [])],
)
def test_the_server_process_of_a_patient_process_is_as_patient(
    niceness: int, host: str, told: list[tuple[int, int]]
) -> None:
    connection = SimpleNamespace(
        settings_dict={"HOST": host},
        connection=SimpleNamespace(info=SimpleNamespace(backend_pid=4711)),
    )
    found: list[tuple[int, int]] = []
    with (
        patch("os.nice", return_value=niceness),
        patch.object(connections, "make_nice", lambda pid, value: found.append((pid, value))),
    ):
        connections._pass_on_niceness(connection=connection)

    assert found == told
