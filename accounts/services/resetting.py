"""Letting somebody in again who lost their telephone or password."""

from datetime import datetime

from django.db import transaction

from accounts.models import Session, User
from accounts.services import audit, second_factor


@transaction.atomic
def reset(
    *,
    user: User,
    second_factor_too: bool,
    password: str,
    reason: str,
    by: audit.Actor,
    at: datetime,
    origin: str = "",
) -> None:
    """Take the second factor away and/or set ``password`` (unless empty), and end all sessions.

    Whoever calls has made sure that it is the person; ``reason`` says how and stands in the trail.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    if second_factor_too:
        second_factor.remove(user=locked, by=by, at=at, origin=origin, reason=reason)
    if password:
        locked.set_password(password)
        locked.save(update_fields=["password"])
        audit.record(
            "user.password_reset",
            by=by,
            on=("accounts.user", str(user.pk)),
            new={"reason": reason},
            at=at,
            origin=origin,
        )
    Session.objects.filter(user_id=user.pk).delete()
