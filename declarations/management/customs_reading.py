"""Messages that the simulated port cannot read, and the CEB900 that it owes for each."""

import json
import re
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple
from uuid import NAMESPACE_OID, uuid5

from declarations.messages.receipts import UNREADABLE, format_refusal
from declarations.simulation.customs import SIGN
from declarations.simulation.customs_refusals import FAULT
from declarations.simulation.customs_refusals import UNREADABLE as STATUS

UNREAD: Final = f"数据包不能通过schema验证{FAULT}{SIGN}"
AFTER: Final = 1.0
"""Seconds until it is said, before they are shortened."""
_GUID: Final = re.compile(rb"""\bguid\s*=\s*["']([0-9A-Fa-f-]{36})["']""")


class Letter(NamedTuple):
    """A message that cannot be read: its bytes, its number and kind as far as they are known."""

    body: bytes
    guid: str
    kind: str
    info: str


def guid_in(body: bytes) -> str:
    """The number of a message that cannot be read; empty where it shows none."""
    found = _GUID.search(body[:2000])
    return found[1].decode() if found else ""


def note_unread(files: sqlite3.Connection, guid: str) -> bool:
    """Whether this is the first time that this message cannot be read; then it is noted."""
    return bool(files.execute("INSERT OR IGNORE INTO unread VALUES (?)", (guid,)).rowcount)


def owe_refusal(files: sqlite3.Connection, letter: Letter, *, now: float, factor: float) -> None:
    """Note the CEB900 that the message will be answered with."""
    said = now + AFTER / factor
    kept = {
        "message_id": letter.guid or "-",
        "message_type": f"{letter.kind}Message" if letter.kind else "Unknown",
        "original": letter.body.decode("utf-8", "replace"),
    }
    files.execute(
        "INSERT INTO receipt (due, said, kind, status, info, head, serial) VALUES (?, ?, ?, ?, ?, "
        "?, 0)",
        (said, said, UNREADABLE, STATUS, letter.info, json.dumps(kept)),
    )


def refusal(row: Sequence[Any]) -> bytes:
    """The CEB900 of a row of receipts: id, said, kind, status, info, head."""
    number, said, _, status, info, kept = row
    head = json.loads(kept)
    return format_refusal(
        head["original"].encode(),
        guid=str(uuid5(NAMESPACE_OID, f"ceb900/{number}/{said}")).upper(),
        at=datetime.fromtimestamp(said, UTC),
        info=info,
        status=status,
        message_id=head["message_id"],
        message_type=head["message_type"],
    )
