"""The portal's own numbers of inventories: ``B``, the day, nine digits, never twice on a day."""

from collections.abc import Iterator
from datetime import date

from django.db import connection

AT_ONCE = 1000
"""Numbers fetched in one look at the sequence, after the first; unused ones are gaps."""


def entry_numbers(day: date) -> Iterator[str]:
    """Fresh numbers for one message, fetched when the first inventory asks for one."""
    count = 1
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval('declarations_entry_no') FROM generate_series(1, %s)", [count]
            )
            numbers = cursor.fetchall()
        for (number,) in numbers:
            yield f"B{day:%Y%m%d}{number:09}"
        count = AT_ONCE
