"""A backlog: declarations accepted while the worker stood still, then decided.

Their inventories come in messages of their own, or intake would decide them at once.
"""

from collections.abc import Iterator

from benchmarks import bodies, processes
from benchmarks.client import Load
from benchmarks.playing import play
from benchmarks.results import Result
from benchmarks.run import Run

DECLARATIONS = 50_000
SETS = 1000


def measure(run: Run) -> Result:
    """Declarations decided a second by one worker that has the machine to itself."""
    count = run.count(DECLARATIONS)
    files = bodies.write(run.folder, "backlog", _bodies(run, count))
    with run.portal.decider_stopped():
        outcome = play(
            Load(
                port=run.portal.port,
                token=run.portal.token,
                content_type="application/x-ndjson",
                turns=[[path] for path in files],
            )
        )
        work = run.portal.backlog()
        workers = run.portal.pids()["decider"]
        before = processes.cpu_seconds(workers)
    seconds = run.portal.wait_decided()
    declarations = outcome.accepted // 4
    figures = {
        "declarations": declarations,
        "work_rows": work,
        "accepted_per_s_without_worker": round(declarations / outcome.seconds),
        "seconds": round(seconds, 2),
        "declarations_per_s": round(declarations / seconds),
        "worker_cpu_us": round((processes.cpu_seconds(workers) - before) / declarations * 1e6, 1),
    }
    goal = "25,000 declarations/s (ambition 50,000)"
    return Result("backlog", "deciding a backlog, one worker", figures, goal)


def _bodies(run: Run, count: int) -> Iterator[bytes]:
    found = bodies.sets(min(SETS, count), seed=31, at=run.at)
    others = bodies.ndjson(s[noun] for s in found for noun in ("order", "payment", "waybill"))
    inventories = bodies.ndjson(s["inventory"] for s in found)
    for number in range(max(count // SETS, 1)):
        for made in (others, inventories):
            yield made.replace(bodies.SERIES.encode(), f"K{number:07}".encode())
