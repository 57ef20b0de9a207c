"""An open connection is asked whether it still answers, but not at every request; a patient
process is served patiently."""

import os
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
    set_: list[tuple[int, int]] = []
    with (
        patch("os.nice", return_value=niceness),
        patch("os.setpriority", lambda _, pid, value: set_.append((pid, value))),
    ):
        connections._pass_on_niceness(connection=connection)

    assert set_ == told


def test_a_server_process_of_somebody_else_is_left_alone() -> None:
    connection = SimpleNamespace(
        settings_dict={"HOST": "/run/portal"},
        connection=SimpleNamespace(info=SimpleNamespace(backend_pid=4711)),
    )
    with (
        patch("os.nice", return_value=5),
        patch("os.setpriority", side_effect=PermissionError) as refused,
    ):
        connections._pass_on_niceness(connection=connection)

    assert refused.call_args.args[0] == os.PRIO_PROCESS
