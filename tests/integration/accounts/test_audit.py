"""The audit trail keeps what was done, whoever would rather not."""

from datetime import UTC, datetime

import psycopg2
import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, transaction

from accounts.facts import ClientActor, SystemActor
from accounts.models import AuditEntry
from accounts.services import audit
from accounts.services.audit import Change
from tests.factories.users import UserFactory
from zone_portal import env
from zone_portal.framework.append_only import is_append_only

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
APPEND_ONLY = [model._meta.db_table for model in apps.get_models() if is_append_only(model)]
pytestmark = pytest.mark.django_db


def test_a_deed_is_kept_with_who_what_when_and_both_values() -> None:
    user = UserFactory.create()
    entry = audit.record(
        "case.closed", by=user, on=("case", "7"), old={"a": 1}, new={"a": 2}, at=AT, origin="web"
    )
    entry.refresh_from_db()
    assert (entry.by, entry.by_label, entry.at) == (user, user.username, AT)
    assert (entry.action, entry.on_type, entry.on_id) == ("case.closed", "case", "7")
    assert (entry.old, entry.new, entry.origin) == ({"a": 1}, {"a": 2}, "web")


@pytest.mark.parametrize(
    ("actor", "label"),
    [
        (SystemActor("load_rules"), "load_rules"),
        (ClientActor(1, "3698960001/erp"), "3698960001/erp"),
    ],
)
def test_programs_stand_in_the_trail_by_name(actor: SystemActor | ClientActor, label: str) -> None:
    entry = audit.record("x", by=actor, on=("case", "1"), at=AT)
    assert (entry.by, entry.by_label) == (None, label)


def test_a_deed_without_a_doer_is_refused() -> None:
    with pytest.raises(IntegrityError, match="audit_by_known"):
        audit.record("x", by=SystemActor(""), on=("case", "1"), at=AT)


def test_a_deed_without_a_name_is_refused() -> None:
    with pytest.raises(IntegrityError, match="audit_action_named"):
        audit.record("", by=SystemActor("s"), on=("case", "1"), at=AT)


def test_many_deeds_are_kept_in_one_go() -> None:
    changes = [Change("x", ("case", str(n))) for n in range(3)]
    assert audit.record_many(changes, by=SystemActor("s"), at=AT) == 3
    assert AuditEntry.objects.filter(action="x").count() == 3


@pytest.mark.parametrize("deed", ["update", "delete"])
def test_the_application_may_not_change_the_trail(deed: str) -> None:
    entry = audit.record("x", by=SystemActor("s"), on=("case", "1"), at=AT)
    rows = AuditEntry.objects.filter(id=entry.id)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        rows.update(action="y") if deed == "update" else rows.delete()
    assert rows.get().action == "x"


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("right", ["UPDATE", "DELETE", "TRUNCATE"])
def test_append_only_tables_give_the_application_no_right_to_change(table: str, right: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(current_user, %s, %s)", [table, right])
        assert cursor.fetchone() == (False,)


@pytest.mark.parametrize(
    "deed", ["UPDATE accounts_auditentry SET id = id", "DELETE FROM accounts_auditentry"]
)
def test_the_trail_refuses_even_its_owner(deed: str) -> None:
    owner = psycopg2.connect(env.read().database_owner_url)
    try:
        with pytest.raises(psycopg2.errors.RestrictViolation, match="append-only"):
            owner.cursor().execute(deed)
    finally:
        owner.close()


def test_people_in_the_trail_cannot_be_deleted() -> None:
    user = UserFactory.create()
    audit.record("x", by=user, on=("case", "1"), at=AT)
    with pytest.raises(IntegrityError, match="protected"):
        user.delete()
