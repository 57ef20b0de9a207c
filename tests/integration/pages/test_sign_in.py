"""Signing in: counted failures, a lock that ends, entries in the trail, the person's language."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client

from accounts.constants import SIGN_IN_FAILED, SIGNED_IN
from accounts.models import AuditEntry, User
from accounts.services.guard import SignInRefusedError
from accounts.services.sign_in import sign_in
from tests.factories.users import UserFactory

AT = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
PASSWORD = "correct horse"


@pytest.fixture
def person(db: None) -> User:
    return UserFactory.create()


def attempt(person: User, password: str, *, origin: str = "10.0.0.1", at: datetime = AT) -> str:
    """Try to sign in; the code of the refusal, or "in"."""
    try:
        sign_in(username=person.username, password=password, origin=origin, at=at)
    except SignInRefusedError as refusal:
        return refusal.code
    return "in"


def fail(person: User, times: int, **where: str) -> None:
    for minute in range(times):
        at = AT + timedelta(seconds=minute)
        assert attempt(person, "wrong battery", at=at, **where) == "sign_in_wrong"


def test_the_right_password_is_enough_and_leaves_an_entry(person: User) -> None:
    assert attempt(person, PASSWORD) == "in"
    entry = AuditEntry.objects.get(action=SIGNED_IN, by=person)
    assert (entry.at, entry.origin) == (AT, "10.0.0.1")


def test_after_so_many_failures_even_the_right_password_waits(person: User) -> None:
    fail(person, settings.SIGN_IN_ATTEMPTS)

    assert attempt(person, PASSWORD, at=AT + timedelta(minutes=1)) == "sign_in_locked"


def test_the_lock_ends_by_itself(person: User) -> None:
    fail(person, settings.SIGN_IN_ATTEMPTS)

    later = AT + settings.SIGN_IN_WINDOW + timedelta(minutes=1)
    assert attempt(person, PASSWORD, at=later) == "in"


def test_knocking_at_a_locked_door_does_not_prolong_the_lock(person: User) -> None:
    fail(person, settings.SIGN_IN_ATTEMPTS)
    before = AuditEntry.objects.filter(action=SIGN_IN_FAILED).count()

    attempt(person, "wrong battery", at=AT + timedelta(minutes=2))

    assert AuditEntry.objects.filter(action=SIGN_IN_FAILED).count() == before


def test_somebody_elsewhere_is_not_locked_out(person: User) -> None:
    fail(person, settings.SIGN_IN_ATTEMPTS)

    assert attempt(person, PASSWORD, origin="10.0.0.2", at=AT + timedelta(minutes=1)) == "in"


def test_a_success_forgives_the_failures_before_it(person: User) -> None:
    fail(person, settings.SIGN_IN_ATTEMPTS - 1)
    assert attempt(person, PASSWORD, at=AT + timedelta(minutes=1)) == "in"

    assert attempt(person, "wrong battery", at=AT + timedelta(minutes=2)) == "sign_in_wrong"


def test_the_case_of_the_user_name_does_not_open_a_second_door(person: User) -> None:
    fail(person, settings.SIGN_IN_ATTEMPTS)
    person.username = person.username.upper()

    assert attempt(person, PASSWORD, at=AT + timedelta(minutes=1)) == "sign_in_locked"


def test_a_password_typed_as_user_name_is_not_kept(db: None) -> None:
    with pytest.raises(SignInRefusedError):
        sign_in(username="my secret word", password="x", origin="10.0.0.1", at=AT)

    entry = AuditEntry.objects.get(action=SIGN_IN_FAILED, at=AT)
    assert "secret" not in f"{entry.on_id}{entry.by_label}{entry.new}"


def test_a_disabled_account_stays_out(person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)

    assert attempt(person, PASSWORD) == "sign_in_wrong"


def test_the_next_page_must_be_one_of_ours(person: User) -> None:
    body = {"username": person.username, "password": PASSWORD, "next": "https://example.org/"}

    assert Client().post("/sign-in/", body)["Location"] == "/"


def test_a_person_reads_their_own_language_after_signing_in(person: User) -> None:
    User.objects.filter(pk=person.pk).update(language="en")
    client = Client()

    client.post("/sign-in/", {"username": person.username, "password": PASSWORD})

    assert "Today" in client.get("/").content.decode()


def test_an_empty_form_names_each_missing_field(db: None) -> None:
    page = Client().post("/sign-in/", {}).content.decode()

    assert 'href="#id_username"' in page
    assert 'href="#id_password"' in page
