"""Several people doing something at the same moment, each over a connection of their own."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connections

from enterprises.selectors import forget_register
from zone_portal.kernel.errors import PortalError


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """What each deed gave, or the code of its refusal, in the order of the deeds."""
    results: list[Any] = [None] * len(deeds)
    ready = threading.Barrier(len(deeds))

    def run(index: int, deed: Callable[[], Any]) -> None:
        try:
            ready.wait()
            results[index] = deed()
        except PortalError as refusal:
            results[index] = refusal.code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=given) for given in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Lets a test commit, for tests with several connections."""
    with django_db_blocker.unblock():
        yield
        forget_register()
        connections.close_all()
