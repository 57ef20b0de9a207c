"""Clients that stop in the middle of a request, against the real web server."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from zone_portal import env

APPLICATION = """
from zone_portal.framework import patience
from zone_portal.framework.whole_bodies import WholeBodies

patience.QUICK_SECONDS, patience.PATIENCE_SECONDS = 0.2, 2.0

def count(environ, start_response):
    size = len(environ["wsgi.input"].read())
    start_response("200 OK", [("Content-Length", str(len(str(size))))])
    return [str(size).encode()]

application = WholeBodies(count)
"""
THREADS = 4


@pytest.fixture
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """One web process with four threads that answers with the size of what it was sent."""
    folder = tmp_path_factory.mktemp("slow")
    (folder / "counting.py").write_text(APPLICATION, encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
    worker = "zone_portal.framework.web_worker.EvenThreadWorker"
    argv = [sys.executable, "-m", "gunicorn", "counting:application", "--workers", "1"]
    argv += ["--bind", f"127.0.0.1:{number}", "--worker-class", worker, "--threads", str(THREADS)]
    argv += ["--no-control-socket", "--log-level", "error"]
    paths = os.pathsep.join([str(folder), str(env.REPOSITORY)])
    server = subprocess.Popen(argv, cwd=folder, env=env.for_children(PYTHONPATH=paths))
    try:
        _wait_for(number)
        yield number
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server does not listen")


def _post(port: int, body: bytes) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("POST", "/", body)
        return connection.getresponse().read()
    finally:
        connection.close()


def _begun(port: int, sent: bytes) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    connection.sendall(sent)
    return connection


HALF_A_BODY = b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 1000000\r\n\r\n0123456789"
HALF_A_HEAD = b"POST / HTTP/1.1\r\nHost: he"


@pytest.mark.parametrize("begun", [HALF_A_BODY, HALF_A_HEAD])
def test_clients_that_fall_silent_keep_nobody_else_waiting(port: int, begun: bytes) -> None:
    silent = [_begun(port, begun) for _ in range(3 * THREADS)]
    try:
        time.sleep(0.5)  # by now they are slow
        began = time.monotonic()
        assert _post(port, b"x" * 500_000) == b"500000"
        assert time.monotonic() - began < 1.5
    finally:
        for connection in silent:
            connection.close()


def test_a_client_that_falls_silent_is_told(port: int) -> None:
    with _begun(port, HALF_A_BODY) as connection:
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 408")
    assert json.loads(body)["code"] == "body_too_slow"
    assert _post(port, b"abc") == b"3"
