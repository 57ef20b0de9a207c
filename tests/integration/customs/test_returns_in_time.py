"""Returns against their clocks: what comes too late gives back nothing, and firms are warned."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Notice
from declarations.models import (
    Course,
    Inventory,
    Return,
)
from declarations.rulebook import day_of
from declarations.services.returns.reminding import tend_returns
from tests.integration.customs.returning import application, customs_says, of, released
from tests.integration.customs.settling import _rated, account, back_home, inventory, person, used
from tests.integration.declarations.conftest import Desk
from tests.integration.taxation.conftest import settings_loaded

__all__ = ["_rated", "account", "inventory", "person", "settings_loaded"]
pytestmark = pytest.mark.django_db


def overdue(desk: Desk, inventory: Inventory, days: int) -> Any:
    """A return whose inventory was released so many days ago, applied for in time."""
    made = application(inventory, desk.firm.code)
    desk.send(made)
    Return.objects.filter(id=of(made).id).update(
        released_on=day_of(timezone.now()) - timedelta(days=days),
        apply_until=day_of(timezone.now()) - timedelta(days=days - 30),
        arrive_until=day_of(timezone.now()) - timedelta(days=days - 45),
        due_on=day_of(timezone.now()) - timedelta(days=days - 45),
    )
    return made


def test_goods_that_are_not_back_in_time_end_the_return(
    desk: Desk, inventory: Inventory, person: Any
) -> None:
    whole = used(inventory)
    made = overdue(desk, inventory, 46)
    customs_says(of(made), "399")

    assert tend_returns(at=timezone.now()) == 1

    assert (of(made).state, of(made).clock, used(inventory)) == ("expired", "", whole)
    notice = Notice.objects.filter(user=person, kind="return_expired").get()
    assert of(made).number in notice.text_zh
    assert notice.link == f"/returns/{of(made).id}/"
    assert tend_returns(at=timezone.now()) == 0


def test_the_last_day_is_still_in_time(desk: Desk, inventory: Inventory, person: Any) -> None:
    made = overdue(desk, inventory, 45)

    tend_returns(at=timezone.now())

    assert (of(made).state, of(made).clock) == ("applied", "arrive")


def test_a_warning_comes_once_before_the_end(desk: Desk, inventory: Inventory, person: Any) -> None:
    made = overdue(desk, inventory, 42)

    assert tend_returns(at=timezone.now()) == 1
    assert tend_returns(at=timezone.now()) == 0

    (notice,) = Notice.objects.filter(user=person, kind="return_ending")
    assert str(of(made).due_on) in notice.text_en


def test_a_day_recorded_late_takes_the_return_up_again(
    desk: Desk, inventory: Inventory, person: Any
) -> None:
    made = overdue(desk, inventory, 46)
    customs_says(of(made), "399")
    tend_returns(at=timezone.now())
    assert of(made).state == "expired"

    row = back_home(desk, made, person, day_of(timezone.now()) - timedelta(days=2))

    assert (row.state, used(inventory)) == ("completed", 0)


def test_goods_that_came_too_late_give_back_nothing(
    desk: Desk, inventory: Inventory, person: Any
) -> None:
    whole = used(inventory)
    made = overdue(desk, inventory, 47)
    customs_says(of(made), "399")

    row = back_home(desk, made, person)

    assert (row.state, used(inventory)) == ("expired", whole)


def test_a_rejection_of_an_earlier_application_does_not_reach_the_next(
    desk: Desk, inventory: Inventory
) -> None:
    made = application(inventory, desk.firm.code)
    desk.send(made)
    Return.objects.filter(id=of(made).id).update(applied_at=timezone.now() + timedelta(minutes=5))

    customs_says(of(made), "100")

    assert of(made).state == "applied"


def test_an_export_is_done_when_customs_releases_what_came_back(desk: Desk) -> None:
    sent = released(desk, direction="export", days_ago=5)
    made = application(sent, desk.firm.code)
    desk.send(made)
    assert (of(made).clock, of(made).state) == ("return", "applied")

    customs_says(of(made), "500")
    customs_says(of(made), "800")

    row = of(made)
    assert (row.state, row.clock, row.settled_at) == ("completed", "", None)
    assert not Course.objects.filter(inventory_id=sent.id, status="700").exists()
