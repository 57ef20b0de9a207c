"""The table of steps, owners and time limits per mode, as it comes with the portal."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from django.db import transaction

from declarations.models import CourseStandard
from zone_portal.kernel.csv_rows import read_rows
from zone_portal.kernel.periods import parse_day

DATA: Final = Path(__file__).resolve().parents[1] / "data" / "course_steps.csv"
_KEY = ("mode", "direction", "source", "target")


@transaction.atomic
def load_standards(path: Path = DATA) -> int:
    """Add the rows of steps that have none yet; what a zone set itself stays. Returns how many."""
    known = set(CourseStandard.objects.values_list(*_KEY))
    rows = [
        CourseStandard(
            **{name: line[name] for name in (*_KEY, "owner", "basis")},
            hours=Decimal(line["hours"]) if line["hours"] else None,
            valid_from=date.fromisoformat(line["valid_from"]),
            valid_to=parse_day(line["valid_to"]),
            verified=line["verified"] == "1",
        )
        for line in read_rows(path.read_bytes(), (*_KEY, "owner", "valid_from"))
        if tuple(line[name] for name in _KEY) not in known
    ]
    return len(CourseStandard.objects.bulk_create(rows))
