"""What stands before every view: no view should have to think of it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from zone_portal.framework.api import API_PREFIX, bad_request
from zone_portal.framework.problems import problem

Handler = Callable[[HttpRequest], HttpResponse]


def guarded(get_response: Handler) -> Handler:
    """Refuses an address with a NUL character, which no text of the database can hold, and answers
    HEAD without a body."""

    def handle(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return _nul_refused(request)
        response = get_response(request)
        if request.method == "HEAD":
            _without_body(response)
        return response

    return handle


def _nul_refused(request: HttpRequest) -> HttpResponse:
    named = sorted(name for name, text in request.GET.items() if "\0" in f"{name}{text}")
    if not (named and request.path.startswith(API_PREFIX)):
        return bad_request(request, ValueError("NUL"))
    details = {name.replace("\0", ""): ["must not contain NUL"] for name in named}
    return problem("parameters_invalid", request=request, details=details)


def _without_body(response: Any) -> None:
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = iter(())
        return
    response.headers.setdefault("Content-Length", str(len(response.content)))
    response.content = b""
