"""A person opens an account of their own; a firm is filed by it afterwards."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.constants import DEFAULT_LANGUAGE, REGISTERED
from accounts.models import User
from accounts.rules.people import Problem, normal_phone, problems_of_person
from accounts.services import audit, guard, real_name, sign_in
from zone_portal.framework.vault import vault
from zone_portal.kernel.errors import PortalError
from zone_portal.kernel.masking import mask_phone

PHONE_LEVEL = 1
BY_REGISTRATION = "registration"


def register(
    *,
    username: str,
    name: str,
    password: str,
    at: datetime,
    origin: str,
    browser: str = "",
    phone: str = "",
    language: str = DEFAULT_LANGUAGE,
) -> User:
    """A new account, entered in the trail as the person's own deed; its owner is in at once.

    The real-name level is L1 with a telephone number and none without; the number is what the
    person says, nobody called it.

    :raises PortalError: ``registration_invalid`` with all problems in ``details``.
    :raises SignInRefusedError: ``registration_locked`` when the address opened too many.
    """
    username, name, phone = username.strip(), name.strip(), normal_phone(phone)
    guard.refuse_many_registrations(origin, at)
    problems = problems_of(username=username, name=name, phone=phone, password=password)
    if problems:
        raise _invalid(problems)
    try:
        with transaction.atomic():
            user = _register(username, name, password, phone, language, at, origin)
            sign_in.enter(user, how=BY_REGISTRATION, origin=origin, browser=browser, at=at)
            return user
    except IntegrityError as error:  # somebody took the name between the look and the insert
        raise _invalid([_taken()]) from error


def problems_of(*, username: str, name: str, phone: str, password: str) -> list[Problem]:
    """Everything that stands in the way of this account."""
    problems = list(problems_of_person(username=username, name=name, phone=normal_phone(phone)))
    if User.objects.filter(username__iexact=username).exists():
        problems.append(_taken())
    return [*problems, *_problems_of_password(password, username, name)]


def phone_of(user: User) -> str:
    """The telephone number a person gave, or nothing."""
    if not user.phone_sealed:
        return ""
    return vault().open(user.phone_sealed, _context(user)).decode()


def masked_phone(user: User) -> str:
    """The telephone number as pages show it."""
    return mask_phone(phone_of(user)) if user.phone_sealed else ""


@transaction.atomic
def change_person(*, by: User, name: str, phone: str, at: datetime, origin: str) -> User:
    """Change one's own name and telephone number; the trail keeps which, not the values.

    :raises PortalError: ``person_invalid`` with all problems in ``details``.
    """
    name, phone = name.strip(), normal_phone(phone)
    user = User.objects.select_for_update().get(pk=by.pk)
    problems = [
        problem
        for problem in problems_of_person(username=user.username, name=name, phone=phone)
        if problem.field != "username"
    ]
    if problems:
        raise _invalid(problems, code="person_invalid")
    changed = [
        field
        for field, old, new in (("name", user.name, name), ("phone", phone_of(user), phone))
        if old != new
    ]
    if changed:
        if "name" in changed:
            real_name.drop_confirmed(user)
        user.name = name
        _keep_phone(user, phone, at)
        user.save(update_fields=["name", "phone_sealed", "real_name_level", "real_name_at"])
        audit.record(
            "user.changed",
            by=by,
            on=("accounts.user", str(user.pk)),
            new={"fields": changed},
            at=at,
            origin=origin,
        )
    return user


def _register(  # noqa: PLR0917
    username: str,
    name: str,
    password: str,
    phone: str,
    language: str,
    at: datetime,
    origin: str,
) -> User:
    user = User.objects.create_user(username, password, name=name, language=language, created_at=at)
    if phone:
        _keep_phone(user, phone, at)
        user.save(update_fields=["phone_sealed", "real_name_level"])
    audit.record(
        REGISTERED,
        by=user,
        on=("accounts.user", str(user.pk)),
        new={"username": username},
        at=at,
        origin=origin,
    )
    return user


def _keep_phone(user: User, phone: str, at: datetime) -> None:
    """Seal the number; a level above L1 was confirmed elsewhere and stays."""
    user.phone_sealed = vault().sealer(at).seal(phone.encode(), _context(user)) if phone else None
    if user.real_name_level <= PHONE_LEVEL:
        user.real_name_level = PHONE_LEVEL if phone else 0


def _context(user: User) -> bytes:
    return f"phone:{user.pk}".encode()


def _problems_of_password(password: str, username: str, name: str) -> list[Problem]:
    try:
        validate_password(password, User(username=username, name=name))
    except ValidationError as error:
        return [
            Problem("password", str(each.code or "password"), message, message)
            for each in error.error_list
            for message in each.messages
        ]
    return []


def _taken() -> Problem:
    return Problem(
        "username", "username_taken", "该用户名已被使用。", "This user name is already taken."
    )


def _invalid(problems: list[Problem], code: str = "registration_invalid") -> PortalError:
    return PortalError(
        code,
        details={"problems": [problem.as_details() for problem in problems]},
        zh="请更正标出的内容。",
        en="Correct what is marked.",
    )
