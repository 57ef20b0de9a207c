"""One-time links to set a password: kept as a hash, expiring, of use once."""

import hashlib
import secrets
from datetime import datetime

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from accounts.models import AccountLink, User
from accounts.services import audit
from accounts.services.audit import Actor
from zone_portal.kernel.errors import PortalError


class LinkRefusedError(PortalError):
    """The link is unknown, used or too old: ``account_link_invalid``. One word for all three, so
    that guessing teaches nothing."""

    def __init__(self) -> None:
        super().__init__(
            "account_link_invalid",
            zh="链接无效：可能已经使用或过期。请向开通账号的管理员索取新的链接。",
            en="The link is not valid: it was used or has expired. Ask the administrator who "
            "opened the account for a new one.",
        )


@transaction.atomic
def make_link(*, user: User, by: Actor, at: datetime) -> str:
    """A fresh token for this person; an earlier one that is still open ends. It is told once and
    kept as a hash only."""
    token = secrets.token_urlsafe(32)
    User.objects.select_for_update().get(pk=user.pk)
    AccountLink.objects.filter(user=user, used_at__isnull=True).delete()
    AccountLink.objects.create(
        user=user,
        digest=_digest(token),
        made_at=at,
        made_by=by if isinstance(by, User) else None,
        expires_at=at + settings.ACCOUNT_LINK_LIFE,
    )
    audit.record("account_link.made", by=by, on=("accounts.user", str(user.pk)), at=at)
    return token


def person_of_link(token: str, *, at: datetime) -> User:
    """Whose link this is.

    :raises LinkRefusedError: ``account_link_invalid``.
    """
    return _open_link(token, at=at).user


@transaction.atomic
def use_link(*, token: str, password: str, at: datetime, origin: str = "") -> User:
    """Set the person's password and end the link.

    :raises LinkRefusedError: ``account_link_invalid``.
    :raises django.core.exceptions.ValidationError: when the password breaks a rule.
    """
    link = _open_link(token, at=at, lock=True)
    user = link.user
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    link.used_at = at
    link.save(update_fields=["used_at"])
    audit.record(
        "user.password_set", by=user, on=("accounts.user", str(user.pk)), at=at, origin=origin
    )
    return user


def _open_link(token: str, *, at: datetime, lock: bool = False) -> AccountLink:
    rows = AccountLink.objects.select_related("user")
    if lock:
        rows = rows.select_for_update()
    link = rows.filter(
        digest=_digest(token), used_at__isnull=True, expires_at__gt=at, user__is_active=True
    ).first()
    if link is None:
        raise LinkRefusedError
    return link


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
