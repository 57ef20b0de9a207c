"""Accounts of people: made, never silently changed."""

from datetime import datetime

from django.db import transaction

from accounts.constants import DEFAULT_LANGUAGE
from accounts.models import User
from accounts.services import audit
from accounts.services.audit import Actor


@transaction.atomic
def create_user(
    *,
    username: str,
    name: str,
    password: str | None,
    by: Actor,
    at: datetime,
    is_official: bool = False,
    language: str = DEFAULT_LANGUAGE,
) -> User:
    """A new account, audited without its password.

    :raises ValueError: for an empty user name; ``django.db.IntegrityError`` for a taken one.
    """
    user = User.objects.create_user(
        username, password, name=name, is_official=is_official, language=language, created_at=at
    )
    audit.record(
        "user.created",
        by=by,
        on=("accounts.user", str(user.pk)),
        new={"username": username, "is_official": is_official},
        at=at,
    )
    return user
