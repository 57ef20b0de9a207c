"""Processes that do what a worker does, for measures of services: asked and answered in JSON."""

import json
import subprocess
import sys
from typing import Any

from benchmarks.run import Run
from zone_portal import env
from zone_portal.embedded.paths import APP_ROLE


def ask(run: Run, module: str, told: dict[str, Any]) -> dict[str, Any]:
    """What a process of ``module`` answers, on the portal's own database.

    :raises RuntimeError: with what it wrote, when it fails.
    """
    variables = {
        **env.for_children(),
        "DATABASE_URL": run.portal.layout.database_url(APP_ROLE),
        "PORTAL_KEY_DIR": str(run.portal.layout.keys),
        "DJANGO_SETTINGS_MODULE": "zone_portal.settings.embedded",
    }
    done = subprocess.run(
        [sys.executable, "-m", module, json.dumps(told)],
        cwd=env.REPOSITORY,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    said: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return said
