"""The demo zone has a history: a month that was published and revised, the next one drafted."""

from datetime import UTC, date, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from enterprises.services.demo import load_demo
from statistics_app.models import Booking, Bulletin, Due
from statistics_app.services.activity.demo import load_demo_index
from statistics_app.services.bulletins.demo import FIRST_ID, load_demo_bulletins, load_demo_rates
from statistics_app.services.runs import run_night
from tests.factories.figures import nothing_counted
from zone_portal.kernel.errors import PortalError

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 2, tzinfo=UTC)


@pytest.fixture
def demo(settings: Any) -> None:
    settings.PORTAL_DEMO = True
    nothing_counted()
    call_command("load_zone", stdout=StringIO())
    load_demo(at=AT)
    load_demo_rates(at=AT)


def test_the_demo_zone_has_bulletins_that_say_they_are_simulated(demo: None) -> None:
    made = load_demo_bulletins(at=AT)

    rounds = Bulletin.objects.order_by("id")
    assert [(row.month, row.stage, row.status) for row in rounds] == [
        (date(2026, 9, 1), "preliminary", "published"),
        (date(2026, 9, 1), "revised", "published"),
        (date(2026, 10, 1), "preliminary", "draft"),
    ]
    first, revised, draft = rounds
    assert all(row.content["simulated"] for row in rounds)
    assert revised.content["totals"]["E"] != first.content["totals"]["E"]
    assert revised.reason
    assert draft.problems == []
    assert "few" in first.reasons.values()
    assert not first.content["totals"]["all"]["m"]["hidden"]
    assert len([row for row in draft.content["tables"][1]["rows"] if "rank" in row]) >= 4
    assert load_demo_bulletins(at=AT) == 0
    assert Booking.objects.count() == made


def test_the_night_leaves_the_history_as_it_is(demo: None) -> None:
    made = load_demo_bulletins(at=AT)

    assert run_night(at=AT) is not None

    assert Booking.objects.filter(inventory_id__gte=FIRST_ID).count() == made


def test_a_zone_that_waits_to_be_counted_starts_without_a_history(demo: None) -> None:
    Due.objects.create(inventory_id=1)

    assert load_demo_bulletins(at=AT) == 0
    assert not Bulletin.objects.exists()


def test_nothing_is_invented_outside_a_demo(settings: Any) -> None:
    settings.PORTAL_DEMO = False

    with pytest.raises(PortalError, match="demo"):
        load_demo_bulletins(at=AT)


def test_a_zone_in_use_starts_although_declarations_wait_to_be_counted(demo: None) -> None:
    load_demo_bulletins(at=AT)
    Due.objects.create(inventory_id=1)
    assert load_demo_index(at=AT) == 0

    Due.objects.all().delete()
    assert load_demo_index(at=AT) > 0
