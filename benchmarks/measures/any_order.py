"""Documents in any order, two writers: what is decided, and that nothing is lost."""

from benchmarks import bodies
from benchmarks.client import Load
from benchmarks.measures.complete_sets import summary
from benchmarks.playing import play_and_drain
from benchmarks.results import Result
from benchmarks.run import Run

DECLARATIONS = 20_000
SIZE = 1000
SERIES = "ANYORDER"


def measure(run: Run) -> Result:
    """80,000 documents shuffled over messages of 1,000, two connections."""
    count = run.count(DECLARATIONS)
    made = bodies.shuffled(count, size=SIZE, seed=11, at=run.at, series=SERIES)
    played = play_and_drain(
        run.portal,
        Load(
            port=run.portal.port,
            token=run.portal.token,
            content_type="application/x-ndjson",
            turns=[[path] for path in bodies.write(run.folder, "any", made)],
        ),
    )
    matched = run.portal.number(
        "SELECT count(*) FROM declarations_decision d JOIN declarations_inventory i"
        f" ON i.id = d.inventory_id WHERE i.order_no LIKE '{SERIES}%' AND d.outcome = 'matched'"
    )
    figures = {
        "declarations": count,
        "matched": matched,
        "lost": count - matched,
        **summary(played),
    }
    goal = "4,000 declarations/s and no lost decision (ambition 8,000)"
    return Result("any-order", "documents in any order, two writers", figures, goal)
