"""The cache works when its server does, and is only empty when it does not."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache

from zone_portal.framework.cache import FailOpenRedisCache, Rest

PARAMS = {"OPTIONS": {"socket_timeout": 0.2, "socket_connect_timeout": 0.2}}


@pytest.fixture
def lost(tmp_path: Path) -> Iterator[FailOpenRedisCache]:
    """A cache whose server is away."""
    yield FailOpenRedisCache(f"unix://{tmp_path}/nobody.sock", PARAMS)
    Rest.until = 0.0


@pytest.mark.django_db  # starts the servers of the tests
def test_what_was_set_is_found_again() -> None:
    cache.set("kept", {"a": 1}, 30)
    assert cache.get("kept") == {"a": 1}
    cache.set("count", 4, 30)
    assert cache.incr("count", 1) == 5


def test_a_lost_server_makes_every_read_a_miss(lost: FailOpenRedisCache) -> None:
    lost.set("key", 1)
    assert lost.get("key", "nothing") == "nothing"
    assert lost.get_many(["a", "b"]) == {}
    assert not lost.has_key("key")


def test_counting_without_a_server_begins_anew_each_time(lost: FailOpenRedisCache) -> None:
    assert lost.add("requests", 1, 60)
    assert lost.incr("requests", 1) == 1
    assert lost.incr("requests", 1) == 1


def test_a_lost_server_is_left_alone_for_a_while(
    lost: FailOpenRedisCache, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(20):
        lost.get("key")
    assert len([r for r in caplog.records if "cache_unreachable" in r.message]) == 1


def test_a_lost_server_costs_a_request_hardly_any_time(lost: FailOpenRedisCache) -> None:
    began = time.monotonic()
    for _ in range(100):
        lost.get("key")
    assert time.monotonic() - began < 1
