"""CEB XML: 100 declarations as four messages of 100 documents each."""

from benchmarks import bodies
from benchmarks.client import Load
from benchmarks.measures.complete_sets import summary
from benchmarks.playing import play_and_drain
from benchmarks.results import Result
from benchmarks.run import Run

DOCUMENTS = 100
TEMPLATES = 120


def measure(run: Run) -> Result:
    """Two connections, each sending orders, payments, waybills, inventories in turn."""
    turns = [
        bodies.write(
            run.folder,
            f"xml-{seed}",
            bodies.messages(bodies.sets(DOCUMENTS, seed=100 + seed, at=run.at)),
        )
        for seed in range(TEMPLATES if not run.quick else 1)
    ]
    played = play_and_drain(
        run.portal,
        Load(
            port=run.portal.port,
            token=run.portal.token,
            content_type="application/xml",
            connections=6,
            turns=turns,
            seconds=run.short,
            series=bodies.SERIES,
            letter="X",
        ),
    )
    figures = summary(played)
    figures["all_decided"] = played.decided == played.outcome.accepted // 4
    goal = "3,000 declarations/s (ambition 6,000)"
    return Result("xml", "CEB XML messages of 100 documents", figures, goal)
