"""The simulated customs office: its own files in SQLite, and the receipts that it still owes.

It shares nothing with the portal but the two HTTP doors. What was taken in is committed before the
answer, a receipt is crossed out after the portal took it: killed at any moment it goes on where it
was, and at worst says something twice.
"""

import hashlib
import json
import sqlite3
import threading
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from declarations.messages.catalogue import KINDS
from declarations.messages.kinds import Kind
from declarations.messages.receipts import SHANGHAI, build_receipts, pre_no, receipt_record
from declarations.messages.xml_reader import read_message
from declarations.simulation import customs
from declarations.simulation.customs import Answer, Document, Files
from declarations.simulation.luck import Luck

_TABLES = """
CREATE TABLE IF NOT EXISTS document (
    serial INTEGER PRIMARY KEY, kind TEXT, number TEXT, order_no TEXT, logistics_no TEXT,
    digest TEXT, data TEXT, attempt INTEGER, rejected INTEGER, UNIQUE (kind, number));
CREATE INDEX IF NOT EXISTS document_order ON document (kind, order_no);
CREATE INDEX IF NOT EXISTS document_waybill ON document (kind, logistics_no);
CREATE TABLE IF NOT EXISTS receipt (
    id INTEGER PRIMARY KEY, due REAL, said REAL, kind TEXT, status TEXT, info TEXT, head TEXT,
    delivered INTEGER DEFAULT 0);
CREATE INDEX IF NOT EXISTS receipt_due ON receipt (delivered, due);
"""
LATE, TWICE = 0.03, 0.02
"""Shares of receipts that arrive late, and of those that arrive twice."""


@dataclass
class Office:
    """The files of the office. ``factor`` shortens every delay; ``seed`` chooses all luck."""

    path: Path
    seed: int
    factor: float
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.path.touch(mode=0o600)
        with closing(self._connect()) as files:
            files.executescript(_TABLES)

    def take(self, body: bytes, *, now: float) -> int:
        """Take a message in; returns its documents. Committed when this returns.

        Raises UnreadableMessage for what is no CEB message of an enterprise.
        """
        message = read_message(body)
        with self._lock, closing(self._connect()) as files, files:
            for raw in message.documents:
                self._file(files, message.kind, raw.data, now)
        return len(message.documents)

    def due(self, *, now: float, most: int = 100) -> tuple[list[int], bytes]:
        """The ids of receipts that are due, all of one kind, and the message that carries them."""
        with self._lock, closing(self._connect()) as files:
            rows = files.execute(
                "SELECT id, said, kind, status, info, head FROM receipt WHERE delivered = 0 AND "
                "due <= ? ORDER BY due LIMIT ?", (now, most)
            ).fetchall()  # fmt: skip
        rows = [row for row in rows if row[2] == rows[0][2]]
        if not rows:
            return [], b""
        kind = KINDS[rows[0][2]]
        records = [
            receipt_record(
                kind,
                json.loads(head),
                guid=_guid("receipt", row_id),
                status=status,
                at=datetime.fromtimestamp(said, UTC),
                info=info,
            )
            for row_id, said, _, status, info, head in rows
        ]
        ids = [row[0] for row in rows]
        return ids, build_receipts(kind, records, guid=_guid("message", *ids))

    def cross_out(self, ids: list[int]) -> None:
        """Note that the portal has these receipts."""
        with self._lock, closing(self._connect()) as files, files:
            files.executemany("UPDATE receipt SET delivered = 1 WHERE id = ?", [(i,) for i in ids])

    def owes(self) -> int:
        """How many receipts are still to be sent."""
        with self._lock, closing(self._connect()) as files:
            (count,) = files.execute("SELECT count(*) FROM receipt WHERE delivered = 0").fetchone()
        return int(count)

    def _connect(self) -> sqlite3.Connection:
        files = sqlite3.connect(self.path, timeout=30)
        files.execute("PRAGMA journal_mode = WAL")
        return files

    def _file(self, files: sqlite3.Connection, kind: Kind, data: Document, now: float) -> None:
        head = data[kind.json_head]
        number = "|".join(head.get(name) or "" for name in kind.key)
        digest = _digest(kind, data)
        known: tuple[int, str, int, int] | None = files.execute(
            "SELECT serial, digest, attempt, rejected FROM document WHERE kind = ? AND number = ?",
            (kind.code, number),
        ).fetchone()
        if known is None:
            attempt, serial = 1, None
        elif known[1] == digest and not known[3]:
            return  # the portal sent it once more: it was answered, or will be
        elif head.get("appType") == "1" and not known[3]:
            self._owe(files, _Case(kind, head, known[0]), customs.repeated(kind), now)
            return
        else:
            attempt, serial = known[2] + 1, known[0]
        answers = self._answers(files, kind, data, attempt)
        serial = files.execute(
            "INSERT OR REPLACE INTO document (serial, kind, number, order_no, logistics_no, digest,"
            " data, attempt, rejected) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (serial, kind.code, number, head.get("orderNo"), head.get("logisticsNo"), digest,
             json.dumps(data), attempt, customs.is_rejected(answers)),
        ).lastrowid  # fmt: skip
        self._owe(files, _Case(kind, head, serial or 0), answers, now)

    def _answers(
        self, files: sqlite3.Connection, kind: Kind, data: Document, attempt: int
    ) -> list[Answer]:
        head = data[kind.json_head]
        if kind.noun != "inventory":
            return customs.receipt_of(kind, head)
        kinds = customs.noun_kinds(kind.direction)

        def found(noun: str, column: str) -> Document | None:
            row = files.execute(
                f"SELECT data FROM document WHERE kind = ? AND {column} = ? ORDER BY serial DESC",
                (kinds[noun], head.get({"order_no": "orderNo"}.get(column, "logisticsNo"))),
            ).fetchone()
            return json.loads(row[0]) if row else None

        have = Files(
            found("order", "order_no"),
            found("payment", "order_no"),
            found("waybill", "logistics_no"),
        )
        return customs.inventory_answers(kind, data, have, seed=self.seed, attempt=attempt)

    def _owe(
        self, files: sqlite3.Connection, case: "_Case", answers: list[Answer], now: float
    ) -> None:
        kept = json.dumps(case.quoted(now))
        for place, answer in enumerate(answers):
            said = now + answer.after / self.factor
            luck = Luck("post", self.seed, case.serial, place)
            late = luck.between(2, 20) / self.factor if luck.happens(LATE) else 0.0
            times = [said + late, *([said + late + 1] if luck.happens(TWICE) else [])]
            files.executemany(
                "INSERT INTO receipt (due, said, kind, status, info, head) VALUES (?,?,?,?,?,?)",
                [(due, said, case.kind.receipt, answer.status, answer.info, kept) for due in times],
            )


@dataclass(frozen=True, slots=True)
class _Case:
    """A document under the serial that the office gave it."""

    kind: Kind
    head: Mapping[str, Any]
    serial: int

    def quoted(self, now: float) -> dict[str, str]:
        """The elements that receipts quote, with the numbers of port and customs."""
        values = dict(self.head)
        if self.kind.noun == "inventory":
            day = datetime.fromtimestamp(now, SHANGHAI).date()
            flag = "1" if self.kind.direction == "import" else "0"
            customs_code = self.head.get("customsCode", "0000")
            values["preNo"] = self.head.get("preNo") or pre_no(day, self.serial % 10**9)
            values["invtNo"] = f"{customs_code}{day:%Y}{flag}{self.serial:09}"
        wanted = KINDS[self.kind.receipt].head_elements
        return {name: values[name] for name in wanted if values.get(name)}


def _digest(kind: Kind, data: Document) -> str:
    head = {n: v for n, v in data[kind.json_head].items() if n not in {"guid", "appTime"}}
    text = json.dumps({**data, kind.json_head: head}, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _guid(*names: object) -> str:
    found = hashlib.blake2b("/".join(map(str, names)).encode(), digest_size=16).hexdigest().upper()
    return f"{found[:8]}-{found[8:12]}-{found[12:16]}-{found[16:20]}-{found[20:]}"
