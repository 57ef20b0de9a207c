"""Every append-only table: the application may add rows and read them, and nothing else."""

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from django.db.models import Model

from zone_portal.framework.append_only import is_append_only

MODELS = sorted(
    (model for model in apps.get_models() if is_append_only(model)),
    key=lambda model: model._meta.label,
)
pytestmark = pytest.mark.django_db


def test_the_trail_and_the_history_of_filings_are_append_only() -> None:
    labels = {model._meta.label for model in MODELS}

    assert {
        "accounts.AuditEntry",
        "enterprises.FilingVersion",
        "enterprises.FilingStep",
        "enterprises.Review",
        "enterprises.Remark",
        "enterprises.IdentityCheck",
    } <= labels


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
@pytest.mark.parametrize("deed", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "TRUNCATE {0}"])
def test_the_application_is_refused_every_change(model: type[Model], deed: str) -> None:
    table, column = model._meta.db_table, model._meta.concrete_fields[0].column
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(deed.format(table, column))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_the_table_has_its_trigger_against_the_owner(model: type[Model]) -> None:
    """``kept_until`` lets a row go on the day that stands in it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger "
            "WHERE tgrelid = %s::regclass AND tgname IN ('append_only', 'kept_until')",
            [model._meta.db_table],
        )
        assert cursor.fetchone() == (1,)
