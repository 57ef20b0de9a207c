"""Screening of matched declarations: lanes, hits, windows, holds, signals, breaker."""

from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from declarations.models import Inventory
from declarations.services.events import place_events
from reference.services.rule_settings import NewSetting, put_rule_setting
from risk.models import DayCount, Screening, Window
from risk.rules.parameters import SCREENING
from risk.services.rules import BY, load_rules
from risk.services.screening.breaking import forget
from risk.services.screening.following import follow_decisions, is_behind
from risk.services.screening.slices import screen_declarations
from tests.integration.declarations.conftest import Desk, new_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    forget()
    load_rules(at=timezone.now())
    return new_desk()


def set_to(parameter: str, value: str, at: datetime) -> None:
    setting = NewSetting(SCREENING, parameter, value, valid_from=timezone.localtime(at).date())
    put_rule_setting(setting, by=BY, at=at)


def matched(desk: Desk, count: int, **options: Any) -> list[int]:
    desk.send(*(doc for n in range(count) for doc in desk.set(n, **options).values()))
    desk.decide()
    return list(
        Inventory.objects.filter(sender_id=desk.firm.id).order_by("id").values_list("id", flat=True)
    )


def test_a_matched_declaration_is_screened_once_and_counted_once(desk: Desk) -> None:
    now = timezone.now()
    ids = matched(desk, 3)
    place_events()
    assert is_behind()
    follow_decisions(seconds=0, at=now)
    assert Screening.objects.filter(inventory_id__in=ids).count() == 3
    windows = dict(Window.objects.values_list("key", "state"))
    assert screen_declarations(ids, now).screened == 0
    assert dict(Window.objects.values_list("key", "state")) == windows
    counted = DayCount.objects.exclude(channel="all").values_list("count", flat=True)
    assert sum(counted) == 3
