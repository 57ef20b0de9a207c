"""What screening only works with goes after its dated time; results and what is read stay."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from reference.services.rule_settings import NewSetting, put_rule_setting
from risk import windows
from risk.models import RequestKey, Screening, Window
from risk.prices import BLOCK_DAYS, BLOCKS
from risk.rules.retention import CODE, LEAST_PRICE_DAYS, PRICE_DAYS
from risk.services import retention
from risk.services.matters.settings import load_settings
from risk.services.rules import load_rules
from risk.services.screening.clearing import clear_windows
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.screenings import facts, write_screenings
from tests.factories.supervision import BY
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def window(key: int, kind: int, days: int, now: datetime) -> int:
    day = timezone.localdate(now) - timedelta(days=days)
    Window.objects.create(key=key, kind=kind, day=day, state=b"x")
    return key


def kept() -> set[int]:
    return set(Window.objects.filter(key__lt=100).values_list("key", flat=True))


def test_prices_go_when_their_goods_were_not_seen_for_the_dated_time(now: datetime) -> None:
    load_settings(by=BY, at=now)
    for key, days in ((1, 0), (2, 90), (3, 98), (4, 99), (5, 400)):
        window(key, windows.ARTICLE, days, now)
    window(6, windows.PERSON, 400, now)
    window(8, windows.FIRM, 400, now)  # it is not new when it comes back

    assert retention.clear_prices(at=now) == 2
    assert kept() == {1, 2, 3, 6, 8}
    clear_windows(at=now)
    assert kept() == {1, 2, 3, 8}
    put_rule_setting(
        NewSetting(CODE, PRICE_DAYS, "400", valid_from=timezone.localdate(now)), by=BY, at=now
    )
    window(7, windows.ARTICLE, 399, now)
    assert (retention.clear_prices(at=now), kept()) == (0, {1, 2, 3, 7, 8})


def test_no_setting_takes_away_prices_that_are_still_read(now: datetime) -> None:
    put_rule_setting(
        NewSetting(CODE, PRICE_DAYS, "1", valid_from=timezone.localdate(now)), by=BY, at=now
    )
    window(1, windows.ARTICLE, LEAST_PRICE_DAYS, now)
    window(2, windows.ARTICLE, LEAST_PRICE_DAYS + 1, now)

    assert BLOCKS * BLOCK_DAYS == LEAST_PRICE_DAYS
    assert (retention.clear_prices(at=now), kept()) == (1, {1})


def test_many_go_in_parts_and_no_result_is_touched(now: datetime, monkeypatch: Any) -> None:
    load_rules(at=now)
    write_screenings([facts()], at=now, enterprise_id=EnterpriseFactory.create().pk)
    before = list(Screening.objects.values())
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    for key in range(1, 8):
        window(key, windows.ARTICLE, 200, now)

    assert (retention.clear_prices(at=now), kept()) == (7, set())
    assert list(Screening.objects.values()) == before


def test_keys_of_requests_are_forgotten(now: datetime) -> None:
    person = UserFactory.create()
    for days in (1, 29, 31, 90):
        at = now - timedelta(days=days)
        RequestKey.objects.create(user=person, key=f"key-{days:05}", digest="d", at=at)

    assert retention.clear_request_keys(at=now) == 2
    assert set(RequestKey.objects.values_list("key", flat=True)) == {"key-00001", "key-00029"}
