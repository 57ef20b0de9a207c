"""Booking: what declarations say now against what is booked of them, a slice at a time.

A slice is one transaction: its inventories are no longer due, what should stand is computed from
the documents (``booking_sql``), and only what differs is written: bookings, the days that changed,
then the cells by the sums of the difference. Done twice, the second time changes nothing; broken
off, nothing of it was done.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
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
        "ids", "rates", "said", "heads", "lines", "back", "fresh", "changed", "days", "months",
        "steps", "times",
    )
)  # fmt: skip


@dataclass(slots=True)
class Booked:
    """What a slice looked at and changed; ``last`` is the greatest inventory of it."""

    looked_at: int = 0
    bookings: int = 0
    cells: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class Slice:
    """The run that a slice belongs to, and what all its slices have in common.

    ``keep_untaxed`` leaves imports whose taxes are not known yet due.
    """

    run_id: int
    at: datetime
    rates: Mapping[Key, Rate]
    keep_untaxed: bool = False


def book_due(of: Slice, *, after: int, most: int) -> Booked:
    """Book the next inventories that are due, at most so many, in the order of their ids; nothing
    looked at: none is left after ``after``."""
    return _book(of, _TAKE_DUE, {"after": after, "most": most}, with_cells=True)


def book_range(of: Slice, first: int, last: int) -> Booked:
    """Book the inventories of a range of ids, which are not due any more; the months whose
    bookings changed become stale."""
    return _book(of, _TAKE_RANGE, {"first": first, "last": last}, with_cells=False)


def _book(of: Slice, take: str, asked: Mapping[str, int], *, with_cells: bool) -> Booked:
    with transaction.atomic(), connection.cursor() as cursor:
        _begin(cursor)
        cursor.execute(take, asked)
        cursor.execute("SELECT count(*), min(inventory_id), max(inventory_id) FROM st_ids")
        looked_at, first, last = cursor.fetchone()
        done = Booked(looked_at=looked_at, last=last or 0)
        if not looked_at:
            return done
        given = {"zone": settings.TIME_ZONE, "first": first, "last": last}
        _compute(cursor, of.rates, given)
        done.bookings, is_new = _write(cursor, given)
        if done.bookings:
            touched = counting.TOUCHED_BY_NEW if is_new else counting.TOUCHED
            cursor.execute(touched, {"run": of.run_id, "at": of.at})
            if with_cells:
                done.cells = _count(cursor, takes_back=not is_new)
            else:
                cursor.execute(_STALE)
        if of.keep_untaxed:
            cursor.execute(_UNTAXED)
    return done


def recount() -> int:
    """Add up all bookings again and put right the cells that differ; returns how many did."""
    return sum(recount_month(month) for month in counted_months())


def recount_month(month: date) -> int:
    """The same for one month, in a transaction of its own."""
    with transaction.atomic(), connection.cursor() as cursor:
        _begin(cursor)
        # Nobody tells the planner how many cells a month has: comparing two of them must not
        # become a loop in a loop.
        cursor.execute("SET LOCAL enable_nestloop = off")
        given = {"month": month}
        for statement in counting.SUM_UP_MONTH:
            cursor.execute(statement, given)
        wrong = 0
        for statement in counting.PUT_RIGHT:
            cursor.execute(statement, given)
            wrong += cursor.rowcount
        cursor.execute("DELETE FROM statistics_stale_month WHERE month = %(month)s", given)
        cursor.execute("SET LOCAL enable_nestloop = on")  # a caller's transaction goes on
    return wrong


def counted_months() -> list[date]:
    """The months that have bookings, or cells, or are marked as stale; ascending."""
    return _months(counting.MONTHS)


def stale_months() -> list[date]:
    """The months whose cells a broken run left behind their bookings; ascending."""
    return _months("SELECT month FROM statistics_stale_month ORDER BY month")


def _months(query: str) -> list[date]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [row[0] for row in cursor.fetchall()]


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


def of_moved_firms(first: date, last: date) -> int:
    """How many declarations booked on these days belong to firms that were registered, or moved,
    since: what the next run will book again. Nothing is written."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_MOVED_FIRMS, {"first": first, "last": last})
        return int(cursor.fetchone()[0])


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


def _compute(cursor: Any, rates: Mapping[Key, Rate], given: Mapping[str, Any]) -> None:
    """Fill ``st_fresh`` for ``st_ids``."""
    cursor.execute("ANALYZE st_ids")
    cursor.execute(_NEW_FIRMS, {"hub": HUB, **given})
    cursor.execute(sql.RATES, as_arrays(rates))
    cursor.execute("ANALYZE st_rates")
    cursor.execute(sql.SAID, given)
    # Joining rates must not be planned by a guess of how many declarations there are.
    cursor.execute("ANALYZE st_said (inventory_id, ebc_code, currency, declared_date, day)")
    cursor.execute(sql.HEADS, given)
    cursor.execute("ANALYZE st_heads (inventory_id, firm, currency, declared_date, back_date)")
    cursor.execute(sql.LINES, given)
    cursor.execute("ANALYZE st_lines (inventory_id, gnum)")
    cursor.execute(sql.BACK, given)
    cursor.execute(sql.FRESH.format(kinds=_KINDS))


def _write(cursor: Any, given: Mapping[str, Any]) -> tuple[int, bool]:
    """Bring the bookings in line; ``st_changed`` then holds what is new and what is gone.

    Returns how many changed, and whether all of them are new.
    """
    cursor.execute(_STANDS, given)
    is_new = not cursor.fetchone()[0]
    if is_new:
        cursor.execute("ALTER TABLE st_fresh RENAME TO st_changed")
    else:
        cursor.execute("ANALYZE st_fresh (inventory_id, source, gnum)")
        cursor.execute(_CHANGED, given)
        cursor.execute("ANALYZE st_changed (sign, inventory_id, source, gnum)")
        cursor.execute(_DELETE, given)
    cursor.execute(_INSERT)
    written = int(cursor.rowcount)
    if not is_new:
        cursor.execute("SELECT count(*) FROM st_changed")
        written = int(cursor.fetchone()[0])
    return written, is_new


def _count(cursor: Any, *, takes_back: bool) -> int:
    """Add ``st_changed`` to the cells; returns how many of them changed."""
    for statement in counting.SUM_UP:
        cursor.execute(statement)
    cells = 0
    for statement in counting.ADD:
        cursor.execute(statement)
        cells += cursor.rowcount
    if takes_back:
        for statement in counting.DROP_EMPTY:
            cursor.execute(statement)
    return cells


def _quoted(pairs: Sequence[tuple[str, str]]) -> str:
    return "h.mode " + " ".join(f"WHEN '{mode}' THEN '{kind}'" for mode, kind in pairs)


_KINDS: Final = _quoted(tuple(KIND_OF_MODE.items()))

_TAKE_DUE: Final = """
CREATE TEMP TABLE st_ids ON COMMIT DROP AS
WITH taken AS (
    DELETE FROM statistics_due WHERE inventory_id IN (
        SELECT inventory_id FROM statistics_due WHERE inventory_id > %(after)s
        ORDER BY inventory_id LIMIT %(most)s
    ) RETURNING inventory_id
) SELECT inventory_id FROM taken
"""
_TAKE_RANGE: Final = """
CREATE TEMP TABLE st_ids ON COMMIT DROP AS
WITH taken AS (
    DELETE FROM statistics_due WHERE inventory_id BETWEEN %(first)s AND %(last)s
)
SELECT inventory_id FROM declarations_course
WHERE inventory_id BETWEEN %(first)s AND %(last)s
UNION
SELECT inventory_id FROM statistics_booking
WHERE inventory_id BETWEEN %(first)s AND %(last)s
"""
_KNOWN: Final = """
    LEFT JOIN enterprises_enterprise by_code
        ON by_code.code = {code} AND by_code.status <> 'applying'
    LEFT JOIN enterprises_enterprise by_uscc
        ON by_uscc.uscc = {code} AND by_uscc.uscc <> '' AND by_uscc.status <> 'applying'
"""
_KNOWN_AS: Final = """coalesce(by_code.id, by_uscc.id, 0) AS enterprise_id,
    coalesce(by_code.site, by_uscc.site, '') AS site"""
_NEW_FIRMS: Final = f"""
INSERT INTO statistics_firm (code, enterprise_id, site)
SELECT said.ebc_code, {_KNOWN_AS}
FROM (SELECT DISTINCT i.ebc_code FROM st_ids JOIN declarations_inventory i
      ON i.id = st_ids.inventory_id AND i.id BETWEEN %(first)s AND %(last)s) said
{_KNOWN.format(code="said.ebc_code")}
WHERE NOT EXISTS (SELECT 1 FROM statistics_firm f WHERE f.code = said.ebc_code)
ON CONFLICT (code) DO NOTHING
"""
_CHANGED_FIRMS: Final = f"""
UPDATE statistics_firm f SET enterprise_id = now.enterprise_id, site = now.site
FROM (SELECT s.code, {_KNOWN_AS} FROM statistics_firm s {_KNOWN.format(code="s.code")}) now
WHERE now.code = f.code AND (f.enterprise_id, f.site) <> (now.enterprise_id, now.site)
RETURNING f.code
"""
_OF_MOVED_FIRMS: Final = f"""
SELECT count(DISTINCT b.inventory_id) FROM statistics_booking b
WHERE b.day BETWEEN %(first)s AND %(last)s AND b.firm IN (
    SELECT s.code FROM statistics_firm s {_KNOWN.format(code="s.code")}
    WHERE (s.enterprise_id, s.site)
        <> (coalesce(by_code.id, by_uscc.id, 0), coalesce(by_code.site, by_uscc.site, '')))
"""
_DUE_OF_FIRMS: Final = """
INSERT INTO statistics_due (inventory_id)
SELECT DISTINCT inventory_id FROM statistics_booking WHERE firm = ANY(%(codes)s)
ON CONFLICT DO NOTHING
"""
_MARK: Final = """
INSERT INTO statistics_due (inventory_id) SELECT unnest(%(ids)s::bigint[]) ON CONFLICT DO NOTHING
"""
_STANDING: Final = """statistics_booking b JOIN st_ids USING (inventory_id)
    WHERE b.inventory_id BETWEEN %(first)s AND %(last)s"""
_STANDS: Final = f"SELECT EXISTS (SELECT 1 FROM {_STANDING})"


def _listed(table: str) -> str:
    return ", ".join(f"{table}.{name}" for name in sql.COLUMNS)


_DIFFERS: Final = f"ROW({_listed('new')}) IS DISTINCT FROM ROW({_listed('old')})"
_CHANGED: Final = f"""
CREATE TEMP TABLE st_changed ON COMMIT DROP AS
WITH old AS MATERIALIZED (SELECT {_listed("b")} FROM {_STANDING})
SELECT 1 AS sign, {_listed("new")} FROM st_fresh new
LEFT JOIN old ON old.inventory_id = new.inventory_id AND old.source = new.source
    AND old.gnum = new.gnum WHERE {_DIFFERS}
UNION ALL
SELECT -1, {_listed("old")} FROM old
LEFT JOIN st_fresh new ON new.inventory_id = old.inventory_id AND new.source = old.source
    AND new.gnum = old.gnum WHERE {_DIFFERS}
"""
_DELETE: Final = """
DELETE FROM statistics_booking b USING st_changed c WHERE c.sign < 0
    AND b.inventory_id = c.inventory_id AND b.source = c.source AND b.gnum = c.gnum
    AND b.inventory_id BETWEEN %(first)s AND %(last)s
"""
_INSERT: Final = f"""
INSERT INTO statistics_booking ({sql.LISTED}) SELECT {sql.LISTED} FROM st_changed WHERE sign > 0
"""
_STALE: Final = """
INSERT INTO statistics_stale_month (month)
SELECT DISTINCT date_trunc('month', day::timestamp)::date FROM st_changed ON CONFLICT DO NOTHING
"""
_UNTAXED: Final = """
INSERT INTO statistics_due (inventory_id)
SELECT inventory_id FROM st_heads WHERE direction = 'I' AND NOT is_taxed ON CONFLICT DO NOTHING
"""
