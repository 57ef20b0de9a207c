"""The rates and treatments that come with the portal: a labelled example set, and the table of
treatments. What the zone imported itself always wins."""

from datetime import date, datetime
from pathlib import Path
from typing import Final, NamedTuple

from django.db import transaction

from accounts.facts import SystemActor
from taxation.constants import IMPORTED, SHIPPED
from taxation.models import TaxRate, TaxTreatment
from taxation.services.rates import rate_values
from zone_portal.kernel.csv_rows import read_rows
from zone_portal.kernel.periods import Period, parse_day

DATA: Final = Path(__file__).resolve().parents[1] / "data"
BY: Final = SystemActor("load_taxation")


class Loaded(NamedTuple):
    """How many rows were loaded."""

    rates: int
    treatments: int


@transaction.atomic
def load_shipped(*, at: datetime, examples: bool, data: Path = DATA) -> Loaded:
    """Make the shipped rows equal to the files; running it again changes nothing.

    The example rates are for demos and only loaded with ``examples``: a zone that moves in starts
    without any, so that nothing is computed from an example.
    """
    return Loaded(_rates(data, at) if examples else 0, _treatments(data))


def _rates(data: Path, at: datetime) -> int:
    TaxRate.objects.filter(origin=SHIPPED).delete()
    taken: dict[str, list[Period]] = {}
    for row in TaxRate.objects.filter(origin=IMPORTED):
        taken.setdefault(row.hs_code, []).append(Period(row.valid_from, row.valid_to))
    rows = [
        TaxRate(**rate_values(line), origin=SHIPPED, author=BY.label, entered_at=at)
        for line in read_rows((data / "rates.csv").read_bytes(), ("hs_code", "valid_from"))
    ]
    free = [
        row
        for row in rows
        if not any(
            Period(row.valid_from, row.valid_to).overlaps(other)
            for other in taken.get(row.hs_code, ())
        )
    ]
    return len(TaxRate.objects.bulk_create(free))


def _treatments(data: Path) -> int:
    TaxTreatment.objects.filter(origin=SHIPPED).delete()
    taken: dict[tuple[str, ...], list[Period]] = {}
    keys = ("direction", "mode", "taxpayer", "document")
    for row in TaxTreatment.objects.filter(origin=IMPORTED):
        key = tuple(getattr(row, name) for name in keys)
        taken.setdefault(key, []).append(Period(row.valid_from, row.valid_to))
    rows = []
    for line in read_rows((data / "treatments.csv").read_bytes(), (*keys, "treatment")):
        row = TaxTreatment(
            **{name: line[name] for name in (*keys, "treatment", "basis")},
            valid_from=date.fromisoformat(line["valid_from"]),
            valid_to=parse_day(line["valid_to"]),
            verified=line["verified"] == "1",
            origin=SHIPPED,
            author=BY.label,
        )
        period = Period(row.valid_from, row.valid_to)
        if not any(period.overlaps(p) for p in taken.get(tuple(line[k] for k in keys), ())):
            rows.append(row)
    return len(TaxTreatment.objects.bulk_create(rows))
