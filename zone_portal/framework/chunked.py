"""Bodies that come in chunks, made ordinary ones before Django sees them.

Loaded before the apps are: nothing of the framework that needs them may be imported here.
"""

import tempfile
from collections.abc import Callable, Iterable
from typing import Any, BinaryIO, Final, cast

from gunicorn.http.errors import ParseException

from zone_portal.framework.problems import problem

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
