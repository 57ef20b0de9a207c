"""The lock on the door: failures are counted in the audit trail, on three counts.

* one user name from one address: so many failures in a row;
* one user name from anywhere it is not known: so many failures, whatever happens in between. The
  networks in which its owner signed in lately are left out, so that strangers cannot lock a person
  out of their own office;
* one address, whatever the user names.

A lock ends by itself and is not prolonged by knocking. Attempts for one user name wait for each
other, so that a hundred at once are counted like a hundred in turn.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import takewhile
from typing import Final

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet

from accounts.constants import CODE_FAILED, REGISTERED, SIGN_IN_FAILED, SIGNED_IN
from accounts.models import AuditEntry
from accounts.rules.places import network_of
from zone_portal.kernel.errors import PortalError

FAILURES: Final = (SIGN_IN_FAILED, CODE_FAILED)
LONGEST_WAIT: Final = "3s"
LOCK_NOT_AVAILABLE: Final = "55P03"


class SignInRefusedError(PortalError):
    """The person may not come in now: ``sign_in_wrong``, ``sign_in_locked`` and the like."""


def account_key(username: str) -> str:
    """A digest: what people type as user name by mistake is sometimes their password."""
    return hashlib.sha256(username.strip().lower().encode()).hexdigest()[:32]


@contextmanager
def one_at_a_time(account: str) -> Iterator[None]:
    """A transaction in which no other attempt for this account runs.

    :raises SignInRefusedError: ``sign_in_busy`` when another one takes too long.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{LONGEST_WAIT}'")
            try:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_lock_number(account)])
            except OperationalError as error:
                if getattr(error.__cause__, "pgcode", "") != LOCK_NOT_AVAILABLE:
                    raise
                raise _busy() from error
        yield


def refuse_locked(account: str, origin: str, at: datetime) -> None:
    """Refuse an attempt that comes after too many failures.

    :raises SignInRefusedError: ``sign_in_locked``.
    """
    if _in_a_row(account, origin, at) >= settings.SIGN_IN_ATTEMPTS:
        raise _locked("此用户名在当前网络已暂停登录", "this user name is locked from this address")
    if _by_address(FAILURES, origin, at - settings.SIGN_IN_WINDOW) >= (
        settings.SIGN_IN_ATTEMPTS_PER_ADDRESS
    ):
        raise _locked("当前网络地址已暂停登录", "this network address is locked")
    if _anywhere(account, at) >= settings.SIGN_IN_ATTEMPTS_ANYWHERE and (
        network_of(origin) not in known_networks(account, at)
    ):
        raise _locked("此用户名已暂停从新地点登录", "this user name is locked for new places")


def refuse_many_registrations(origin: str, at: datetime) -> None:
    """Refuse an address that opened too many accounts.

    :raises SignInRefusedError: ``registration_locked``.
    """
    since = at - settings.REGISTRATION_WINDOW
    if _by_address((REGISTERED,), origin, since) >= settings.REGISTRATIONS_PER_ADDRESS:
        raise SignInRefusedError(
            "registration_locked",
            zh="当前网络地址注册的账号过多，请一小时后再试，或联系综试区。",
            en="Too many accounts were opened from this network address. Try again in an hour, or "
            "ask the zone office.",
        )


def known_networks(account: str, at: datetime) -> set[str]:
    """The networks in which the owner of this account signed in lately."""
    return {network_of(origin) for origin, _ in known_places(account, at)}


def known_places(account: str, at: datetime) -> set[tuple[str, str]]:
    """Address and browser of each sign-in of this account that is not too long ago."""
    rows = _deeds(account, at - settings.KNOWN_PLACE_FOR).filter(action=SIGNED_IN)
    return {
        (origin, (new or {}).get("browser", ""))
        for origin, new in rows.order_by("-at").values_list("origin", "new")[:500]
    }


def _in_a_row(account: str, origin: str, at: datetime) -> int:
    """Failures from this address, the newest backwards to the last success."""
    deeds = (
        _deeds(account, at - settings.SIGN_IN_WINDOW)
        .filter(origin=origin, action__in=(*FAILURES, SIGNED_IN))
        .order_by("-at")
        .values_list("action", flat=True)[: settings.SIGN_IN_ATTEMPTS]
    )
    return sum(1 for _ in takewhile(lambda action: action in FAILURES, deeds))


def _anywhere(account: str, at: datetime) -> int:
    return _deeds(account, at - settings.SIGN_IN_WINDOW).filter(action__in=FAILURES).count()


def _deeds(account: str, since: datetime) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(on_type="account", on_id=account, at__gte=since)


def _by_address(actions: tuple[str, ...], origin: str, since: datetime) -> int:
    return AuditEntry.objects.filter(action__in=actions, origin=origin, at__gte=since).count()


def _lock_number(account: str) -> int:
    return int.from_bytes(bytes.fromhex(account[:16]), "big", signed=True)


def _locked(zh: str, en: str) -> SignInRefusedError:
    minutes = int(settings.SIGN_IN_WINDOW.total_seconds() // 60)
    return SignInRefusedError(
        "sign_in_locked",
        details={"minutes": minutes},
        zh=f"登录失败次数过多，{zh}，请 {minutes} 分钟后再试。",
        en=f"Too many failed attempts: {en}. Try again in {minutes} minutes.",
    )


def _busy() -> SignInRefusedError:
    return SignInRefusedError(
        "sign_in_busy",
        zh="此用户名正在登录，请稍候再试。",
        en="Another attempt for this user name is under way. Try again in a moment.",
    )
