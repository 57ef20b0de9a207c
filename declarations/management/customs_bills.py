"""Tax bills in the files of the simulated customs: owed after release, void after a return."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from declarations.messages.receipts import SHANGHAI
from declarations.simulation.customs import HOUR, MINUTE, Document, as_number, lines_of
from declarations.simulation.customs_taxes import (
    BILL,
    BILLED_AFTER,
    CHANGE,
    SUMMARISED,
    SUMMARISED_AFTER,
    VOID,
    bill,
    change,
)
from declarations.simulation.luck import Luck
from taxation.facts import Rate
from taxation.services.rates import rate_values
from taxation.services.shipped import DATA
from zone_portal.kernel.csv_rows import read_rows


@dataclass(frozen=True, slots=True)
class Billed:
    """A released inventory: its serial in the files, what receipts quote of it, itself."""

    serial: int
    quoted: Mapping[str, str]
    document: Document


@cache
def tariff() -> Mapping[str, Rate]:
    """The simulator's own tariff: the example rates that come with the portal."""
    lines = read_rows((DATA / "rates.csv").read_bytes(), ("hs_code", "valid_from"))
    return {line["hs_code"]: Rate(**rate_values(line)) for line in lines}


def owe_bill(
    files: sqlite3.Connection, one: Billed, *, released: float, seed: object, factor: float
) -> None:
    """The bill of what was released, and from day 31 on its payment form."""
    after = Luck("bill", seed, one.serial).between(*BILLED_AFTER)
    _owe(files, one, at=released + after / factor, due=released + SUMMARISED_AFTER / factor)


def bill_again(files: sqlite3.Connection, one: Billed, *, done: float, factor: float) -> None:
    """After a return: the bill is void, unless it was summarised already; what is left of the
    inventory is billed anew."""
    rows = files.execute(
        "SELECT id, said, kind, head FROM receipt WHERE serial = ? AND kind IN (?, ?) "
        "ORDER BY said",
        (one.serial, BILL, CHANGE),
    ).fetchall()
    if not rows:
        return
    summary = [row for row in rows if row[2] == CHANGE and _status(row[3]) == SUMMARISED]
    if summary and summary[-1][1] <= done:
        return
    said = [row for row in rows if row[2] == BILL and row[1] <= done]
    files.executemany(
        "DELETE FROM receipt WHERE id = ? AND delivered = 0",
        [(row[0],) for row in rows if row[1] > done],
    )
    if said:
        number = json.loads(said[-1][3])["TaxHeadRd"]["taxNo"]
        told = change(one.quoted, tax_no=number, status=VOID)
        _enter(files, one.serial, CHANGE, told, done + MINUTE / factor)
    due = summary[-1][1] if summary else done + SUMMARISED_AFTER / factor
    _owe(files, one, at=done + HOUR / factor, due=due)


def _owe(files: sqlite3.Connection, one: Billed, *, at: float, due: float) -> None:
    count = files.execute(
        "SELECT count(*) FROM receipt WHERE serial = ? AND kind = ?", (one.serial, BILL)
    ).fetchone()[0]
    number = f"T{one.quoted['invtNo']}" + (f"-{count + 1}" if count else "")
    made = bill(
        one.document,
        one.quoted,
        tax_no=number,
        day=datetime.fromtimestamp(at, UTC).astimezone(SHANGHAI).date(),
        rates=tariff(),
        returned=_returned(files, one.quoted["invtNo"]),
    )
    if made is None:
        return
    _enter(files, one.serial, BILL, made, at)
    summarised = change(one.quoted, tax_no=number, status=SUMMARISED)
    _enter(files, one.serial, CHANGE, summarised, max(due, at + HOUR))


def _returned(files: sqlite3.Connection, invt_no: str) -> dict[str, Decimal]:
    """What went back of an inventory so far: line number → quantity."""
    rows = files.execute(
        "SELECT data FROM document WHERE kind = 'CEB625' AND rejected = 0 "
        "AND json_extract(data, '$.InvtRefundHead.invtNo') = ?",
        (invt_no,),
    ).fetchall()
    found: dict[str, Decimal] = {}
    for (text,) in rows:
        for line in lines_of(json.loads(text)):
            number = str(line.get("gnum"))
            found[number] = found.get(number, Decimal(0)) + (as_number(line, "qty") or Decimal(0))
    return found


def _enter(
    files: sqlite3.Connection, serial: int, kind: str, document: Mapping[str, Any], at: float
) -> None:
    files.execute(
        "INSERT INTO receipt (due, said, kind, status, info, head, serial) "
        "VALUES (?, ?, ?, '', '', ?, ?)",
        (at, at, kind, json.dumps(document), serial),
    )


def _status(text: str) -> str:
    return str(json.loads(text).get("TaxHeadStatus", {}).get("status") or "")
