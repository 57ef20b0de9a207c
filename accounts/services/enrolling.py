"""A person's own second factor, changed only by who can show it."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.services import second_factor, sessions, sign_in


@transaction.atomic
def confirm(*, by: User, code: str, keep: str, at: datetime, origin: str) -> list[str]:
    """Put the second factor into use; sessions begun without it end, but for ``keep``.

    :raises PortalError: as ``second_factor.confirm`` does.
    """
    codes = second_factor.confirm(by=by, code=code, at=at, origin=origin)
    sessions.end_other_sessions(by=by, keep=keep, at=at, origin=origin)
    return codes


def renew_recovery_codes(*, by: User, code: str, at: datetime, origin: str) -> list[str]:
    """Ten new recovery codes; wrong codes count like wrong passwords.

    :raises SignInRefusedError: for a wrong code, and while locked out.
    """
    sign_in.check_code(user=by, code=code, origin=origin, at=at)
    return second_factor.renew_recovery_codes(by=by, at=at, origin=origin)


def remove(*, by: User, code: str, at: datetime, origin: str) -> None:
    """Take the second factor away; wrong codes count like wrong passwords.

    :raises SignInRefusedError: for a wrong code, and while locked out.
    """
    sign_in.check_code(user=by, code=code, origin=origin, at=at)
    second_factor.remove(user=by, by=by, at=at, origin=origin)
