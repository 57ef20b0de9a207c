"""Tokens of API clients: made, shown once, kept as a digest, revoked."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from accounts.facts import SystemActor
from accounts.models import AuditEntry
from accounts.services import audit
from accounts.services.audit import Actor
from enterprises.constants import DEFAULT_CLIENT, DEFAULT_TOKEN_DAYS, SHOWN_CHARACTERS
from enterprises.facts import TokenFacts
from enterprises.models import ApiClient, ApiToken, Enterprise
from enterprises.rules.sending import scopes_for
from enterprises.selectors import token_digest
from zone_portal.kernel.errors import PortalError

START: Final = "ptk_"
RANDOM_BYTES: Final = 32
REFUSALS_NOTED_EVERY: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A new token; ``text`` is the only copy there will ever be."""

    text: str
    row: ApiToken


@transaction.atomic
def issue_token(
    *,
    enterprise: Enterprise,
    by: Actor,
    at: datetime,
    client_name: str = DEFAULT_CLIENT,
    scopes: Collection[str] = (),
    days: int = DEFAULT_TOKEN_DAYS,
    origin: str = "",
) -> IssuedToken:
    """A token for the enterprise's client of that name, which is made when there is none.

    Without ``scopes`` the token gets every scope the enterprise may have by its kinds.

    :raises PortalError: ``scopes_not_allowed`` (details: scopes), ``days_invalid``.
    """
    possible = scopes_for(enterprise.kinds)
    refused = sorted(set(scopes) - possible)
    if refused:
        raise PortalError(
            "scopes_not_allowed",
            details={"scopes": refused, "possible": sorted(possible)},
            zh=f"该企业不能拥有权限范围：{'、'.join(refused)}",
            en=f"this enterprise may not have the scopes {', '.join(refused)}",
        )
    if days < 1:
        raise PortalError("days_invalid", zh="有效天数至少为 1", en="at least one day of validity")
    client, _ = ApiClient.objects.get_or_create(enterprise=enterprise, name=client_name)
    text = START + secrets.token_urlsafe(RANDOM_BYTES)
    row = ApiToken.objects.create(
        client=client,
        digest=token_digest(text),
        prefix=text[:SHOWN_CHARACTERS],
        scopes=sorted(scopes or possible),
        created_at=at,
        expires_at=at + timedelta(days=days),
    )
    audit.record(
        "token.issued",
        by=by,
        on=("enterprises.apitoken", str(row.id)),
        new={"prefix": row.prefix, "enterprise": enterprise.code, "scopes": row.scopes},
        at=at,
        origin=origin,
    )
    return IssuedToken(text, row)


@transaction.atomic
def revoke_token(*, token: str, by: Actor, at: datetime, origin: str = "") -> ApiToken:
    """Revoke the token with this prefix or id, for good; a revoked one stays as it is.

    :raises PortalError: ``token_unknown``.
    """
    rows = ApiToken.objects.select_for_update()
    row: ApiToken | None = rows.filter(prefix=token[:SHOWN_CHARACTERS]).first()
    if row is None and token.isdecimal():
        row = rows.filter(id=int(token)).first()
    if row is None:
        raise PortalError("token_unknown", zh="没有这个令牌", en="there is no such token")
    if row.revoked_at is None:
        row.revoked_at = at
        row.save(update_fields=["revoked_at"])
        audit.record(
            "token.revoked",
            by=by,
            on=("enterprises.apitoken", str(row.id)),
            new={"prefix": row.prefix},
            at=at,
            origin=origin,
        )
    return row


def note_refusal(*, token: TokenFacts, code: str, at: datetime, origin: str) -> None:
    """Enter, at most once an hour, that somebody still sends a revoked or expired token: its
    administrator should know which system was forgotten, or who found the token."""
    on = ("enterprises.apitoken", str(token.id))
    known = AuditEntry.objects.filter(on_type=on[0], on_id=on[1], at__gt=at - REFUSALS_NOTED_EVERY)
    if not known.filter(action="token.refused").exists():
        new = {"prefix": token.prefix, "code": code}
        by = SystemActor("authentication")
        audit.record("token.refused", by=by, on=on, new=new, at=at, origin=origin)


def note_use(*, token_id: int, at: datetime) -> None:
    """Remember that the token was used at ``at``; not audited, it is no change of anything."""
    ApiToken.objects.filter(id=token_id).update(last_used_at=at)
