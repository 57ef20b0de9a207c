"""Receivers and packages as the zone office has them."""

from datetime import UTC, date, datetime
from typing import Any

from accounts.facts import SystemActor
from statistics_app.models import Package, Receiver
from statistics_app.services.packages import making, receivers
from statistics_app.services.packages.receivers import Entry
from tests.factories.activity import Office, told_bulletin

BY = SystemActor("test")
OPENED = datetime(2025, 12, 2, 3, tzinfo=UTC)
MONTH = date(2025, 11, 1)


def entry(**changed: Any) -> Entry:
    """A ministry that gets the bulletin as CSV, on the fifth working day after the month."""
    usual: dict[str, Any] = {
        "code": "ministry", "name_zh": "某部", "name_en": "A ministry", "rhythm": "monthly",
        "coverage": "A", "parts": ("bulletin_csv", "index_csv"), "working_days": 5,
        "remind_days": 2, "way": "download", "since_date": MONTH, "basis": "某部〔2025〕1号",
    }  # fmt: skip
    return Entry(**(usual | changed))


def receiver(office: Office, **changed: Any) -> Receiver:
    """A receiver as entered."""
    return receivers.add_receiver(told=entry(**changed), **office.who(office.first))


def made_package(office: Office) -> Package:
    """The package of November, made from its published bulletin."""
    told_bulletin(MONTH, "5000000.00", office.first, office.second)
    one = receiver(office)
    making.open_due(by=BY, at=OPENED)
    making.make_due(by=BY, at=OPENED)
    return Package.objects.get(receiver=one)


def package_objects() -> dict[str, Any]:
    """Ids by the names of the isolation table."""
    office = Office()
    one = receiver(office, code="ministry-77")
    making.open_due(by=BY, at=OPENED)
    return {"receiver": one.pk, "package": Package.objects.get(receiver=one).pk}
