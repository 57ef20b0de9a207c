"""Figures of a firm as they stand after a night: a booking, its cells, a finished file."""

from datetime import UTC, date, datetime
from decimal import Decimal

import zstandard

from declarations.models import Course
from enterprises.models import Enterprise
from statistics_app.models import Booking, Extract
from statistics_app.services.booking import recount

AT = datetime(2025, 10, 20, 4, tzinfo=UTC)
DAY = date(2025, 10, 15)


def nothing_counted() -> None:
    """No figures of what other tests committed: their declarations have no course any more."""
    Course.objects.all().delete()
    Booking.objects.all().delete()
    recount()


def booking(enterprise: Enterprise, number: int = 1, **values: object) -> Booking:
    """A line of an import of 110.00, on a day of October 2025."""
    usual: dict[str, object] = {
        "inventory_id": number,
        "gnum": 1,
        "day": DAY,
        "declared_date": DAY,
        "firm": enterprise.code,
        "enterprise_id": enterprise.pk,
        "site": enterprise.site_id,
        "direction": "I",
        "mode": "9610",
        "kind": "b2c",
        "customs_code": "4001",
        "country": "305",
        "hs_code": "2204210000",
        "unit": "095",
        "quantity": Decimal("2.25"),
        "currency": "142",
        "rmb": Decimal("110.00"),
        "usd": Decimal("15.45"),
        "tax": Decimal("10.00"),
        "tickets": 1,
        "parcels": 1,
        "direct": 1,
        "accepted": 60,
        "released": 3600,
        "whole": 3660,
    }
    made: Booking = Booking.objects.create(**usual | values)
    return made


def figures(enterprise: Enterprise, count: int = 1, **values: object) -> None:
    """Some bookings, counted."""
    for number in range(count):
        booking(enterprise, enterprise.pk * 1000 + number, **values)
    recount()


def finished_file(user_id: int) -> Extract:
    """A file that was made for somebody."""
    made: Extract = Extract.objects.create(
        user_id=user_id,
        name="records.csv",
        what="records",
        query={},
        state="done",
        asked_at=AT,
        ended_at=AT,
        total=1,
        done=1,
        content=zstandard.ZstdCompressor().compress("七十七".encode()),
    )
    return made
