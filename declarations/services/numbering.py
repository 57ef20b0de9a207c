"""The portal's own numbers of inventories: ``B``, the day, nine digits, never twice on a day."""

import threading
from collections import deque
from collections.abc import Iterator
from datetime import date

from django.db import connection

AT_ONCE = 1000
"""Numbers a process fetches in one look at the sequence; those left when it ends are gaps."""

_left: deque[int] = deque()
_fetching = threading.Lock()


def entry_numbers(day: date) -> Iterator[str]:
    """Fresh numbers, out of those that this process has fetched."""
    while True:
        try:
            number = _left.popleft()
        except IndexError:
            _fetch()
            continue
        yield f"B{day:%Y%m%d}{number:09}"


def _fetch() -> None:
    with _fetching:
        if _left:
            return
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval('declarations_entry_no') FROM generate_series(1, %s)", [AT_ONCE]
            )
            _left.extend(number for (number,) in cursor.fetchall())
