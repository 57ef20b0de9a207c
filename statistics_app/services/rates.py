"""Rates: the monthly statistics rate is entered here, and what rates changed since is found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import connection, transaction

from accounts.services import audit
from accounts.services.audit import Actor, label_of
from reference.selectors import exchange_rates
from statistics_app.models import BookedRate, StatisticsRate
from statistics_app.rules.terms import next_month
from zone_portal.kernel.errors import PortalError

DUTY, STATISTICS, DOLLAR = "duty", "statistics", "502"
MOST: Final = Decimal(1000)
FOR_EVER: Final = date(9999, 1, 1)

Key = tuple[str, str, date]
"""Table, currency, valid from."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate until, but not including, ``valid_to``."""

    valid_to: date
    rate: Decimal


def rates_in_force() -> dict[Key, Rate]:
    """Every rate that bookings may use: duty rates by currency, statistics rates by month."""
    found = {
        (DUTY, currency, start): Rate(end or FOR_EVER, rate)
        for currency, start, end, rate in exchange_rates()
    }
    for row in StatisticsRate.objects.order_by("edition"):
        found[STATISTICS, DOLLAR, row.month] = Rate(next_month(row.month), row.rate)
    return found


@transaction.atomic
def put_statistics_rate(
    *, month: date, rate: Decimal, source: str, by: Actor, at: datetime, reason: str = ""
) -> StatisticsRate:
    """Enter the rate of a month, or correct it by a new edition with a reason.

    The next run books the month again, and says which days changed.

    :raises PortalError: ``rate_not_sane``, ``rate_source_missing``, ``rate_reason_missing``.
    """
    if not (rate.is_finite() and 0 < rate < MOST):
        raise PortalError(
            "rate_not_sane",
            zh="汇率应为 1 美元折合的人民币数，大于 0 且小于 1000",
            en="the rate is renminbi per dollar, above 0 and below 1000",
        )
    if not source.strip():
        raise PortalError(
            "rate_source_missing", zh="请填写汇率的来源", en="say where the rate comes from"
        )
    rows = StatisticsRate.objects.filter(month=month.replace(day=1))
    before = rows.order_by("-edition").first()
    if before is not None and before.rate == rate:
        return before
    if before is not None and not reason.strip():
        raise PortalError(
            "rate_reason_missing",
            zh=f"{month:%Y-%m} 的统计汇率已录入，更正须说明原因",
            en=f"{month:%Y-%m} has its rate already: a correction needs a reason",
        )
    row = StatisticsRate.objects.create(
        month=month.replace(day=1),
        edition=before.edition + 1 if before else 1,
        rate=rate,
        source=source.strip()[:200],
        reason=reason.strip()[:200] if before else "",
        by_label=label_of(by),
        at=at,
    )
    audit.record(
        "statistics.rate_put",
        by=by,
        on=("statistics_rate", f"{row.month:%Y-%m}"),
        old={"rate": str(before.rate)} if before else None,
        new={"rate": str(rate), "source": row.source, "reason": row.reason},
        at=at,
    )
    return row


def follow_rates() -> int:
    """Make due the bookings whose rates are others than they were booked with; how many."""
    current, booked = rates_in_force(), _as_booked()
    changed = [key for key in current.keys() | booked.keys() if current.get(key) != booked.get(key)]
    if not changed:
        return 0
    with transaction.atomic():
        due = sum(_make_due(key, (current.get(key), booked.get(key))) for key in changed)
        BookedRate.objects.filter(
            table__in=(DUTY, STATISTICS), currency__in={key[1] for key in changed}
        ).delete()
        touched = {key[1] for key in changed}
        BookedRate.objects.bulk_create(
            _rows(key, r) for key, r in current.items() if key[1] in touched
        )
    return due


def rated_otherwise(first: date, last: date) -> int:
    """How many declarations with a booking on these days were booked by rates that have changed
    since: what the next run will book again. Nothing is written."""
    current, booked = rates_in_force(), _as_booked()
    found: set[int] = set()
    for key in current.keys() | booked.keys():
        span = _changed_span(key, current.get(key), booked.get(key))
        if span is None:
            continue
        table, currency, _start = key
        start, end = span
        given: dict[str, str | date] = {"currency": currency, "start": start, "end": end}
        with connection.cursor() as cursor:
            cursor.execute(_WITHIN.format(rated=_RATED[table]), given | {"f": first, "l": last})
            found |= {row[0] for row in cursor.fetchall()}
    return len(found)


def _changed_span(key: Key, now: Rate | None, then: Rate | None) -> tuple[date, date] | None:
    """From, and until but not including, which day a rate is another; None where it is the same. A
    rate that only ends at another day is the same until the earlier of the two."""
    if now == then:
        return None
    ends = sorted(rate.valid_to for rate in (now, then) if rate is not None)
    if now is not None and then is not None and now.rate == then.rate:
        return ends[0], ends[1]
    return key[2], ends[-1]


def _as_booked() -> dict[Key, Rate]:
    return {
        (row.table, row.currency, row.valid_from): Rate(row.valid_to, row.rate)
        for row in BookedRate.objects.all()
    }


def _make_due(key: Key, rates: Iterable[Rate | None]) -> int:
    table, currency, start = key
    end = max(rate.valid_to for rate in rates if rate is not None)
    with connection.cursor() as cursor:
        cursor.execute(
            _DUE.format(rated=_RATED[table]), {"currency": currency, "start": start, "end": end}
        )
        return int(cursor.rowcount)


def _rows(key: Key, rate: Rate) -> BookedRate:
    table, currency, start = key
    return BookedRate(
        table=table, currency=currency, valid_from=start, valid_to=rate.valid_to, rate=rate.rate
    )


def as_arrays(rates: Mapping[Key, Rate]) -> dict[str, list[Any]]:
    """The rates as the parameters of ``booking_sql.RATES``."""
    return {
        "tables": [key[0] for key in rates],
        "currencies": [key[1] for key in rates],
        "starts": [key[2] for key in rates],
        "ends": [rate.valid_to for rate in rates.values()],
        "rates": [rate.rate for rate in rates.values()],
    }


_RATED: Final[Mapping[str, str]] = {
    DUTY: """
SELECT DISTINCT b.inventory_id FROM statistics_booking b
JOIN declarations_inventory i ON i.id = b.inventory_id
WHERE b.declared_date >= %(start)s AND b.declared_date < %(end)s AND b.source = 0
    AND %(currency)s IN (b.currency, i.currency)
""",
    STATISTICS: """
SELECT DISTINCT b.inventory_id FROM statistics_booking b
WHERE b.day >= %(start)s AND b.day < %(end)s AND b.source = 0 AND %(currency)s = '502'
""",
}
"""The inventories that a rate of a table was, or would be, booked with."""
_DUE: Final = "INSERT INTO statistics_due (inventory_id) {rated} ON CONFLICT DO NOTHING"
_WITHIN: Final = """
SELECT inventory_id FROM ({rated}) rated WHERE EXISTS (
    SELECT 1 FROM statistics_booking s
    WHERE s.inventory_id = rated.inventory_id AND s.day BETWEEN %(f)s AND %(l)s)
"""
