"""Bodies to send, made before the clock runs: templates whose series the client replaces.

Every number of a declaration starts with its series of eight characters, so replacing the series
makes a body of new declarations at the cost of a copy.
"""

import json
import random
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from benchmarks.portal import CAST, OPERATOR
from declarations.messages.catalogue import KINDS
from declarations.messages.xml_writer import build_message
from declarations.simulation.scenario import Document, DocumentSet, Scenario

SERIES = "BENCH000"
"""What the client replaces."""
NOUNS = ("order", "payment", "waybill", "inventory")


def sets(count: int, *, seed: int, at: datetime, series: str = SERIES) -> list[DocumentSet]:
    """``count`` complete import sets; half direct purchase, half from the bonded zone."""
    scenario = Scenario(CAST, at, seed=seed, series=series)
    return [
        scenario.complete_set(number, mode=("9610", "1210")[number % 2], at=at)
        for number in range(count)
    ]


def ndjson(documents: Iterable[Document]) -> bytes:
    """One document a line."""
    lines = (json.dumps(d, ensure_ascii=False, separators=(",", ":")) for d in documents)
    return "\n".join(lines).encode() + b"\n"


def of_sets(found: Sequence[DocumentSet]) -> bytes:
    """Sets one after the other, each order, payment, waybill, inventory."""
    return ndjson(documents[noun] for documents in found for noun in NOUNS)


def messages(found: Sequence[DocumentSet]) -> list[bytes]:
    """The sets as four CEB messages, one of each kind."""
    transfer = {
        "copCode": OPERATOR.code,
        "copName": OPERATOR.name,
        "dxpMode": "DXP",
        "dxpId": "DXPENT0000000001",
    }
    made = []
    for noun in NOUNS:
        documents = [documents[noun] for documents in found]
        kind = KINDS[documents[0]["type"]]
        guid = documents[0][kind.json_head]["guid"]
        made.append(build_message(kind, documents, guid=guid, transfer=transfer))
    return made


def shuffled(count: int, *, size: int, seed: int, at: datetime, series: str) -> list[bytes]:
    """The documents of ``count`` sets in any order, ``size`` to a body."""
    documents = [
        d for found in sets(count, seed=seed, at=at, series=series) for d in found.values()
    ]
    random.Random(seed).shuffle(documents)
    return [ndjson(documents[start : start + size]) for start in range(0, len(documents), size)]


def write(folder: Path, name: str, made: Iterable[bytes]) -> list[str]:
    """Write bodies to files; gives their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, body in enumerate(made):
        path = folder / f"{name}-{number:04}"
        path.write_bytes(body)
        paths.append(str(path))
    return paths
