"""Passwords: the rules for new ones, and changing one's own."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext

from accounts.constants import SIGN_IN_FAILED
from accounts.models import User
from accounts.services import audit, guard, notices, sessions
from zone_portal.kernel.errors import PortalError


class MixedCharacters:
    """Letters and something else: a rule of classified protection (GB/T 22239, 8.1.4.1)."""

    def validate(self, password: str, user: User | None = None) -> None:
        letters = any(character.isalpha() for character in password)
        others = any(not character.isalpha() and not character.isspace() for character in password)
        if not letters or not others:
            raise ValidationError(self.get_help_text(), code="password_not_mixed")

    def get_help_text(self) -> str:
        return gettext("密码须同时含有字母和数字（或符号）。")


def change_password(*, by: User, old: str, new: str, keep: str, at: datetime, origin: str) -> User:
    """Give a person another password and end their sessions but the one with the key ``keep``.

    Wrong old passwords count like wrong ones at the door.

    :raises SignInRefusedError: ``sign_in_locked`` after too many wrong ones.
    :raises PortalError: ``password_wrong`` for a wrong old one.
    :raises ValidationError: when the new one breaks a rule.
    """
    account = guard.account_key(by.username)
    with guard.one_at_a_time(account):
        guard.refuse_locked(account, origin, at)
        right = by.check_password(old)
        if not right:
            audit.record(SIGN_IN_FAILED, by=by, on=("account", account), at=at, origin=origin)
    if not right:
        raise PortalError(
            "password_wrong", zh="现在的密码不正确。", en="The present password is wrong."
        )
    validate_password(new, by)
    with transaction.atomic():
        sessions.end_other_sessions(by=by, keep=keep, at=at, origin=origin)
        return _set(by, new, by=by, at=at, origin=origin)


def _set(user: User, password: str, *, by: audit.Actor, at: datetime, origin: str) -> User:
    locked = User.objects.select_for_update().get(pk=user.pk)
    locked.set_password(password)
    locked.save(update_fields=["password"])
    audit.record(
        "user.password_changed",
        by=by,
        on=("accounts.user", str(user.pk)),
        at=at,
        origin=origin,
    )
    notices.notify(
        user=user,
        kind="password_changed",
        zh="您的密码已修改，其他会话已结束。如非本人操作，请立即联系综试区。",
        en="Your password was changed and your other sessions ended. If this was not you, call the "
        "zone office now.",
        link=reverse("accounts:sessions"),
        at=at,
    )
    return locked
