"""Each client has its own requests a second; without the cache nobody is refused."""

from typing import Any

import pytest
from django.core.cache import cache
from redis.exceptions import TimeoutError as CacheTimeout

from enterprises.models import ApiClient, Enterprise
from tests.integration.api.conftest import Caller, caller_for
from zone_portal.framework import cache as fail_open

pytestmark = pytest.mark.django_db


@pytest.fixture
def slow_caller(firm: Enterprise) -> Caller:
    """A client that may ask three times a second."""
    caller = caller_for(firm)
    ApiClient.objects.filter(enterprise=firm).update(requests_per_second=3)
    return caller


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A clock that stands still until it is set."""
    clock = {"now": 1_795_000_000.25}
    monkeypatch.setattr("zone_portal.framework.api.time.time", lambda: clock["now"])
    return clock


def test_the_request_after_the_last_one_allowed_is_refused(
    slow_caller: Caller, still: dict[str, float]
) -> None:
    statuses = [slow_caller.get("orders/").status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    response = slow_caller.get("orders/")
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "throttled"
    assert response.headers["Retry-After"] == "1"
    still["now"] += 1
    assert slow_caller.get("orders/").status_code == 200


def test_every_answer_tells_what_is_left(slow_caller: Caller, still: dict[str, float]) -> None:
    left = []
    for _ in range(4):
        headers = slow_caller.get("orders/").headers
        assert headers["X-RateLimit-Limit"] == "3"
        assert headers["X-RateLimit-Reset"] == str(int(still["now"]) + 1)
        left.append(headers["X-RateLimit-Remaining"])
    assert left == ["2", "1", "0", "0"]


def test_clients_do_not_use_up_each_others_rate(
    firm: Enterprise, slow_caller: Caller, still: dict[str, float]
) -> None:
    other = caller_for(firm, client_name="another")
    for _ in range(4):
        slow_caller.get("orders/")
    assert slow_caller.get("orders/").status_code == 429
    assert other.get("orders/").status_code == 200


def test_a_client_may_ask_300_times_a_second_by_default(caller: Caller) -> None:
    assert caller.get("orders/").headers["X-RateLimit-Limit"] == "300"


def test_without_the_cache_nobody_is_refused_and_nobody_waits(
    slow_caller: Caller, still: dict[str, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    client: Any = cache._cache  # type: ignore[attr-defined]
    asked = []

    def away(*_: object, **__: object) -> None:
        asked.append(1)
        raise CacheTimeout("away")

    monkeypatch.setattr(fail_open.Rest, "until", 0.0)
    monkeypatch.setattr(type(client), "get_client", away)
    assert [slow_caller.get("orders/").status_code for _ in range(6)] == [200] * 6
    assert len(asked) == 1, "after a failure the cache is left alone for a while"
