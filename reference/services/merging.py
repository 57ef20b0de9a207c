"""Bringing a set of dated rows into a table of dated rows, set by set, by COPY."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg2 import sql

from reference.constants import SHIPPED

STAGE = sql.Identifier("shipped_rows")


@dataclass(frozen=True, slots=True)
class Target:
    """A table of dated rows: ``subject`` and ``valid_from`` name a row, ``values`` are its rest."""

    table: str
    subject: tuple[str, ...]
    values: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The order in which ``replace_shipped`` wants its rows."""
        return (*self.subject, "valid_from", *self.values)


@dataclass(frozen=True, slots=True)
class Merge:
    """How many rows a merge touched."""

    removed: int
    changed: int
    added: int


def replace_shipped(target: Target, rows: Iterable[Sequence[object]]) -> Merge:
    """Make the shipped rows of ``target`` equal to ``rows`` (None is NULL); needs a transaction.

    What the zone entered itself wins: a given row that overlaps it is left out.
    """
    with connection.cursor() as cursor:
        _stage(cursor, target, rows)
        merge = Merge(
            removed=_run(cursor, target, _REMOVE),
            changed=_run(cursor, target, _CHANGE),
            added=_run(cursor, target, _ADD),
        )
        cursor.execute(sql.SQL("DROP TABLE {}").format(STAGE))
    return merge


# First what is gone, then what changed, then what is new: no row ever meets one it replaces.
_REMOVE = (
    "DELETE FROM {target} AS kept WHERE origin = {shipped} "
    "AND NOT EXISTS (SELECT 1 FROM {stage} AS given WHERE {same_row})"
)
_CHANGE = (
    "UPDATE {target} AS kept SET {assignments} FROM {stage} AS given "
    "WHERE {same_row} AND kept.origin = {shipped} "
    "AND ({kept_values}) IS DISTINCT FROM ({given_values})"
)
_ADD = (
    "INSERT INTO {target} ({columns}, origin) SELECT {given_columns}, {shipped} "
    "FROM {stage} AS given WHERE NOT EXISTS ("
    "SELECT 1 FROM {target} AS kept WHERE {same_subject} AND ({same_start} OR ("
    "kept.origin <> {shipped} AND daterange(kept.valid_from, kept.valid_to) "
    "&& daterange(given.valid_from, given.valid_to))))"
)


def _stage(cursor: CursorWrapper, target: Target, rows: Iterable[Sequence[object]]) -> None:
    cursor.execute(
        sql.SQL("CREATE TEMP TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA").format(
            STAGE, _list(target.columns), sql.Identifier(target.table)
        )
    )
    lines = io.StringIO()
    # NULL is the unquoted empty cell; QUOTE_NOTNULL would say so, from Python 3.12 on.
    writer = csv.writer(lines, quoting=csv.QUOTE_MINIMAL, lineterminator="\n")
    writer.writerows([_NULL if cell is None else cell for cell in row] for row in rows)
    lines.seek(0)
    copy = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, NULL {})").format(
        STAGE, _list(target.columns), sql.Literal(_NULL)
    )
    cursor.copy_expert(copy.as_string(cursor.cursor), lines)
    cursor.execute(sql.SQL("ANALYZE {}").format(STAGE))


_NULL = "\\N"


def _run(cursor: CursorWrapper, target: Target, statement: str) -> int:
    subject = [_equal(column) for column in target.subject]
    start = _equal("valid_from")
    cursor.execute(
        sql.SQL(statement).format(
            target=sql.Identifier(target.table),
            stage=STAGE,
            shipped=sql.Literal(SHIPPED),
            columns=_list(target.columns),
            given_columns=_list(target.columns, "given"),
            kept_values=_list(target.values, "kept"),
            given_values=_list(target.values, "given"),
            assignments=sql.SQL(", ").join(
                sql.SQL("{} = {}").format(sql.Identifier(c), sql.Identifier("given", c))
                for c in target.values
            ),
            same_subject=sql.SQL(" AND ").join(subject),
            same_start=start,
            same_row=sql.SQL(" AND ").join([*subject, start]),
        )
    )
    return int(cursor.rowcount)


def _equal(column: str) -> sql.Composed:
    kept, given = sql.Identifier("kept", column), sql.Identifier("given", column)
    return sql.SQL("{} = {}").format(kept, given)


def _list(columns: Sequence[str], owner: str = "") -> sql.Composed:
    names = (sql.Identifier(owner, c) if owner else sql.Identifier(c) for c in columns)
    return sql.SQL(", ").join(names)
