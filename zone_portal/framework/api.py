"""The frame of the API: every failure a problem with a stable code, every client its own rate."""

import logging
import time
from collections.abc import Mapping
from typing import Any, cast

from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.core.signals import got_request_exception
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.response import HttpResponseBase
from django.views import defaults
from rest_framework import exceptions
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from zone_portal.framework.cache import FailOpenRedisCache
from zone_portal.framework.pages import failed
from zone_portal.framework.problems import PROBLEMS, language_of, problem
from zone_portal.kernel.errors import PortalError

__all__ = ["ApiView", "ClientRate", "language_of", "problem", "problem_of"]

log = logging.getLogger("django.request")

API_PREFIX = "/api/"
DEFAULT_RATE = 300
"""Requests a second of a caller that has no rate of its own."""

RETRY_SECONDS = 2
"""What a client is asked to wait while the database is away."""

_RENAMED = {
    "not_authenticated": "token_missing",
    "authentication_failed": "token_invalid",
    "invalid": "parameters_invalid",
}
"""Codes of DRF that the portal calls by its own names."""

_KNOWN: Mapping[type[Exception], str] = {
    Http404: "not_found",
    PermissionDenied: "permission_denied",
    UnreadablePostError: "body_incomplete",  # the caller hung up: nobody here did wrong
}


class ClientRate(BaseThrottle):
    """So many requests a second for each API client, counted in the cache, by whole seconds.

    One round trip a request. While the cache is away nobody is refused.
    """

    def allow_request(self, request: Request, view: APIView) -> bool:
        user: Any = request.user
        limit = int(getattr(user, "requests_per_second", DEFAULT_RATE))
        caller = user.pk or request.META.get("REMOTE_ADDR", "")
        second = int(time.time())
        cache = cast(FailOpenRedisCache, caches["default"])
        count = cache.count(f"rate:{caller}:{second}", seconds=2)
        left = limit if count is None else max(limit - count, 0)
        request._request.rate = {  # type: ignore[attr-defined]
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(left),
            "X-RateLimit-Reset": str(second + 1),
        }
        return count is None or count <= limit

    def wait(self) -> float:
        """Whole seconds until the next count begins."""
        return 1.0


class JsonAnyway(DefaultContentNegotiation):
    """A caller that asks for a format that there is none of gets JSON rather than a refusal.

    HTTP allows it, and programs that send XML often ask for XML whatever they get.
    """

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        try:
            chosen: tuple[BaseRenderer, str]
            chosen = super().select_renderer(request, renderers, format_suffix)
            return chosen
        except exceptions.NotAcceptable:
            return renderers[0], renderers[0].media_type


class ApiView(APIView):
    """A view of the API: limited per client, and telling each how much of its limit is left."""

    throttle_classes = (ClientRate,)
    content_negotiation_class = JsonAnyway

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer, and let go of the answer: view and request hold each other, and what they hold
        waits for the garbage collector, however large it is."""
        response = super().dispatch(request, *args, **kwargs)
        del self.response
        return response

    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Response:
        # Typed as DRF types it; ready bytes in Django's own response pass through just as well.
        final = super().finalize_response(request, response, *args, **kwargs)
        rate: Mapping[str, str] = getattr(request._request, "rate", {})
        for name, value in rate.items():
            final.headers[name] = value
        final.headers.setdefault("Cache-Control", "no-store")
        return final


def problem_of(error: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """DRF's exception handler: the problem that an exception means."""
    request = context.get("request")
    if isinstance(error, PortalError):
        return _portal_problem(error, request)
    if isinstance(error, exceptions.APIException):
        return _framework_problem(error, request)
    for kind, code in _KNOWN.items():
        if isinstance(error, kind):
            return problem(code, request=request)
    if database_is_lost(error):
        log.warning("database_unavailable error=%s", type(error).__name__)
        headers = {"Retry-After": str(RETRY_SECONDS)}
        return problem("database_unavailable", request=request, headers=headers)
    log.error("api_failed view=%s", type(context.get("view")).__name__, exc_info=error)
    got_request_exception.send(sender=type(context.get("view")), request=request)
    return problem("error", request=request)


def database_is_lost(error: BaseException) -> bool:
    """Whether an error means that the database went away, not that a statement was wrong."""
    if isinstance(error, (OperationalError, InterfaceError)):
        return True
    if not isinstance(error, DatabaseError):
        return False
    # The driver has no closer class when the server dies in the middle of an answer.
    return connection.connection is None or bool(connection.connection.closed)


def _portal_problem(error: PortalError, request: Request | None) -> HttpResponse:
    language = language_of(request)
    return problem(
        error.code,
        getattr(error, "status", None),
        language=language,
        detail=error.text(language),
        details=error.details,
    )


def _framework_problem(error: exceptions.APIException, request: Request | None) -> HttpResponse:
    headers = {}
    details: Any = None
    codes = error.get_codes()
    code = codes if isinstance(codes, str) else "parameters_invalid"
    code = _RENAMED.get(code, code)
    if code not in PROBLEMS:
        code = _RENAMED.get(error.default_code, error.default_code)
    if isinstance(error, exceptions.ValidationError):
        detail = error.detail if isinstance(error.detail, dict) else {"errors": error.detail}
        details = _plain(detail)
    if isinstance(error, exceptions.Throttled):
        headers["Retry-After"] = str(int(getattr(error, "wait", None) or 1))
    if isinstance(error, exceptions.MethodNotAllowed) and request is not None:
        view = request.parser_context["view"] if request.parser_context else None
        headers["Allow"] = ", ".join(getattr(view, "allowed_methods", ()))
    if challenge := getattr(error, "auth_header", ""):
        headers["WWW-Authenticate"] = challenge
    return problem(code, error.status_code, request=request, details=details, headers=headers)


def _plain(detail: Any) -> Any:
    """DRF's details as plain JSON values: its own kind of text has a code that is not shown."""
    if isinstance(detail, Mapping):
        return {str(name): _plain(part) for name, part in detail.items()}
    return [_plain(part) for part in detail] if isinstance(detail, list) else str(detail)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer for an address that does not exist: a problem below /api/, else a page."""
    if request.path.startswith(API_PREFIX):
        return problem("not_found", request=request)
    return defaults.page_not_found(request, exception)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer for a request that Django itself refuses."""
    if request.path.startswith(API_PREFIX):
        return problem("bad_request", request=request)
    return defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """The answer when something outside the views fails."""
    if request.path.startswith(API_PREFIX):
        return problem("error", request=request)
    return failed(request)
