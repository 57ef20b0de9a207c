"""Bookings added up: the statements that turn changed bookings into changed cells.

``st_changed`` holds bookings with a sign: what is new counts up, what is gone counts down. The same
sums, taken over all bookings of a month, are its whole cube: a night and a rebuild cannot count
differently. Only the days, the fullest face of a month and the times are summed from bookings;
every smaller face is summed from a fuller one.
"""

from typing import Final

from statistics_app.constants import (
    BASE,
    CHAPTER,
    CHAPTERED,
    COUNTRY,
    CROSS,
    DAY_FACES,
    ENTERPRISE,
    FACES,
    FIRM_CHAPTER,
    FIRM_COUNTRY,
    FULL,
    HEADING,
)
from statistics_app.models import DayCell, MonthCell, StepTime
from statistics_app.selectors_figures import MEASURES

DIMENSIONS: Final = (
    "direction", "mode", "kind", "site", "customs_code", "country", "hs4", "unit", "enterprise_id",
)  # fmt: skip
_ALWAYS: Final = ("direction", "mode", "kind", "site")
_DERIVED: Final = (
    (HEADING, FULL),
    (FIRM_CHAPTER, FULL),
    (FIRM_COUNTRY, FULL),
    (CROSS, FULL),
    (BASE, FULL),
    (ENTERPRISE, FIRM_COUNTRY),
    (COUNTRY, CROSS),
    (CHAPTER, CROSS),
)
"""Face of the months, and the fuller one that it is summed from, in an order that works."""

_CHANGED: Final = "st_changed"
_OF_MONTH: Final = """(SELECT 1 AS sign, b.* FROM statistics_booking b
    WHERE day >= %(month)s::date AND day < %(month)s::date + interval '1 month')"""
"""Where bookings with a sign come from: those of a slice, or all of a month."""

_MONTH: Final = "date_trunc('month', day::timestamp)::date"
_SIGNED: Final = """(
    SELECT *, source = 0 AS original,
        CASE WHEN sign < 0 THEN -quantity ELSE quantity END AS signed_quantity,
        CASE WHEN sign < 0 THEN -rmb ELSE rmb END AS signed_rmb,
        CASE WHEN sign < 0 THEN -usd ELSE usd END AS signed_usd,
        CASE WHEN sign < 0 THEN -tax ELSE tax END AS signed_tax
    FROM {bookings} b
) signed"""
_SUMS: Final = """
    coalesce(sum(sign * tickets) FILTER (WHERE original), 0) AS tickets,
    sum(sign * parcels) AS parcels,
    coalesce(sum(sign) FILTER (WHERE original), 0) AS lines,
    coalesce(sum(signed_quantity) FILTER (WHERE original), 0) AS quantity,
    coalesce(sum(signed_rmb) FILTER (WHERE original), 0) AS rmb,
    coalesce(sum(signed_usd) FILTER (WHERE original), 0) AS usd,
    coalesce(sum(signed_tax) FILTER (WHERE original), 0) AS tax,
    coalesce(sum(sign * tickets) FILTER (WHERE NOT original), 0) AS returned,
    coalesce(sum(signed_quantity) FILTER (WHERE NOT original), 0) AS returned_quantity,
    coalesce(sum(signed_rmb) FILTER (WHERE NOT original), 0) AS returned_rmb,
    coalesce(sum(signed_usd) FILTER (WHERE NOT original), 0) AS returned_usd,
    coalesce(sum(signed_tax) FILTER (WHERE NOT original), 0) AS returned_tax,
    sum(sign * direct) AS direct,
    sum(sign * inspected) AS inspected,
    coalesce(sum(sign) FILTER (WHERE rmb IS NULL), 0) AS unrated,
    coalesce(sum(sign) FILTER (WHERE usd IS NULL), 0) AS unrated_usd
"""
_ADDED: Final = ", ".join(f"sum({name}) AS {name}" for name in MEASURES)


def _columns(kept: tuple[str, ...], goods: str) -> str:
    """The dimensions: those kept, by number to be grouped by, the others empty."""
    blank = {"enterprise_id": "0"}
    found = {name: name if name in kept else blank.get(name, "''") for name in DIMENSIONS}
    if "hs4" in kept:
        found["hs4"] = goods
    return ", ".join(f"{column} AS {name}" for name, column in found.items())


def _grouped(face: str, period: str, kept: tuple[str, ...], bookings: str) -> str:
    """Cells of one face, summed from bookings."""
    goods = f"left(hs_code, {2 if face in CHAPTERED else 4})"
    return (
        f"SELECT '{face}' AS face, {period}, {_columns((*_ALWAYS, *kept), goods)}, {_SUMS} "
        f"FROM {_SIGNED.format(bookings=bookings)} GROUP BY 2, 3, 4, 5, 6, 7, 8, 9, 10, 11"
    )


def _days(bookings: str) -> str:
    faces = [_grouped(face, "day", kept, bookings) for face, kept in DAY_FACES.items()]
    return "CREATE TEMP TABLE st_days ON COMMIT DROP AS\n" + "\nUNION ALL\n".join(faces)


def _months(bookings: str) -> str:
    full = _grouped(FULL, f"{_MONTH} AS month", FACES[FULL], bookings)
    return f"CREATE TEMP TABLE st_months ON COMMIT DROP AS\n{full}"


def _derived(face: str, fuller: str) -> str:
    goods = "left(hs4, 2)" if face in CHAPTERED else "hs4"
    return (
        f"INSERT INTO st_months SELECT '{face}', month, "
        f"{_columns((*_ALWAYS, *FACES[face]), goods)}, {_ADDED} FROM st_months "
        f"WHERE face = '{fuller}' GROUP BY 2, 3, 4, 5, 6, 7, 8, 9, 10, 11"
    )


def two_digits_sql(column: str) -> str:
    """``rules.spreads.two_digits`` of a column, for lengths of up to three hundred years."""
    steps = (
        f"WHEN {column} < {step * 100 - step // 2} THEN ({column} + {step // 2}) / {step} * {step}"
        for step in (10**power for power in range(9))
    )
    return f"CASE {' '.join(steps)} ELSE {column} END"


_OF_STEPS: Final = """
CREATE TEMP TABLE st_steps ON COMMIT DROP AS
WITH said AS (
    SELECT {month} AS month, step, direction, mode, site, enterprise_id,
        {seconds} AS seconds, sum(sign) AS tickets
    FROM {bookings} b
    CROSS JOIN LATERAL (VALUES ('accepted', accepted), ('released', released),
        ('cleared', cleared), ('whole', whole)) AS took(step, seconds)
    WHERE seconds IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5, 6, 7
)
SELECT 'e' AS face, month, step, direction, mode, site, enterprise_id, seconds, tickets FROM said
UNION ALL
SELECT 's', month, step, direction, mode, site, 0, seconds, sum(tickets) FROM said
GROUP BY month, step, direction, mode, site, seconds
UNION ALL
SELECT 'b', month, step, direction, mode, '', 0, seconds, sum(tickets) FROM said
GROUP BY month, step, direction, mode, seconds
"""
_STEP_KEYS: Final = ("face", "month", "step", "direction", "mode", "site", "enterprise_id")
_STEP_LISTED: Final = ", ".join(_STEP_KEYS)
_TIMES: Final = f"""
CREATE TEMP TABLE st_times ON COMMIT DROP AS
SELECT {_STEP_LISTED}, array_agg(seconds ORDER BY seconds) AS seconds,
    array_agg(tickets ORDER BY seconds) AS tickets
FROM (SELECT {_STEP_LISTED}, seconds, sum(tickets)::bigint AS tickets FROM {{steps}} s
      GROUP BY {_STEP_LISTED}, seconds HAVING sum(tickets) <> 0) counted
GROUP BY {_STEP_LISTED}
"""
_WITH_THOSE_KNOWN: Final = f"""(
    SELECT {_STEP_LISTED}, seconds, tickets FROM st_steps
    UNION ALL
    SELECT {", ".join(f"cell.{name}" for name in _STEP_KEYS)}, was.seconds, was.tickets
    FROM (SELECT DISTINCT {_STEP_LISTED} FROM st_steps) touched
    JOIN {StepTime._meta.db_table} cell USING ({_STEP_LISTED})
    CROSS JOIN LATERAL unnest(cell.seconds, cell.tickets) AS was(seconds, tickets)
)"""


def _sum_up(bookings: str, times: str) -> tuple[str, ...]:
    """From bookings with a sign to the sums by cell: st_days, st_months, st_times."""
    seconds = two_digits_sql("seconds")
    return (
        _days(bookings),
        _months(bookings),
        *(_derived(*faces) for faces in _DERIVED),
        _OF_STEPS.format(bookings=bookings, month=_MONTH, seconds=seconds),
        *(f"ANALYZE {table}" for table in ("st_days", "st_months", "st_steps")),
        _TIMES.format(steps=times),
        "ANALYZE st_times",
    )


def _add(table: str, source: str, keys: tuple[str, ...], measures: tuple[str, ...]) -> str:
    listed = ", ".join((*keys, *measures))
    grown = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in measures)
    changed = " OR ".join(f"{name} <> 0" for name in measures)
    return (
        f"INSERT INTO {table} ({listed}) SELECT {listed} FROM {source} WHERE {changed} "
        f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {grown}"
    )


def _same(one: str, other: str, names: tuple[str, ...]) -> str:
    return " AND ".join(f"{one}.{name} = {other}.{name}" for name in names)


def _drop_empty(table: str, source: str, keys: tuple[str, ...], measures: tuple[str, ...]) -> str:
    empty = " AND ".join(f"cell.{name} = 0" for name in measures)
    return (
        f"DELETE FROM {table} cell USING {source} changed "
        f"WHERE {_same('cell', 'changed', keys)} AND {empty}"
    )


def _put_right(
    table: str, source: str, keys: tuple[str, ...], measures: tuple[str, ...], *, some: str
) -> tuple[str, str]:
    """Remove what should not stand in a month, then add what should; what is right is not
    touched."""
    listed = ", ".join((*keys, *measures))
    at = "day" if "day" in keys else "month"
    period = f"cell.{at} >= %(month)s::date AND cell.{at} < %(month)s::date + interval '1 month'"
    return (
        f"DELETE FROM {table} cell WHERE {period} AND NOT EXISTS (SELECT 1 FROM {source} wanted "
        f"WHERE {_same('cell', 'wanted', (*keys, *measures))})",
        f"INSERT INTO {table} ({listed}) SELECT {listed} FROM {source} wanted WHERE ({some}) "
        f"AND NOT EXISTS (SELECT 1 FROM {table} cell WHERE {period} "
        f"AND {_same('cell', 'wanted', keys)})",
    )


_DAYS: Final = (DayCell._meta.db_table, "st_days", ("face", "day", *DIMENSIONS), MEASURES)
_MONTHS: Final = (
    MonthCell._meta.db_table, "st_months", ("face", "month", *DIMENSIONS), MEASURES,
)  # fmt: skip
_STEPS: Final = (StepTime._meta.db_table, "st_times", _STEP_KEYS, ("seconds", "tickets"))
_SOME: Final = " OR ".join(f"{name} <> 0" for name in MEASURES)

SUM_UP: Final = _sum_up(_CHANGED, _WITH_THOSE_KNOWN)
"""From ``st_changed`` to what is to be added to cells; times come with those known before."""
SUM_UP_MONTH: Final = _sum_up(_OF_MONTH, "st_steps")
"""From all bookings of a ``month`` to what its cells should be."""
ADD: Final = (
    _add(*_DAYS),
    _add(*_MONTHS),
    f"DELETE FROM {_STEPS[0]} cell USING (SELECT DISTINCT {_STEP_LISTED} FROM st_steps) changed "
    f"WHERE {_same('cell', 'changed', _STEP_KEYS)}",
    f"INSERT INTO {_STEPS[0]} ({_STEP_LISTED}, seconds, tickets) "
    f"SELECT {_STEP_LISTED}, seconds, tickets FROM st_times",
)
DROP_EMPTY: Final = (_drop_empty(*_DAYS), _drop_empty(*_MONTHS))
"""Only what takes back can leave a cell empty."""
PUT_RIGHT: Final = (
    *_put_right(*_DAYS, some=_SOME),
    *_put_right(*_MONTHS, some=_SOME),
    *_put_right(*_STEPS, some="true"),
)

MONTHS: Final = """
WITH RECURSIVE booked(month) AS (
    SELECT date_trunc('month', min(day)::timestamp)::date FROM statistics_booking
    UNION ALL
    SELECT (SELECT date_trunc('month', min(day)::timestamp)::date FROM statistics_booking
            WHERE day >= booked.month + interval '1 month')
    FROM booked WHERE booked.month IS NOT NULL
)
SELECT month FROM booked WHERE month IS NOT NULL
UNION SELECT DISTINCT month FROM statistics_month_cell
UNION SELECT DISTINCT month FROM statistics_step_time
UNION SELECT DISTINCT date_trunc('month', day::timestamp)::date FROM statistics_day_cell
UNION SELECT month FROM statistics_stale_month
ORDER BY month
"""

_TOUCHED: Final = """
INSERT INTO statistics_touched_day (run_id, day, direction, tickets, rmb, usd, at)
SELECT %(run)s, day, direction, sum(tickets), sum(rmb - returned_rmb), sum(usd - returned_usd),
    %(at)s FROM
"""
TOUCHED_BY_NEW: Final = f"""{_TOUCHED} (
    SELECT day, direction, {_SUMS} FROM {_SIGNED.format(bookings=_CHANGED)} GROUP BY day, direction
) sums
GROUP BY day, direction
ORDER BY day, direction
"""
"""The days of ``st_changed``, where nothing in it counts down: all of them changed."""
TOUCHED: Final = f"""{_TOUCHED} (
    SELECT day, direction, {_SUMS} FROM {_SIGNED.format(bookings=_CHANGED)}
    GROUP BY day, direction, mode, kind, site, customs_code, country, left(hs_code, 4), unit,
        enterprise_id
) sums
GROUP BY day, direction
HAVING bool_or({_SOME})
ORDER BY day, direction
"""
"""The days any of whose finest sums changed."""
