"""The edge of the web processes: what no view should have to think of."""

import tempfile
from collections.abc import Callable, Iterable
from typing import Any, BinaryIO, Final, cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from gunicorn.http.errors import ParseException

from zone_portal.framework.api import API_PREFIX, bad_request
from zone_portal.framework.problems import problem

Handler = Callable[[HttpRequest], HttpResponse]
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

PIECE: Final = 256 * 1024
IN_MEMORY: Final = 1024 * 1024
KEPT: Final = 64 * 1024 * 1024
"""Above every limit of a view: what comes after it is counted and thrown away."""
DRAINED: Final = 512 * 1024 * 1024
"""How much is read at most, so that a sender that writes first and reads later gets its answer."""


class WholeBodies:
    """Gives bodies that come in chunks, of a length not announced, to Django as ordinary ones.

    Django reads as much as Content-Length says, so it would see nothing of them. A body that ends
    before its last chunk is refused: what was cut off must not be taken for the whole.
    """

    def __init__(self, application: Application) -> None:
        self._application = application

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        if "HTTP_TRANSFER_ENCODING" in environ and environ.get("wsgi.input_terminated"):
            try:
                body, size = _spooled(environ["wsgi.input"])
            except (OSError, ParseException):
                answer = problem("body_incomplete")
                status = f"{answer.status_code} {answer.reason_phrase}"
                start_response(status, [*answer.items(), ("Connection", "close")])
                return [answer.content]
            environ |= {"wsgi.input": body, "CONTENT_LENGTH": str(size)}
        return self._application(environ, start_response)


def _spooled(stream: Any) -> tuple[BinaryIO, int]:
    """The body and its size.

    :raises OSError: where it ends too early.
    :raises ParseException: where it does not come in chunks.
    """
    body = cast("BinaryIO", tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115  Django reads
    size = 0
    while size <= DRAINED and (piece := stream.read(PIECE)):
        if size < KEPT:
            body.write(piece)
        size += len(piece)
    body.seek(0)
    return body, size


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
