"""What beat asks for exists under that name and does its work."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.timezone import localdate

from taxation import tasks
from taxation.facts import QuotaWish
from taxation.models import QuotaBalance
from taxation.services.quota import reserve_many
from zone_portal.celery import app

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("settings_loaded")]


def test_the_schedule_names_tasks_that_exist() -> None:
    named = {str(entry["task"]) for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    own = {name for name in named if name.startswith("taxation.")}
    assert own == {name for name in app.tasks if name.startswith("taxation.")}


def test_old_reservations_expire() -> None:
    person = uuid4()
    wish = QuotaWish(1, person, localdate().year, Decimal(10))
    reserve_many(wishes=[wish], on=localdate(), at=timezone.now() - timedelta(days=61))
    assert tasks.expire_reservations() == 1
    assert QuotaBalance.objects.get(person=person).reserved == 0


def test_without_bills_nothing_is_drawn() -> None:
    assert tasks.draw() == 0
