"""How often somebody without an account may ask what is open to all: by address and minute."""

import time
from typing import Final, cast

from django.core.cache import caches
from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from zone_portal.framework.cache import FailOpenRedisCache
from zone_portal.framework.pages import origin_of

MINUTE: Final = 60
REQUESTS_A_MINUTE: Final = 60
"""Enough for a person and for looking up a page of firms; too little to copy the register."""


def count_public(request: HttpRequest) -> int | None:
    """How often this address asked within the minute, this included; None when nobody can tell."""
    address = origin_of(request)
    cache = cast(FailOpenRedisCache, caches["default"])
    return cache.count(f"public:{address}:{int(time.time()) // MINUTE}", seconds=2 * MINUTE)


def may_ask(request: HttpRequest) -> bool:
    """Whether a public page may answer this request; counts it."""
    count = count_public(request)
    return count is None or count <= REQUESTS_A_MINUTE


class PublicRate(BaseThrottle):
    """The same limit for a public address of the API."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        count = count_public(request._request)
        left = REQUESTS_A_MINUTE if count is None else max(REQUESTS_A_MINUTE - count, 0)
        request._request.rate = {  # type: ignore[attr-defined]
            "X-RateLimit-Limit": str(REQUESTS_A_MINUTE),
            "X-RateLimit-Remaining": str(left),
            "X-RateLimit-Reset": str((int(time.time()) // MINUTE + 1) * MINUTE),
        }
        return count is None or count <= REQUESTS_A_MINUTE

    def wait(self) -> float:
        """Whole seconds until the next minute."""
        return float(MINUTE - int(time.time()) % MINUTE)
