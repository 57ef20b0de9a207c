"""Two processes that COPY files into tables, both starting at the same moment.

Reads ``{"address", "copies", "together"}`` as JSON on standard input; writes the seconds from
the first start to the last end. ``together`` makes one transaction of each half, else each
message is one, as in the product.
"""

import io
import json
import multiprocessing
import queue
import sys
import time
from collections import defaultdict
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import psycopg2

CONNECTIONS = 2
Batch = list[tuple[str, str, bytes]]


def read(copies: list[Any], *, together: bool) -> list[Batch]:
    """The files of some copies as batches to commit."""
    messages = [message for copy in copies for message in copy]
    batches = [[(t, c, Path(path).read_bytes()) for t, c, path in parts] for parts in messages]
    if not together:
        return batches
    joined: dict[tuple[str, str], list[bytes]] = defaultdict(list)
    for batch in batches:
        for table, columns, content in batch:
            joined[(table, columns)].append(content)
    return [[(table, columns, b"".join(parts)) for (table, columns), parts in joined.items()]]


def load(address: str, copies: list[Any], together: bool, barrier: Barrier, spans: "Any") -> None:
    """Load some copies on one connection."""
    batches = read(copies, together=together)
    connection = psycopg2.connect(address)
    barrier.wait()
    began = time.monotonic()
    with connection.cursor() as cursor:
        for batch in batches:
            for table, columns, content in batch:
                cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", io.BytesIO(content))
            connection.commit()
    spans.put((began, time.monotonic()))
    connection.close()


def _answer(spans: "Any", processes: list[Any]) -> tuple[float, float]:
    """The next span; when a process died, the others would wait for it for ever."""
    while True:
        try:
            span: tuple[float, float] = spans.get(timeout=1)
        except queue.Empty:
            if any(process.exitcode for process in processes):
                for process in processes:
                    process.kill()
                sys.exit("a loading process failed")
        else:
            return span


def main() -> None:
    """Load the halves at once and tell how long it took."""
    spec = json.load(sys.stdin)
    context = multiprocessing.get_context("fork")
    barrier, spans = context.Barrier(CONNECTIONS), context.Queue()
    halves = [spec["copies"][place::CONNECTIONS] for place in range(CONNECTIONS)]
    processes = [
        context.Process(target=load, args=(spec["address"], half, spec["together"], barrier, spans))
        for half in halves
    ]
    for process in processes:
        process.start()
    found = [_answer(spans, processes) for _ in processes]
    for process in processes:
        process.join()
    print(max(end for _, end in found) - min(began for began, _ in found))


if __name__ == "__main__":
    main()
