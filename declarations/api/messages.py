"""POST /api/v1/messages/: the door for ERPs, platforms, payment and logistics companies."""

from collections.abc import Iterator
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request
from rest_framework.views import APIView

from declarations.api.papers_schema import check_message
from declarations.api.schema import post_message
from declarations.facts import Sender
from declarations.outlines import shown_time
from declarations.services.checking import check_only
from declarations.services.intake import Received, receive
from declarations.services.sources import JSON, NDJSON, XML
from declarations.verdicts import ACCEPTED, DUPLICATE, REJECTED, public
from enterprises.api.permissions import IsApiClient, client_of
from enterprises.constants import SCOPE_SEND
from zone_portal.framework.api import ApiView, language_of
from zone_portal.kernel.errors import PortalError

CHUNK = 256 * 1024
CONTENT_TYPES = {
    "application/xml": XML,
    "text/xml": XML,
    "application/json": JSON,
    "application/x-ndjson": NDJSON,
    "application/ndjson": NDJSON,
}


PLAIN = ("", "identity")
"""Content-Encoding of a body that is sent as it is."""


class ContentEncodingRefused(PortalError):
    """A compressed body."""

    status = 415

    def __init__(self, encoding: str) -> None:
        super().__init__(
            "content_encoding_refused",
            details={"encoding": encoding[:40]},
            zh="不支持压缩的请求内容，请去掉 Content-Encoding 后发送原文。",
            en="Compressed bodies are not accepted: send the content as it is, without "
            "Content-Encoding.",
        )


class MessagesView(APIView):
    """Takes one CEB message, one JSON document or many as NDJSON; answers with every verdict."""

    @post_message
    def post(self, request: Request) -> HttpResponse:
        """Receive a message; the answer comes after the commit."""
        received = receive(**_sent(request))
        return HttpResponse(answer(received, language_of(request)), content_type="application/json")


class CheckView(ApiView):
    """Checks a message as sending it would, and keeps nothing."""

    permission_classes = (IsApiClient,)

    @check_message
    def post(self, request: Request) -> HttpResponse:
        """The verdicts that the message would get."""
        found = check_only(**_sent(request))
        language = language_of(request)
        shown = {
            "sha256": found.sha256.hex(),
            "counts": {name: found.count(name) for name in (ACCEPTED, REJECTED, DUPLICATE)},
            "documents": [public(judged, language) for judged in found.judged],
        }
        return HttpResponse(msgspec.json.encode(shown), content_type="application/json")


def _sent(request: Request) -> dict[str, Any]:
    """What a program sends, as the services take it."""
    content_type = CONTENT_TYPES.get((request.content_type or "").partition(";")[0].lower())
    if content_type is None:
        raise UnsupportedMediaType(request.content_type or "")
    plain: HttpRequest = request._request
    encoding = plain.headers.get("Content-Encoding", "identity")
    if encoding.strip().lower() not in PLAIN:
        raise ContentEncodingRefused(encoding)
    client = client_of(request)
    return {
        "chunks": _chunks(plain),
        "content_type": content_type,
        "announced": _announced(plain),
        "by": Sender(
            enterprise=client.enterprise,
            client_id=client.client_id,
            scopes=kinds_of(client.scopes),
        ),
        "at": timezone.now(),
    }


def answer(received: Received, language: str) -> bytes:
    """The submission as the interface gives it (design section 9)."""
    submission = received.submission
    shown: dict[str, Any] = {
        "id": str(submission.id),
        "sha256": bytes(submission.sha256).hex(),
        "received_at": shown_time(submission.received_at),
        "counts": {
            "accepted": submission.accepted,
            "rejected": submission.rejected,
            "duplicate": submission.duplicate,
        },
        "documents": [public(judged, language) for judged in received.judged],
    }
    return msgspec.json.encode(shown)


def kinds_of(scopes: frozenset[str]) -> frozenset[str]:
    """The kinds that a client's scopes let it send."""
    return frozenset(s.removeprefix(SCOPE_SEND) for s in scopes if s.startswith(SCOPE_SEND))


def _chunks(request: HttpRequest) -> Iterator[bytes]:
    while chunk := request.read(CHUNK):
        yield chunk


def _announced(request: HttpRequest) -> int | None:
    length = request.META.get("CONTENT_LENGTH") or ""
    return int(length) if length.isdigit() else None
