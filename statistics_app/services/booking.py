"""Booking: what declarations say now against what is booked of them, a slice at a time.

A slice is one transaction: its inventories are no longer due, what should stand is computed from
the documents (``booking_sql``), and only what differs is written: bookings first, then the cells by
the sums of the difference. Done twice, the second time changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction

from accounts.constants import HUB
from statistics_app.rules.kinds import KIND_OF_MODE
from statistics_app.services import booking_sql as sql
from statistics_app.services import counting
from statistics_app.services.rates import Key, Rate, as_arrays

WRITER: Final = 0x5A4F4E45_00000007
"""Advisory lock: one writer of bookings and cells at a time."""
WORK_MEM: Final = "128MB"

_OWN: Final = ", ".join(
    f"pg_temp.st_{name}"
    for name in (
        "ids", "rates", "heads", "lines", "back", "fresh", "changed", "days", "months", "steps",
    )
)  # fmt: skip

Day = tuple[date, str]
"""A day and a direction."""


@dataclass(slots=True)
class Booked:
    """What slices changed. ``touched``: day and direction → change of tickets, RMB, USD."""

    looked_at: int = 0
    bookings: int = 0
    cells: int = 0
    touched: dict[Day, tuple[int, Decimal, Decimal]] = field(default_factory=dict)
    untaxed: list[int] = field(default_factory=list)
    """Imports whose taxes are not known yet."""

    def add(self, other: "Booked") -> None:
        """Add up two of them."""
        self.looked_at += other.looked_at
        self.bookings += other.bookings
        self.cells += other.cells
        self.untaxed += other.untaxed
        for day, change in other.touched.items():
            old = self.touched.get(day, (0, Decimal(0), Decimal(0)))
            self.touched[day] = (old[0] + change[0], old[1] + change[1], old[2] + change[2])


def book_due(rates: Mapping[Key, Rate], *, most: int) -> Booked:
    """Book the next inventories that are due, at most so many; nothing looked at: none is left."""
    return _book(_TAKE_DUE, {"most": most}, rates, with_cells=True)


def book_range(first: int, last: int, rates: Mapping[Key, Rate]) -> Booked:
    """Book the inventories of a range of ids; the cells are left to ``recount``."""
    return _book(_TAKE_RANGE, {"first": first, "last": last}, rates, with_cells=False)


def _book(
    take: str, asked: Mapping[str, int], rates: Mapping[Key, Rate], *, with_cells: bool
) -> Booked:
    with transaction.atomic(), connection.cursor() as cursor:
        _begin(cursor)
        cursor.execute(take, asked)
        looked_at = cursor.rowcount
        done = Booked(looked_at=looked_at)
        if not looked_at:
            return done
        _compute(cursor, rates)
        done.bookings = _write(cursor)
        if with_cells and done.bookings:
            _count(cursor, done)
        cursor.execute(_UNTAXED)
        done.untaxed = [row[0] for row in cursor.fetchall()]
    return done


def recount() -> int:
    """Add up all bookings again and put right the cells that differ; returns how many did."""
    with transaction.atomic(), connection.cursor() as cursor:
        _begin(cursor)
        cursor.execute(_ALL)
        for statement in counting.SUM_UP:
            cursor.execute(statement)
        wrong = 0
        for statement in counting.PUT_RIGHT:
            cursor.execute(statement)
            wrong += cursor.rowcount
        cursor.execute("DROP VIEW st_changed CASCADE")
    return wrong


def follow_firms() -> int:
    """Make due the bookings of firms that were registered, or moved, since; returns how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        _begin(cursor)
        cursor.execute(_CHANGED_FIRMS)
        codes = [row[0] for row in cursor.fetchall()]
        if not codes:
            return 0
        cursor.execute(_DUE_OF_FIRMS, {"codes": codes})
        return int(cursor.rowcount)


def make_due(inventory_ids: Iterable[int]) -> int:
    """Mark inventories that are to be booked again."""
    with connection.cursor() as cursor:
        cursor.execute(_MARK, {"ids": list(inventory_ids)})
        return int(cursor.rowcount)


def _begin(cursor: Any) -> None:
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITER])
    cursor.execute(f"SET LOCAL work_mem = '{WORK_MEM}'")
    cursor.execute("SET LOCAL jit = off")  # compiling takes longer than a small slice
    cursor.execute(f"DROP TABLE IF EXISTS {_OWN}")  # of an earlier slice of the same transaction


def _compute(cursor: Any, rates: Mapping[Key, Rate]) -> None:
    """Fill ``st_fresh`` for ``st_ids``."""
    zone = {"zone": settings.TIME_ZONE}
    cursor.execute("ANALYZE st_ids")
    cursor.execute(_NEW_FIRMS, {"hub": HUB})
    cursor.execute(sql.RATES, as_arrays(rates))
    for statement, table in ((sql.HEADS, "st_heads"), (sql.LINES, "st_lines")):
        cursor.execute(statement, zone)
        cursor.execute(f"ANALYZE {table}")
    cursor.execute(sql.BACK, zone)
    cursor.execute(sql.FRESH.format(kinds=_KINDS))


def _write(cursor: Any) -> int:
    """Bring the bookings in line; ``st_changed`` then holds what is new and what is gone."""
    cursor.execute(_CHANGED)
    changed: int = cursor.rowcount
    if changed:
        cursor.execute("ANALYZE st_changed")
        cursor.execute("SELECT EXISTS (SELECT 1 FROM st_changed WHERE sign < 0)")
        if cursor.fetchone()[0]:
            cursor.execute(_DELETE)
        cursor.execute(_INSERT)
    return changed


def _count(cursor: Any, done: Booked) -> None:
    for statement in counting.SUM_UP:
        cursor.execute(statement)
    cursor.execute(counting.TOUCHED)
    done.touched = {(row[0], row[1]): (int(row[2]), row[3], row[4]) for row in cursor.fetchall()}
    for statement in counting.ADD:
        cursor.execute(statement)
        done.cells += cursor.rowcount
    for statement in counting.DROP_EMPTY:
        cursor.execute(statement)


def _quoted(pairs: Sequence[tuple[str, str]]) -> str:
    return "h.mode " + " ".join(f"WHEN '{mode}' THEN '{kind}'" for mode, kind in pairs)


_KINDS: Final = _quoted(tuple(KIND_OF_MODE.items()))

_TAKE_DUE: Final = """
CREATE TEMP TABLE st_ids ON COMMIT DROP AS
WITH taken AS (
    DELETE FROM statistics_due WHERE inventory_id IN (
        SELECT inventory_id FROM statistics_due ORDER BY inventory_id LIMIT %(most)s
    ) RETURNING inventory_id
) SELECT inventory_id FROM taken
"""
_TAKE_RANGE: Final = """
CREATE TEMP TABLE st_ids ON COMMIT DROP AS
SELECT inventory_id FROM declarations_course
WHERE inventory_id BETWEEN %(first)s AND %(last)s
UNION
SELECT inventory_id FROM statistics_booking
WHERE inventory_id BETWEEN %(first)s AND %(last)s
"""
_FIRM: Final = """
    SELECT e.id, e.site FROM enterprises_enterprise e
    WHERE e.status <> 'applying' AND (e.code = {code} OR (e.uscc = {code} AND e.uscc <> ''))
    ORDER BY e.code = {code} DESC, e.id LIMIT 1
"""
_NEW_FIRMS: Final = f"""
INSERT INTO statistics_firm (code, enterprise_id, site)
SELECT said.ebc_code, coalesce(known.id, 0), coalesce(known.site, '')
FROM (SELECT DISTINCT i.ebc_code FROM st_ids JOIN declarations_inventory i
      ON i.id = st_ids.inventory_id
      WHERE NOT EXISTS (SELECT 1 FROM statistics_firm f WHERE f.code = i.ebc_code)) said
LEFT JOIN LATERAL ({_FIRM.format(code="said.ebc_code")}) known ON true
ON CONFLICT (code) DO NOTHING
"""
_CHANGED_FIRMS: Final = f"""
UPDATE statistics_firm f SET enterprise_id = now.enterprise_id, site = now.site
FROM (SELECT s.code, coalesce(known.id, 0) AS enterprise_id, coalesce(known.site, '') AS site
      FROM statistics_firm s
      LEFT JOIN LATERAL ({_FIRM.format(code="s.code")}) known ON true) now
WHERE now.code = f.code AND (f.enterprise_id, f.site) <> (now.enterprise_id, now.site)
RETURNING f.code
"""
_DUE_OF_FIRMS: Final = """
INSERT INTO statistics_due (inventory_id)
SELECT DISTINCT inventory_id FROM statistics_booking WHERE firm = ANY(%(codes)s)
ON CONFLICT DO NOTHING
"""
_MARK: Final = """
INSERT INTO statistics_due (inventory_id) SELECT unnest(%(ids)s::bigint[]) ON CONFLICT DO NOTHING
"""
_STANDING: Final = f"""
SELECT {sql.LISTED} FROM statistics_booking b WHERE b.inventory_id IN (
    SELECT inventory_id FROM st_ids)
"""
_CHANGED: Final = f"""
CREATE TEMP TABLE st_changed ON COMMIT DROP AS
SELECT 1 AS sign, new.* FROM (SELECT {sql.LISTED} FROM st_fresh EXCEPT {_STANDING}) new
UNION ALL
SELECT -1, gone.* FROM ({_STANDING} EXCEPT SELECT {sql.LISTED} FROM st_fresh) gone
"""
_DELETE: Final = """
DELETE FROM statistics_booking b USING st_changed c WHERE c.sign < 0
    AND b.inventory_id = c.inventory_id AND b.source = c.source AND b.gnum = c.gnum
"""
_INSERT: Final = f"""
INSERT INTO statistics_booking ({sql.LISTED}) SELECT {sql.LISTED} FROM st_changed WHERE sign > 0
"""
_ALL: Final = f"""
CREATE TEMP VIEW st_changed AS SELECT 1 AS sign, {sql.LISTED} FROM statistics_booking
"""
_UNTAXED: Final = """
SELECT h.inventory_id FROM st_heads h
WHERE h.direction = 'I' AND NOT EXISTS (
    SELECT 1 FROM declarations_tax_standing t WHERE t.inventory_id = h.inventory_id)
"""
