"""The rights of the application's role."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.utils import ConnectionHandler

from accounts.management.commands import grant_roles
from zone_portal import env

ROLE = settings.DATABASES["default"]["USER"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The owner's connection to this worker's database, used by the command."""
    handler = ConnectionHandler({"default": env.database_settings(env.read().database_owner_url)})
    monkeypatch.setattr(grant_roles, "connection", handler["default"])
    yield handler["default"]
    handler["default"].close()


def granted(table: str, right: str, by: Any = connection) -> bool:
    with by.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [ROLE, table, right])
        return bool(cursor.fetchone()[0])


def run(**options: Any) -> str:
    out = StringIO()
    call_command("grant_roles", stdout=out, **options)
    return out.getvalue()


def test_a_right_that_slipped_in_is_taken_away_again(owner: Any) -> None:
    with owner.cursor() as cursor:
        cursor.execute(f'GRANT UPDATE ON accounts_auditentry TO "{ROLE}"')
    assert granted("accounts_auditentry", "UPDATE", by=owner)
    assert run(role=ROLE) == run(role=ROLE)
    assert not granted("accounts_auditentry", "UPDATE", by=owner)
    assert granted("accounts_auditentry", "INSERT", by=owner)
    assert granted("accounts_user", "UPDATE", by=owner)


def test_the_application_never_writes_the_list_of_migrations() -> None:
    assert granted("django_migrations", "SELECT")
    assert not granted("django_migrations", "INSERT")
    assert not granted("django_migrations", "DELETE")


@pytest.mark.usefixtures("owner")
def test_an_unknown_role_is_named() -> None:
    with pytest.raises(CommandError, match="no role named 'nobody_here'"):
        run(role="nobody_here")


def test_one_role_for_everything_needs_no_grants() -> None:
    assert "no grants" in run(role=ROLE)
