"""What long-lived processes do about their memory."""

import subprocess
import sys

from zone_portal import env
from zone_portal.framework import processes

LOADED = """
import os
import django
django.setup()
from zone_portal.celery import app
app.loader.import_default_modules()
import sys
print(*sorted(name for name in ("openpyxl", "networkx") if name in sys.modules))
"""


def test_memory_can_be_given_back_at_any_time() -> None:
    kept = [bytes(1000) for _ in range(10_000)]
    del kept

    processes.give_back_memory()


def test_a_worker_that_starts_holds_no_library_that_few_tasks_need() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED],
        cwd=env.REPOSITORY,
        env=env.for_children(),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []
