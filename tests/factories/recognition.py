"""A recognition model in force, and exports as recognition has read them."""

from datetime import UTC, date, datetime
from decimal import Decimal

from accounts.facts import SystemActor
from enterprises.models import Enterprise
from statistics_app.models import Recognition, RecognitionModel
from statistics_app.selectors_recognition import in_force
from statistics_app.services.recognition import modelling, running

AT = datetime(2026, 3, 2, 4, tzinfo=UTC)
DAY = date(2026, 3, 2)


def model_in_force() -> RecognitionModel:
    """The shipped version, loaded and measured."""
    modelling.load_shipped(by=SystemActor("test"), at=AT)
    found = in_force()
    assert found is not None
    return found


def record_of(enterprise: Enterprise, number: int, **values: object) -> Recognition:
    """An export of one line of 120 pieces under 9610, worth 9,600.00: wholesale sent as retail."""
    usual: dict[str, object] = {
        "inventory_id": number,
        "sequence": 1,
        "at": AT,
        "day": DAY,
        "order_no": f"RO{number}",
        "firm": enterprise.code,
        "enterprise_id": enterprise.pk,
        "site": enterprise.site_id,
        "mode": "9610",
        "order_type": "E",
        "country": "304",
        "heading": "6110",
        "most": Decimal(120),
        "pieces": Decimal(120),
        "kilograms": Decimal(0),
        "units": Decimal(120),
        "rmb": Decimal("9600.00"),
    }
    return Recognition(**usual | values)


def recognised(enterprise: Enterprise, number: int, **values: object) -> Recognition:
    """Such an export, kept and classified by the version in force."""
    model_in_force()
    running.keep([record_of(enterprise, number, **values)])
    running.classify_due(at=AT, seconds=60)
    row: Recognition = Recognition.objects.get(pk=number)
    return row


def recognition_objects(enterprise: Enterprise) -> dict[str, int]:
    """What the world of isolation needs of recognition."""
    number = 7_700_000_078
    recognised(enterprise, number)
    return {"export_recognition": number, "recognition_model": model_in_force().pk}
