"""The worker's side of the statistics measure: counts as the night does, and opens dashboards.

A process of its own, since the services run inside Django as they do in the worker.
"""

import json
import sys
import time
from datetime import date, datetime
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import django
from django.db import connection

django.setup()

from benchmarks import processes  # noqa: E402  models need the set-up
from enterprises.models import Enterprise  # noqa: E402
from enterprises.viewers import Viewer  # noqa: E402
from statistics_app.asking import asked  # noqa: E402
from statistics_app.selectors_dashboard import dashboard  # noqa: E402
from statistics_app.services.runs import BY, rebuild, run_night  # noqa: E402

AT = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
ALL = Viewer(sees_all=True, is_official=True)
THREE_YEARS = {"from": "2023-11", "to": "2026-10"}
TIMES = 5


def _night() -> dict[str, Any]:
    run = run_night(at=AT, seconds=600)
    if run is None:
        raise RuntimeError("another run is at it")
    return {"seconds": run.seconds, "looked_at": run.done, "bookings": run.bookings}


def _rebuild() -> dict[str, Any]:
    run = rebuild(at=AT, by=BY)
    return {"seconds": run.seconds, "bookings": run.bookings, "mended": run.mended}


def _dashboards() -> dict[str, Any]:
    firm = Enterprise.objects.filter(name__startswith="bench").order_by("id").first()
    own = Viewer((firm.pk,), own_ids=(firm.pk,)) if firm else ALL
    queries = {
        "zone": (ALL, {}),
        "zone_by_country": (ALL, {"country": "502"}),
        "zone_by_chapter": (ALL, {"chapter": "22"}),
        "firm": (own, {}),
    }
    return {name: _opened(viewer, more) for name, (viewer, more) in queries.items()}


def _opened(viewer: Viewer, more: dict[str, str]) -> float:
    """Milliseconds to gather everything a dashboard over three years shows: the median of some."""
    wanted = asked({**THREE_YEARS, **more}, today=date(2026, 11, 20))
    took = []
    for _ in range(TIMES):
        begun = time.monotonic()
        dashboard(viewer, wanted)
        took.append(1000 * (time.monotonic() - begun))
    return round(median(took), 1)


DEEDS = {"night": _night, "rebuild": _rebuild, "dashboards": _dashboards}


def main(told: dict[str, Any]) -> None:
    """Do what is asked and print it as JSON, with the CPU seconds of this process and of the
    database's process that served it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (server,) = cursor.fetchone()
    begun, cpu = time.monotonic(), time.process_time()
    served = processes.cpu_seconds([server])
    said = DEEDS[told["do"]]()
    said |= {
        "wall": round(time.monotonic() - begun, 2),
        "cpu": {
            "worker": time.process_time() - cpu,
            "postgres": processes.cpu_seconds([server]) - served,
        },
    }
    connection.close()
    print(json.dumps(said))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
