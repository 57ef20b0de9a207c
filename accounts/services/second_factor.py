"""The second factor: time-based codes (RFC 6238) and recovery codes.

The secret lies sealed in the vault and is sealed anew with every code, so that it never depends
on the data key of a month long gone. A code counts once; so does a recovery code.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import pyotp
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.module_loading import import_string
from pyotp.exceptions import OTPVerificationError

from accounts.models import RecoveryCode, SecondFactor, User
from accounts.services import audit, notices
from zone_portal.framework.vault import vault
from zone_portal.kernel.errors import PortalError

ISSUER: Final = "跨境电商单一窗口"
TOLERANCE: Final = 1
"""Steps by which the clock of a telephone may be wrong, either way (RFC 6238, 5.2)."""
RECOVERY_CODES: Final = 10
RECOVERY_ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that looks like another
RECOVERY_LENGTH: Final = 12  # of 32 characters: 60 bits

BY_CODE: Final = "code"
BY_RECOVERY: Final = "recovery_code"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an authenticator needs: the secret to type in, and the same as an address to scan."""

    secret: str
    uri: str


def is_duty_of(user: User) -> bool:
    """Whether this person must have a second factor wherever one is required."""
    if user.is_official:
        return True
    duties: list[Callable[[int], bool]] = [
        import_string(path) for path in settings.SECOND_FACTOR_DUTIES
    ]
    return any(duty(user.pk) for duty in duties)


def confirmed_factor(user: User) -> SecondFactor | None:
    """The person's second factor, if one is in use."""
    return SecondFactor.objects.filter(user_id=user.pk, confirmed_at__isnull=False).first()


def recovery_codes_left(user: User) -> int:
    """How many recovery codes are unused."""
    return RecoveryCode.objects.filter(user_id=user.pk, used_at__isnull=True).count()


def pending_enrolment(user: User) -> Enrolment | None:
    """The secret that waits for its first code, if enrolment was begun."""
    row = SecondFactor.objects.filter(user_id=user.pk, confirmed_at__isnull=True).first()
    return _enrolment(user, _secret(row)) if row else None


@transaction.atomic
def begin(*, by: User, at: datetime) -> Enrolment:
    """A new secret that waits for its first code.

    :raises PortalError: ``second_factor_present`` when one is in use: that one goes first.
    """
    if SecondFactor.objects.filter(user_id=by.pk, confirmed_at__isnull=False).exists():
        raise _present()
    secret = pyotp.random_base32()
    sealed = _sealed(by.pk, secret, at)
    SecondFactor.objects.update_or_create(
        user=by,
        confirmed_at=None,
        defaults={"sealed": sealed, "started_at": at, "last_step": 0},
    )
    return _enrolment(by, secret)


@transaction.atomic
def confirm(*, by: User, code: str, at: datetime, origin: str) -> list[str]:
    """Put the second factor into use by its first code; the recovery codes, shown this once.

    :raises PortalError: ``second_factor_code_wrong``, ``second_factor_present`` or
        ``second_factor_not_begun``.
    """
    row = SecondFactor.objects.select_for_update().filter(user_id=by.pk).first()
    if row is None:
        raise PortalError(
            "second_factor_not_begun", zh="请先开始设置。", en="Begin the set-up first."
        )
    if row.confirmed_at is not None:
        raise _present()
    if not _take_code(row, code, at):
        raise wrong_code()
    row.confirmed_at = at
    row.save(update_fields=["confirmed_at"])
    _note("second_factor.confirmed", by, by=by, at=at, origin=origin)
    return _fresh_codes(by, at)


@transaction.atomic
def accept(user: User, code: str, *, at: datetime) -> str:
    """Use up a code: how it was proved (``code``, ``recovery_code``), or "" for a wrong one.

    The caller counts wrong ones; see ``accounts.services.sign_in``.
    """
    text = code.replace("-", "").replace(" ", "").upper()
    if not text.isdecimal() or len(text) != 6:
        return BY_RECOVERY if _take_recovery_code(user, text, at) else ""
    row = (
        SecondFactor.objects.select_for_update()
        .filter(user_id=user.pk, confirmed_at__isnull=False)
        .first()
    )
    return BY_CODE if row and _take_code(row, text, at) else ""


@transaction.atomic
def renew_recovery_codes(*, by: User, at: datetime, origin: str) -> list[str]:
    """Ten new recovery codes in place of all older ones; shown this once."""
    _note("second_factor.recovery_codes_renewed", by, by=by, at=at, origin=origin)
    return _fresh_codes(by, at)


@transaction.atomic
def remove(*, user: User, by: audit.Actor, at: datetime, origin: str, reason: str = "") -> None:
    """Take away a person's second factor and recovery codes, by themselves or for a lost one."""
    SecondFactor.objects.filter(user_id=user.pk).delete()
    RecoveryCode.objects.filter(user_id=user.pk).delete()
    new = {"reason": reason} if reason else None
    _note("second_factor.removed", user, by=by, at=at, origin=origin, new=new)
    notices.notify(
        user=user,
        kind="second_factor_removed",
        zh="您的动态口令已停用。如非本人操作，请立即联系综试区。",
        en="Your authenticator was taken away. If this was not you, call the zone office now.",
        link=reverse("accounts:second_factor"),
        at=at,
    )


def wrong_code() -> PortalError:
    """The refusal of a code."""
    return PortalError(
        "second_factor_code_wrong",
        zh="动态口令不正确或已使用过。请核对手机时间，等待下一个口令后再试。",
        en="The code is wrong or was used already. Check the clock of your telephone, wait for the "
        "next code and try again.",
    )


def _take_code(row: SecondFactor, code: str, at: datetime) -> bool:
    """Accept a code of now or of the step beside it that is newer than the last one accepted."""
    secret = _secret(row)
    try:
        step = pyotp.TOTP(secret).verify_and_get_timecode(code, for_time=at, valid_window=TOLERANCE)
    except OTPVerificationError:
        return False
    if step <= row.last_step:
        return False
    row.last_step = step
    row.sealed = _sealed(row.user_id, secret, at)
    row.save(update_fields=["last_step", "sealed"])
    return True


def _take_recovery_code(user: User, text: str, at: datetime) -> bool:
    unused = RecoveryCode.objects.filter(
        user_id=user.pk, digest=_digest(user, text), used_at__isnull=True
    )
    return unused.update(used_at=at) == 1


def _fresh_codes(user: User, at: datetime) -> list[str]:
    RecoveryCode.objects.filter(user_id=user.pk).delete()
    codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, digest=_digest(user, code.replace("-", "")), made_at=at)
        for code in codes
    )
    return codes


def _recovery_code() -> str:
    text = "".join(secrets.choice(RECOVERY_ALPHABET) for _ in range(RECOVERY_LENGTH))
    return "-".join(text[start : start + 4] for start in range(0, RECOVERY_LENGTH, 4))


def _digest(user: User, text: str) -> UUID:
    return vault().hash("recovery_code", f"{user.pk}:{text}")


def _enrolment(user: User, secret: str) -> Enrolment:
    uri = pyotp.TOTP(secret).provisioning_uri(name=user.username, issuer_name=ISSUER)
    return Enrolment(secret, uri)


def _secret(row: SecondFactor) -> str:
    return vault().open(row.sealed, _context(row.user_id)).decode()


def _sealed(user_id: int, secret: str, at: datetime) -> bytes:
    return vault().sealer(at).seal(secret.encode(), _context(user_id))


def _context(user_id: int) -> bytes:
    return f"second-factor:{user_id}".encode()


def _note(
    action: str,
    user: User,
    *,
    by: audit.Actor,
    at: datetime,
    origin: str,
    new: dict[str, str] | None = None,
) -> None:
    audit.record(action, by=by, on=("accounts.user", str(user.pk)), new=new, at=at, origin=origin)


def _present() -> PortalError:
    return PortalError(
        "second_factor_present",
        zh="动态口令已启用。更换手机请先停用现在的。",
        en="A second factor is in use. To change the telephone, remove the present one first.",
    )
