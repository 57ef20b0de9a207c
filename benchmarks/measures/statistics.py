"""Statistics: a night of declarations in a history, the rebuild of all, dashboards over years."""

import time
from typing import Any

from benchmarks.results import Result
from benchmarks.run import Run
from benchmarks.workers import ask

HISTORY = 1_000_000
"""Declarations of three years. The product's goal names five millions: more than a shared machine
of two cores holds beside its other work; the slope tells the rest."""
NIGHT = 100_000
FIRMS = 200
WORKER = "benchmarks.counting"

_FIRMS = """
INSERT INTO enterprises_enterprise (code, uscc, name, kinds, status, site, simulated, registered_at)
SELECT '9' || lpad(n::text, 9, '0'), '', 'bench ' || n, '{ecommerce}', 'approved', 'hub', true,
       now() FROM generate_series(1, %(firms)s) n
"""
_NUMBERS = """
CREATE TABLE bench_new AS
SELECT n AS id, n %% 10 < 4 AS is_import,
    CASE WHEN %(history)s > 0
         THEN timestamptz '2023-11-01 08:00+08' + 1095.0 * n / nullif(%(history)s, 0)
              * interval '1 day'
         ELSE timestamptz '2026-11-19 08:00+08' + n %% 36000 * interval '1 second' END AS at
FROM generate_series(%(first)s, %(last)s) n
"""
_ROWS = {
    "declarations_inventory": {
        "id": "n.id",
        "kind": "CASE WHEN n.is_import THEN 'CEB621' ELSE 'CEB603' END",
        "received_at": "n.at",
        "parties": "'{}'",
        "owners": "'{}'",
        "personal": "''",
        "ebc_code": "'9' || lpad((1 + (n.id %% 200 * 7919) %% 200)::text, 9, '0')",
        "ie_flag": "CASE WHEN n.is_import THEN 'I' ELSE 'E' END",
        "customs_code": "'400' || ((n.id %% 200 * 7919) %% 200) %% 5",
        "trade_mode": "(CASE WHEN n.is_import THEN '{9610,1210}' "
        "ELSE '{9610,1210,9710,9810}' END::text[])[1 + n.id %% CASE WHEN n.is_import THEN 2 "
        "ELSE 4 END]",
        "currency": "'142'",
        "freight": "10",
        "pack_no": "1",
    },
    "declarations_inventory_line": {
        "document_id": "n.id",
        "gnum": "l",
        "gcode": "lpad((1 + ((n.id %% 200 * 7919) %% 200 * 3 + (n.id / 200 + l) %% 4) %% 97)"
        "::text, 2, '0') || lpad(((n.id / 200 + l) %% 8)::text, 2, '0') || '210000'",
        "country": "(ARRAY['502','303','304','305','116','601','132','133','110','122'])"
        "[1 + (n.id / 3) %% 10]",
        "currency": "CASE WHEN n.is_import THEN '142' ELSE '502' END",
        "qty": "1 + n.id %% 3",
        "qty1": "1 + n.id %% 3",
        "unit1": "'011'",
        "price": "20 + n.id %% 80",
        "total_price": "(20 + n.id %% 80) * (1 + n.id %% 3)",
    },
    "declarations_course": {
        "inventory_id": "n.id",
        "status": "CASE WHEN n.is_import THEN '800' ELSE '899' END",
        "status_at": "n.at",
        "revision": "1",
        "round": "1",
        "steps": "3",
    },
    "declarations_customs_receipt": {
        "id": "4 * n.id + r",
        "digest": "md5((4 * n.id + r)::text)::uuid",
        "kind": "CASE WHEN n.is_import THEN 'CEB622' ELSE 'CEB604' END",
        "inventory_id": "n.id",
        "return_status": "(ARRAY['120','800','899'])[r]",
        "return_time": "n.at + r * (600 + n.id %% 5000) * interval '1 second'",
        "received_at": "n.at",
        "head": "'{}'",
        "effect": "'moved'",
    },
}
_FROM = {
    "declarations_inventory_line": "bench_new n CROSS JOIN generate_series(1, 2) l "
    "WHERE l = 1 OR n.id %% 9 < 7",
    "declarations_customs_receipt": "bench_new n CROSS JOIN generate_series(1, 3) r "
    "WHERE r < 3 OR NOT n.is_import",
}
_EVENTS = """
INSERT INTO declarations_event (position, kind, enterprise_id, refs, size, created_at)
SELECT coalesce((SELECT max(position) FROM declarations_event), 0) + row_number() OVER (),
    'course', 1, array_agg(4 * id + 1), count(*), now()
FROM bench_new GROUP BY id / 1000
"""
_RATES = """
INSERT INTO statistics_rate (month, edition, rate, source, reason, by_label, at)
SELECT month, 1, 7.1, 'bench', '', 'bench', now()
FROM generate_series(date '2023-01-01', date '2026-12-01', interval '1 month') month;
INSERT INTO reference_rulesetting (rule_code, parameter, value, valid_from, author, note, set_at)
VALUES ('FXR', '502', '7.2', date '2020-01-01', 'bench', '', now());
"""
_COUNTED = (
    "statistics_booking", "statistics_day_cell", "statistics_month_cell", "statistics_step_time",
)  # fmt: skip
_FILLERS = {"bigint": "0", "integer": "0", "smallint": "0", "numeric": "0", "boolean": "false"}


def measure(run: Run) -> Result:
    """Half a history is booked by the rebuild, then a night; the same with the whole history, from
    nothing; then both again, which change nothing."""
    history, night = run.count(HISTORY), run.count(NIGHT)
    half = history // 2
    begun = time.monotonic()
    with run.portal.connect() as connection, connection.cursor() as cursor:
        cursor.execute(_FIRMS, {"firms": FIRMS})
        cursor.execute(_RATES)
        _load(cursor, 1, half, history)
    loaded = time.monotonic() - begun
    half_built = ask(run, WORKER, {"do": "rebuild"})
    half_night = _night(run, history + 1, history + night)
    begun = time.monotonic()
    with run.portal.connect() as connection, connection.cursor() as cursor:
        _load(cursor, half + 1, history, history)
        cursor.execute(f"TRUNCATE {', '.join(_COUNTED)}")
    loaded += time.monotonic() - begun
    built = ask(run, WORKER, {"do": "rebuild"})
    first = _night(run, history + night + 1, history + 2 * night)
    again = ask(run, WORKER, {"do": "night"})
    same = ask(run, WORKER, {"do": "rebuild"})
    run.portal.query("VACUUM ANALYZE")
    opened = ask(run, WORKER, {"do": "dashboards"})
    rows = {
        f"{table.removeprefix('statistics_')}s": run.portal.number(f"SELECT count(*) FROM {table}")
        for table in _COUNTED
    }
    whole = history + night
    figures = {
        "history": history,
        "rebuild_seconds": built["wall"],
        "rebuild_per_s": round(whole / built["wall"]),
        "rebuild_cpu_us_per_declaration": _cost(built, whole),
        "rebuild_of_half_per_s": round(half / half_built["wall"]),
        "rebuild_of_half_cpu_us_per_declaration": _cost(half_built, half),
        "night_declarations": night,
        "night_seconds": first["wall"],
        "night_cpu_us_per_declaration": _cost(first, night),
        "night_in_half_seconds": half_night["wall"],
        "night_in_half_cpu_us_per_declaration": _cost(half_night, night),
        "night_again_seconds": again["wall"],
        "night_again_bookings": again["bookings"],
        "rebuild_of_all_changed": same["bookings"] + same["mended"],
        "rebuild_of_all_seconds": same["wall"],
        **rows,
        **{
            f"dashboard_{name}_ms": value
            for name, value in opened.items()
            if name not in {"wall", "cpu"}
        },
    }
    notes = [
        "A firm sells eight headings to ten countries through one customs office.",
        f"History loaded by SQL in {loaded:.0f} s; counted by one process as the worker does.",
        "Rates are wall time of one process; CPU is that of the worker and of its server process.",
        "In half: the same, with half the history. A rebuild starts from empty figures.",
        "A dashboard is everything it shows, over three years, gathered from the cells.",
    ]
    goal = "100,000 in < 60 s; dashboard < 300 ms; 5,000,000 rebuilt in < 600 s (8,333/s)"
    return Result("statistics", "counting a night, and everything", figures, goal, notes)


def _night(run: Run, first: int, last: int) -> dict[str, Any]:
    """The night after a day of declarations with these numbers."""
    with run.portal.connect() as connection, connection.cursor() as cursor:
        _load(cursor, first, last, 0)
        cursor.execute(_EVENTS)
        cursor.execute("DROP TABLE bench_new; ANALYZE")
    return ask(run, WORKER, {"do": "night"})


def _cost(said: dict[str, Any], count: int) -> dict[str, float]:
    """Microseconds of CPU per declaration, by kind of process."""
    return {role: round(seconds / count * 1e6, 1) for role, seconds in said["cpu"].items()}


def _load(cursor: Any, first: int, last: int, history: int) -> None:
    """Declarations with these numbers, of a history of so many over three years; 0: of one day."""
    cursor.execute("DROP TABLE IF EXISTS bench_new")
    cursor.execute(_NUMBERS, {"first": first, "last": last, "history": history})
    for table, known in _ROWS.items():
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s "
            "AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'",
            [table],
        )
        wanted = {name: _FILLERS.get(kind, "''") for name, kind in cursor.fetchall()} | known
        names, values = ", ".join(wanted), ", ".join(wanted.values())
        source = _FROM.get(table, "bench_new n")
        statement = f"INSERT INTO {table} ({names}) SELECT {values} FROM {source}"
        cursor.execute(statement, {})
    cursor.execute("ANALYZE")
