"""Periods of returns are dated settings: another figure is another answer, from its day on."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.facts import SystemActor
from reference.selectors import forget_snapshots
from reference.services.rule_settings import NewSetting, put_rule_setting
from tests.integration.customs.returning import application, customs_says, of, released, today
from tests.integration.declarations.conftest import Desk
from tests.integration.taxation.conftest import settings_loaded

__all__ = ["settings_loaded"]
pytestmark = pytest.mark.django_db


def setting(code: str, name: str, value: str, since: date) -> None:
    put_rule_setting(
        NewSetting(code, name, value, since), by=SystemActor("test"), at=timezone.now()
    )
    forget_snapshots()


@pytest.fixture(autouse=True)
def _loaded(settings_loaded: None) -> Any:
    yield
    forget_snapshots()


def test_a_longer_term_counts_for_what_is_released_from_its_day_on(desk: Desk) -> None:
    setting("RET-015", "days", "60", today() - timedelta(days=35))
    before, after = released(desk, 0, days_ago=36), released(desk, 1, days_ago=34)

    (refused,) = desk.send(application(before, desk.firm.code))
    (accepted,) = desk.send(application(after, desk.firm.code))

    assert (refused.verdict, accepted.verdict) == ("rejected", "accepted")


def test_a_zone_may_take_customs_word_alone(desk: Desk) -> None:
    setting("RET-016", "gives_back", "concluded", date(2020, 3, 29))
    inventory = released(desk)
    made = application(inventory, desk.firm.code)
    desk.send(made)

    customs_says(of(made), "399")

    assert (of(made).state, of(made).clock) == ("completed", "")


def test_a_rule_may_be_softened_to_a_warning(desk: Desk) -> None:
    setting("RET-021", "severity", "warning", date(2020, 3, 29))
    inventory = released(desk)
    other = "2217" if inventory.customs_code != "2217" else "4001"

    (judged,) = desk.send(application(inventory, desk.firm.code, customsCode=other))

    assert judged.verdict == "accepted"
    assert "RET-021" in {finding["code"] for finding in judged.findings}
