"""What the API of enterprises shares: who calls, bodies, answers, and their description."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework.exceptions import ParseError, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.facts import ClientActor
from enterprises.api.permissions import client_of
from enterprises.viewers import Viewer, viewer_for
from zone_portal.framework.api import ApiView
from zone_portal.framework.pages import origin_of
from zone_portal.framework.problems import CONTENT_TYPE

JSON: Final = "application/json"
Schema = dict[str, Any]

TEXT: Final[Schema] = {"type": "string"}
MAYBE_TEXT: Final[Schema] = {"type": ["string", "null"]}
NUMBER: Final[Schema] = {"type": "integer"}
YES_NO: Final[Schema] = {"type": "boolean"}
TIME: Final[Schema] = {"type": "string", "format": "date-time"}
MAYBE_TIME: Final[Schema] = {"type": ["string", "null"], "format": "date-time"}
MAYBE_DAY: Final[Schema] = {"type": ["string", "null"], "format": "date"}
BOTH: Final[Schema] = {
    "type": "object",
    "properties": {"zh": TEXT, "en": TEXT},
    "required": ["zh", "en"],
}
PROBLEM: Final[Schema] = {"$ref": "#/components/schemas/Problem"}

_TROUBLE: Final = {
    400: "`parse_error`, `parameters_invalid`.",
    401: "`token_missing`, `token_invalid`, `token_expired`, `token_revoked`.",
    403: "`scope_missing`, `permission_denied`, or the refusal of the service.",
    404: "`not_found`: it does not exist, or it is not the caller's.",
    409: "It conflicts with what is kept; the code says how.",
    410: "It was used, was revoked or has expired; the code says which.",
    413: "There is too much of it.",
    415: "Content of that kind is not read.",
    422: "The content is not accepted; `details.problems` lists everything that is wrong.",
    429: "`throttled`, or a quota is used up; see Retry-After and `details`.",
    503: "`database_unavailable`: not confirmed; sending the same again is safe.",
}


class NeedsScope(BasePermission):
    """A token with the scope that the view names for the method (``scopes``)."""

    code = "scope_missing"

    def has_permission(self, request: Request, view: APIView) -> bool:
        needed = getattr(view, "scopes", {}).get(request.method)
        return needed is None or needed in client_of(request).scopes


class ClientView(ApiView):
    """A view for API clients; ``scopes`` says which scope each method needs."""

    permission_classes = (NeedsScope,)
    scopes: Mapping[str, str] = {}

    def deed(self, request: Request) -> dict[str, Any]:
        """``by`` and ``origin`` of what a client does."""
        client = client_of(request)
        return {
            "by": ClientActor(client.client_id, client.label),
            "origin": origin_of(request._request),
        }

    @property
    def viewer(self) -> Viewer:
        return viewer_for(self.request.user)


def answer(content: Any, status: int = 200) -> HttpResponse:
    """``content`` as JSON, encoded once."""
    return HttpResponse(msgspec.json.encode(content), status=status, content_type=JSON)


def download(name: str, media_type: str, content: bytes) -> HttpResponse:
    """A file that somebody handed in: never shown inside the portal's own address."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def body_of(request: Request) -> dict[str, Any]:
    """The JSON object of a request.

    :raises ParseError: for anything else.
    """
    data: Any = request.data
    if not isinstance(data, dict):
        raise ParseError
    return data


def text_of(body: Mapping[str, Any], name: str) -> str:
    """A text of a body, trimmed; absent and of another type is empty."""
    value = body.get(name)
    return value.strip() if isinstance(value, str) else ""


def must_be_kind(request: Request, kind: str) -> None:
    """Refuse clients of enterprises that are not of a kind.

    :raises PermissionDenied: 403.
    """
    enterprise = client_of(request).enterprise
    if kind not in enterprise.kinds or not enterprise.approved:
        raise PermissionDenied


def record(description: str, *, optional: tuple[str, ...] = (), **properties: Schema) -> Schema:
    """The schema of an object; what is not optional is always there."""
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": [name for name in properties if name not in optional],
    }


def many(items: Schema) -> Schema:
    """The schema of a list."""
    return {"type": "array", "items": items}


def answers(good: Schema, *statuses: int, status: int = 200) -> dict[Any, Any]:
    """The good answer beside the problems of these statuses and those of every address."""
    found: dict[Any, Any] = {(status, JSON): good}
    for trouble in sorted({*statuses, 429, 503}):
        found[(trouble, CONTENT_TYPE)] = OpenApiResponse(PROBLEM, _TROUBLE[trouble])
    return found


def query(name: str, description: str, kind: Any = OpenApiTypes.STR, **more: Any) -> Any:
    """A parameter of the address."""
    return OpenApiParameter(name, kind, OpenApiParameter.QUERY, description=description, **more)


def example(name: str, value: Any, *, request: bool = False, status: int = 200) -> OpenApiExample:
    """An example of a request or of an answer."""
    return OpenApiExample(
        name,
        value=value,
        request_only=request,
        response_only=not request,
        media_type=JSON,
        status_codes=None if request else [str(status)],
    )
