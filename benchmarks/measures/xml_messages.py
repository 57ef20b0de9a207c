"""CEB XML: 100 declarations as four messages of 100 documents each."""

from typing import Any

from benchmarks import bodies
from benchmarks.client import Load
from benchmarks.measures.complete_sets import summary
from benchmarks.playing import Played, play_and_drain, settle
from benchmarks.results import Result
from benchmarks.run import Run

DOCUMENTS = 100
TEMPLATES = 120
CONNECTIONS = 6
"""Senders at once: a process has another message at hand while it waits for the disk."""


def measure(run: Run) -> Result:
    """Connections that each send orders, payments, waybills, inventories in turn; then only two."""
    turns = [
        bodies.write(
            run.folder,
            f"xml-{seed}",
            bodies.messages(bodies.sets(DOCUMENTS, seed=100 + seed, at=run.at)),
        )
        for seed in range(TEMPLATES if not run.quick else 1)
    ]

    def played(connections: int, letter: str) -> Played:
        return play_and_drain(
            run.portal,
            Load(
                port=run.portal.port,
                token=run.portal.token,
                content_type="application/xml",
                turns=turns,
                connections=connections,
                seconds=run.short,
                series=bodies.SERIES,
                letter=letter,
            ),
        )

    most = played(CONNECTIONS, "X")
    run.portal.wait_screened()
    settle()
    two = played(2, "Y")
    figures: dict[str, Any] = {"connections": CONNECTIONS, **summary(most)}
    figures["all_decided"] = most.decided == most.outcome.accepted // 4
    figures["with_two_connections"] = summary(two)
    goal = "3,000 declarations/s (ambition 6,000)"
    return Result("xml", "CEB XML messages of 100 documents", figures, goal)
