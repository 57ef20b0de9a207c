"""The worker's side of the credit measure: rates subjects by their ids, says what it took.

A process of its own, since the service runs inside Django as it does in the worker.
"""

import json
import sys
import time
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import django
from django.db import connection

django.setup()

from credit.facts import NewRecord  # noqa: E402  models need the set-up
from credit.models import Record, Source, Subject  # noqa: E402
from credit.selectors import model_on  # noqa: E402
from credit.services.rating import BY, rate, rate_due  # noqa: E402
from credit.services.recording import record  # noqa: E402

DAY = date(2026, 11, 1)
AT = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


def play(first: int, last: int) -> dict[str, Any]:
    """Rate the subjects of an id range once, as the month does."""
    model = model_on(DAY)
    if model is None:
        raise RuntimeError("no model in force")
    wanted = Subject.objects.filter(pk__gte=first, pk__lte=last).order_by("pk")
    numbers = list(wanted.values_list("pk", flat=True))
    rows = Record.objects.filter(subject_id__gte=first, subject_id__lte=last).count()
    begun, cpu = time.monotonic(), time.process_time()
    rated = rate(subject_ids=numbers, model=model, as_of=DAY, trigger="monthly", by=BY, at=AT)
    return {
        "rated": rated,
        "rows": rows,
        "seconds": time.monotonic() - begun,
        "cpu": time.process_time() - cpu,
    }


def event(subject_id: int) -> dict[str, Any]:
    """From a record to the new score of its subject."""
    source = Source.objects.get(code="customs")
    new = NewRecord("customs_penalty", f"B{time.time_ns()}", DAY, grade="general")
    begun = time.monotonic()
    record(subject=Subject.objects.get(pk=subject_id), source=source, new=new, by=BY, at=AT)
    while rate_due(at=AT):
        pass
    return {"seconds": time.monotonic() - begun}


def main(told: dict[str, Any]) -> None:
    """Do what is asked and print it as JSON."""
    if told["do"] == "event":
        event(told["subjects"][0])  # the first hint of a process imports the tasks
        done = [event(number) for number in told["subjects"]]
        said = {"milliseconds": sorted(round(1000 * one["seconds"], 1) for one in done)}
    else:
        said = play(told["first"], told["last"])
    connection.close()
    print(json.dumps(said))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
