"""Real-name levels: L1 a telephone number, L2 name and ID number, L3 a personal certificate.

L2 and L3 are confirmed by an identity service. Kept are the level, when, and a keyed hash of name
and number; the number itself is not.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.timezone import localdate

from accounts.identity import MATCH, UNAVAILABLE, identity_service
from accounts.models import AuditEntry, User
from accounts.services import audit
from zone_portal.framework.vault import vault
from zone_portal.kernel.errors import PortalError
from zone_portal.kernel.identifiers import WARNINGS, resident_id_problems

PHONE, PERSON, CERTIFICATE = 1, 2, 3
ATTEMPTS: Final = 5
WINDOW: Final = timedelta(hours=1)
REFUSED: Final = "real_name.refused"
RAISED: Final = "real_name.raised"


def raise_level(
    *, by: User, name: str, number: str, serial: str = "", at: datetime, origin: str = ""
) -> User:
    """Confirm one's own name and ID number (L2), with the serial of a certificate also that (L3).

    The account then bears the name that was confirmed. A refusal is kept in the trail without
    name and number, and counts: after five in an hour nobody is asked any more.

    :raises PortalError: ``real_name_invalid`` (details problems), ``real_name_locked``,
        ``real_name_unavailable``, ``real_name_refused``, ``real_name_other_person``.
    """
    name, number, serial = name.strip(), number.strip().upper(), serial.strip()
    _refuse_wrong(name, number, at)
    if _failures(by, at) >= ATTEMPTS:
        raise PortalError(
            "real_name_locked",
            zh="多次核验未通过，请一小时后再试。",
            en="Too many attempts were refused: try again in an hour.",
        )
    service = identity_service()
    result = service.check_person(name, number)
    if result == MATCH and serial:
        result = service.check_certificate(serial, name, number)
    if result == UNAVAILABLE:
        raise PortalError(
            "real_name_unavailable",
            zh="核查服务暂不可用，请稍后再试。",
            en="The identity service is not available: try again later.",
        )
    if result != MATCH:
        audit.record(
            REFUSED,
            by=by,
            on=("accounts.user", str(by.pk)),
            new={"result": result, "provider": service.name},
            at=at,
            origin=origin,
        )
        raise PortalError(
            "real_name_refused",
            zh="姓名、证件号码或证书与核查结果不符，请核对后再试。",
            en="Name, ID number or certificate do not fit what the service knows. Check them.",
        )
    level = CERTIFICATE if serial else PERSON
    return _keep(by, name, number, level, service.name, at=at, origin=origin)


def drop_confirmed(user: User) -> None:
    """What was confirmed under another name holds no more: back to the telephone, or nothing. For
    the service that changes a name, which saves the row."""
    if user.real_name_level > PHONE:
        user.real_name_level = PHONE if user.phone_sealed else 0
        user.real_name_at = None


@transaction.atomic
def _keep(
    by: User, name: str, number: str, level: int, provider: str, *, at: datetime, origin: str
) -> User:
    user = User.objects.select_for_update().get(pk=by.pk)
    subject = vault().hash("identity-subject", f"{name}\n{number}")
    if user.real_name_subject not in (None, subject) and user.real_name_level > PHONE:
        raise PortalError(
            "real_name_other_person",
            zh="该账号已由另一人实名，一个账号只能属于一个人。",
            en="The account was confirmed for another person: an account belongs to one.",
        )
    old = user.real_name_level
    user.name, user.real_name_subject = name, subject
    user.real_name_level, user.real_name_at = max(old, level), at
    user.save(update_fields=["name", "real_name_subject", "real_name_level", "real_name_at"])
    audit.record(
        RAISED,
        by=by,
        on=("accounts.user", str(user.pk)),
        old={"level": old},
        new={"level": user.real_name_level, "provider": provider},
        at=at,
        origin=origin,
    )
    return user


def _refuse_wrong(name: str, number: str, at: datetime) -> None:
    problems = []
    if not name:
        problems.append({"field": "name", "zh": "请填写姓名", "en": "Enter your name"})
    if set(resident_id_problems(number, localdate(at))) - WARNINGS:
        zh, en = "不是正确的 18 位身份证号码", "This is no right ID number of 18 characters"
        problems.append({"field": "number", "zh": zh, "en": en})
    if problems:
        raise PortalError(
            "real_name_invalid",
            details={"problems": problems},
            zh="请更正标出的各项。",
            en="Correct what is marked.",
        )


def _failures(by: User, at: datetime) -> int:
    deeds = AuditEntry.objects.filter(
        on_type="accounts.user", on_id=str(by.pk), action=REFUSED, at__gt=at - WINDOW
    )
    return deeds.count()
