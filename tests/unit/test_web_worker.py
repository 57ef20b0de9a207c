"""A web process at work lets an idle one take the next connection."""

import json
import time
from collections.abc import Iterator
from socket import socketpair
from types import SimpleNamespace
from typing import Any

import pytest
from gunicorn.http import errors
from gunicorn.workers.gthread import ThreadWorker

from zone_portal.framework.web_worker import REFUSALS, YIELD_SECONDS, EvenThreadWorker, answer_to


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long a worker waited before it took connections; gunicorn itself does nothing."""
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    for name in ("enqueue_req", "finish_request", "accept"):
        monkeypatch.setattr(ThreadWorker, name, lambda *_: None)
    monkeypatch.setattr(
        ThreadWorker, "__init__", lambda self: setattr(self, "cfg", SimpleNamespace(threads=4))
    )
    return waited


@pytest.fixture
def request_() -> Iterator[Any]:
    """A connection with a request on it, as gunicorn hands it around."""
    ours, theirs = socketpair()
    connection = SimpleNamespace(sock=ours)
    with theirs:
        yield connection
        connection.sock.close()


def test_an_idle_process_takes_a_connection_at_once(pauses: list[float]) -> None:
    worker: Any = EvenThreadWorker()
    worker.accept(None)
    assert pauses == []


def test_a_process_at_work_waits_a_moment(pauses: list[float], request_: Any) -> None:
    worker: Any = EvenThreadWorker()
    worker.enqueue_req(request_)
    worker.accept(None)
    assert pauses == [YIELD_SECONDS]


def test_a_process_is_idle_again_when_its_requests_are_finished(
    pauses: list[float], request_: Any
) -> None:
    worker: Any = EvenThreadWorker()
    worker.enqueue_req(request_)
    worker.enqueue_req(request_)
    worker.finish_request(request_, None)
    worker.finish_request(request_, None)
    worker.accept(None)
    assert pauses == []


def test_what_is_no_request_is_answered_as_a_problem() -> None:
    head, _, body = (answer_to(errors.LimitRequestLine(9000, 4094)) or b"").partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0] == "HTTP/1.1 414 Request-URI Too Long"
    assert "Content-Type: application/problem+json" in lines
    assert f"Content-Length: {len(body)}" in lines
    assert json.loads(body)["code"] == "address_too_long"


@pytest.mark.parametrize("kind", REFUSALS)
def test_every_refusal_has_words(kind: type[Exception]) -> None:
    answer = answer_to(kind.__new__(kind)) or b""
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["detail"]


def test_a_fault_of_our_own_is_left_to_the_server() -> None:
    assert answer_to(errors.InvalidResponseHeader("X")) is None
    assert answer_to(ValueError()) is None
