"""Ids that lead with time and come in blocks.

64 bits: seconds since 2020-01-01 UTC (30), a block number that cycles (19), the place in the block
(14). One look at the sequence serves a whole message, rows lie in the order of their arrival, and
a day is a range of ids.
"""

from datetime import UTC, datetime
from typing import Any, Protocol

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
BLOCK_BITS, PLACE_BITS = 19, 14
BLOCK_SIZE = 1 << PLACE_BITS


class Cursor(Protocol):
    """The part of a database cursor that is needed here."""

    def execute(self, sql: str) -> Any: ...
    def fetchone(self) -> tuple[Any, ...] | None: ...


def take_block(cursor: Cursor, at: datetime) -> int:
    """The first of ``BLOCK_SIZE`` fresh ids."""
    cursor.execute("SELECT nextval('declarations_id_block')")
    (block,) = cursor.fetchone() or (0,)
    return first_id_of(at) + (int(block) << PLACE_BITS)


def first_id_of(at: datetime) -> int:
    """The smallest id that a row received at ``at`` can have: the bound of a filter by time."""
    seconds = int((at - EPOCH).total_seconds())
    return seconds << (BLOCK_BITS + PLACE_BITS)


def time_of(identifier: int) -> datetime:
    """The second in which an id was given."""
    return datetime.fromtimestamp(
        EPOCH.timestamp() + (identifier >> (BLOCK_BITS + PLACE_BITS)), tz=UTC
    )
