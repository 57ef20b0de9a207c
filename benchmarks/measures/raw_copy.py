"""The scale of it all: two connections COPY every row that a run leaves behind, and nothing else.

A small run through the portal fills every table; its rows are dumped several times under other
keys and copied back into clones of the tables with the same indexes and constraints.
"""

import json
import subprocess
import sys
from typing import Any

from benchmarks import bodies
from benchmarks.client import Load
from benchmarks.dumping import Dump, dump_rows, grown_tables, make_clones, row_counts
from benchmarks.playing import play_and_drain, settle
from benchmarks.results import Result
from benchmarks.run import Run
from zone_portal import env

SETS = 1000
MESSAGES = 10
ROWS_PER_SECOND = 40_000
"""Declarations a second that the dump must suffice for."""


def measure(run: Run) -> Result:
    """Declarations a second of two loaders; batches of 1,000, and of everything at once."""
    size, messages = (SETS, MESSAGES) if not run.quick else (100, 4)
    before = row_counts(run.portal)
    made = [
        bodies.of_sets(bodies.sets(size, seed=51 + n, at=run.at, series=f"W{n:07}"))
        for n in range(messages)
    ]
    played = play_and_drain(
        run.portal,
        Load(
            port=run.portal.port,
            token=run.portal.token,
            content_type="application/x-ndjson",
            turns=[[path] for path in bodies.write(run.folder, "raw", made)],
        ),
    )
    tables = grown_tables(before, row_counts(run.portal))
    declarations = played.decided
    wanted = 0 if run.quick else min(run.seconds, 8) * ROWS_PER_SECOND
    copies = max(round(wanted / declarations), 2)
    dump = dump_rows(run.portal, run.folder / "rows", tables, copies=copies + copies % 2)
    settle()
    batched = _load(run, dump, together=False)
    settle()
    whole = _load(run, dump, together=True)
    best = max(batched, whole)
    run.found["raw_sets_per_s"] = best
    figures: dict[str, Any] = {
        "declarations_per_s": round(best),
        "in_batches_of_1000": round(batched),
        "in_one_copy_each": round(whole),
        "declarations": declarations * len(dump.copies),
        "tables": {table: round(n / declarations, 2) for table, n in tables.items()},
        "rows_per_declaration": round(sum(tables.values()) / declarations, 2),
        "bytes_per_declaration": round(dump.size / declarations / len(dump.copies)),
        "mb_per_s": round(best * dump.size / declarations / len(dump.copies) / 1e6, 1),
    }
    notes = ["The rest is measured against the faster of the two ways."]
    return Result("raw-copy", "raw COPY, two connections", figures, "the scale", notes)


def _load(run: Run, dump: Dump, *, together: bool) -> float:
    make_clones(run.portal, dump.tables)
    spec = {
        "address": run.portal.layout.database_url("portal"),
        "copies": dump.copies,
        "together": together,
    }
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.loading"],
        cwd=env.REPOSITORY,
        input=json.dumps(spec),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    seconds = float(done.stdout)
    run.portal.query("DROP SCHEMA raw_copy CASCADE")
    return dump.declarations / seconds
