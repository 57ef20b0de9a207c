"""A Redis cache that a request survives: when the server is away, everything is simply a miss."""

import logging
import time
from collections.abc import Callable
from typing import Any, cast

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import OutOfMemoryError, ReadOnlyError
from redis.exceptions import TimeoutError as RedisTimeoutError
from redis.retry import Retry

AWAY = (RedisConnectionError, RedisTimeoutError, OutOfMemoryError, ReadOnlyError)
REST_SECONDS = 1.0  # after a failure nobody waits for the timeout again for this long
logger = logging.getLogger(__name__)


class Rest:
    """Until when (monotonic seconds) this process leaves the server alone; all threads share it."""

    until = 0.0


class CountingClient(RedisCacheClient):
    """Counts in one round trip, where Django asks twice and then counts.

    It keeps its redis-py client: making one for each operation, as Django does, costs more (0.2 ms)
    than the operation itself.
    """

    _kept: Any = None

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        if self._kept is None:
            self._kept = super().get_client(key, write=True)
        return self._kept

    def count(self, key: str, seconds: int) -> int | None:
        client = self.get_client(key, write=True)
        number = int(client.incr(key))
        if number == 1:
            client.expire(key, seconds)
        return number


def _unless_away(name: str, otherwise: Callable[..., Any]) -> Callable[..., Any]:
    """The client's method of this name, answered by ``otherwise`` while the server is away."""
    original = getattr(CountingClient, name)

    def method(self: RedisCacheClient, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() < Rest.until:
            return otherwise(*args, **kwargs)
        try:
            return original(self, *args, **kwargs)
        except AWAY as error:
            Rest.until = time.monotonic() + REST_SECONDS
            logger.warning("cache_unreachable error=%s", type(error).__name__)
            return otherwise(*args, **kwargs)

    return method


class FailOpenClient(CountingClient):
    """Answers with what an empty cache would answer while the server cannot be reached."""

    def __init__(self, servers: list[str], **options: Any) -> None:
        # redis-py's own retries wait for seconds, which is what a request must never do.
        super().__init__(servers, retry=Retry(NoBackoff(), 0), **options)

    add = _unless_away("add", lambda key, value, timeout: True)
    get = _unless_away("get", lambda key, default: default)
    set = _unless_away("set", lambda key, value, timeout: None)
    touch = _unless_away("touch", lambda key, timeout: False)
    delete = _unless_away("delete", lambda key: False)
    get_many = _unless_away("get_many", lambda keys: {})
    has_key = _unless_away("has_key", lambda key: False)
    incr = _unless_away("incr", lambda key, delta: delta)
    count = _unless_away("count", lambda key, seconds: None)
    set_many = _unless_away("set_many", lambda data, timeout: None)
    delete_many = _unless_away("delete_many", lambda keys: None)


class FailOpenRedisCache(RedisCache):
    """Django's Redis cache over :class:`FailOpenClient`."""

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = FailOpenClient

    def count(self, key: str, seconds: int) -> int | None:
        """How often ``key`` was counted within ``seconds`` of the first time, this included.

        None when nobody can tell because the server is away.
        """
        client = cast(FailOpenClient, self._cache)
        counted: int | None = client.count(self.make_and_validate_key(key), seconds)
        return counted
