"""Bulletins as the zone office drafts them."""

from datetime import UTC, date, datetime

from enterprises.viewers import viewer_for
from statistics_app.models import Bulletin
from statistics_app.services.bulletins import publishing
from tests.factories.officials import official

AT = datetime(2025, 11, 12, 3, tzinfo=UTC)
OCTOBER = date(2025, 10, 1)


def drafted_bulletin() -> Bulletin:
    """The first round of a month, not yet decided."""
    office = official(role="supervisor")
    return publishing.draft(
        month=OCTOBER,
        coverage="A",
        stage="preliminary",
        viewer=viewer_for(office),
        by=office,
        at=AT,
    )
