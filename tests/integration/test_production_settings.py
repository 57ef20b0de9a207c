"""Production settings refuse to start on anything that belongs to the embedded default."""

import subprocess
import sys

import pytest

from zone_portal import env

GOOD = {
    "PORTAL_SECRET_KEY": "x1" * 30,
    "DATABASE_URL": "postgresql://portal_app@db/portal",
    "REDIS_URL": "redis://broker:6379/0",
    "PORTAL_ALLOWED_HOSTS": "portal.example",
    "PORTAL_DEBUG": "0",
}
SAY_FACTOR = "from django.conf import settings; print(settings.SECOND_FACTOR)"
SAY_READY = "from django.conf import settings; settings.DEBUG; print('ready')"


def start(said: str = SAY_READY, **changes: str) -> "subprocess.CompletedProcess[str]":
    """A process that reads the production settings."""
    variables = {**GOOD, **changes, "DJANGO_SETTINGS_MODULE": "zone_portal.settings.production"}
    return subprocess.run(
        [sys.executable, "-c", said],
        env=env.for_children(**variables),
        cwd=env.REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_complete_configuration_starts() -> None:
    assert start().stdout == "ready\n"


def test_a_second_factor_is_required_unless_said_otherwise() -> None:
    assert start(SAY_FACTOR).stdout == "required\n"
    assert start(SAY_FACTOR, PORTAL_SECOND_FACTOR="offered").stdout == "offered\n"


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"PORTAL_SECRET_KEY": env.DEFAULT_SECRET}, "PORTAL_SECRET_KEY"),
        ({"PORTAL_SECRET_KEY": "short"}, "PORTAL_SECRET_KEY"),
        ({"DATABASE_URL": ""}, "DATABASE_URL"),
        ({"REDIS_URL": ""}, "REDIS_URL"),
        ({"PORTAL_ALLOWED_HOSTS": ""}, "PORTAL_ALLOWED_HOSTS"),
        ({"PORTAL_DEBUG": "1"}, "PORTAL_DEBUG"),
    ],
)
def test_an_unsafe_configuration_is_refused_by_name(changes: dict[str, str], named: str) -> None:
    refused = start(**changes)
    assert refused.returncode != 0
    assert "ImproperlyConfigured" in refused.stderr
    assert named in refused.stderr.splitlines()[-1]
