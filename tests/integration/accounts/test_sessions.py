"""Sessions: listed, ended from elsewhere, over when idle or too old; nothing of it for the API."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import AuditEntry, Session, User
from accounts.services.sessions import clear_ended
from tests.factories.users import UserFactory
from tests.integration.accounts.people import CHROME, FIREFOX, PASSWORD, browser, enter_password

AT = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def person(db: None) -> User:
    return UserFactory.create()


def signed_in(user: User, agent: str = FIREFOX, address: str = "10.0.0.1") -> Client:
    client = browser(agent, address)
    assert enter_password(client, user) == "/"
    return client


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_a_session_is_listed_with_browser_and_address_but_not_with_its_key(person: User) -> None:
    here = signed_in(person)
    signed_in(person, CHROME, "203.0.113.7")

    page = here.get("/account/sessions/").content.decode()

    assert "当前会话" in page
    assert "Chrome · Windows" in page
    assert "203.0.113.7" in page
    keys = Session.objects.values_list("session_key", flat=True)
    assert len(keys) == 2
    assert not any(key in page for key in keys)


def end_link(page: str) -> str:
    """The address that ends the one other session on the page."""
    return page.split('action="/account/sessions/')[1].split('"', 1)[0]


def test_a_session_is_ended_from_elsewhere(person: User) -> None:
    here, there = signed_in(person), signed_in(person, CHROME)
    handle = end_link(here.get("/account/sessions/").content.decode())

    here.post(f"/account/sessions/{handle}")

    assert not is_in(there)
    assert is_in(here)
    assert AuditEntry.objects.get(action="sessions.ended", by=person).old == [
        {"origin": "10.0.0.1", "browser": "Chrome · Windows"}
    ]


def test_nobody_ends_somebody_elses_session(person: User) -> None:
    other = UserFactory.create()
    signed_in(other)
    theirs = signed_in(other, CHROME)
    handle = end_link(theirs.get("/account/sessions/").content.decode())

    assert signed_in(person).post(f"/account/sessions/{handle}").status_code == 404

    assert is_in(theirs)


def test_all_other_sessions_are_ended_at_once(person: User) -> None:
    here, *others = signed_in(person), signed_in(person), signed_in(person)

    here.post("/account/sessions/")

    assert [is_in(client) for client in (here, *others)] == [True, False, False]


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(person: User) -> None:
    here, there = signed_in(person), signed_in(person)
    new = "vier-Worte-reichen-9"

    here.post("/account/password/", {"old": PASSWORD, "password": new, "again": new})

    assert is_in(here)
    assert not is_in(there)
    assert AuditEntry.objects.filter(action="user.password_changed", by=person).exists()
    assert person.notices.filter(kind="password_changed").exists()


def test_a_password_that_breaks_a_rule_changes_nothing(person: User) -> None:
    here = signed_in(person)

    body = {"old": PASSWORD, "password": "password123", "again": "password123"}
    page = here.post("/account/password/", body).content.decode()

    assert 'href="#id_password"' in page
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_an_idle_session_ends_and_says_why(person: User) -> None:
    with time_machine.travel(AT, tick=False) as clock:
        client = signed_in(person)
        clock.shift(settings.SESSION_IDLE)

        assert not is_in(client)
        assert "长时间没有操作" in client.get("/sign-in/").content.decode()
    assert not Session.objects.filter(user=person).exists()


def test_using_a_session_keeps_it_alive(person: User) -> None:
    with time_machine.travel(AT, tick=False) as clock:
        client = signed_in(person)
        for _ in range(4):
            clock.shift(settings.SESSION_IDLE - MINUTE)
            assert is_in(client)


def test_a_page_that_asks_by_itself_does_not(person: User) -> None:
    with time_machine.travel(AT, tick=False) as clock:
        client = signed_in(person)
        clock.shift(settings.SESSION_IDLE - MINUTE)
        assert client.get("/", headers={"X-Unattended": "1"}).status_code == 200
        clock.shift(MINUTE)

        assert not is_in(client)


def test_no_session_lasts_longer_than_the_longest(person: User) -> None:
    with time_machine.travel(AT, tick=False) as clock:
        client = signed_in(person)
        while datetime.now(UTC) - AT < settings.SESSION_LONGEST - settings.SESSION_IDLE:  # noqa: TID251
            clock.shift(settings.SESSION_IDLE - MINUTE)
            assert is_in(client)
        clock.move_to(AT + settings.SESSION_LONGEST)

        assert not is_in(client)


def test_the_last_activity_is_written_once_a_minute(
    person: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with time_machine.travel(AT, tick=False) as clock:
        client = signed_in(person)
        clock.shift(timedelta(seconds=30))
        client.get("/account/sessions/")
        assert Session.objects.get(user=person).seen_at == AT
        clock.shift(timedelta(seconds=40))
        client.get("/account/sessions/")
        assert Session.objects.get(user=person).seen_at == AT + timedelta(seconds=70)


def test_a_request_with_a_token_asks_nothing_of_sessions_even_with_a_cookie(
    person: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(person)

    with django_assert_num_queries(1) as asked:
        answer = client.get("/api/v1/receipts/", headers={"Authorization": "Bearer unknown"})

    assert answer.status_code == 401
    assert "session" not in asked.captured_queries[0]["sql"]


def test_a_session_that_calls_the_api_is_over_when_idle(person: User) -> None:
    with time_machine.travel(AT, tick=False) as clock:
        client = signed_in(person)
        assert client.get("/api/v1/inventories/").status_code == 200
        clock.shift(settings.SESSION_IDLE)

        assert client.get("/api/v1/inventories/").status_code in {401, 403}


def test_another_kind_of_authorization_does_not_pass_for_a_token(person: User) -> None:
    with time_machine.travel(AT, tick=False) as clock:
        client = signed_in(person)
        clock.shift(settings.SESSION_IDLE)
        headers = {"Authorization": "Basic eDp5"}

        assert client.get("/api/v1/inventories/", headers=headers).status_code in {401, 403}


def test_ended_sessions_are_tidied_away_and_living_ones_stay(person: User) -> None:
    with time_machine.travel(AT, tick=False) as clock:
        signed_in(person)
        clock.shift(settings.SESSION_IDLE)
        living = signed_in(person)

        assert clear_ended(at=AT + settings.SESSION_IDLE) == 1
        assert is_in(living)


def test_a_session_over_a_fragment_sends_the_whole_page_to_sign_in(person: User) -> None:
    with time_machine.travel(AT, tick=False) as clock:
        client = signed_in(person)
        clock.shift(settings.SESSION_IDLE)
        answer = client.get("/", headers={"HX-Request": "true"})

    assert answer.headers["HX-Redirect"].startswith("/sign-in/")
