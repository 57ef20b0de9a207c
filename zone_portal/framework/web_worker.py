"""How web processes share connections: one that is at work leaves a new one to an idle sibling."""

import time
from concurrent.futures import Future
from socket import socket
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

YIELD_SECONDS = 0.003
"""Long enough for an idle process to take a waiting connection, too short to be felt."""


class EvenThreadWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's threads, but for who takes a connection.

    An ERP keeps its connections open, and each stays with the process that took it. Left to
    chance, one process takes all of them while its siblings idle: with two busy connections, half
    of the throughput.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._at_work = 0

    def enqueue_req(self, conn: TConn) -> None:
        """Hand a request to the threads."""
        self._at_work += 1
        super().enqueue_req(conn)

    def finish_request(self, conn: TConn, fs: Future[Any]) -> None:
        """Take a request back from the threads."""
        self._at_work -= 1
        super().finish_request(conn, fs)

    def accept(self, listener: socket) -> None:
        """Take a connection, after a moment when there is work at hand already."""
        if self._at_work:
            time.sleep(YIELD_SECONDS)
        super().accept(listener)
