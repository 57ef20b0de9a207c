"""Bookings added up: the statements that turn changed bookings into changed cells.

``st_changed`` holds bookings with a sign: what is new counts up, what is gone counts down. The same
sums, taken over all bookings, are the whole cube: a night and a rebuild cannot count differently.
"""

from typing import Final

from statistics_app.constants import CROSS, FACES
from statistics_app.models import DayCell, MonthCell, StepTime
from statistics_app.selectors_figures import MEASURES

DIMENSIONS: Final = (
    "direction", "mode", "kind", "site", "customs_code", "country", "hs4", "unit", "enterprise_id",
)  # fmt: skip
_ALWAYS: Final = ("direction", "mode", "kind", "site")
_BLANK: Final = {"enterprise_id": "0"}

_SUMS: Final = """
    sum(sign * tickets * original) AS tickets,
    sum(sign * parcels) AS parcels,
    sum(sign * original) AS lines,
    sum(sign * quantity * original) AS quantity,
    sum(sign * coalesce(rmb, 0) * original) AS rmb,
    sum(sign * coalesce(usd, 0) * original) AS usd,
    sum(sign * tax * original) AS tax,
    sum(sign * tickets * (1 - original)) AS returned,
    sum(sign * quantity * (1 - original)) AS returned_quantity,
    sum(sign * coalesce(rmb, 0) * (1 - original)) AS returned_rmb,
    sum(sign * coalesce(usd, 0) * (1 - original)) AS returned_usd,
    sum(sign * tax * (1 - original)) AS returned_tax,
    sum(sign * direct) AS direct,
    sum(sign * inspected) AS inspected,
    sum(sign * (rmb IS NULL)::int) AS unrated,
    sum(sign * (usd IS NULL)::int) AS unrated_usd
"""
OF_DAYS: Final = f"""
CREATE TEMP TABLE st_days ON COMMIT DROP AS
SELECT day, direction, mode, kind, site, customs_code, country, left(hs_code, 4) AS hs4, unit,
    enterprise_id, {_SUMS}
FROM (SELECT *, (source = 0)::int AS original FROM st_changed) AS changed
GROUP BY day, direction, mode, kind, site, customs_code, country, left(hs_code, 4), unit,
    enterprise_id
"""
_MEASURED: Final = ", ".join(MEASURES)
_ADDED: Final = ", ".join(f"sum({name}) AS {name}" for name in MEASURES)


def _face(face: str) -> str:
    kept = (*_ALWAYS, *FACES[face])
    columns = []
    for name in DIMENSIONS:
        found = name if name in kept else f"{_BLANK.get(name, chr(39) * 2)}"
        if face == CROSS and name == "hs4":
            found = "left(hs4, 2)"
        columns.append(f"{found} AS {name}")
    return (
        f"SELECT '{face}' AS face, date_trunc('month', day)::date AS month, {', '.join(columns)}, "
        f"{_ADDED} FROM st_days GROUP BY 2, 3, 4, 5, 6, 7, 8, 9, 10, 11"
    )


OF_MONTHS: Final = "CREATE TEMP TABLE st_months ON COMMIT DROP AS\n" + "\nUNION ALL\n".join(
    _face(face) for face in FACES
)

_DIGITS: Final = "(10 ^ greatest(length(seconds::text) - 2, 0))::bigint"
_OF_STEPS: Final = """
CREATE TEMP TABLE st_steps ON COMMIT DROP AS
WITH said AS (
    SELECT date_trunc('month', day)::date AS month, step, direction, mode, site, enterprise_id,
        (seconds + {digits} / 2) / {digits} * {digits} AS seconds, sum(sign) AS tickets
    FROM st_changed
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
OF_STEPS: Final = _OF_STEPS.format(digits=_DIGITS)


def _add(table: str, source: str, keys: tuple[str, ...], measures: tuple[str, ...]) -> str:
    listed = ", ".join((*keys, *measures))
    grown = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in measures)
    changed = " OR ".join(f"{name} <> 0" for name in measures)
    return (
        f"INSERT INTO {table} ({listed}) SELECT {listed} FROM {source} WHERE {changed} "
        f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {grown}"
    )


def _drop_empty(table: str, source: str, keys: tuple[str, ...], measures: tuple[str, ...]) -> str:
    same = " AND ".join(f"cell.{name} = changed.{name}" for name in keys)
    empty = " AND ".join(f"cell.{name} = 0" for name in measures)
    return f"DELETE FROM {table} cell USING {source} changed WHERE {same} AND {empty}"


def _put_right(
    table: str, source: str, keys: tuple[str, ...], measures: tuple[str, ...]
) -> tuple[str, str]:
    """Remove what should not stand, then add what should; what is right is not touched."""
    listed = ", ".join((*keys, *measures))
    same = " AND ".join(f"cell.{name} = wanted.{name}" for name in keys)
    right = " AND ".join(f"cell.{name} = wanted.{name}" for name in (*keys, *measures))
    some = " OR ".join(f"{name} <> 0" for name in measures)
    return (
        f"DELETE FROM {table} cell WHERE NOT EXISTS (SELECT 1 FROM {source} wanted WHERE {right})",
        f"INSERT INTO {table} ({listed}) SELECT {listed} FROM {source} wanted WHERE ({some}) "
        f"AND NOT EXISTS (SELECT 1 FROM {table} cell WHERE {same})",
    )


_DAYS: Final = (DayCell._meta.db_table, "st_days", ("day", *DIMENSIONS), MEASURES)
_MONTHS: Final = (
    MonthCell._meta.db_table, "st_months", ("face", "month", *DIMENSIONS), MEASURES,
)  # fmt: skip
_STEPS: Final = (
    StepTime._meta.db_table,
    "st_steps",
    ("face", "month", "step", "direction", "mode", "site", "enterprise_id", "seconds"),
    ("tickets",),
)
TABLES: Final = (_DAYS, _MONTHS, _STEPS)

SUM_UP: Final = (
    OF_DAYS,
    "ANALYZE st_days",
    OF_MONTHS,
    "ANALYZE st_months",
    OF_STEPS,
    "ANALYZE st_steps",
)
"""From ``st_changed`` to the sums by cell."""
ADD: Final = tuple(_add(*table) for table in TABLES)
DROP_EMPTY: Final = tuple(_drop_empty(*table) for table in TABLES)
PUT_RIGHT: Final = tuple(statement for table in TABLES for statement in _put_right(*table))

TOUCHED: Final = """
SELECT day, direction, sum(tickets), sum(rmb - returned_rmb), sum(usd - returned_usd)
FROM st_days GROUP BY day, direction
HAVING bool_or(tickets <> 0 OR lines <> 0 OR rmb <> 0 OR usd <> 0 OR returned <> 0
    OR returned_rmb <> 0 OR quantity <> 0 OR tax <> 0 OR unrated <> 0 OR unrated_usd <> 0)
ORDER BY day, direction
"""
