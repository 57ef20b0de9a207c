"""Screening: declarations a second in one worker process, flat while history grows; how soon."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import quantiles
from typing import Any

from benchmarks import bodies
from benchmarks.client import Load
from benchmarks.playing import play, settle
from benchmarks.results import Result
from benchmarks.run import Run
from benchmarks.workers import ask

WORKER = "benchmarks.screening"
SETS = 1000
SCREENED = 40_000
HISTORY = 5_000_000
RATE = 200
GOAL = "5,000/s in one process, flat to 5 million; match to lane p95 under 2 s at 200/s"
_HISTORY = """
INSERT INTO risk_window (key, kind, day, state)
SELECT ('x' || substr(md5(n::text || k.kind), 1, 16))::bit(64)::bigint, k.kind, current_date,
    k.state
FROM generate_series(1, {count}) n
CROSS JOIN (
    SELECT DISTINCT ON (kind) kind, state FROM risk_window WHERE kind IN (1, 2, 3)
    ORDER BY kind, key
) k
ON CONFLICT DO NOTHING;
INSERT INTO risk_screening (inventory_id, sequence, at, channel, reason, score, level, no_data,
    rule_set, chance, drawn, facts)
SELECT n, 1, now() - interval '10 days', 'green', 'nothing', 0, '', 0, s.rule_set, 0.02, 0.5,
    s.facts
FROM generate_series(1, {count}) n
CROSS JOIN (SELECT rule_set, facts FROM risk_screening LIMIT 1) s ON CONFLICT DO NOTHING;
ANALYZE risk_window; ANALYZE risk_screening;
"""
_NEW = """
SELECT s.inventory_id, extract(epoch FROM clock_timestamp() - d.decided_at)::float8
FROM risk_screening s JOIN declarations_decision d USING (inventory_id)
WHERE s.inventory_id > {last} ORDER BY 1
"""


def measure(run: Run) -> Result:
    """Three times the same: with little history, with much, and through the running worker."""
    count, history = run.count(SCREENED), run.count(HISTORY)
    with _followers_at_rest(run):
        _load(run, count, "R")
        ask(run, WORKER, {"most": count // 10})  # plans, caches and pages are warm
        little = ask(run, WORKER, {"most": count})
        began = time.monotonic()
        run.portal.query(_HISTORY.format(count=history))
        run.portal.query("CHECKPOINT")  # what a bulk load leaves to write is not screening's cost
        settle()
        filled = time.monotonic() - began
        _load(run, count, "H")
        ask(run, WORKER, {"most": count // 10})
        much = ask(run, WORKER, {"most": count})
    figures: dict[str, Any] = {
        "with_little_history": little,
        "history_declarations": history,
        "with_that_history": much,
        "rules_asked_of_declarations": run.portal.number(
            "SELECT count(*) FROM risk_rule_version WHERE definition ->> 'on' = 'declaration'"
        ),
        "at_200_a_second": _soon(run),
    }
    drawn = run.portal.query(
        "SELECT sum(count) FILTER (WHERE channel = 'red' AND reason = 'chance'), "
        "sum(count) FILTER (WHERE reason = 'drawable') FROM risk_day_count"
    )[0]
    figures["drawn_percent"] = round(100 * float(drawn[0] or 0) / float(drawn[1] or 1), 3)
    notes = [
        f"History put in by SQL in {filled:.0f} s: three windows and a screening for each.",
        "Screened by one process as the worker does, while no other process screens.",
    ]
    return Result("risk", "screening after matching", figures, GOAL, notes)


@contextmanager
def _followers_at_rest(run: Run) -> Iterator[None]:
    """Hold the cursor of screening, so that the worker leaves it alone."""
    connection = run.portal.connect()
    connection.autocommit = False
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO declarations_follower (name, position, moved_at) "
                "VALUES ('risk', 0, now()) ON CONFLICT DO NOTHING"
            )
            connection.commit()
            cursor.execute("SELECT 1 FROM declarations_follower WHERE name = 'risk' FOR UPDATE")
        yield
    finally:
        connection.rollback()
        connection.close()


def _load(run: Run, count: int, letter: str) -> None:
    """Send so many complete sets, buyers all different, and have them decided."""
    size = min(SETS, count)
    for part in range(count // size):
        made = [
            bodies.of_sets(
                bodies.sets(size, seed=1000 + part, at=run.at, series=f"RISK{letter}{part:03}")
            )
        ]
        files = bodies.write(run.folder, f"risk{letter}{part}", made)
        play(_turns(run, files))
    run.portal.wait_decided()


def _turns(run: Run, files: list[str], **more: Any) -> Load:
    return Load(
        port=run.portal.port,
        token=run.portal.token,
        content_type="application/x-ndjson",
        turns=[[path] for path in files],
        **more,
    )


def _soon(run: Run) -> dict[str, Any]:
    """From the decision to the committed lane, watched twenty times a second."""
    run.portal.wait_screened()
    settle()
    waits: list[float] = []
    over = threading.Event()
    last = run.portal.number("SELECT coalesce(max(inventory_id), 0) FROM risk_screening")
    watcher = threading.Thread(target=_watch, args=(run, last, waits, over))
    watcher.start()
    found = bodies.sets(max(200, int(RATE * run.short)), seed=77, at=run.at)  # no buyer twice
    files = bodies.write(run.folder, "risk-one", (bodies.of_sets([one]) for one in found))
    load = _turns(
        run,
        files,
        connections=6,
        seconds=run.short,
        rate=RATE,
        series=bodies.SERIES,
        letter="V",
    )
    sent = play(load)
    run.portal.wait_decided()
    time.sleep(3)
    over.set()
    watcher.join()
    cuts = quantiles(waits, n=100, method="inclusive")
    return {
        "sent": sent.accepted // 4,
        "seen": len(waits),
        "p50_s": round(cuts[49], 2),
        "p95_s": round(cuts[94], 2),
        "max_s": round(max(waits), 2),
    }


def _watch(run: Run, last: int, waits: list[float], over: threading.Event) -> None:
    connection = run.portal.connect()
    with connection.cursor() as cursor:
        while not over.wait(0.05):
            cursor.execute(_NEW.format(last=last))
            for number, waited in cursor.fetchall():
                last = max(last, number)
                waits.append(waited)
    connection.close()
