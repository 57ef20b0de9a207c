"""What stands before every view: whole bodies, addresses with NUL, answers to HEAD."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from gunicorn.http.errors import InvalidChunkSize

from zone_portal.framework import whole_bodies
from zone_portal.framework.edge import guarded
from zone_portal.framework.patience import TooSlowError
from zone_portal.framework.whole_bodies import WholeBodies

PAGE = RequestFactory()


class Told:
    """What a WSGI application was given, and what was answered."""

    def __init__(self) -> None:
        self.status, self.body, self.length = "", b"", ""

    def application(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        self.body, self.length = environ["wsgi.input"].read(), environ.get("CONTENT_LENGTH", "")
        start_response("200 OK", [])
        return [b"ok"]

    def asked(self, stream: Any, **environ: Any) -> bytes:
        def start(status: str, _headers: list[tuple[str, str]]) -> None:
            self.status = status

        return b"".join(WholeBodies(self.application)({"wsgi.input": stream, **environ}, start))


CHUNKED: dict[str, Any] = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}


def test_a_body_in_chunks_gets_its_length() -> None:
    told = Told()
    assert told.asked(BytesIO(b"x" * 300_000), **CHUNKED) == b"ok"
    assert (len(told.body), told.length) == (300_000, "300000")


@pytest.mark.parametrize("size", [3, 300_000])
def test_a_body_of_announced_length_is_read_to_its_end_and_no_further(size: int) -> None:
    told, stream = Told(), BytesIO(b"x" * size + b"the next request")
    told.asked(stream, CONTENT_LENGTH=str(size), **{"wsgi.input_terminated": True})
    assert (told.body, told.length) == (b"x" * size, str(size))
    assert stream.read() == b"the next request"


def test_a_body_is_read_though_the_answer_does_not_need_it() -> None:
    """A client that writes everything first would meet a broken connection."""
    stream = BytesIO(b"x" * 2_000_000)

    def refusing(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("401 Unauthorized", [])
        return [b"no"]

    answer = WholeBodies(refusing)(
        {"wsgi.input": stream, "CONTENT_LENGTH": "2000000"}, lambda *_: None
    )
    assert (b"".join(answer), stream.read()) == (b"no", b"")


def test_of_a_flood_the_size_is_told_and_a_part_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_bodies, "KEPT", 400_000)
    told = Told()
    told.asked(BytesIO(b"x" * 2_000_000), **CHUNKED)
    assert told.length == "2000000"
    assert len(told.body) < 1_000_000


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (OSError("gone"), "400 Bad Request", "body_incomplete"),
        (InvalidChunkSize(b"zz"), "400 Bad Request", "body_incomplete"),
        (TooSlowError(), "408 Request Timeout", "body_too_slow"),
    ],
)
def test_a_body_that_breaks_off_is_refused_and_nobody_sees_it(
    error: Exception, status: str, code: str
) -> None:
    class Broken:
        def read(self, _size: int) -> bytes:
            raise error

    told = Told()
    answer = json.loads(told.asked(Broken(), **CHUNKED))
    assert (told.status, answer["code"]) == (status, code)
    assert told.body == b""


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("/api/v1/track/a%00b/", "bad_request"),
        ("/api/v1/orders/?orderNo=a%00", "parameters_invalid"),
    ],
)
def test_an_address_with_nul_is_refused(address: str, code: str) -> None:
    def view(_request: Any) -> HttpResponse:
        raise AssertionError("it got through")

    answer = guarded(view)(PAGE.get(address))
    assert (answer.status_code, json.loads(answer.content)["code"]) == (400, code)


def test_a_percent_sign_before_two_noughts_is_no_nul() -> None:
    assert guarded(lambda _: HttpResponse("ok"))(PAGE.get("/x/?q=%2500")).status_code == 200


def test_head_is_answered_with_the_length_and_no_body() -> None:
    answer = guarded(lambda _: HttpResponse("four"))(PAGE.head("/"))
    assert (answer.content, answer.headers["Content-Length"]) == (b"", "4")
    streamed: Any = guarded(lambda _: StreamingHttpResponse([b"a"]))(PAGE.head("/"))  # type: ignore[arg-type, return-value]
    assert b"".join(streamed.streaming_content) == b""


def test_the_web_processes_can_load_it_before_the_apps() -> None:
    code = "import os, zone_portal.wsgi; os._exit(0)"
    subprocess.run([sys.executable, "-c", code], check=True)
