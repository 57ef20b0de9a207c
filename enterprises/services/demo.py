"""The demo zone's enterprises, mandates and accounts; made once, labelled simulated."""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.facts import SystemActor
from accounts.models import Organisation, Site, User
from accounts.services.organisations import post
from accounts.services.sites import set_site_status
from accounts.services.users import create_user
from enterprises.models import Enterprise, Mandate, Member
from enterprises.services.demo_zone import (
    COUNTY,
    FIRMS,
    MANDATES,
    USERS,
    DemoUser,
    demo_applicant,
)
from enterprises.services.registration import register_enterprise
from zone_portal.kernel.errors import PortalError

BY: Final = SystemActor("load_demo_enterprises")
MANDATES_FROM: Final = date(2020, 1, 1)
PASSWORD_CHARACTERS: Final = 12


@transaction.atomic
def load_demo(*, at: datetime) -> int:
    """Make what is missing of the demo zone; returns how many firms and people were added.

    :raises PortalError: ``demo_is_off``, ``demo_without_zone``.
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
    _open_sites(at=at)
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
    code = _county().code if demo.organisation == COUNTY else demo.organisation
    office = Organisation.objects.get(code=code)
    for role in demo.role.split():
        post(user=user, organisation=office, role=role, by=BY, at=at)


def _open_sites(*, at: datetime) -> None:
    """Let the demo's county take filings, and one window below the hub."""
    window = Site.objects.filter(kind="front", parent__kind="hub").order_by("code").first()
    for site in (_county(), window):
        if site is not None and site.status == "planned":
            set_site_status(
                code=site.code, status="open", accepted=timezone.localdate(at), by=BY, at=at
            )


def _county() -> Site:
    """The first county of the zone that has an organisation there."""
    offices = Organisation.objects.filter(department="county", site__kind="sub")
    office = offices.filter(code=F("site__code")).select_related("site").order_by("id").first()
    if office is None:
        raise PortalError(
            "demo_without_zone",
            zh="请先运行 load_zone",
            en="run load_zone first: the demo needs the zone's sites",
        )
    return office.site


def _firm(key: str) -> Enterprise:
    return Enterprise.objects.get(code=demo_applicant(key).code)
