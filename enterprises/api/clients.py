"""The API client behind the request: its tokens, and a new one in place of the present."""

from datetime import timedelta
from typing import Any, Final, cast

from django.http import HttpResponse
from django.utils import timezone
from django.utils.timezone import localtime
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from enterprises.api import people_schema as schema
from enterprises.api.frame import ClientView, answer, body_of
from enterprises.api.permissions import client_of
from enterprises.constants import SCOPE_READ
from enterprises.facts import TokenFacts
from enterprises.models import ApiClient, ApiToken
from enterprises.selectors_people import clients_of, token_state
from enterprises.services.clients import rotate_token
from zone_portal.framework.api_lists import refuse_unknown

CREATED: Final = 201
USUAL_OVERLAP_HOURS: Final = 24


class ClientsView(ClientView):
    """The caller's own client."""

    scopes = {"GET": SCOPE_READ}

    @schema.clients
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, ())
        client, used = client_of(request), cast("TokenFacts", request.auth)
        rows = clients_of(self.viewer, client.enterprise.id)
        own = [_client(row, used) for row in rows if row.id == client.client_id]
        return answer({"results": own})


class RotateView(ClientView):
    """A new token for the one of the request; whoever holds a token may renew it."""

    @schema.rotate
    def post(self, request: Request) -> HttpResponse:
        client, token = client_of(request), cast("TokenFacts", request.auth)
        hours = body_of(request).get("overlap_hours", USUAL_OVERLAP_HOURS)
        if not isinstance(hours, int) or isinstance(hours, bool) or abs(hours) > 10**6:
            raise ValidationError({"overlap_hours": ["a whole number of hours"]})
        now, overlap = timezone.now(), timedelta(hours=hours)
        issued = rotate_token(
            enterprise_id=client.enterprise.id,
            token_id=token.id,
            overlap=overlap,
            at=now,
            **self.deed(request),
        )
        until = now + overlap if token.expires_at is None else min(token.expires_at, now + overlap)
        shown = {
            "token": issued.text,
            "id": str(issued.row.id),
            "prefix": issued.row.prefix,
            "scopes": issued.row.scopes,
            "expires_at": _time(issued.row.expires_at),
            "old_valid_until": _time(until),
        }
        return answer(shown, status=CREATED)


def _client(row: ApiClient, used: TokenFacts) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "name": row.name,
        "requests_per_second": row.requests_per_second,
        "tokens": [_token(token, used) for token in row.tokens.all()],
    }


def _token(row: ApiToken, used: TokenFacts) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "prefix": row.prefix,
        "scopes": row.scopes,
        "state": token_state(row, at=timezone.now()),
        "created_at": _time(row.created_at),
        "expires_at": _time(row.expires_at),
        "last_used_at": _time(row.last_used_at),
        "this": row.id == used.id,
    }


def _time(moment: Any) -> str | None:
    return None if moment is None else localtime(moment).isoformat()
