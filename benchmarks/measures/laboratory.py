"""The rule laboratory over a million screenings, and how near the drawing comes to its rate."""

from benchmarks.measures.fraud import WORKER
from benchmarks.measures.fraud import measure as plant
from benchmarks.results import Result
from benchmarks.run import Run
from benchmarks.workers import ask

SCREENINGS = 1_000_000
DRAWN = 100_000
GOAL_SECONDS = 300


def measure(run: Run) -> Result:
    """Screenings of an honest day copied over 30 days; two changed rules tried over them."""
    if not run.portal.number("SELECT count(*) FROM risk_screening"):
        plant(run)
    count = run.count(SCREENINGS)
    figures = ask(run, WORKER, {"do": "fill", "count": count})
    run.portal.query("VACUUM ANALYZE risk_screening")  # as the server does by itself in time
    figures |= ask(run, WORKER, {"do": "laboratory"})
    figures |= ask(run, WORKER, {"do": "draw", "count": DRAWN})
    notes = [
        "Kept screenings of the fraud measure, copied with new numbers over 30 days; one process "
        "as the worker does. Both trials read everything; the second rule hits far more.",
        "Drawn by chance: 100,000 declarations with the scores and firms of that day.",
    ]
    goal = f"{SCREENINGS:,} in {GOAL_SECONDS} s; the drawn share within 0.2 points of its rate"
    return Result("laboratory", "trying rules over past days", figures, goal, notes)
