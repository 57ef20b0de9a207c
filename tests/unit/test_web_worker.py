"""A web process at work lets an idle one take the next connection."""

import time
from typing import Any

import pytest
from gunicorn.workers.gthread import ThreadWorker

from zone_portal.framework.web_worker import YIELD_SECONDS, EvenThreadWorker


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long a worker waited before it took connections; gunicorn itself does nothing."""
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    for name in ("__init__", "enqueue_req", "finish_request", "accept"):
        monkeypatch.setattr(ThreadWorker, name, lambda *_: None)
    return waited


def test_an_idle_process_takes_a_connection_at_once(pauses: list[float]) -> None:
    worker: Any = EvenThreadWorker()
    worker.accept(None)
    assert pauses == []


def test_a_process_at_work_waits_a_moment(pauses: list[float]) -> None:
    worker: Any = EvenThreadWorker()
    worker.enqueue_req(None)
    worker.accept(None)
    assert pauses == [YIELD_SECONDS]


def test_a_process_is_idle_again_when_its_requests_are_finished(pauses: list[float]) -> None:
    worker: Any = EvenThreadWorker()
    worker.enqueue_req(None)
    worker.enqueue_req(None)
    worker.finish_request(None, None)
    worker.finish_request(None, None)
    worker.accept(None)
    assert pauses == []
