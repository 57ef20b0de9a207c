"""How long a web process waits for what a client has begun to send.

A client that falls silent in the middle (a line that broke without a word, or ill will) would keep
its thread for ever, and a few of them all threads of a process. So the bytes of a request have to
come at some rate, and not all threads may wait for slow ones at the same time.
"""

import select
import threading
import time
from socket import MSG_DONTWAIT, socket
from typing import Final

from gunicorn.http.errors import NoMoreData

QUICK_SECONDS: Final = 1.0
"""Whoever makes a thread wait longer than this at a time is slow and needs one of the seats."""
PATIENCE_SECONDS: Final = 20.0
"""How long the next bytes may take."""
LEAST_BYTES_A_SECOND: Final = 16 * 1024
"""What a request has to come with on average, once the patience above is used up."""


class TooSlowError(NoMoreData):  # type: ignore[misc]  # gunicorn has no types
    """A request whose bytes come too slowly, or while too many other slow ones are waited for."""


class Seats:
    """The threads of a process that may wait for slow clients at the same time."""

    def __init__(self, count: int) -> None:
        self._free = threading.BoundedSemaphore(count)

    def take(self) -> bool:
        """Whether there was one left."""
        return self._free.acquire(blocking=False)

    def give_back(self) -> None:
        """Leave a seat that was taken."""
        self._free.release()


class PatientSocket(socket):
    """A client's connection that is read with limited patience, request by request.

    Raises :class:`TooSlowError` from ``recv`` while it is blocking; with a timeout of its own it
    behaves like any socket.
    """

    __slots__ = ("_began", "_has_seat", "_received", "_seats")

    def __init__(self, other: socket, seats: Seats) -> None:
        """Take over the connection of ``other``, which is empty afterwards."""
        timeout = other.gettimeout()
        super().__init__(fileno=other.detach())
        self.settimeout(timeout)
        self._seats = seats
        self._has_seat = False
        self.begin()

    def begin(self) -> None:
        """A new request: the clock starts again."""
        self._began = time.monotonic()
        self._received = 0

    def rest(self) -> None:
        """The request is done with: whoever is slow next may have the seat."""
        if self._has_seat:
            self._has_seat = False
            self._seats.give_back()

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """At most ``size`` bytes, none at the end of the connection."""
        if self.gettimeout() is not None:
            return super().recv(size, flags)
        while True:
            try:
                found = super().recv(size, flags | MSG_DONTWAIT)
            except BlockingIOError:
                self._wait()
                continue
            self._received += len(found)
            return found

    def _wait(self) -> None:
        """Return when there is something to read."""
        earned = PATIENCE_SECONDS + self._received / LEAST_BYTES_A_SECOND
        left = min(self._began + earned - time.monotonic(), PATIENCE_SECONDS)
        if left > 0 and not self._has_seat:
            if self._is_readable(min(QUICK_SECONDS, left)):
                return
            left -= QUICK_SECONDS
            self._has_seat = self._seats.take()
        if left <= 0 or not self._has_seat or not self._is_readable(left):
            raise TooSlowError

    def _is_readable(self, seconds: float) -> bool:
        poll = select.poll()
        poll.register(self, select.POLLIN)
        return bool(poll.poll(seconds * 1000))


def patient(connection: socket, seats: Seats) -> PatientSocket:
    """A connection at the start of a request, read with patience from now on."""
    if not isinstance(connection, PatientSocket):
        return PatientSocket(connection, seats)
    connection.begin()
    return connection
