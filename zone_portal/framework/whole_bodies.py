"""Bodies are read whole before Django sees them, as a proxy in front would do it.

Loaded before the apps are: nothing of the framework that needs them may be imported here.
"""

import tempfile
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any, BinaryIO, Final, cast

from gunicorn.http.errors import ParseException

from zone_portal.framework.patience import TooSlowError
from zone_portal.framework.problems import problem

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

PIECE: Final = 256 * 1024
IN_MEMORY: Final = 8 * 1024 * 1024
"""What is larger waits in a file: bodies of several connections add up."""
KEPT: Final = 64 * 1024 * 1024
"""Above every limit of a view: what comes after it is counted and thrown away."""
DRAINED: Final = 512 * 1024 * 1024
"""How much is read at most, so that a sender that writes first and reads later gets its answer."""


class WholeBodies:
    """Reads every body before anybody decides on it.

    - A client that is refused (no token, wrong type, too large) has written everything by then and
      reads the answer, where it would otherwise meet a broken connection.
    - What is done one message at a time never waits for a client's line.
    - A body in chunks, of a length not announced, gets its length: Django reads as much as
      Content-Length says and would see nothing of it.
    - One in chunks that ends before its last chunk is refused: what was cut off must not be taken
      for the whole.
    """

    def __init__(self, application: Application) -> None:
        self._application = application

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        in_chunks = "HTTP_TRANSFER_ENCODING" in environ and environ.get("wsgi.input_terminated")
        announced = environ.get("CONTENT_LENGTH") or ""
        if not in_chunks and not (announced.isdigit() and int(announced)):
            return self._application(environ, start_response)
        try:
            body, size = _read(environ["wsgi.input"], 0 if in_chunks else int(announced))
        except TooSlowError:
            return _refused("body_too_slow", start_response)
        except (OSError, ParseException):
            return _refused("body_incomplete", start_response)
        environ["wsgi.input"] = body
        if in_chunks:
            environ["CONTENT_LENGTH"] = str(size)
        return self._application(environ, start_response)


def _refused(code: str, start_response: Callable[..., Any]) -> Iterable[bytes]:
    answer = problem(code)
    status = f"{answer.status_code} {answer.reason_phrase}"
    length = str(len(answer.content))
    start_response(status, [*answer.items(), ("Content-Length", length), ("Connection", "close")])
    return [answer.content]


def _read(stream: Any, announced: int) -> tuple[BinaryIO, int]:
    """The body and its size; ``announced`` is 0 where it is known only at the end.

    :raises OSError: where it ends too early.
    :raises ParseException: where it does not come in chunks, or too slowly.
    """
    if 0 < announced <= PIECE:
        small = stream.read(announced)
        return BytesIO(small), len(small)
    body = cast("BinaryIO", tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115  Django reads
    size, most = 0, announced or DRAINED
    while size < min(most, DRAINED) and (piece := stream.read(min(PIECE, most - size))):
        if size < KEPT:
            body.write(piece)
        size += len(piece)
    body.seek(0)
    return body, size
