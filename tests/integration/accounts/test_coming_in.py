"""The locks on the door, opening an account, and the notice of a new place."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from accounts.models import AuditEntry, Notice, User
from accounts.services import guard
from accounts.services.guard import SignInRefusedError
from accounts.services.registering import phone_of
from accounts.services.sign_in import sign_in
from tests.factories.users import UserFactory
from tests.integration.accounts.people import CHROME, FIREFOX, PASSWORD, browser, enter_password

AT = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
HOME, AWAY = "203.0.113.7", "198.51.100.9"


def attempt(username: str, password: str, origin: str, at: datetime = AT) -> str:
    """Try to sign in; the code of the refusal, or "in"."""
    try:
        sign_in(username=username, password=password, origin=origin, browser="Firefox", at=at)
    except SignInRefusedError as refusal:
        return refusal.code
    return "in"


def stranger(number: int) -> str:
    """An address in a network of its own."""
    return f"10.{number}.0.1"


# --- locks ----------------------------------------------------------------------------------------


def test_an_address_that_guesses_for_many_user_names_is_locked(db: None) -> None:
    person = UserFactory.create()
    for number in range(settings.SIGN_IN_ATTEMPTS_PER_ADDRESS):
        assert attempt(f"guess{number}", "x", AWAY) == "sign_in_wrong"

    assert attempt(person.username, PASSWORD, AWAY) == "sign_in_locked"
    assert attempt(person.username, PASSWORD, HOME) == "in"


def test_a_user_name_guessed_from_many_addresses_is_locked_for_new_places(db: None) -> None:
    person = UserFactory.create()
    for number in range(settings.SIGN_IN_ATTEMPTS_ANYWHERE):
        assert attempt(person.username, "x", stranger(number)) == "sign_in_wrong"

    assert attempt(person.username, PASSWORD, AWAY) == "sign_in_locked"
    after = AT + settings.SIGN_IN_WINDOW + timedelta(seconds=1)
    assert attempt(person.username, PASSWORD, AWAY, at=after) == "in"


def test_strangers_do_not_lock_a_person_out_of_their_own_office(db: None) -> None:
    person = UserFactory.create()
    assert attempt(person.username, PASSWORD, HOME, at=AT - timedelta(days=1)) == "in"
    for number in range(settings.SIGN_IN_ATTEMPTS_ANYWHERE):
        attempt(person.username, "x", stranger(number))

    assert attempt(person.username, PASSWORD, "203.0.113.99") == "in"


def test_the_owners_success_does_not_give_strangers_new_attempts(db: None) -> None:
    person = UserFactory.create()
    for number in range(settings.SIGN_IN_ATTEMPTS_ANYWHERE):
        attempt(person.username, "x", stranger(number))
        if number == 5:
            assert attempt(person.username, PASSWORD, HOME) == "in"

    assert attempt(person.username, "x", stranger(200)) == "sign_in_locked"


def test_a_wrong_present_password_counts_like_one_at_the_door(db: None) -> None:
    person = UserFactory.create()
    client = browser()
    client.force_login(person)
    body = {"old": "x", "password": "neu-und-lang-genug", "again": "neu-und-lang-genug"}
    for _ in range(settings.SIGN_IN_ATTEMPTS):
        assert "现在的密码不正确" in client.post("/account/password/", body).content.decode()

    page = client.post("/account/password/", body | {"old": PASSWORD}).content.decode()

    assert "登录失败次数过多" in page


def test_attempts_for_one_user_name_wait_for_each_other(
    django_db_setup: None, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "LONGEST_WAIT", "200ms")
    account = guard.account_key("somebody")
    inside, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with guard.one_at_a_time(account):
            inside.set()
            leave.wait(10)
        connection.close()

    with django_db_blocker.unblock():
        other = threading.Thread(target=hold)
        other.start()
        assert inside.wait(10)
        with pytest.raises(SignInRefusedError) as refusal, guard.one_at_a_time(account):
            pass
        leave.set()
        other.join()
        connection.close()

    assert refusal.value.code == "sign_in_busy"


# --- opening an account ---------------------------------------------------------------------------

NEWCOMER = {
    "username": "Luo.Moni",
    "name": "罗模拟",
    "phone": "138 0000 0000",
    "password": "vier-Worte-reichen-9",
    "again": "vier-Worte-reichen-9",
}


def register(client: Client | None = None, **changes: str) -> str:
    """Fill in the form; the page that refuses, or where it led."""
    answer = (client or browser()).post("/sign-in/new/", {**NEWCOMER, **changes})
    return str(answer.headers.get("Location") or answer.content.decode())


def test_who_opens_an_account_is_in_at_once_and_in_the_trail(db: None) -> None:
    client = browser()

    assert register(client, next="/notices/") == "/notices/"

    assert client.get("/notices/").status_code == 200
    user = User.objects.get(username="Luo.Moni")
    deeds = AuditEntry.objects.filter(by=user).values_list("action", flat=True)
    assert set(deeds) == {"user.registered", "sign_in"}
    assert not user.is_official


def test_a_telephone_number_is_sealed_and_raises_the_real_name_level(db: None) -> None:
    register()

    user = User.objects.get(username="Luo.Moni")
    assert user.real_name_level == 1
    assert phone_of(user) == "13800000000"
    assert b"13800000000" not in bytes(user.phone_sealed or b"")


def test_without_a_telephone_number_the_level_is_none(db: None) -> None:
    register(phone="")
    assert User.objects.get(username="Luo.Moni").real_name_level == 0


def test_a_taken_user_name_is_refused_in_any_case(db: None) -> None:
    UserFactory.create(username="luo.moni")
    assert "该用户名已被使用" in register()


def test_all_problems_of_a_registration_are_shown_at_their_fields(db: None) -> None:
    page = register(username="7", name="", phone="12", password="kurz", again="lang")

    for field in ("username", "name", "phone", "password", "again"):
        assert f'href="#id_{field}"' in page
    assert not User.objects.exists()


def test_two_different_passwords_are_refused(db: None) -> None:
    assert "两次输入的密码不一致" in register(again="anders-geschrieben-9")


def test_one_address_opens_only_so_many_accounts(db: None) -> None:
    for number in range(settings.REGISTRATIONS_PER_ADDRESS):
        assert register(username=f"newcomer{number}") == "/"

    assert "注册的账号过多" in register(username="one-too-many")
    assert register(browser(address="10.9.9.9"), username="elsewhere") == "/"


def test_a_person_changes_their_own_name_and_the_trail_keeps_no_values(db: None) -> None:
    client = browser()
    register(client)

    client.post("/account/person/", {"name": "罗新名", "phone": ""})

    user = User.objects.get(username="Luo.Moni")
    assert (user.name, user.real_name_level, user.phone_sealed) == ("罗新名", 0, None)
    assert AuditEntry.objects.get(action="user.changed").new == {"fields": ["name", "phone"]}


# --- new places -----------------------------------------------------------------------------------


def arrive(user: User, agent: str, address: str) -> int:
    """Sign in somewhere; how many notices the person has then."""
    assert enter_password(browser(agent, address), user) == "/"
    return Notice.objects.filter(user=user).count()


def test_the_first_place_is_not_new(db: None) -> None:
    assert arrive(UserFactory.create(), FIREFOX, HOME) == 0


def test_another_network_or_another_browser_is_told_once(db: None) -> None:
    user = UserFactory.create()
    arrive(user, FIREFOX, HOME)

    assert arrive(user, FIREFOX, AWAY) == 1
    assert arrive(user, CHROME, HOME) == 2
    assert arrive(user, CHROME, AWAY) == 2

    notice = Notice.objects.filter(user=user).order_by("id").first()
    assert notice is not None
    assert AWAY in notice.text_zh
    assert AWAY in notice.text_en
    assert notice.link == "/account/sessions/"


def test_another_address_of_the_same_network_is_not_new(db: None) -> None:
    user = UserFactory.create()
    arrive(user, FIREFOX, HOME)
    assert arrive(user, FIREFOX, "203.0.113.200") == 0
