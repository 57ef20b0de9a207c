"""A client is waited for, but not for ever, and not by all threads at once."""

import threading
import time
from collections.abc import Iterator
from socket import socket, socketpair

import pytest

from zone_portal.framework import patience
from zone_portal.framework.patience import PatientSocket, Seats, TooSlowError, patient


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "QUICK_SECONDS", 0.05)
    monkeypatch.setattr(patience, "PATIENCE_SECONDS", 0.3)


@pytest.fixture
def line() -> Iterator[tuple[PatientSocket, socket]]:
    """Our end of a connection, patient with one seat, and the client's end."""
    ours, theirs = socketpair()
    with theirs, patient(ours, Seats(1)) as end:
        yield end, theirs


def test_what_is_there_is_read_at_once(line: tuple[PatientSocket, socket]) -> None:
    end, client = line
    client.sendall(b"hello")
    assert end.recv(100) == b"hello"


def test_the_end_of_a_connection_is_the_end(line: tuple[PatientSocket, socket]) -> None:
    end, client = line
    client.close()
    assert end.recv(100) == b""


def test_a_slow_client_is_waited_for(line: tuple[PatientSocket, socket]) -> None:
    end, client = line
    threading.Timer(0.15, client.sendall, [b"late"]).start()
    assert end.recv(100) == b"late"


def test_a_silent_client_is_given_up(line: tuple[PatientSocket, socket]) -> None:
    end, _client = line
    began = time.monotonic()
    with pytest.raises(TooSlowError):
        end.recv(100)
    assert time.monotonic() - began < 3


def test_a_client_that_drips_is_given_up_though_it_is_never_silent(
    line: tuple[PatientSocket, socket],
) -> None:
    end, client = line
    stop = threading.Event()

    def drip() -> None:
        while not stop.wait(0.02):
            client.send(b".")

    dripping = threading.Thread(target=drip)
    dripping.start()
    try:
        with pytest.raises(TooSlowError):
            _read_all(end)
    finally:
        stop.set()
        dripping.join()


def _read_all(end: PatientSocket) -> None:
    while end.recv(1):
        pass


def test_a_large_body_earns_time_by_what_has_come(
    line: tuple[PatientSocket, socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "LEAST_BYTES_A_SECOND", 100)
    end, client = line
    for _ in range(5):
        client.sendall(b"x" * 100)
        assert len(end.recv(100)) == 100
        time.sleep(0.1)
    threading.Timer(0.1, client.sendall, [b"y"]).start()
    assert end.recv(1) == b"y"


def test_the_next_request_begins_with_patience_anew(line: tuple[PatientSocket, socket]) -> None:
    end, client = line
    time.sleep(0.35)
    again = patient(end, Seats(1))
    assert again is end
    threading.Timer(0.02, client.sendall, [b"next"]).start()
    assert again.recv(10) == b"next"


def test_only_so_many_slow_clients_are_waited_for() -> None:
    seats = Seats(1)
    pairs = [socketpair() for _ in range(2)]
    first, second = (patient(ours, seats) for ours, _ in pairs)
    try:
        threading.Timer(0.15, pairs[0][1].sendall, [b"late"]).start()
        assert first.recv(10) == b"late"  # it keeps its seat until the request is done with
        began = time.monotonic()
        with pytest.raises(TooSlowError):
            second.recv(10)
        assert time.monotonic() - began < 0.25
        first.rest()
        second.begin()
        threading.Timer(0.15, pairs[1][1].sendall, [b"late"]).start()
        assert second.recv(10) == b"late"
    finally:
        for end in (first, second, *(theirs for _, theirs in pairs)):
            end.close()


def test_with_a_timeout_of_its_own_it_is_any_socket(line: tuple[PatientSocket, socket]) -> None:
    end, _client = line
    end.settimeout(0.01)
    with pytest.raises(TimeoutError):
        end.recv(1)
