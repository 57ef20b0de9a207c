"""Ids that lead with time and come in blocks.

64 bits: seconds since 2020-01-01 UTC (30), a block number that cycles (19), the place in the block
(14). One look at the sequence serves a whole message, rows lie in the order of their arrival, and
a day is a range of ids.
"""

import threading
from collections.abc import Callable
from datetime import UTC, datetime

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
BLOCK_BITS, PLACE_BITS = 19, 14
BLOCK_SIZE = 1 << PLACE_BITS


class IdSource:
    """Gives ids to the messages of one process; small messages of a second share a block."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._second = self._next = self._end = 0

    def take(self, count: int, *, at: datetime, next_block: Callable[[], int]) -> int:
        """The first of ``count`` fresh ids in a row (at most ``BLOCK_SIZE``).

        ``next_block`` asks the sequence for a block number. Ids of a message always lie in the
        second of ``at``, so that a time is a bound of ids.
        """
        second = first_id_of(at)
        with self._lock:
            if second != self._second or self._next + count > self._end:
                self._second = second
                self._next = second + (next_block() << PLACE_BITS)
                self._end = self._next + BLOCK_SIZE
            first = self._next
            self._next += count
        return first


def first_id_of(at: datetime) -> int:
    """The smallest id that a row received at ``at`` can have: the bound of a filter by time."""
    seconds = int((at - EPOCH).total_seconds())
    return seconds << (BLOCK_BITS + PLACE_BITS)
