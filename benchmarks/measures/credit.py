"""Credit: everybody's monthly score out of a ledger of a hundred rows a firm, and one event."""

import time

from benchmarks.results import Result
from benchmarks.run import Run
from benchmarks.workers import ask

SUBJECTS = 100_000
ROWS_EACH = 100
GOAL_SECONDS = 300
WORKER = "benchmarks.scoring"

_FIRMS = """
INSERT INTO enterprises_enterprise (code, uscc, name, kinds, status, site, simulated, registered_at)
SELECT '9' || lpad(n::text, 9, '0'), '', 'bench ' || n, '{ecommerce}', 'approved', 'hub', true,
       now() FROM generate_series(1, %(firms)s) n;
INSERT INTO credit_subject (enterprise_id, since)
SELECT id, now() FROM enterprises_enterprise WHERE name LIKE 'bench %%';
"""
_LEDGER = """
INSERT INTO credit_record (subject_id, source_id, kind, number, edition, occurred_date, from_date,
    grade, good, total, cause, evidence, by_label, recorded_at, withdrawn, reason)
SELECT s.id, o.id, k.kind, 'B' || k.n, 1, day, day, k.grade, k.good, k.total, '', '', 'bench',
       timestamptz '2026-11-01' - (100 - k.n) * interval '1 day', false, ''
FROM (
    SELECT n, (ARRAY['match', 'acceptance', 'uncorrected', 'unreturned', 'duties_in_time',
                     'match', 'acceptance', 'tax_grade', 'customs_penalty', 'delivered_in_time'
              ])[1 + n %% 10] AS kind,
        CASE n %% 10 WHEN 7 THEN 'B' WHEN 8 THEN 'minor' ELSE '' END AS grade,
        CASE WHEN n %% 10 IN (7, 8) THEN NULL ELSE 90 + n %% 11 END AS good,
        CASE WHEN n %% 10 IN (7, 8) THEN NULL ELSE 100 END AS total,
        date '2026-10-31' - 5 * (100 - n) AS day
    FROM generate_series(1, %(rows)s) n
) k
CROSS JOIN (SELECT id FROM credit_subject ORDER BY id) s
CROSS JOIN (SELECT id FROM credit_source WHERE code = 'own') o;
ANALYZE credit_record;
"""


def measure(run: Run) -> Result:
    """Half of the firms, then the other half: twice the firms should take twice the time."""
    count = run.count(SUBJECTS)
    begun = time.monotonic()
    with run.portal.connect() as connection, connection.cursor() as cursor:
        cursor.execute(_FIRMS, {"firms": count})
        cursor.execute(_LEDGER, {"rows": ROWS_EACH})
    loaded = time.monotonic() - begun
    numbers = [row[0] for row in run.portal.query("SELECT id FROM credit_subject ORDER BY id")]
    middle, small = len(numbers) // 2, len(numbers) // 10
    parts = [numbers[:small], numbers[small:middle], numbers[middle:]]
    tenth, rest, second = (
        ask(run, WORKER, {"do": "rate", "first": part[0], "last": part[-1]}) for part in parts
    )
    events = ask(run, WORKER, {"do": "event", "subjects": numbers[:20]})["milliseconds"]
    seconds = tenth["seconds"] + rest["seconds"] + second["seconds"]
    apart = run.portal.number(
        "SELECT count(*) FROM credit_rating WHERE score <> credit_points(contributions)"
    )
    figures = {
        "subjects": len(numbers),
        "ledger_rows": tenth["rows"] + rest["rows"] + second["rows"],
        "seconds": round(seconds, 1),
        "subjects_per_s": round(len(numbers) / seconds),
        "us_per_row": round(1e6 * seconds / (len(numbers) * ROWS_EACH), 1),
        "ms_per_subject_first_tenth": round(1000 * tenth["seconds"] / tenth["rated"], 2),
        "ms_per_subject_second_half": round(1000 * second["seconds"] / second["rated"], 2),
        "cpu_ms_per_subject": round(
            1000 * (tenth["cpu"] + rest["cpu"] + second["cpu"]) / len(numbers), 2
        ),
        "event_to_score_ms_p50": events[len(events) // 2],
        "event_to_score_ms_max": events[-1],
        "sums_apart": apart,
    }
    notes = [
        f"Ledger loaded by SQL in {loaded:.0f} s; rated by one process as the worker does.",
        "The rows of a firm lie a hundred apart in time, as months bring them.",
    ]
    goal = f"{SUBJECTS:,} firms with {SUBJECTS * ROWS_EACH:,} rows in {GOAL_SECONDS} s, linear"
    return Result("credit", "scoring everybody from the ledger", figures, goal, notes)
