"""Papers about the same inventory, or under the same number, are judged one after the other.

What is not there yet has no row to lock, so a lock stands for its number. A few locks stand for all
numbers: PostgreSQL keeps locks in a table of fixed size, and one message may name 10,000 numbers.
A message takes its locks at once and in order, so that two messages never wait for each other.
"""

from collections.abc import Collection
from typing import Any, Final
from zlib import crc32

from declarations.messages.catalogue import Kind
from declarations.rules.cancelling import CANCELLATIONS
from declarations.rules.return_terms import RETURNS, TALLY

LOCKED: Final = frozenset({*CANCELLATIONS, *RETURNS, TALLY})
"""Kinds that are judged by what other papers ask for."""
LOCKS: Final = 256
_CLASS: Final = 0x5A4F0625
"""The first key of the advisory locks; which of them is the second."""


def lock_of(kind: Kind, head: Any, digest: str) -> int:
    """The lock of a paper: a cancellation's is that of its inventory, another's of its own key."""
    number = head.invtNo if kind.code in CANCELLATIONS else digest
    return crc32(number.encode()) % LOCKS


def take_locks(cursor: Any, locks: Collection[int]) -> None:
    """Wait until nobody else judges such papers; until the commit nobody else does."""
    if locks:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, n) FROM unnest(%s::int[]) AS n",
            [_CLASS, sorted(locks)],
        )
