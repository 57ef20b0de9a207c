"""The worker's side of the measure of screening: screens what is decided, says what it took."""

import cProfile
import json
import pstats
import sys
import time
from typing import Any

import django
from django.db import connection, transaction
from django.utils import timezone

django.setup()

from risk.services.screening.slices import AT_ONCE, screen_declarations  # noqa: E402

_WAITING = """
SELECT d.inventory_id FROM declarations_decision d
WHERE d.outcome = 'matched' AND NOT EXISTS (
    SELECT 1 FROM risk_screening s WHERE s.inventory_id = d.inventory_id
) ORDER BY d.inventory_id LIMIT %s
"""


def screen(most: int, profile: bool) -> dict[str, Any]:
    """Screen up to so many declarations that wait, slice by slice, as the follower does."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [most])
        ids = [row[0] for row in cursor.fetchall()]
    watch = cProfile.Profile()
    if profile:
        watch.enable()
    began, cpu, done = time.monotonic(), time.process_time(), 0
    for start in range(0, len(ids), AT_ONCE):
        with transaction.atomic(durable=True):
            done += screen_declarations(ids[start : start + AT_ONCE], timezone.now()).screened
    seconds = time.monotonic() - began
    if profile:
        watch.disable()
        pstats.Stats(watch, stream=sys.stderr).sort_stats("tottime").print_stats(30)
    return {
        "screened": done,
        "seconds": round(seconds, 2),
        "per_s": round(done / seconds) if seconds else 0,
        "cpu_us": round(1e6 * (time.process_time() - cpu) / max(done, 1), 1),
    }


def main(told: dict[str, Any]) -> None:
    """Do what is asked and print it as JSON."""
    said = screen(told["most"], told.get("profile", False))
    connection.close()
    print(json.dumps(said))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
