"""Screenings, signals of rules and troubles as rows."""

from datetime import UTC, datetime
from typing import Any

from enterprises.models import Enterprise
from risk.models import RuleTrouble, Screening, Tally

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
HIT = {
    "r": "RT03-01",
    "v": 1,
    "s": 0.875,
    "f": {"person.phones_30d": 5},
    "t": {"phones": 4.0},
}


def screening(enterprise: Enterprise, inventory_id: int, **given: Any) -> Screening:
    """A screening in the yellow lane with one hit."""
    values: dict[str, Any] = {
        "inventory_id": inventory_id,
        "sequence": 1,
        "enterprise_id": enterprise.pk,
        "at": AT,
        "channel": "yellow",
        "reason": "score",
        "score": 61,
        "level": "orange",
        "hits": [HIT],
        "rule_set": 0,
        "chance": 0.02,
        "drawn": 0.5,
        "facts": b"",
    }
    row: Screening = Screening.objects.create(**(values | given))
    return row


def trouble(**given: Any) -> RuleTrouble:
    """A rule that the breaker stopped."""
    values: dict[str, Any] = {
        "code": "RT01-01",
        "version": 1,
        "kind": RuleTrouble.STOPPED,
        "since": AT,
        "last_at": AT,
        "count": 1001,
        "detail": {"hits": 1001, "screened": 1200},
    }
    row: RuleTrouble = RuleTrouble.objects.create(**(values | given))
    return row


def screening_objects(enterprise: Enterprise) -> dict[str, int]:
    """What the world of isolation needs of screening."""
    Tally.objects.create(
        enterprise_id=enterprise.pk, day=AT.date(), code="RT03-01", hits=1, strength=0.875
    )
    return {
        "risk_screening": screening(enterprise, 7_700_000_077).inventory_id,
        "risk_trouble": trouble().pk,
    }
