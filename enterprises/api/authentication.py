"""Bearer tokens of API clients: one query a request, the digest decides."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from enterprises.constants import SCOPE_READ
from enterprises.facts import EnterpriseFacts, TokenFacts
from enterprises.selectors import StoredToken, stored_token
from enterprises.services.tokens import note_refusal, note_use

NOTE_USE_EVERY: Final = timedelta(minutes=1)
KEYWORD: Final = "bearer"


@dataclass(frozen=True, slots=True)
class ClientUser:
    """What ``request.user`` is for an API client: a program of one enterprise, no person."""

    client_id: int
    client_name: str
    requests_per_second: int
    enterprise: EnterpriseFacts
    scopes: frozenset[str]

    is_authenticated = True
    is_anonymous = False
    is_active = True
    is_staff = False
    is_official = False

    @property
    def pk(self) -> str:
        """Throttles and logs count by client."""
        return f"client-{self.client_id}"

    @property
    def label(self) -> str:
        """How the audit trail names it."""
        return f"{self.enterprise.code}/{self.client_name}"

    def may_read(self) -> bool:
        return SCOPE_READ in self.scopes


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer …`` → (ClientUser, TokenFacts).

    Answers 401 with the code ``token_missing`` (Bearer without a token), ``token_invalid``,
    ``token_expired`` or ``token_revoked``; without a Bearer header it leaves the request to the
    next scheme. The words for each code are in ``zone_portal.framework.problems``.
    """

    def authenticate(self, request: Request) -> tuple[ClientUser, TokenFacts] | None:
        keyword, _blank, text = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if keyword.lower() != KEYWORD:
            return None
        text = text.strip()
        if not text:
            raise AuthenticationFailed(code="token_missing")
        now = timezone.now()
        stored = _usable(stored_token(text), now, str(request.META.get("REMOTE_ADDR") or ""))
        if stored.last_used_at is None or now - stored.last_used_at > NOTE_USE_EVERY:
            note_use(token_id=stored.token.id, at=now)
        return _client_user(stored), stored.token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


def _usable(stored: StoredToken | None, now: datetime, origin: str) -> StoredToken:
    if stored is None or not stored.client_active:
        raise AuthenticationFailed(code="token_invalid")
    expires_at = stored.token.expires_at
    if stored.revoked_at is None and (expires_at is None or expires_at > now):
        return stored
    code = "token_expired" if stored.revoked_at is None else "token_revoked"
    note_refusal(token=stored.token, code=code, at=now, origin=origin)
    raise AuthenticationFailed(code=code)


def _client_user(stored: StoredToken) -> ClientUser:
    return ClientUser(
        client_id=stored.client_id,
        client_name=stored.client_name,
        requests_per_second=stored.requests_per_second,
        enterprise=stored.enterprise,
        scopes=stored.token.scopes,
    )


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the OpenAPI document describes the token."""

    target_class = "enterprises.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "Token of an API client of an enterprise; issued once, expires.",
        }
