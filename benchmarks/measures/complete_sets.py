"""Complete sets over NDJSON: 1,000 sets a POST, two connections, accepted and decided."""

from typing import Any

from benchmarks import bodies
from benchmarks.client import Load
from benchmarks.playing import Played, cost, percentiles, play_and_drain, settle
from benchmarks.results import Result
from benchmarks.run import Run

SETS = 1000
TEMPLATES = 48
"""Bodies with buyers of their own: few buyers who order without end would be a fraud."""
MOST_BACKLOG_SECONDS = 2.0
GOAL = "6,000/s decided, backlog under 2 s, 0.17 of raw COPY (ambition 12,000/s, 0.33)"


def measure(run: Run) -> Result:
    """As fast as two connections go; if the worker falls behind, again at what it can decide."""
    size = SETS if not run.quick else 100
    made = [
        bodies.of_sets(bodies.sets(size, seed=seed, at=run.at, series=bodies.SERIES))
        for seed in range(TEMPLATES if not run.quick else 2)
    ]
    files = bodies.write(run.folder, "sets", made)

    def load(letter: str, rate: float) -> Load:
        return Load(
            port=run.portal.port,
            token=run.portal.token,
            content_type="application/x-ndjson",
            turns=[[path] for path in files],
            seconds=run.seconds,
            rate=rate / size,
            series=bodies.SERIES,
            letter=letter,
        )

    fastest = play_and_drain(run.portal, load("S", 0.0))
    figures: dict[str, Any] = {"as_fast_as_possible": summary(fastest)}
    figures["screened_after_s"] = round(run.portal.wait_screened(), 1)
    counted = fastest
    if fastest.drained > MOST_BACKLOG_SECONDS:
        settle()
        rate = summary(fastest)["decided_per_s"] * 0.98
        counted = play_and_drain(run.portal, load("P", rate))
        figures["paced"] = summary(counted)
    sustained = summary(counted)
    run.found["sets_per_s"] = sustained["decided_per_s"]
    figures["decided_per_s"] = sustained["decided_per_s"]
    figures["backlog_at_end_s"] = sustained["backlog_at_end_s"]
    figures["all_decided"] = counted.decided == counted.outcome.accepted // 4
    raw = run.found.get("raw_sets_per_s")
    if raw:
        figures["share_of_raw_copy"] = round(sustained["decided_per_s"] / raw, 3)
    return Result("complete-sets", "complete sets over NDJSON", figures, GOAL)


def summary(played: Played) -> dict[str, Any]:
    """A load in figures; decided counts over the load's time and what was left over after it."""
    outcome = played.outcome
    return {
        "seconds": round(outcome.seconds, 1),
        "accepted_per_s": round(outcome.accepted / 4 / outcome.seconds),
        "decided_per_s": round(played.decided / (outcome.seconds + played.drained)),
        "backlog_at_end_s": round(played.drained, 2),
        "idle_cores": round(played.idle_seconds / (outcome.seconds + played.drained), 2),
        "stolen_cores": round(played.steal_seconds / (outcome.seconds + played.drained), 2),
        "web_cpu_s": " ".join(map(str, sorted(played.web_cpu))),
        "cpu_us_per_declaration": cost(played),
        **percentiles(outcome.latencies),
    }
