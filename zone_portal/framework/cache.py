"""A Redis cache that a request survives: when the server is away, everything is simply a miss."""

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar, cast

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import OutOfMemoryError, ReadOnlyError
from redis.exceptions import TimeoutError as RedisTimeoutError
from redis.retry import Retry

T = TypeVar("T")
logger = logging.getLogger(__name__)
AWAY = (RedisConnectionError, RedisTimeoutError, OutOfMemoryError, ReadOnlyError)
REST_SECONDS = 1.0  # after a failure nobody waits for the timeout again for this long


class _Away:
    """Until when (monotonic seconds) this process leaves the server alone; all threads share it."""

    until = 0.0


class FailOpenClient(RedisCacheClient):
    """Answers with what an empty cache would answer while the server cannot be reached."""

    def __init__(self, servers: list[str], **options: Any) -> None:
        # redis-py's own retries wait for seconds, which is what a request must never do.
        super().__init__(servers, retry=Retry(NoBackoff(), 0), **options)

    def add(self, key: str, value: Any, timeout: int | None) -> bool:
        return _unless_away(lambda: super(FailOpenClient, self).add(key, value, timeout), True)

    def get(self, key: str, default: Any) -> Any:
        return _unless_away(lambda: super(FailOpenClient, self).get(key, default), default)

    def set(self, key: str, value: Any, timeout: int | None) -> None:
        _unless_away(lambda: super(FailOpenClient, self).set(key, value, timeout), None)

    def touch(self, key: str, timeout: int | None) -> bool:
        return _unless_away(lambda: super(FailOpenClient, self).touch(key, timeout), False)

    def delete(self, key: str) -> bool:
        return _unless_away(lambda: super(FailOpenClient, self).delete(key), False)

    def get_many(self, keys: Iterable[str]) -> dict[str, Any]:
        return _unless_away(lambda: super(FailOpenClient, self).get_many(keys), {})

    def has_key(self, key: str) -> bool:
        return _unless_away(lambda: super(FailOpenClient, self).has_key(key), False)

    def incr(self, key: str, delta: int) -> int:
        return _unless_away(lambda: super(FailOpenClient, self).incr(key, delta), delta)

    def count(self, key: str, seconds: int) -> int | None:
        """One more for ``key``, which is forgotten after ``seconds``; None while away."""

        def count() -> int:
            client = self.get_client(key, write=True)
            number = int(client.incr(key))
            if number == 1:
                client.expire(key, seconds)
            return number

        return _unless_away(count, None)

    def set_many(self, data: Mapping[str, Any], timeout: int | None) -> None:
        _unless_away(lambda: super(FailOpenClient, self).set_many(data, timeout), None)

    def delete_many(self, keys: Iterable[str]) -> None:
        _unless_away(lambda: super(FailOpenClient, self).delete_many(keys), None)


class FailOpenRedisCache(RedisCache):
    """Django's Redis cache over :class:`FailOpenClient`."""

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = FailOpenClient

    def count(self, key: str, seconds: int) -> int | None:
        """How often ``key`` was counted within ``seconds``, this time included.

        One round trip; None when nobody can tell because the server is away.
        """
        client = cast(FailOpenClient, self._cache)
        return client.count(self.make_and_validate_key(key), seconds)


def _unless_away(operation: Callable[[], T], otherwise: T) -> T:
    if time.monotonic() < _Away.until:
        return otherwise
    try:
        return operation()
    except AWAY as error:
        _Away.until = time.monotonic() + REST_SECONDS
        logger.warning("cache_unreachable error=%s", type(error).__name__)
        return otherwise
