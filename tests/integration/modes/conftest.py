"""A pilot as the zone office enters it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from declarations.rulebook import day_of

STEPS = [
    {"source": "queued", "target": "sent", "owner": "portal", "hours": "0.5", "basis": ""},
    {"source": "120", "target": "800", "owner": "customs", "hours": "2", "basis": "试点方案"},
]


@pytest.fixture
def pilot() -> dict[str, Any]:
    """The values of a pilot that begins today, of firm-to-firm exports without payment."""
    today = day_of(timezone.now())
    return {
        "code": "9611",
        "direction": "export",
        "zh": "试点出口",
        "en": "Pilot export",
        "flow": "general_export",
        "declared_by": "list",
        "valid_from": today.isoformat(),
        "valid_to": (today + timedelta(days=180)).isoformat(),
        "documents": ["order", "waybill"],
        "order_types": ["B"],
        "simplified_digits": "4",
        "basis": "试点方案（示例）",
        "steps": STEPS,
    }
