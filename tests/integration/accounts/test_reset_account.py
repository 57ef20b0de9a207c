"""The operator's command for a lost telephone or password."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import AuditEntry, RecoveryCode
from accounts.services.second_factor import confirmed_factor
from tests.factories.users import UserFactory
from tests.integration.accounts.people import PASSWORD, browser, enrolled

AT = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)


def reset(username: str, *options: str) -> str:
    out = StringIO()
    call_command("reset_account", username, *options, "--reason", "checked", stdout=out)
    return out.getvalue()


def test_a_lost_telephone_is_taken_away_with_its_recovery_codes(db: None) -> None:
    user, _, _ = enrolled(AT)
    client = browser()
    client.force_login(user)

    reset(user.username.upper(), "--second-factor")

    assert confirmed_factor(user) is None
    assert not RecoveryCode.objects.exists()
    assert client.get("/account/").status_code == 302
    assert user.notices.filter(kind="second_factor_removed").exists()
    entry = AuditEntry.objects.get(action="second_factor.removed")
    assert (entry.by_label, entry.new) == ("reset_account", {"reason": "checked"})


def test_a_new_password_is_printed_once_and_not_kept_in_the_trail(db: None) -> None:
    user = UserFactory.create()

    password = reset(user.username, "--password").rsplit("new password: ", maxsplit=1)[-1].strip()

    user.refresh_from_db()
    assert user.check_password(password)
    assert not user.check_password(PASSWORD)
    assert password not in str(AuditEntry.objects.get(action="user.password_reset").new)


@pytest.mark.parametrize("options", [(), ("--password",)], ids=["nothing asked", "nobody"])
def test_a_mistyped_command_changes_nothing(db: None, options: tuple[str, ...]) -> None:
    before = AuditEntry.objects.count()
    with pytest.raises(CommandError):
        reset("nobody-here", *options)
    assert AuditEntry.objects.count() == before
