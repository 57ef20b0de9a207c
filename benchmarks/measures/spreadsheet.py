"""Checking a spreadsheet: 10,000 rows with faults among them, as the worker does it."""

import json
import subprocess
import sys
from typing import Any

from benchmarks.results import Result
from benchmarks.run import Run
from zone_portal import env
from zone_portal.embedded.paths import APP_ROLE

GOAL_SECONDS = 10
ROWS = 10_000


def measure(run: Run) -> Result:
    """Orders and waybills by Excel, payments by CSV: read, judged, problems and rows kept."""
    figures = {
        f"{name}_{figure}": seconds
        for name, kind, form in (
            ("waybills_xlsx", "CEB511", "xlsx"),
            ("orders_xlsx", "CEB311", "xlsx"),
            ("payments_csv", "CEB411", "csv"),
        )
        for figure, seconds in _check(run, kind=kind, form=form).items()
    }
    notes = [
        f"{run.count(ROWS):,} rows each, one in twenty with a fault; one process, like a worker.",
        "Reading the file, every check, and keeping the result; the upload itself is not counted.",
    ]
    goal = f"{ROWS:,} rows in under {GOAL_SECONDS} s"
    return Result("spreadsheet", "checking a spreadsheet", figures, goal, notes)


def _check(run: Run, **spec: Any) -> dict[str, float]:
    """Seconds of one file in a process of its own, by the clock and of its CPU."""
    variables = {
        **env.for_children(),
        "DATABASE_URL": run.portal.layout.database_url(APP_ROLE),
        "PORTAL_KEY_DIR": str(run.portal.layout.keys),
        "DJANGO_SETTINGS_MODULE": "zone_portal.settings.embedded",
    }
    given = {"rows": run.count(ROWS), **spec}
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "benchmarks.checking",
            json.dumps(given),
        ],
        cwd=env.REPOSITORY,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return {name: round(seconds, 2) for name, seconds in json.loads(done.stdout).items()}
