"""Accepted direct reports in which firms give what foreign exchange they received."""

from datetime import date
from typing import Any

from enterprises.models import Enterprise
from statistics_app.models import FormApproval, Report
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.governance import AT, west
from tests.factories.officials import official

JANUARY, FEBRUARY, MARCH = (date(2026, month, 1) for month in (1, 2, 3))


def approval() -> FormApproval:
    """The approval of the form of key firms."""
    made, _ = FormApproval.objects.get_or_create(
        form="KEY-M",
        number="统八十号",
        defaults={
            "form_version": 1,
            "authority": "综试办",
            "approved_by_office": "统计局",
            "from_date": JANUARY,
            "to_date": date(2026, 12, 31),
            "at": AT,
            "by_id": official("zone", "reviewer").pk,
        },
    )
    return made


def key_firm(site: str = "west") -> Enterprise:
    """An approved firm of a site."""
    west()
    return EnterpriseFactory.create(site_id=site, kinds=["ecommerce"], status="approved")


def received(firm: Enterprise, period: date, ten_thousands: str, **changed: Any) -> Report:
    """What a firm received in a month, in units of 10,000 yuan, accepted."""
    usual: dict[str, Any] = {
        "number": f"ZB-{firm.pk}-{period:%Y%m}",
        "form": "KEY-M",
        "form_version": 1,
        "approval": approval(),
        "enterprise": firm,
        "place": firm.site,
        "period_date": period,
        "due_date": period,
        "status": "accepted",
        "figures": {"fx_receipts": ten_thousands},
    }
    made: Report = Report.objects.create(**usual | changed)
    return made
