"""Reading the people, invitations and API clients of an enterprise."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from django.utils.timezone import localtime

from accounts.models import User
from enterprises.models import (
    ApiClient,
    ApiToken,
    Enterprise,
    Filing,
    Invitation,
    Member,
    SubjectNumber,
)
from enterprises.viewers import Viewer


@dataclass(frozen=True, slots=True)
class OwnFirm:
    """An enterprise somebody acts for, and as what."""

    enterprise: Enterprise
    role: str

    @property
    def administers(self) -> bool:
        return self.role == "administrator"


def own_firms(user: User) -> list[OwnFirm]:
    """The enterprises a person is a member of, registered ones first, by code."""
    rows = Member.objects.filter(user_id=user.pk).select_related("enterprise")
    found = [OwnFirm(row.enterprise, row.role) for row in rows]
    return sorted(found, key=lambda own: (own.enterprise.code == "", own.enterprise.code))


def own_file(enterprise_id: int) -> dict[str, Any]:
    """What the portal knows of an enterprise, for the enterprise itself; account numbers stay
    masked. Three queries."""
    row = Enterprise.objects.select_related("site").get(id=enterprise_id)
    filings = Filing.objects.filter(enterprise=row, type="enterprise").order_by("-id")
    filing = filings.values("number", "status", "version", "approved_version").first()
    numbers = SubjectNumber.objects.filter(enterprise=row, ended_at__isnull=True)
    return {
        "id": str(row.id),
        "code": row.code,
        "uscc": row.uscc or None,
        "name": row.name,
        "kinds": sorted(row.kinds),
        "status": row.status,
        "site": {"code": row.site_id, "name": row.site.name},
        "registered_at": localtime(row.registered_at).isoformat(),
        "filing": filing,
        "numbers": [
            {
                "scheme": number.scheme,
                "value": number.value,
                "source": number.source,
                "as_of": number.as_of_date.isoformat(),
                "confirmed_by": number.confirmed_by or None,
            }
            for number in numbers.order_by("scheme", "id")
        ],
    }


def members_of(viewer: Viewer, enterprise_id: int) -> QuerySet[Member]:
    """The members of an enterprise that the viewer acts for, administrators first."""
    rows: Any = Member.objects.visible_to(viewer)
    found: QuerySet[Member] = rows.filter(enterprise_id=enterprise_id).select_related("user")
    return found.order_by("joined_at", "id")


def open_invitations(viewer: Viewer, enterprise_id: int, *, at: datetime) -> QuerySet[Invitation]:
    """The invitations of an enterprise that can still be used, newest first."""
    rows = visible_invitations(viewer, enterprise_id).filter(
        accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at
    )
    return rows.select_related("created_by").order_by("-id")


def visible_invitations(viewer: Viewer, enterprise_id: int) -> QuerySet[Invitation]:
    """Every invitation of an enterprise that the viewer acts for."""
    rows: Any = Invitation.objects.visible_to(viewer)
    found: QuerySet[Invitation] = rows.filter(enterprise_id=enterprise_id)
    return found


def invitation_state(row: Invitation, *, at: datetime) -> str:
    """``open``, ``accepted``, ``revoked`` or ``expired``."""
    if row.accepted_at is not None:
        return "accepted"
    if row.revoked_at is not None:
        return "revoked"
    return "open" if row.expires_at > at else "expired"


def invitation_digest(secret: str) -> bytes:
    """What is kept of a link's secret: its SHA-256. It has 256 random bits, so no salt."""
    return hashlib.sha256(secret.encode()).digest()


def invitation_of(secret: str) -> Invitation | None:
    """The invitation behind a link, whoever asks: who knows the secret was invited."""
    rows = Invitation.objects.select_related("enterprise", "created_by")
    return rows.filter(digest=invitation_digest(secret)).first()


def clients_of(viewer: Viewer, enterprise_id: int) -> Sequence[ApiClient]:
    """The API clients of an enterprise with their tokens, newest first: two queries."""
    rows: Any = ApiClient.objects.visible_to(viewer)
    tokens = Prefetch("tokens", ApiToken.objects.order_by("-id"))
    found: QuerySet[ApiClient] = rows.filter(enterprise_id=enterprise_id)
    return list(found.prefetch_related(tokens).order_by("name"))


def tokens_of(viewer: Viewer, enterprise_id: int) -> QuerySet[ApiToken]:
    """The tokens of an enterprise that the viewer acts for."""
    rows: Any = ApiToken.objects.visible_to(viewer)
    found: QuerySet[ApiToken] = rows.filter(client__enterprise_id=enterprise_id)
    return found.select_related("client")


def token_state(row: ApiToken, *, at: datetime) -> str:
    """What a token is at a moment: ``usable``, ``ending``, ``expired`` or ``revoked``. It is ending
    for the days of ``TOKEN_REMINDER``, though never for more than the last quarter of its life."""
    if row.revoked_at is not None:
        return "revoked"
    if row.expires_at is None:
        return "usable"
    if row.expires_at <= at:
        return "expired"
    notice = min(settings.TOKEN_REMINDER, (row.expires_at - row.created_at) / 4)
    return "ending" if row.expires_at - at <= notice else "usable"


def tokens_to_remind_of(*, at: datetime) -> QuerySet[ApiToken]:
    """Tokens in use of which nobody was told yet and that may be ``ending``: the shorter notice
    of short-lived ones is left to ``token_state``."""
    return ApiToken.objects.filter(
        Q(expires_at__gt=at) & Q(expires_at__lte=at + settings.TOKEN_REMINDER),
        revoked_at__isnull=True,
        reminded_at__isnull=True,
        client__active=True,
    ).order_by("id")
