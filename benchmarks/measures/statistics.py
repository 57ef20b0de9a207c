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
    CASE WHEN %(days)s > 1
         THEN timestamptz '2023-11-01 08:00+08' + (n::numeric * %(days)s / %(last)s)
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
        "ebc_code": "'9' || lpad((1 + (n.id * 7919) %% 200)::text, 9, '0')",
        "ie_flag": "CASE WHEN n.is_import THEN 'I' ELSE 'E' END",
        "customs_code": "'400' || ((n.id * 7919) %% 200) %% 5",
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
        "gcode": "lpad((1 + ((n.id * 7919) %% 200 * 3 + (n.id / 200 + l) %% 4) %% 97)::text, 2, "
        "'0') || lpad(((n.id / 200 + l) %% 8)::text, 2, '0') || '210000'",
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
_FILLERS = {"bigint": "0", "integer": "0", "smallint": "0", "numeric": "0", "boolean": "false"}


def measure(run: Run) -> Result:
    """A history is booked by the rebuild, then one more night; both again, which change nothing."""
    history, night = run.count(HISTORY), run.count(NIGHT)
    begun = time.monotonic()
    with run.portal.connect() as connection, connection.cursor() as cursor:
        cursor.execute(_FIRMS, {"firms": FIRMS})
        cursor.execute(_RATES)
        _load(cursor, 1, history, 1095)
    loaded = time.monotonic() - begun
    built = ask(run, WORKER, {"do": "rebuild"})
    with run.portal.connect() as connection, connection.cursor() as cursor:
        _load(cursor, history + 1, history + night, 1)
        cursor.execute(_EVENTS)
        cursor.execute("DROP TABLE bench_new; ANALYZE")
    first, again = ask(run, WORKER, {"do": "night"}), ask(run, WORKER, {"do": "night"})
    same = ask(run, WORKER, {"do": "rebuild"})
    opened = ask(run, WORKER, {"do": "dashboards"})
    cells = run.portal.number("SELECT count(*) FROM statistics_day_cell")
    months = run.portal.number("SELECT count(*) FROM statistics_month_cell")
    figures = {
        "history": history,
        "rebuild_seconds": built["wall"],
        "rebuild_per_s": round(history / built["wall"]),
        "night_declarations": night,
        "night_seconds": first["wall"],
        "night_again_seconds": again["wall"],
        "night_again_bookings": again["bookings"],
        "rebuild_of_all_changed": same["bookings"] + same["mended"],
        "rebuild_of_all_seconds": same["wall"],
        "day_cells": cells,
        "month_cells": months,
        **{
            f"dashboard_{name}_ms": value
            for name, value in opened.items()
            if name not in {"wall", "cpu"}
        },
    }
    notes = [
        "A firm sells eight headings to ten countries through one customs office.",
        f"History loaded by SQL in {loaded:.0f} s; counted by one process as the worker does.",
        "A dashboard is everything it shows, over three years, gathered from the cells.",
    ]
    goal = "100,000 in < 60 s; dashboard < 300 ms; 5,000,000 rebuilt in < 600 s (8,333/s)"
    return Result("statistics", "counting a night, and everything", figures, goal, notes)


def _load(cursor: Any, first: int, last: int, days: int) -> None:
    cursor.execute("DROP TABLE IF EXISTS bench_new")
    cursor.execute(_NUMBERS, {"first": first, "last": last, "days": days})
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
