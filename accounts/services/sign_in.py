"""Signing in: the password, the lock-out after repeated failures, and the entry in the trail.

Failures are counted in the audit trail itself, per user name and address, so a lock-out needs
no table of its own, survives a restart and can be shown to whoever asks.
"""

import hashlib
from datetime import datetime
from itertools import takewhile

from django.conf import settings
from django.contrib.auth import authenticate

from accounts.facts import SystemActor
from accounts.models import AuditEntry, User
from accounts.services import audit
from zone_portal.kernel.errors import PortalError

SIGNED_IN = "sign_in"
FAILED = "sign_in_failed"
SIGNED_OUT = "sign_out"


class SignInRefusedError(PortalError):
    """The person may not come in: ``sign_in_wrong`` or ``sign_in_locked``."""


def sign_in(*, username: str, password: str, origin: str, at: datetime) -> User:
    """The person with this user name and password, entered in the audit trail.

    :raises SignInRefusedError: for a wrong pair, and for any pair while user name and address are
        locked out; a locked-out attempt does not prolong the lock.
    """
    account = _account_key(username)
    if _failures(account, origin, at) >= settings.SIGN_IN_ATTEMPTS:
        raise _locked()
    user = authenticate(username=username, password=password)
    if not isinstance(user, User):
        program = SystemActor("sign-in")
        audit.record(FAILED, by=program, on=("account", account), at=at, origin=origin)
        raise SignInRefusedError(
            "sign_in_wrong",
            zh="用户名或密码不正确。请核对大小写；忘记密码请联系本企业管理员。",
            en="The user name or password is wrong. Mind upper and lower case; if you have "
            "forgotten the password, ask your enterprise's administrator.",
        )
    audit.record(SIGNED_IN, by=user, on=("account", account), at=at, origin=origin)
    return user


def sign_out(*, by: User, origin: str, at: datetime) -> None:
    """Note that a person has left."""
    audit.record(SIGNED_OUT, by=by, on=("account", _account_key(by.username)), at=at, origin=origin)


def choose_language(*, by: User, language: str) -> None:
    """Keep the language a person reads; not audited, it is a preference."""
    User.objects.filter(pk=by.pk).update(language=language)


def _failures(account: str, origin: str, at: datetime) -> int:
    """Failures in a row from this address, the newest backwards to the last success."""
    deeds = AuditEntry.objects.filter(
        on_type="account", on_id=account, origin=origin, at__gte=at - settings.SIGN_IN_WINDOW
    ).order_by("-at")[: settings.SIGN_IN_ATTEMPTS]
    return sum(1 for _ in takewhile(lambda entry: entry.action == FAILED, deeds))


def _account_key(username: str) -> str:
    """A digest: what people type as user name by mistake is sometimes their password."""
    return hashlib.sha256(username.strip().lower().encode()).hexdigest()[:32]


def _locked() -> SignInRefusedError:
    minutes = int(settings.SIGN_IN_WINDOW.total_seconds() // 60)
    return SignInRefusedError(
        "sign_in_locked",
        details={"minutes": minutes},
        zh=f"连续多次登录失败，此用户名在当前网络已暂停登录，请 {minutes} 分钟后再试。",
        en=f"Too many failed attempts in a row: this user name is locked from this address. "
        f"Try again in {minutes} minutes.",
    )
