"""Parts of a split order that come at once, twice or in any order."""

import itertools
import random
import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections

from declarations.models import Work
from declarations.services.deciding import drain
from tests.builders.documents import Document, changed
from tests.integration.declarations.conftest import Desk, codes
from tests.integration.declarations.splitting import (
    CASES,
    in_parcels,
    inventories,
    outcome_of,
    paid_in_two,
    sharing,
)


def test_two_workers_and_two_writers_lose_nothing_and_decide_nothing_twice(
    open_desk: Callable[[], Desk],
) -> None:
    desk = open_desk()
    documents = list(
        itertools.chain.from_iterable(
            [
                *in_parcels(desk, 3, number),
                *paid_in_two(desk, number=100 + number),
                *sharing(desk, 3, first=200 + 3 * number),
                *desk.set(400 + number).values(),
            ]
            for number in range(8)
        )
    )
    random.Random(7).shuffle(documents)
    done, accepted, refused = threading.Event(), [], []  # type: ignore[var-annotated]

    def send(half: list[Document]) -> None:
        for start in range(0, len(half), 15):
            judged = desk.send(*half[start : start + 15])
            accepted.extend(j.verdict for j in judged)
            refused.extend((j.kind, codes(j)) for j in judged if j.verdict == "rejected")
        connections.close_all()

    def decide() -> None:
        while not done.is_set():
            drain(seconds=1)
        connection.close()

    writers = [threading.Thread(target=send, args=(documents[n::2],)) for n in range(2)]
    workers = [threading.Thread(target=decide) for _ in range(2)]
    for thread in [*writers, *workers]:
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in workers:
        thread.join()
    desk.decide()

    assert set(accepted) == {"accepted"}, refused
    assert len(accepted) == len(documents)
    outcomes = desk.outcomes()
    assert len(outcomes) == len(inventories(documents)) == 8 * (3 + 1 + 3 + 1)
    assert {number for number, outcome in outcomes.items() if outcome != "matched"} == set()


def test_the_same_parcel_sent_twice_at_once_is_kept_once(open_desk: Callable[[], Desk]) -> None:
    desk = open_desk()
    parcel = inventories(in_parcels(desk))[0]
    verdicts: list[str] = []
    ready = threading.Barrier(4)

    def send() -> None:
        ready.wait()
        verdicts.extend(j.verdict for j in desk.send(parcel))
        connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(verdicts) == ["accepted", "duplicate", "duplicate", "duplicate"]


def on_the_way(document: Document, dice: random.Random) -> list[Document]:
    """How a document may come to be what it is: at once, corrected, or deleted and sent again."""
    stored = changed(document, appStatus="1")
    corrected = [stored, changed(document, appType="2")]
    return dice.choice([[document], corrected, [stored, changed(stored, appType="3"), document]])


@pytest.mark.parametrize("case", list(CASES))
@pytest.mark.parametrize("seed", range(3))
def test_revisions_and_deletions_on_the_way_change_nothing(
    desk: Desk, case: str, seed: int
) -> None:
    dice = random.Random(seed)
    documents = CASES[case](desk)
    scripts = [on_the_way(document, dice) for document in documents]

    while scripts := [script for script in scripts if script]:
        (judged,) = desk.send(dice.choice(scripts).pop(0))
        assert judged.verdict == "accepted", judged.findings
        if dice.random() < 0.5:
            desk.decide()
    desk.decide()

    for inventory in inventories(documents):
        assert outcome_of(desk, inventory)[0] == "matched", outcome_of(desk, inventory)
    assert not Work.objects.filter(enterprise_id=desk.firm.id).exists()
