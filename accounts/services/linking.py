"""People of an identity service and their accounts here."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import LinkedIdentity, User
from accounts.services import audit, identity_service, sign_in
from accounts.services.guard import SignInRefusedError
from accounts.services.identity_service import Answer
from zone_portal.env import SingleSignOn
from zone_portal.framework.vault import vault


def come_in(
    *,
    service: SingleSignOn,
    answer: Answer,
    at: datetime,
    origin: str,
    browser: str = "",
) -> sign_in.Arrival:
    """Sign in whom the identity service names, by the link or by the configured claim.

    :raises SignInRefusedError: as ``identity_service.claims_of`` and ``sign_in`` do, and
        ``identity_unknown`` when no account belongs to this identity.
    """
    claims = identity_service.claims_of(service, answer)
    user = _linked(service, claims) or _linked_by_claim(service, claims, at, origin)
    if user is None:
        raise SignInRefusedError(
            "identity_unknown",
            zh="没有与此身份关联的账号。请先用密码登录，再在“我的账号”中关联。",
            en="No account belongs to this identity. Sign in by password first, then link it on "
            "your account page.",
        )
    return sign_in.sign_in_by_identity_service(user=user, origin=origin, browser=browser, at=at)


def link(
    *,
    by: User,
    service: SingleSignOn,
    answer: Answer,
    at: datetime,
    origin: str,
) -> LinkedIdentity:
    """Link the identity that a signed-in person just proved to their account.

    :raises SignInRefusedError: as ``identity_service.claims_of`` does, and
        ``identity_linked_already`` when it belongs to another account, or this account to another
        identity.
    """
    claims = identity_service.claims_of(service, answer)
    return _link(by, service, claims, at, origin)


@transaction.atomic
def unlink(*, by: User, service: SingleSignOn, at: datetime, origin: str) -> None:
    """Forget the identity linked to a person's own account."""
    gone, _ = LinkedIdentity.objects.filter(user_id=by.pk, issuer=service.issuer).delete()
    if gone:
        _note("identity.unlinked", by, service, at, origin)


def linked_identity(user: User, service: SingleSignOn) -> LinkedIdentity | None:
    """The identity linked to this account."""
    return LinkedIdentity.objects.filter(user_id=user.pk, issuer=service.issuer).first()


def _linked(service: SingleSignOn, claims: Mapping[str, Any]) -> User | None:
    rows = LinkedIdentity.objects.filter(subject=_subject(service, claims))
    row = rows.select_related("user").first()
    return row.user if row else None


def _linked_by_claim(
    service: SingleSignOn, claims: Mapping[str, Any], at: datetime, origin: str
) -> User | None:
    named = str(claims.get(service.claim, "")) if service.claim else ""
    user = User.objects.filter(username__iexact=named, is_active=True).first() if named else None
    if user is not None:
        _link(user, service, claims, at, origin)
    return user


def _link(
    user: User, service: SingleSignOn, claims: Mapping[str, Any], at: datetime, origin: str
) -> LinkedIdentity:
    try:
        with transaction.atomic():
            row = LinkedIdentity.objects.create(
                user=user,
                issuer=service.issuer,
                subject=_subject(service, claims),
                linked_at=at,
            )
            _note("identity.linked", user, service, at, origin)
            return row
    except IntegrityError as error:
        raise SignInRefusedError(
            "identity_linked_already",
            zh="此身份或此账号已有关联。请先在“我的账号”中取消原来的关联。",
            en="This identity or this account is linked already. Remove the earlier link on the "
            "account page first.",
        ) from error


def _subject(service: SingleSignOn, claims: Mapping[str, Any]) -> UUID:
    return vault().hash("identity", f"{service.issuer}\n{claims['sub']}")


def _note(action: str, user: User, service: SingleSignOn, at: datetime, origin: str) -> None:
    audit.record(
        action,
        by=user,
        on=("accounts.user", str(user.pk)),
        new={"issuer": service.issuer},
        at=at,
        origin=origin,
    )
