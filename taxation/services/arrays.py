"""Columns of many rows as PostgreSQL arrays: one statement for a whole slice."""

from collections.abc import Iterable
from typing import Any


def array(values: Iterable[Any]) -> str:
    """Numbers and UUIDs as the text of an array; nothing in them needs quoting."""
    return "{" + ",".join(map(str, values)) + "}"
