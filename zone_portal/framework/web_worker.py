"""How web processes share connections: one that is at work leaves a new one to an idle sibling.

What is refused before Django sees it is told in the words of the API all the same.
"""

import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from socket import socket
from typing import Any, Final

from gunicorn.http import errors
from gunicorn.util import close_graceful, write_nonblock
from gunicorn.workers.gthread import TConn, ThreadWorker

from zone_portal.framework.patience import Seats, patient
from zone_portal.framework.problems import problem

YIELD_SECONDS = 0.003
"""Long enough for an idle process to take a waiting connection, too short to be felt."""

CLOSERS: Final = 4
"""Threads that wait until clients have closed their end."""

REFUSALS: Final[Mapping[type[Exception], str]] = {
    errors.LimitRequestLine: "address_too_long",
    errors.LimitRequestHeaders: "headers_too_large",
    errors.ExpectationFailed: "expectation_failed",
    errors.UnsupportedTransferCoding: "transfer_coding_unknown",
    errors.InvalidChunkSize: "body_incomplete",
    errors.ChunkMissingTerminator: "body_incomplete",
    errors.InvalidChunkExtension: "body_incomplete",
    errors.InvalidRequestLine: "bad_request",
    errors.InvalidRequestMethod: "bad_request",
    errors.InvalidHTTPVersion: "bad_request",
    errors.InvalidHeader: "bad_request",
    errors.InvalidHeaderName: "bad_request",
    errors.ObsoleteFolding: "bad_request",
}
"""Problems by what gunicorn finds wrong with a request before anybody else sees it."""


def answer_to(refused: Exception) -> bytes | None:
    """The whole answer to a request that is no HTTP, or too large; None where that is not it."""
    if isinstance(refused, (errors.InvalidResponseHeader, errors.InvalidResponseHeaderName)):
        return None  # our own fault, though these are kinds of what clients do wrong
    code = next((code for kind, code in REFUSALS.items() if isinstance(refused, kind)), None)
    if code is None:
        return None
    told = problem(code)
    head = (
        f"HTTP/1.1 {told.status_code} {told.reason_phrase}\r\nConnection: close\r\n"
        f"Content-Type: {told.headers['Content-Type']}\r\n"
        f"Content-Length: {len(told.content)}\r\n\r\n"
    )
    return head.encode("latin-1") + told.content


class EvenThreadWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's threads, but for who takes a connection, and how long a client is waited for.

    An ERP keeps its connections open, and each stays with the process that took it. Left to
    chance, one process takes all of them while its siblings idle: with two busy connections, half
    of the throughput.

    Half of the threads at most wait for slow clients. gunicorn closes a connection in the thread
    that hands out requests, and lingers there until the client closes it too (up to two seconds,
    in which the process takes no request): here others do that.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._at_work = 0
        self._seats = Seats(max(self.cfg.threads // 2, 1))
        self._closers: ThreadPoolExecutor | None = None

    def run(self) -> None:
        """Serve until told to stop."""
        self._closers = ThreadPoolExecutor(CLOSERS, thread_name_prefix="closing")
        try:
            super().run()
        finally:
            self._closers.shutdown(wait=False, cancel_futures=True)

    def _close(self, conn: TConn, *, graceful: bool = False) -> None:
        if graceful and self._closers is not None and self.alive:
            self._closers.submit(close_graceful, conn.sock)
        else:
            TConn.close(conn, graceful=graceful)

    def enqueue_req(self, conn: TConn) -> None:
        """Hand a request to the threads."""
        self._at_work += 1
        conn.sock = patient(conn.sock, self._seats)
        conn.close = partial(self._close, conn)
        super().enqueue_req(conn)

    def finish_request(self, conn: TConn, fs: Future[Any]) -> None:
        """Take a request back from the threads."""
        self._at_work -= 1
        conn.sock.rest()
        super().finish_request(conn, fs)

    def handle_error(self, req: Any, client: socket, addr: Any, exc: Exception) -> None:
        """Answer what could not become a request; the rest as gunicorn does."""
        answer = answer_to(exc)
        if answer is None:
            super().handle_error(req, client, addr, exc)
            return
        # What was sent stays out of the log: it may be anything, personal data too.
        self.log.warning("request refused: %s", type(exc).__name__)
        with suppress(OSError):  # it may be gone by now
            write_nonblock(client, answer)

    def accept(self, listener: socket) -> None:
        """Take a connection, after a moment when there is work at hand already."""
        if self._at_work:
            time.sleep(YIELD_SECONDS)
        super().accept(listener)
