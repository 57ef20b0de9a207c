"""Every row that a run left behind, as COPY text under other keys, message by message."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.portal import Portal
from declarations.ids import BLOCK_SIZE

ID_COLUMNS = frozenset(
    [
        "declaration_id",
        "document_id",
        "submission_id",
        "inventory_id",
        "order_id",
        "payment_id",
        "waybill_id",
    ]
)
NUMBERS = ("order_no", "pay_transaction_id", "logistics_no", "cop_no")
SECOND = 1 << 33
"""Ids lead with the second; a copy lies an hour behind the one before."""
SERIALS = 10_000_000
OWNERS = ("declarations_", "taxation_")
KEPT_UP = frozenset(["declarations_follower", "taxation_quotabalance"])
"""Rows that are changed in place, by no one message: marks of readers, balances of buyers."""


@dataclass
class Dump:
    """``copies`` → messages → (table, columns, file); ``size`` in bytes."""

    tables: Sequence[str]
    copies: list[list[list[tuple[str, str, str]]]]
    declarations: int
    size: int


def row_counts(portal: Portal) -> dict[str, int]:
    """Rows of every table."""
    names = portal.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    return {name: portal.number(f'SELECT count(*) FROM "{name}"') for (name,) in names}


def grown_tables(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    """The tables of intake, matching and taxes that a run left rows in, and how many, but for those
    in ``KEPT_UP``. What follows the event log (risk, figures, credit) comes later, by itself."""
    names = [name for name in after if name.startswith(OWNERS) and name not in KEPT_UP]
    grown = {name: after[name] - before.get(name, 0) for name in names}
    return {name: count for name, count in grown.items() if count > 0}


def make_clones(portal: Portal, tables: Sequence[str]) -> None:
    """Empty tables with the same columns, indexes and constraints; the machine at rest."""
    portal.query("DROP SCHEMA IF EXISTS raw_copy CASCADE")
    portal.query("CREATE SCHEMA raw_copy")
    for table in tables:
        portal.query(f"CREATE TABLE raw_copy.{table} (LIKE public.{table} INCLUDING ALL)")
    portal.query("CHECKPOINT")


def dump_rows(portal: Portal, folder: Path, tables: Mapping[str, int], *, copies: int) -> Dump:
    """Dump the rows of the newest messages, ``copies`` times under other keys."""
    folder.mkdir(parents=True, exist_ok=True)
    messages = [row[0] for row in portal.query("SELECT id FROM declarations_submission ORDER BY 1")]
    ends = [*messages[1:], messages[-1] + BLOCK_SIZE]
    found: list[list[list[tuple[str, str, str]]]] = []
    size = 0
    connection = portal.connect()
    try:
        with connection.cursor() as cursor:
            shapes = {table: _columns(cursor, table) for table in tables}
            for copy in range(1, copies + 1):
                found.append([])
                for place, ids in enumerate(zip(messages, ends, strict=True)):
                    parts = []
                    for table, columns in shapes.items():
                        path = folder / f"{copy}-{place}-{table}"
                        with path.open("wb") as file:
                            cursor.copy_expert(_select(table, columns, ids, copy), file)
                        size += path.stat().st_size
                        parts.append((f"raw_copy.{table}", ", ".join(columns), str(path)))
                    found[-1].append(parts)
    finally:
        connection.close()
    declarations = tables["declarations_decision"] * copies
    return Dump(list(tables), found, declarations, size)


def _columns(cursor: Any, table: str) -> dict[str, str]:
    cursor.execute(
        "SELECT column_name, data_type FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s ORDER BY ordinal_position",
        [table],
    )
    return dict(cursor.fetchall())


def _select(table: str, columns: Mapping[str, str], ids: tuple[int, int], copy: int) -> str:
    """The rows of one message, whose ids reach from its own to that of the next."""
    shift = copy * 3600 * SECOND
    values = []
    for name in columns:
        if table == "declarations_event" and name in {"id", "position"}:
            values.append(f"{name} + {copy * SERIALS}")
        elif name == "refs":
            values.append(f"(SELECT array_agg(r + {shift}) FROM unnest(refs) r)")
        elif name == "id" or name in ID_COLUMNS:
            values.append(f"{name} + {shift}")
        elif name == "digest":
            values.append(f"md5(digest::text || '{copy}')::uuid")
        elif name in NUMBERS:
            values.append(f"overlay({name} placing '{copy:03}' from 2 for 3)")
        else:
            values.append(name)
    order = "1" if table == "declarations_document_key" else _key(table, columns)
    low, high = ids[0], ids[1] - 1
    where = f"{_key(table, columns)} BETWEEN {low} AND {high}"
    return (
        f"COPY (SELECT {', '.join(values)} FROM {table} WHERE {where} ORDER BY {order}) TO STDOUT"
    )


def _key(table: str, columns: Mapping[str, str]) -> str:
    """What tells to which message a row belongs: ids of a message follow its own."""
    if table == "declarations_event":
        return "coalesce(submission_id, refs[1])"
    names = ("declaration_id", "document_id", "inventory_id", "id", "submission_id")
    for name in names:
        if name in columns:
            return name
    raise LookupError(f"{table} grew, and nothing says to which message its rows belong")
