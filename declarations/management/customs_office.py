"""The simulated customs office: its own files in SQLite, and the receipts that it still owes.

It shares nothing with the portal but the two HTTP doors. What was taken in is committed before the
answer, a receipt is crossed out after the portal took it: killed at any moment it goes on where it
was, and at worst says something twice.
"""

import hashlib
import json
import sqlite3
import threading
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path
from typing import Any

from declarations.management.customs_bills import Billed, bill_again, owe_bill
from declarations.management.customs_files import (
    MISSING,
    forget_missing,
    forget_numbers,
    is_withdrawn,
    knowledge,
    note_numbers,
    prepare,
    to_summarise,
    waiting_for,
)
from declarations.management.customs_reading import (
    UNREAD,
    Letter,
    guid_in,
    note_unread,
    owe_refusal,
    refusal,
)
from declarations.management.customs_results import summary_result
from declarations.messages.catalogue import KINDS
from declarations.messages.kinds import Kind
from declarations.messages.receipts import (
    SHANGHAI,
    UNREADABLE,
    build_receipts,
    pre_no,
    receipt_record,
    return_time,
)
from declarations.messages.xml_reader import UnreadableMessage, read_message
from declarations.simulation import customs
from declarations.simulation.customs import (
    HOUR,
    MINUTE,
    REJECTED,
    SIGN,
    Answer,
    Document,
    Files,
)
from declarations.simulation.customs_papers import (
    Answered,
    Effect,
    Knowledge,
    Known,
    paper_answers,
    repeated_paper,
)
from declarations.simulation.customs_refusals import is_unreadable, not_there, refused
from declarations.simulation.customs_taxes import BILL, CHANGE, is_billed
from declarations.simulation.luck import Luck

LATE, TWICE = 0.03, 0.02
"""Shares of receipts that arrive late, and of those that arrive twice."""
RELEASE = "800"
DONE = frozenset({"399", RELEASE})
JOINED = frozenset({"order", "payment", "waybill"})
BY_CODE = 2
"""Stands for a document that the port refused before customs saw it."""


@dataclass
class Office:
    """The files of the office. ``factor`` shortens every delay; ``seed`` chooses all luck; so
    large a share of documents (``faults``) is refused, or cannot be read, when it first comes."""

    path: Path
    seed: int
    factor: float
    faults: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.path.touch(mode=0o600)
        with closing(self._connect()) as files:
            prepare(files)

    def take(self, body: bytes, *, now: float) -> int:
        """Take a message in; returns its documents. Committed when this returns.

        What cannot be read is answered with CEB900, and counts none.
        """
        try:
            message = read_message(body)
        except UnreadableMessage as error:
            letter = Letter(body, guid_in(body), "", f"{error.text('zh')}{SIGN}")
            with self._lock, closing(self._connect()) as files, files:
                owe_refusal(files, letter, now=now, factor=self.factor)
            return 0
        kind = message.kind
        heads = [raw.data[kind.json_head] for raw in message.documents]
        faulty = is_unreadable(kind, heads, seed=self.seed, share=self.faults)
        with self._lock, closing(self._connect()) as files, files:
            if faulty and note_unread(files, message.guid):
                letter = Letter(body, message.guid, kind.code, UNREAD)
                owe_refusal(files, letter, now=now, factor=self.factor)
                return 0
            for raw in message.documents:
                self._file(files, kind, raw.data, now)
        return len(message.documents)

    def due(self, *, now: float, most: int = 100) -> tuple[list[int], bytes]:
        """The ids of receipts that are due, all of one kind, and the message that carries them."""
        with self._lock, closing(self._connect()) as files:
            rows = files.execute(
                "SELECT id, said, kind, status, info, head FROM receipt WHERE delivered = 0 AND "
                "due <= ? ORDER BY due LIMIT ?", (now, most)
            ).fetchall()  # fmt: skip
        if not rows:
            return [], b""
        if rows[0][2] == UNREADABLE:
            return [rows[0][0]], refusal(rows[0])
        if rows[0][2] == CHANGE:
            # A change of a bill is told after the bill, also when both are late.
            rows = list(takewhile(lambda row: row[2] != BILL, rows))
        rows = [row for row in rows if row[2] == rows[0][2]]
        kind = KINDS[rows[0][2]]
        records = [_record(kind, row) for row in rows]
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
        is_joined = kind.noun in JOINED
        if is_joined and head.get("appType") == "2" and (known is None or known[3] == BY_CODE):
            case = _Case(kind, head, known[0] if known is not None else 0)
            self._owe(files, case, not_there(kind), now)
            return
        if known is None:
            attempt, serial = 1, None
        elif not known[3] and (known[1] == digest or head.get("appType") == "1"):
            is_paper, is_same = kind.noun == "paper", known[1] == digest
            again = repeated_paper(kind) if is_paper else customs.repeated(kind)
            if is_same and is_paper and again[-1].status == REJECTED:
                return  # no code says that this kind is known already
            self._owe(files, _Case(kind, head, known[0]), again, now)
            return
        else:
            attempt, serial = known[2] + 1, known[0]
            forget_numbers(files, serial)
            if is_withdrawn(files, serial):
                serial = None  # declared anew, it gets another number
        known_to_us = Knowledge()
        if kind.noun == "paper":
            known_to_us = knowledge(files, kind, data, serial, now)
            told = paper_answers(kind, data, known_to_us, seed=self.seed, attempt=attempt)
        else:
            told = Answered(self._answers(files, kind, data, attempt))
        serial = files.execute(
            "INSERT OR REPLACE INTO document (serial, kind, number, order_no, logistics_no, digest,"
            " data, attempt, rejected) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (serial, kind.code, number, head.get("orderNo"), head.get("logisticsNo"), digest,
             json.dumps(data), attempt, _refusal_of(kind, told.answers)),
        ).lastrowid or 0  # fmt: skip
        case = _Case(kind, head, serial)
        if is_joined and not customs.is_rejected(told.answers):
            self._look_again(files, kind, head, now)
        if kind.noun == "paper" and not customs.is_rejected(told.answers):
            note_numbers(files, kind, data, serial)
        if kind.noun == "inventory":
            files.execute(
                "INSERT OR REPLACE INTO given VALUES (?, ?)", (case.quoted(now)["invtNo"], serial)
            )
        self._answer(files, case, data, told.answers, now)
        done = now + told.answers[-1].after / self.factor
        self._follow(files, case, told.effect, known_to_us, done)

    def _answer(
        self,
        files: sqlite3.Connection,
        case: "_Case",
        data: Document,
        answers: list[Answer],
        now: float,
    ) -> None:
        """Owe the answers, and the tax bill of what they release."""
        self._owe(files, case, answers, now)
        for answer in answers:
            if answer.status == RELEASE and is_billed(case.kind.code, data):
                released = now + answer.after / self.factor
                one = Billed(case.serial, case.quoted(now), data)
                owe_bill(files, one, released=released, seed=self.seed, factor=self.factor)

    def _look_again(
        self, files: sqlite3.Connection, kind: Kind, head: Mapping[str, Any], now: float
    ) -> None:
        """A list that still waits for a document is compared anew when one comes."""
        for serial, attempt, text in waiting_for(files, kind, head, now):
            data, own = json.loads(text), KINDS[customs.noun_kinds(kind.direction)["inventory"]]
            answers = self._answers(files, own, data, attempt)
            if _is_missing(answers):
                continue
            forget_missing(files, serial)
            files.execute(
                "UPDATE document SET rejected = ? WHERE serial = ?",
                (_refusal_of(own, answers), serial),
            )
            self._answer(files, _Case(own, data[own.json_head], serial), data, answers[1:], now)

    def _answers(
        self, files: sqlite3.Connection, kind: Kind, data: Document, attempt: int
    ) -> list[Answer]:
        head = data[kind.json_head]
        if kind.noun != "inventory":
            refusing = refused(kind, head, seed=self.seed, attempt=attempt, share=self.faults)
            return refusing or customs.receipt_of(kind, head)
        kinds = customs.noun_kinds(kind.direction)

        def found(noun: str, column: str) -> Document | None:
            row = files.execute(
                f"SELECT data FROM document WHERE kind = ? AND {column} = ? AND rejected = 0 "
                "ORDER BY serial DESC",
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
        for place, answer in enumerate(answers):
            said = now + answer.after / self.factor
            luck = Luck("post", self.seed, case.serial, place)
            late = luck.between(2, 20) / self.factor if luck.happens(LATE) else 0.0
            times = [said + late, *([said + late + 1] if luck.happens(TWICE) else [])]
            kept = json.dumps(case.quoted(now, done=answer.status in DONE))
            files.executemany(
                "INSERT INTO receipt (due, said, kind, status, info, head, serial) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (due, said, case.kind.receipt, answer.status, answer.info, kept, case.serial)
                    for due in times
                ],
            )

    def _follow(
        self,
        files: sqlite3.Connection,
        case: "_Case",
        effect: Effect,
        known: Knowledge,
        done: float,
    ) -> None:
        """What a paper means, once it is done, for the inventories that it names."""
        if effect == "withdraw":
            for inventory in known.inventories.values():
                self._withdraw(files, inventory.serial, done)
        elif effect == "depart":
            for inventory in known.parcels.values():
                self._clear(files, inventory, done)
        elif effect == "summarise":
            self._summarise(files, case, known, done)
        elif effect == "return":
            for inventory in known.inventories.values():
                kind = KINDS[inventory.kind]
                original = _Case(kind, inventory.document[kind.json_head], inventory.serial)
                number = {"invtNo": case.head["invtNo"]}
                one = Billed(inventory.serial, original.quoted(done) | number, inventory.document)
                bill_again(files, one, done=done, factor=self.factor)

    def _withdraw(self, files: sqlite3.Connection, serial: int, done: float) -> None:
        """Nothing more is said of a withdrawn inventory; its number may come again."""
        files.execute(
            "DELETE FROM receipt WHERE serial = ? AND delivered = 0 AND said >= ?", (serial, done)
        )
        files.execute("UPDATE document SET rejected = 1 WHERE serial = ?", (serial,))
        files.execute(
            "INSERT INTO receipt (due, said, kind, status, info, head, delivered, serial) "
            "VALUES (?, ?, '', 'withdrawn', '', '{}', 1, ?)",
            (done, done, serial),
        )

    def _clear(self, files: sqlite3.Connection, inventory: Known, done: float) -> None:
        """A departure clears what was released, sooner than customs would have by itself."""
        kind, serial = KINDS[inventory.kind], inventory.serial
        files.execute(
            "DELETE FROM receipt WHERE serial = ? AND delivered = 0 AND status = '899'", (serial,)
        )
        said = files.execute("SELECT 1 FROM receipt WHERE serial = ? AND status = '899'", (serial,))
        if said.fetchone() is None and kind.direction == "export":
            case = _Case(kind, inventory.document[kind.json_head], serial)
            self._owe(files, case, [Answer(MINUTE, "899", f"已离境，结关{SIGN}")], done)

    def _summarise(
        self, files: sqlite3.Connection, case: "_Case", known: Knowledge, done: float
    ) -> None:
        """The declaration form of a summary: its number first, later that it is lodged."""
        lists = list(known.inventories.items())
        if not lists:
            lists = to_summarise(files, case.head, done)
            files.executemany(
                "INSERT OR IGNORE INTO listed VALUES ('CEB701', ?, ?)",
                [(number, case.serial) for number, _ in lists],
            )
        quoted = case.quoted(done, done=True)
        for place, after in enumerate((30 * MINUTE, 4 * HOUR)):
            said = done + after / self.factor
            document = json.dumps(summary_result(quoted, case.head, lists, place))
            files.execute(
                "INSERT INTO receipt (due, said, kind, status, info, head, serial) "
                "VALUES (?, ?, 'CEB792', '', '', ?, ?)",
                (said, said, document, case.serial),
            )


@dataclass(frozen=True, slots=True)
class _Case:
    """A document under the serial that the office gave it."""

    kind: Kind
    head: Mapping[str, Any]
    serial: int

    def quoted(self, now: float, *, done: bool = False) -> dict[str, str]:
        """The elements that receipts quote, with the numbers of port and customs; a paper's own
        number (rkdNo, sumNo) is given when it is ``done``."""
        values = dict(self.head)
        if self.kind.noun == "paper":
            day = datetime.fromtimestamp(now, SHANGHAI).date()
            values["preNo"] = self.head.get("preNo") or pre_no(day, self.serial % 10**9)
            if done:
                place = f"{self.head.get('customsCode', '0000')}{day:%Y}{self.serial:09}"
                values |= {"rkdNo": f"R{place}", "sumNo": f"S{place}"}
        if self.kind.noun == "inventory":
            day = datetime.fromtimestamp(now, SHANGHAI).date()
            flag = "1" if self.kind.direction == "import" else "0"
            customs_code = self.head.get("customsCode", "0000")
            values["preNo"] = self.head.get("preNo") or pre_no(day, self.serial % 10**9)
            values["invtNo"] = f"{customs_code}{day:%Y}{flag}{self.serial:09}"
        wanted = KINDS[self.kind.receipt].head_elements
        return {name: values[name] for name in wanted if values.get(name)}


def _record(kind: Kind, row: Sequence[Any]) -> Any:
    """A receipt, or another document of customs, that is due."""
    row_id, said, _, status, info, kept = row
    at, values = datetime.fromtimestamp(said, UTC), json.loads(kept)
    if kind.json_head in values:
        head = {**values[kind.json_head], "guid": _guid("receipt", row_id)}
        moment = "opDate" if "opDate" in kind.head_elements else "returnTime"
        return {**values, kind.json_head: head | {moment: return_time(at)}}
    guid = _guid("receipt", row_id)
    return receipt_record(kind, values, guid=guid, status=status, at=at, info=info)


def _refusal_of(kind: Kind, answers: Sequence[Answer]) -> int:
    """0 for what is not rejected; documents that the port refused by code it does not have."""
    if not customs.is_rejected(list(answers)):
        return 0
    return BY_CODE if kind.noun in JOINED and answers[-1].status.startswith("-") else 1


def _is_missing(answers: Sequence[Answer]) -> bool:
    return answers[-1].status == REJECTED and MISSING in answers[-1].info


def _digest(kind: Kind, data: Document) -> str:
    head = {n: v for n, v in data[kind.json_head].items() if n not in {"guid", "appTime"}}
    text = json.dumps({**data, kind.json_head: head}, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _guid(*names: object) -> str:
    found = hashlib.blake2b("/".join(map(str, names)).encode(), digest_size=16).hexdigest().upper()
    return f"{found[:8]}-{found[8:12]}-{found[12:16]}-{found[16:20]}-{found[20:]}"
