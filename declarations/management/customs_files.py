"""The files of the simulated customs office: SQLite tables, and what they know of some numbers."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from declarations.messages.kinds import Kind
from declarations.simulation.customs import Document, lines_of
from declarations.simulation.customs_papers import ENDED, OPEN, RELEASED, Knowledge, Known

_TABLES = """
CREATE TABLE IF NOT EXISTS document (
    serial INTEGER PRIMARY KEY, kind TEXT, number TEXT, order_no TEXT, logistics_no TEXT,
    digest TEXT, data TEXT, attempt INTEGER, rejected INTEGER, UNIQUE (kind, number));
CREATE INDEX IF NOT EXISTS document_order ON document (kind, order_no);
CREATE INDEX IF NOT EXISTS document_waybill ON document (kind, logistics_no);
CREATE TABLE IF NOT EXISTS receipt (
    id INTEGER PRIMARY KEY, due REAL, said REAL, kind TEXT, status TEXT, info TEXT, head TEXT,
    delivered INTEGER DEFAULT 0, serial INTEGER);
CREATE INDEX IF NOT EXISTS receipt_due ON receipt (delivered, due);
CREATE TABLE IF NOT EXISTS unread (guid TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS given (number TEXT PRIMARY KEY, serial INTEGER);
CREATE TABLE IF NOT EXISTS listed (kind TEXT, number TEXT, serial INTEGER,
    PRIMARY KEY (kind, number, serial)) WITHOUT ROWID;
"""
_OF_SERIAL = "CREATE INDEX IF NOT EXISTS receipt_serial ON receipt (serial)"
INVENTORIES = ("CEB603", "CEB621")
MISSING = "信息不存在"
"""Stands in every sentence about a document that is not there."""
WAYBILLS = ("CEB505", "CEB511")
FINISHED = {
    "2": OPEN,
    "800": RELEASED,
    "899": RELEASED,
    "100": ENDED,
    "700": ENDED,
    "withdrawn": ENDED,
}
"""What a status of an inventory makes of it."""


def prepare(files: sqlite3.Connection) -> None:
    """Make the tables, and mend those of an earlier version."""
    files.executescript(_TABLES)
    columns = {row[1] for row in files.execute("PRAGMA table_info(receipt)")}
    if "serial" not in columns:
        files.execute("ALTER TABLE receipt ADD COLUMN serial INTEGER")
    files.execute(_OF_SERIAL)


def knowledge(
    files: sqlite3.Connection, kind: Kind, data: Document, own: int | None, now: float
) -> Knowledge:
    """What the office knows of the numbers in a paper; ``own`` is its serial if it came before."""
    head = data[kind.json_head]
    lines = lines_of(data)
    invts = [n for n in [head.get("invtNo"), *(line.get("invtNo") for line in lines)] if n]
    parcels = [n for n in [head.get("logisticsNo"), *(x.get("logisticsNo") for x in lines)] if n]
    others = ("CEB605", "CEB623") if kind.code in {"CEB605", "CEB623"} else (kind.code,)
    return Knowledge(
        inventories={
            number: known
            for number, serial in _rows(files, "SELECT number, serial FROM given", invts)
            if (known := known_inventory(files, serial, now)) is not None
        },
        parcels=_by_parcel(files, parcels, now),
        waybills=_among(files, "document", "logistics_no", WAYBILLS, parcels),
        listed=_among(files, "listed", "number", (kind.code,), parcels, own=own),
        asked=_among(files, "listed", "number", others, invts, own=own),
        returns=_among(files, "listed", "number", ("CEB213",), invts),
    )


def known_inventory(files: sqlite3.Connection, serial: int, now: float) -> Known | None:
    """An inventory with what became of it by now."""
    row = files.execute(
        "SELECT kind, data, rejected FROM document WHERE serial = ?", (serial,)
    ).fetchone()
    if row is None or row[0] not in INVENTORIES:
        return None
    said = files.execute(
        "SELECT status FROM receipt WHERE serial = ? AND said <= ? ORDER BY said, id", (serial, now)
    ).fetchall()
    state = OPEN
    for (status,) in said:
        state = FINISHED.get(status, state)
    return Known(serial, row[0], state, json.loads(row[1]))


def waiting_for(
    files: sqlite3.Connection, kind: Kind, head: Mapping[str, Any], now: float
) -> list[tuple[int, int, str]]:
    """Serial, attempt and content of the lists that name this order, payment or waybill and are yet
    to be rejected because a document is missing."""
    column, number = ("order_no", head.get("orderNo"))
    if kind.noun == "waybill":
        column, number = ("logistics_no", head.get("logisticsNo"))
    found: list[tuple[int, int, str]] = files.execute(
        f"SELECT serial, attempt, data FROM document WHERE kind IN (?, ?) AND {column} = ? AND "
        "EXISTS (SELECT 1 FROM receipt WHERE receipt.serial = document.serial AND delivered = 0 "
        "AND status = '100' AND said > ? AND info LIKE ?)",
        (*INVENTORIES, number, now, f"%{MISSING}%"),
    ).fetchall()
    return found


def forget_missing(files: sqlite3.Connection, serial: int) -> None:
    """Say nothing any more of documents that are there by now."""
    files.execute(
        "DELETE FROM receipt WHERE serial = ? AND delivered = 0 AND status = '100' AND info LIKE ?",
        (serial, f"%{MISSING}%"),
    )


def is_withdrawn(files: sqlite3.Connection, serial: int) -> bool:
    """Whether a cancellation of this inventory was granted."""
    said = files.execute(
        "SELECT 1 FROM receipt WHERE serial = ? AND status = 'withdrawn'", (serial,)
    )
    return said.fetchone() is not None


def note_numbers(files: sqlite3.Connection, kind: Kind, data: Document, serial: int) -> None:
    """Note the numbers that an accepted paper names, so that another cannot name them again."""
    head = data[kind.json_head]
    lines = lines_of(data)
    names = ("invtNo",) if kind.code in {"CEB213", "CEB605", "CEB623", "CEB701"} else ()
    if kind.code in {"CEB507", "CEB509", "CEB607", "CEB711"}:
        names = ("logisticsNo",)
    numbers = {part.get(name) for part in (head, *lines) for name in names} - {None, ""}
    files.executemany(
        "INSERT OR IGNORE INTO listed VALUES (?, ?, ?)", [(kind.code, n, serial) for n in numbers]
    )


def forget_numbers(files: sqlite3.Connection, serial: int) -> None:
    """Strike out what an earlier version of a paper named."""
    files.execute("DELETE FROM listed WHERE serial = ?", (serial,))


def to_summarise(files: sqlite3.Connection, head: Any, now: float) -> list[tuple[str, Known]]:
    """The released inventories of a period's application that no summary has yet."""
    rows = files.execute(
        "SELECT given.number, given.serial FROM given JOIN document USING (serial) "
        "WHERE document.kind = 'CEB603' "
        "AND json_extract(data, '$.InventoryHead.agentCode') = ? "
        "AND json_extract(data, '$.InventoryHead.ebcCode') = ? "
        "AND json_extract(data, '$.InventoryHead.statisticsFlag') = 'B' "
        "AND NOT EXISTS (SELECT 1 FROM listed WHERE listed.kind = 'CEB701' "
        "AND listed.number = given.number)",
        (head.get("agentCode"), head.get("ebcCode")),
    ).fetchall()
    found = ((number, known_inventory(files, serial, now)) for number, serial in rows)
    return [(number, known) for number, known in found if known and known.state == RELEASED]


def _by_parcel(files: sqlite3.Connection, numbers: Sequence[str], now: float) -> dict[str, Known]:
    rows = _rows(
        files,
        f"SELECT logistics_no, serial FROM document WHERE kind IN {INVENTORIES} AND",
        numbers,
        column="logistics_no",
    )
    found = ((number, known_inventory(files, serial, now)) for number, serial in rows)
    return {number: known for number, known in found if known is not None}


def _among(
    files: sqlite3.Connection,
    table: str,
    column: str,
    kinds: Iterable[str],
    numbers: Sequence[str],
    *,
    own: int | None = None,
) -> frozenset[str]:
    named = ", ".join(f"'{kind}'" for kind in kinds)
    start = f"SELECT {column}, serial FROM {table} WHERE kind IN ({named}) AND"
    rows = _rows(files, start, numbers, column=column)
    return frozenset(number for number, serial in rows if serial != own)


def _rows(
    files: sqlite3.Connection, start: str, numbers: Sequence[str], *, column: str = "number"
) -> list[tuple[str, int]]:
    """Rows with one of some numbers, in the order of their serials."""
    found: list[tuple[str, int]] = []
    word = "" if start.endswith("AND") else "WHERE"
    for at in range(0, len(numbers), 500):
        part = numbers[at : at + 500]
        marks = ", ".join("?" * len(part))
        found += files.execute(f"{start} {word} {column} IN ({marks})", part).fetchall()
    return sorted(found, key=lambda row: row[1])
