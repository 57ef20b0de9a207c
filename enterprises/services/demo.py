"""The demo zone's enterprises, mandates and accounts; made once, labelled simulated."""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.db import transaction

from accounts.facts import SystemActor
from accounts.models import User
from accounts.services.organisations import found_organisation, post
from accounts.services.users import create_user
from enterprises.models import Enterprise, Mandate, Member
from enterprises.services.demo_zone import FIRMS, MANDATES, USERS, DemoUser, demo_applicant
from enterprises.services.registration import register_enterprise
from zone_portal.kernel.errors import PortalError

BY: Final = SystemActor("load_demo_enterprises")
MANDATES_FROM: Final = date(2020, 1, 1)
PASSWORD_CHARACTERS: Final = 12


@transaction.atomic
def load_demo(*, at: datetime) -> int:
    """Make what is missing of the demo zone; returns how many firms and people were added.

    :raises PortalError: ``demo_is_off``.
    """
    refuse_unless_demo()
    added = 0
    for key in FIRMS:
        given = demo_applicant(key)
        if not Enterprise.objects.registered().filter(code=given.code).exists():
            register_enterprise(given, by=BY, at=at, simulated=True)
            added += 1
    for principal, agent, kinds in MANDATES:
        Mandate.objects.get_or_create(
            principal=_firm(principal),
            agent=_firm(agent),
            valid_from=MANDATES_FROM,
            defaults={"kinds": list(kinds)},
        )
    for demo in USERS:
        if not User.objects.filter(username=demo.username).exists():
            _add_user(demo, at=at)
            added += 1
    return added


def demo_accounts() -> Iterator[tuple[DemoUser, str]]:
    """The demo accounts that exist, with their passwords.

    :raises PortalError: ``demo_is_off``.
    """
    refuse_unless_demo()
    present = set(User.objects.values_list("username", flat=True))
    for demo in USERS:
        if demo.username in present:
            yield demo, demo_password(demo.username)


def demo_password(username: str) -> str:
    """Derived from this installation's secret, so that no two installations share one."""
    key = settings.SECRET_KEY.encode()
    digest = hmac.new(key, f"demo account {username}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode().lower()[:PASSWORD_CHARACTERS]


def refuse_unless_demo() -> None:
    """:raises PortalError: ``demo_is_off`` in an installation that is no demo."""
    if not settings.PORTAL_DEMO:
        raise PortalError(
            "demo_is_off", zh="本系统不是演示环境", en="this installation is not a demo"
        )


def _add_user(demo: DemoUser, *, at: datetime) -> None:
    user = create_user(
        username=demo.username,
        name=demo.name,
        password=demo_password(demo.username),
        is_official=not demo.member_of,
        by=BY,
        at=at,
    )
    if demo.member_of:
        Member.objects.create(user=user, enterprise=_firm(demo.member_of), role=demo.role)
        return
    office = found_organisation(
        code="zone-office",
        name="综试区办公室(模拟)",
        name_en="Zone office (simulated)",
        department="zone",
        by=BY,
        at=at,
    )
    for role in demo.role.split():
        post(user=user, organisation=office, role=role, by=BY, at=at)


def _firm(key: str) -> Enterprise:
    return Enterprise.objects.get(code=demo_applicant(key).code)
