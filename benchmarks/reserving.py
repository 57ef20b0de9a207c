"""One connection of the quota measure: reserves slices for some seconds, says what it did.

A process of its own, since the service runs inside Django and each connection needs its own core.
"""

import json
import random
import sys
import time
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import django
from django.db import IntegrityError, OperationalError, connection, transaction

from benchmarks.processes import cpu_seconds

django.setup()

from taxation.facts import GiveBack, QuotaWish  # noqa: E402  models need the set-up
from taxation.services.quota import reserve_many  # noqa: E402
from taxation.services.quota_moves import confirm_many, give_back_many  # noqa: E402

DAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


def main(spec: dict[str, Any]) -> dict[str, Any]:
    """Reserve for ``seconds``, then confirm a slice and give back another."""
    luck = random.Random(spec["seed"])
    number = time.time_ns() + spec["seed"] * 10**18  # keys no declaration of the portal has
    asked = reserved = retries = 0
    busy = cpu = 0.0
    held: list[QuotaWish] = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = [cursor.fetchone()[0]]
    began = time.monotonic()
    backend_began = cpu_seconds(backend)
    while time.monotonic() - began < spec["seconds"]:
        wishes = []
        for _ in range(spec["size"]):
            number += 1
            person = UUID(int=spec["crowd"] + luck.randrange(spec["buyers"]))
            amount = Decimal(luck.randrange(1000, 80000)) / 100
            wishes.append(QuotaWish(number, person, 2026, amount))
        start, began_cpu = time.perf_counter(), time.process_time()
        while True:
            try:
                with transaction.atomic():
                    said = reserve_many(wishes=wishes, on=DAY, at=AT)
                break
            except (OperationalError, IntegrityError):
                retries += 1
        busy += time.perf_counter() - start
        cpu += time.process_time() - began_cpu
        asked += len(wishes)
        got = {granted.declaration_id for granted in said if granted.outcome == "reserved"}
        reserved += len(got)
        if len(held) < 2 * 1000:
            held += [wish for wish in wishes if wish.declaration_id in got]
    seconds = time.monotonic() - began
    postgres = cpu_seconds(backend) - backend_began
    half = len(held) // 2
    start = time.perf_counter()
    confirm_many(wishes=held[:half], at=AT)
    confirming = time.perf_counter() - start
    start = time.perf_counter()
    give_back_many(returns=[GiveBack(wish.declaration_id) for wish in held[half:]], at=AT)
    returning = time.perf_counter() - start
    return {
        "asked": asked,
        "reserved": reserved,
        "retries": retries,
        "busy": busy,
        "cpu": cpu,
        "postgres": postgres,
        "seconds": seconds,
        "confirmed": half,
        "confirming": confirming,
        "returned": len(held) - half,
        "returning": returning,
    }


if __name__ == "__main__":
    print(json.dumps(main(json.loads(sys.argv[1]))))
