"""What every test gets without asking: no network but this machine's, a clean language."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as examples

from tests.plugins.database import prepare_database

# The same examples in every run, however slow the machine: what fails here fails for everybody.
# ``--hypothesis-profile=searching`` looks for new ones.
COMMON: dict[str, Any] = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
examples.register_profile("searching", **COMMON)
examples.register_profile("repeated", derandomize=True, database=None, **COMMON)
examples.load_profile("repeated")

LOCAL_HOSTS = {"127.0.0.1", "::1", "localhost", "0.0.0.0", "::"}  # noqa: S104  compared, not bound


class NetworkForbidden(AssertionError):
    """A test tried to reach another machine."""


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """This worker's clone of the migrated template (in place of pytest-django's own database)."""
    prepare_database()


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Refuse connections that leave this machine."""
    connect = socket.socket.connect

    def local_only(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in LOCAL_HOSTS:
            raise NetworkForbidden(f"tests may not connect to {address[0]}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", local_only)
        yield


@pytest.fixture(autouse=True)
def _default_language() -> Iterator[None]:
    """A test that activates a language does not leave it to the next one."""
    yield
    translation.deactivate()
