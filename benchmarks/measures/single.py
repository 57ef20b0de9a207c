"""One declaration a POST at a fixed rate: how long the answer takes."""

from typing import Any

from benchmarks import bodies
from benchmarks.client import Load
from benchmarks.playing import percentiles, play_and_drain, settle
from benchmarks.results import Result
from benchmarks.run import Run

RATE = 200
CONNECTIONS = 6


def measure(run: Run) -> Result:
    """200 requests a second, each due at its moment; latency counts from there."""
    found = bodies.sets(max(200, int(RATE * run.short)), seed=21, at=run.at)  # no buyer twice
    whole = bodies.write(run.folder, "one", (bodies.of_sets([documents]) for documents in found))
    apart = bodies.write(run.folder, "doc", (bodies.ndjson([d]) for s in found for d in s.values()))
    # Bulk loads leave no room in the log, and a commit that waits for a new segment takes 50 ms; a
    # checkpoint, which comes by itself every quarter of an hour, makes room for long.
    run.portal.query("CHECKPOINT")
    settle()
    figures: dict[str, Any] = {
        "four_documents_ndjson": _play(run, whole, "application/x-ndjson", "Q"),
        "one_document_json": _play(run, apart, "application/json", "J"),
    }
    return Result(
        "single",
        f"one declaration a POST at {RATE}/s",
        figures,
        "p99 under 25 ms (ambition 10 ms)",
        [
            "Latency counts from the moment a request was due, not from when it was sent.",
            "After a checkpoint, so that the log has room.",
        ],
    )


def _play(run: Run, files: list[str], content_type: str, letter: str) -> dict[str, Any]:
    # With single documents, four turns in a row make a declaration: they share a series only if
    # they are one turn, so each file is a turn of its own and stays unmatched until its siblings.
    played = play_and_drain(
        run.portal,
        Load(
            port=run.portal.port,
            token=run.portal.token,
            content_type=content_type,
            turns=[[path] for path in files],
            connections=CONNECTIONS,
            seconds=run.short,
            rate=RATE,
            series=bodies.SERIES,
            letter=letter,
        ),
    )
    return {
        "requests": played.outcome.requests,
        "backlog_at_end_s": round(played.drained, 2),
        **percentiles(played.outcome.latencies),
        "max_ms": round(max(played.outcome.latencies) * 1000, 1),
        "idle_cores": round(played.idle_seconds / played.outcome.seconds, 2),
        "cpu_ms_per_request": {
            role: round(1000 * seconds / max(played.outcome.requests, 1), 2)
            for role, seconds in played.cpu.items()
        },
    }
