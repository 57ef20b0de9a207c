"""The quota ledger: reservations a second over two connections, and not one yuan too much."""

import json
import subprocess
import sys
from typing import Any
from uuid import uuid4

from benchmarks.playing import settle
from benchmarks.results import Result
from benchmarks.run import Run
from zone_portal import env
from zone_portal.embedded.paths import APP_ROLE

GOAL = 2_000
CONNECTIONS = 2
SLICE = 1_000
BUYERS = 50_000
CROWDED_BUYERS = 40
"""So few buyers that nearly every wish soon exceeds: the slow path and the races."""


def measure(run: Run) -> Result:
    """Slices of 1,000 as intake sends them, then slices of 20 of buyers who are out of quota."""
    seconds = run.short
    wide = _play(run, buyers=BUYERS, size=SLICE, seconds=seconds)
    settle()
    crowded = _play(run, buyers=CROWDED_BUYERS, size=20, seconds=seconds)
    over = run.portal.number(
        "SELECT count(*) FROM taxation_quotabalance WHERE reserved + used > 26000"
    )
    apart = run.portal.number(
        "SELECT count(*) FROM taxation_quotabalance b LEFT JOIN (SELECT person, year, "
        "sum(reserved) AS reserved, sum(used) AS used FROM taxation_quotamovement "
        "GROUP BY person, year) m USING (person, year) WHERE (b.reserved, b.used) "
        "IS DISTINCT FROM (coalesce(m.reserved, 0), coalesce(m.used, 0))"
    )
    figures: dict[str, Any] = {
        "reservations_per_s": round(wide["reserved"] / wide["seconds"]),
        "waiting_us_per_declaration": round(1e6 * wide["busy"] / wide["asked"], 1),
        "python_us_per_declaration": round(1e6 * wide["cpu"] / wide["asked"], 1),
        "postgres_us_per_declaration": round(1e6 * wide["postgres"] / wide["asked"], 1),
        "confirmed_us_per_declaration": round(1e6 * wide["confirming"] / wide["confirmed"], 1),
        "given_back_us_per_declaration": round(1e6 * wide["returning"] / wide["returned"], 1),
        "crowded_wishes_per_s": round(crowded["asked"] / crowded["seconds"]),
        "crowded_exceeded": crowded["asked"] - crowded["reserved"],
        "crowded_retries": crowded["retries"],
        "over_spent": over,
        "ledgers_apart": apart,
    }
    notes = [
        f"{CONNECTIONS} connections, PostgreSQL on the same machine; a slice is a transaction.",
        "Waiting is the time of the call; of PostgreSQL only the processor time of the backend.",
    ]
    goal = f"{GOAL:,} reservations a second without one over-spend"
    return Result("quota", "reserving personal quota", figures, goal, notes)


def _play(run: Run, **spec: Any) -> dict[str, Any]:
    """What the processes of all connections did together."""
    crowd = uuid4().int >> 32 << 32  # the same buyers for all connections, others in every play
    given = {"crowd": crowd, "database": run.portal.layout.database_url(APP_ROLE), **spec}
    variables = {
        **env.for_children(),
        "DATABASE_URL": given.pop("database"),
        "PORTAL_KEY_DIR": str(run.portal.layout.keys),
        "DJANGO_SETTINGS_MODULE": "zone_portal.settings.embedded",
    }
    players = [
        subprocess.Popen(
            [sys.executable, "-m", "benchmarks.reserving", json.dumps({**given, "seed": seed})],
            cwd=env.REPOSITORY,
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for seed in range(CONNECTIONS)
    ]
    total: dict[str, Any] = {}
    for player in players:
        said, trouble = player.communicate()
        if player.returncode:
            raise RuntimeError(trouble)
        for name, value in json.loads(said).items():
            total[name] = (
                max(total.get(name, 0), value)
                if name == "seconds"
                else (total.get(name, 0) + value)
            )
    return total
