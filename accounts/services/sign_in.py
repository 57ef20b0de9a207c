"""Signing in: password or identity service, then the second factor, and the entry in the trail.

Failures are counted in the audit trail itself (see ``guard``), so a lock-out needs no table of its
own, survives a restart and can be shown to whoever asks.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import authenticate
from django.urls import reverse
from django.utils.timezone import localtime

from accounts.constants import CODE_FAILED, FIRST_STEP, SIGN_IN_FAILED, SIGNED_IN, SIGNED_OUT
from accounts.facts import SystemActor
from accounts.models import User
from accounts.rules.places import network_of
from accounts.services import audit, guard, notices, second_factor
from accounts.services.guard import SignInRefusedError

BY_PASSWORD = "password"  # noqa: S105  how somebody came in
BY_IDENTITY_SERVICE = "identity_service"


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody whose first proof was right; ``needs_code`` when the second one is still due."""

    user: User
    needs_code: bool


def sign_in(
    *, username: str, password: str, origin: str, at: datetime, browser: str = ""
) -> Arrival:
    """The person with this user name and password, entered in the audit trail.

    :raises SignInRefusedError: for a wrong pair, and for any pair while user name or address are
        locked out; a locked-out attempt does not prolong the lock.
    """
    account = guard.account_key(username)
    with guard.one_at_a_time(account):
        guard.refuse_locked(account, origin, at)
        user = authenticate(username=username, password=password)
        if isinstance(user, User):
            return _arrive(user, how=BY_PASSWORD, origin=origin, browser=browser, at=at)
        program = SystemActor("sign-in")
        audit.record(SIGN_IN_FAILED, by=program, on=("account", account), at=at, origin=origin)
    raise SignInRefusedError(
        "sign_in_wrong",
        zh="用户名或密码不正确。请核对大小写；忘记密码请联系本企业管理员或综试区。",
        en="The user name or password is wrong. Mind upper and lower case; if you have "
        "forgotten the password, ask your enterprise's administrator or the zone office.",
    )


def sign_in_by_identity_service(
    *, user: User, origin: str, at: datetime, browser: str = ""
) -> Arrival:
    """A person whom the identity service named; their own second factor is asked for as well.

    :raises SignInRefusedError: ``sign_in_locked`` while the account is locked, ``account_disabled``
        when it is switched off.
    """
    account = guard.account_key(user.username)
    with guard.one_at_a_time(account):
        guard.refuse_locked(account, origin, at)
        if not user.is_active:
            raise SignInRefusedError(
                "account_disabled",
                zh="该账号已停用，请联系综试区。",
                en="This account is switched off. Ask the zone office.",
            )
        return _arrive(user, how=BY_IDENTITY_SERVICE, origin=origin, browser=browser, at=at)


def show_code(
    *, user_id: int, first: str, code: str, origin: str, at: datetime, browser: str = ""
) -> User:
    """The second step of signing in; ``first`` is how the first one was done.

    :raises SignInRefusedError: for a wrong or used code, and while locked out.
    """
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        raise _refusal_of_code()
    how = check_code(user=user, code=code, origin=origin, at=at)
    enter(user, how=f"{first}+{how}", origin=origin, browser=browser, at=at)
    return user


def check_code(*, user: User, code: str, origin: str, at: datetime) -> str:
    """Use up a code of this person; wrong ones count like wrong passwords.

    :raises SignInRefusedError: for a wrong or used code, and while locked out.
    """
    account = guard.account_key(user.username)
    with guard.one_at_a_time(account):
        guard.refuse_locked(account, origin, at)
        how = second_factor.accept(user, code, at=at)
        if how:
            return how
        audit.record(CODE_FAILED, by=user, on=("account", account), at=at, origin=origin)
    raise _refusal_of_code()


def sign_out(*, by: User, origin: str, at: datetime) -> None:
    """Note that a person has left."""
    account = guard.account_key(by.username)
    audit.record(SIGNED_OUT, by=by, on=("account", account), at=at, origin=origin)


def choose_language(*, by: User, language: str) -> None:
    """Keep the language a person reads; not audited, it is a preference."""
    User.objects.filter(pk=by.pk).update(language=language)


def enter(user: User, *, how: str, origin: str, browser: str, at: datetime) -> None:
    """Enter a success in the trail, and tell the person when it came from a new place."""
    account = guard.account_key(user.username)
    known = guard.known_places(account, at)
    audit.record(
        SIGNED_IN,
        by=user,
        on=("account", account),
        new={"browser": browser, "by": how},
        at=at,
        origin=origin,
    )
    networks = {network_of(address) for address, _ in known}
    browsers = {name for _, name in known if name}
    is_new = network_of(origin) not in networks or bool(browsers and browser not in browsers)
    if known and is_new:
        _tell_of_new_place(user, origin, browser, at)


def _arrive(user: User, *, how: str, origin: str, browser: str, at: datetime) -> Arrival:
    if second_factor.confirmed_factor(user) is None:
        enter(user, how=how, origin=origin, browser=browser, at=at)
        return Arrival(user, needs_code=False)
    account = guard.account_key(user.username)
    audit.record(FIRST_STEP, by=user, on=("account", account), at=at, origin=origin)
    return Arrival(user, needs_code=True)


def _tell_of_new_place(user: User, origin: str, browser: str, at: datetime) -> None:
    when = localtime(at).strftime("%m-%d %H:%M")
    notices.notify(
        user=user,
        kind="sign_in_from_new_place",
        zh=f"{when} 您的账号从新的地点登录：{browser}，网络地址 {origin}。"
        "如非本人操作，请立即修改密码并结束其他会话。",
        en=f"Your account was used from a new place on {when}: {browser}, address {origin}. "
        "If this was not you, change the password now and end all other sessions.",
        link=reverse("accounts:sessions"),
        at=at,
    )


def _refusal_of_code() -> SignInRefusedError:
    wrong = second_factor.wrong_code()
    return SignInRefusedError(wrong.code, zh=wrong.text("zh-hans"), en=wrong.text("en"))
