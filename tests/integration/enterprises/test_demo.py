"""The demo zone."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from enterprises.constants import KINDS
from enterprises.models import Enterprise, Mandate, Member
from enterprises.selectors import mandates_for
from enterprises.services.demo import load_demo
from enterprises.services.demo_zone import FIRMS, MANDATES, USERS, demo_codes

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo(settings: Any) -> None:
    settings.PORTAL_DEMO = True


def test_the_demo_zone_has_enterprises_of_every_kind_all_labelled_simulated() -> None:
    assert load_demo(at=AT) == len(FIRMS) + len(USERS)
    rows = Enterprise.objects.filter(code__in=demo_codes().values())
    assert {kind for row in rows for kind in row.kinds} == KINDS.keys()
    assert all(row.simulated for row in rows)
    assert Mandate.objects.count() == len(MANDATES)
    express = Enterprise.objects.get(code=demo_codes()["express"])
    assert mandates_for(express.id, on=date(2026, 11, 20))


def test_loading_again_changes_nothing() -> None:
    load_demo(at=AT)
    assert load_demo(at=AT) == 0
    assert Mandate.objects.count() == len(MANDATES)


def test_the_printed_accounts_can_sign_in(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_demo_enterprises")
    capsys.readouterr()
    call_command("demo_accounts")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(USERS)
    for line in lines:
        username, password, _ = line.split(maxsplit=2)
        user: Any = authenticate(username=username, password=password)
        assert user is not None
        assert user.is_official is not Member.objects.filter(user=user).exists()


@pytest.mark.parametrize("command", ["load_demo_enterprises", "demo_accounts"])
def test_a_real_installation_has_no_demo(command: str, settings: Any) -> None:
    settings.PORTAL_DEMO = False
    with pytest.raises(CommandError, match="not a demo"):
        call_command(command)
