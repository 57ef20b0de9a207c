"""Look-outs of worker processes."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from celery.signals import worker_process_init
from django.db.utils import OperationalError

from zone_portal.framework import look_outs
from zone_portal.framework.look_outs import look_out

EVERY = 0.001
PATIENCE = 10.0


@contextmanager
def worker_reading(*queues: str) -> Iterator[None]:
    """A worker process that was told to read these queues has just started."""
    with (
        patch.object(look_outs, "reads", lambda queue: queue in queues),
        patch.object(look_outs, "settle_memory"),
        patch.object(look_outs, "close_old_connections"),
        patch.object(look_outs, "connection"),
    ):
        for _, receiver in worker_process_init.send(sender=None):
            assert not isinstance(receiver, Exception)
        yield


@pytest.fixture
def looked() -> Iterator[Callable[[str, str], threading.Event]]:
    """Registers a look-out for a queue and gives what it sets."""
    before = list(worker_process_init.receivers)
    worker_process_init.receivers = []

    def register(queue: str, name: str) -> threading.Event:
        event = threading.Event()

        @look_out(queue, name=name, every=EVERY)
        def look() -> None:
            event.set()
            threading.Event().wait()  # nothing more to look for; the thread ends with the tests

        return event

    yield register
    worker_process_init.receivers = before


def test_a_worker_looks_out_for_the_work_of_the_queues_that_it_reads(
    looked: Callable[[str, str], threading.Event],
) -> None:
    deciding = looked(look_outs.DECIDING, "for decisions")
    following = looked(look_outs.FOLLOWING, "for what follows")

    with worker_reading(look_outs.DECIDING):
        assert deciding.wait(PATIENCE)

    assert not following.is_set()
    assert "for what follows" not in {thread.name for thread in threading.enumerate()}


def test_a_worker_of_both_queues_does_both(
    looked: Callable[[str, str], threading.Event],
) -> None:
    deciding = looked(look_outs.DECIDING, "one")
    following = looked(look_outs.FOLLOWING, "other")

    with worker_reading(look_outs.DECIDING, look_outs.FOLLOWING):
        assert deciding.wait(PATIENCE)
        assert following.wait(PATIENCE)


@pytest.mark.parametrize("failure", [OperationalError, OSError, ZeroDivisionError])
def test_it_looks_again_after_any_failure(
    looked: Callable[[str, str], threading.Event],
    monkeypatch: pytest.MonkeyPatch,
    failure: type[Exception],
) -> None:
    monkeypatch.setattr(look_outs, "AFTER_FAILURE_SECONDS", EVERY)
    again = threading.Event()
    tries: list[int] = []

    def look() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise failure
        again.set()
        threading.Event().wait()

    look_out(look_outs.DECIDING, name=f"stubborn {failure.__name__}", every=EVERY)(look)

    with worker_reading(look_outs.DECIDING):
        assert again.wait(PATIENCE)
