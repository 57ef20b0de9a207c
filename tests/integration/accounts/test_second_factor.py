"""The second factor: enrolment, codes that count once, recovery, and the duty to have one."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import AuditEntry, RecoveryCode, SecondFactor, User
from accounts.services import second_factor
from accounts.services.guard import SignInRefusedError
from accounts.services.sign_in import show_code, sign_in
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.factories.users import UserFactory
from tests.integration.accounts.people import PASSWORD, Phone, browser, enrolled, enter_password
from zone_portal.kernel.errors import PortalError

AT = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
LATER = AT + timedelta(minutes=5)


def attempt(user: User, code: str, at: datetime = LATER, origin: str = "10.0.0.1") -> str:
    """Show a code at the second step; the code of the refusal, or "in"."""
    try:
        show_code(user_id=user.pk, first="password", code=code, origin=origin, at=at)
    except SignInRefusedError as refusal:
        return refusal.code
    return "in"


def wrong(right: str) -> str:
    """Another code of six digits."""
    return f"{(int(right) + 1) % 1_000_000:06d}"


def test_a_password_alone_does_not_let_in_who_has_a_second_factor(db: None) -> None:
    user, _, _ = enrolled(AT)

    arrival = sign_in(
        username=user.username, password=PASSWORD, origin="10.0.0.1", browser="", at=LATER
    )

    assert arrival.needs_code
    assert not AuditEntry.objects.filter(action="sign_in", by=user).exists()


def test_the_code_of_the_telephone_lets_in_and_the_trail_says_how(db: None) -> None:
    user, phone, _ = enrolled(AT)

    assert attempt(user, phone.code(LATER)) == "in"

    new = AuditEntry.objects.get(action="sign_in", by=user).new
    assert new == {"browser": "", "by": "password+code"}


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_clock_that_is_wrong_by_one_step_is_forgiven(db: None, steps: int) -> None:
    user, phone, _ = enrolled(AT)
    assert attempt(user, phone.code(LATER, steps)) == "in"


@pytest.mark.parametrize("steps", [-2, 2])
def test_a_clock_that_is_wrong_by_two_steps_is_not(db: None, steps: int) -> None:
    user, phone, _ = enrolled(AT)
    assert attempt(user, phone.code(LATER, steps)) == "second_factor_code_wrong"


def test_a_wrong_code_is_refused_and_counted(db: None) -> None:
    user, phone, _ = enrolled(AT)

    assert attempt(user, wrong(phone.code(LATER))) == "second_factor_code_wrong"
    assert AuditEntry.objects.filter(action="sign_in_code_failed", by=user).count() == 1


def test_a_code_counts_once(db: None) -> None:
    user, phone, _ = enrolled(AT)
    assert attempt(user, phone.code(LATER)) == "in"

    assert attempt(user, phone.code(LATER)) == "second_factor_code_wrong"


def test_a_code_older_than_the_last_one_used_does_not_count(db: None) -> None:
    user, phone, _ = enrolled(AT)
    assert attempt(user, phone.code(LATER, 1)) == "in"

    assert attempt(user, phone.code(LATER)) == "second_factor_code_wrong"


def test_the_code_of_the_enrolment_does_not_sign_in(db: None) -> None:
    user, phone, _ = enrolled(AT)
    assert attempt(user, phone.code(AT), at=AT) == "second_factor_code_wrong"


def test_guessing_codes_locks_even_with_the_right_password_between(db: None) -> None:
    user, phone, _ = enrolled(AT)
    for _ in range(settings.SIGN_IN_ATTEMPTS):
        assert attempt(user, wrong(phone.code(LATER))) == "second_factor_code_wrong"
        if _ < settings.SIGN_IN_ATTEMPTS - 1:
            sign_in(username=user.username, password=PASSWORD, origin="10.0.0.1", at=LATER)

    assert attempt(user, phone.code(LATER)) == "sign_in_locked"


def test_a_recovery_code_lets_in_once(db: None) -> None:
    user, _, codes = enrolled(AT)

    assert attempt(user, codes[3].lower()) == "in"
    assert attempt(user, codes[3]) == "second_factor_code_wrong"
    assert second_factor.recovery_codes_left(user) == second_factor.RECOVERY_CODES - 1


def test_somebody_elses_recovery_code_does_not_count(db: None) -> None:
    user, _, _ = enrolled(AT)
    _, _, others = enrolled(AT)

    assert attempt(user, others[0]) == "second_factor_code_wrong"


def test_neither_secret_nor_recovery_code_stands_in_the_database(db: None) -> None:
    user = UserFactory.create()
    secret = second_factor.begin(by=user, at=AT).secret
    codes = second_factor.confirm(by=user, code=Phone(secret).code(AT), at=AT, origin="")

    row = SecondFactor.objects.get(user=user)
    assert secret.encode() not in bytes(row.sealed)
    kept = "".join(map(str, RecoveryCode.objects.values_list("digest", flat=True)))
    assert codes[0].replace("-", "").lower() not in kept.replace("-", "")


def test_an_enrolment_needs_its_first_code(db: None) -> None:
    user = UserFactory.create()
    phone = Phone(second_factor.begin(by=user, at=AT).secret)

    with pytest.raises(PortalError) as refusal:
        second_factor.confirm(by=user, code=wrong(phone.code(AT)), at=AT, origin="")

    assert refusal.value.code == "second_factor_code_wrong"
    assert second_factor.confirmed_factor(user) is None


def test_a_second_factor_in_use_is_not_replaced_silently(db: None) -> None:
    user, _, _ = enrolled(AT)

    with pytest.raises(PortalError) as refusal:
        second_factor.begin(by=user, at=LATER)

    assert refusal.value.code == "second_factor_present"


def test_at_the_browser_the_code_page_follows_the_password(db: None) -> None:
    with time_machine.travel(AT, tick=False):
        user, phone, _ = enrolled(AT - timedelta(hours=1))
        client = browser()

        address = enter_password(client, user, then="/orders/")
        assert address.startswith("/sign-in/code/")
        assert client.get("/orders/").status_code == 302
        answer = client.post(address, {"code": phone.code(AT), "next": "/orders/"})

    assert answer["Location"] == "/orders/"


def test_half_way_in_is_forgotten_after_ten_minutes(db: None) -> None:
    with time_machine.travel(AT, tick=False) as clock:
        user, phone, _ = enrolled(AT - timedelta(hours=1))
        client = browser()
        address = enter_password(client, user)
        clock.shift(timedelta(minutes=11))

        answer = client.post(address, {"code": phone.code(AT + timedelta(minutes=11))})

    assert answer["Location"] == "/sign-in/"


def test_the_code_page_without_a_password_leads_back(db: None) -> None:
    assert Client().get("/sign-in/code/")["Location"] == "/sign-in/"


# --- enrolment at the browser ---------------------------------------------------------------------


def enrol(client: Client, user: User) -> list[str]:
    """Set the second factor up as a person does; what the last page says, line by line."""
    client.post("/account/second-factor/")
    pending = second_factor.pending_enrolment(user)
    assert pending is not None
    code = Phone(pending.secret).code(timezone.now())
    page = client.post("/account/second-factor/set-up/", {"code": code})
    return page.content.decode().splitlines()


def test_setting_up_shows_a_picture_made_here_and_the_secret(db: None) -> None:
    user = UserFactory.create()
    client = browser()
    client.force_login(user)
    client.post("/account/second-factor/")

    page = client.get("/account/second-factor/set-up/").content.decode()

    pending = second_factor.pending_enrolment(user)
    assert pending is not None
    assert '<svg xmlns="http://www.w3.org/2000/svg" viewBox=' in page
    assert pending.secret[:4] in page
    assert "style=" not in page.split("<svg")[-1]


def test_enrolling_ends_the_sessions_begun_without_it(db: None) -> None:
    user = UserFactory.create()
    here, elsewhere = browser(), browser()
    here.force_login(user)
    elsewhere.force_login(user)

    enrol(here, user)

    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


def test_recovery_codes_are_shown_once(db: None) -> None:
    user = UserFactory.create()
    client = browser()
    client.force_login(user)

    lines = "\n".join(enrol(client, user))

    assert lines.count("<li>") >= second_factor.RECOVERY_CODES
    again = client.get("/account/second-factor/").content.decode()
    assert "恢复码只显示这一次" not in again


def test_taking_it_away_needs_a_code(db: None) -> None:
    now = timezone.now()
    user, phone, _ = enrolled(now - timedelta(hours=1))
    client = browser()
    client.force_login(user)

    client.post("/account/second-factor/remove/", {"code": wrong(phone.code(now))})
    assert second_factor.confirmed_factor(user) is not None
    client.post("/account/second-factor/remove/", {"code": phone.code(now)})
    assert second_factor.confirmed_factor(user) is None


# --- the duty -------------------------------------------------------------------------------------


@pytest.fixture
def required(settings: Settings) -> None:
    settings.SECOND_FACTOR = "required"


def first_page(user: User, path: str = "/orders/") -> str:
    """Where somebody who just signed in is led, or "" when the page opens."""
    client = browser()
    client.force_login(user)
    return str(client.get(path).headers.get("Location", ""))


def test_an_official_is_led_to_enrolment_before_anything_else(db: None, required: None) -> None:
    assert first_page(official()) == "/account/second-factor/"


def test_an_administrator_of_a_firm_is_led_to_enrolment(db: None, required: None) -> None:
    assert first_page(MemberFactory.create(role="administrator").user) == "/account/second-factor/"


def test_a_declarant_is_not(db: None, required: None) -> None:
    assert first_page(MemberFactory.create(role="declarant").user) == ""


def test_where_it_is_only_offered_an_official_works_on(db: None) -> None:
    assert first_page(official()) == ""


def test_the_account_page_says_that_a_real_installation_requires_it(db: None) -> None:
    client = browser()
    client.force_login(official())
    assert "正式环境中" in client.get("/account/").content.decode()


def test_a_fragment_asked_for_before_enrolment_sends_the_whole_page(
    db: None, required: None
) -> None:
    client = browser()
    client.force_login(official())

    answer = client.get("/", headers={"HX-Request": "true"})

    assert answer.headers["HX-Redirect"] == "/account/second-factor/"


def test_the_api_refuses_a_session_before_enrolment(db: None, required: None) -> None:
    client = browser()
    client.force_login(official())

    answer = client.get("/api/v1/inventories/")

    assert (answer.status_code, answer.json()["code"]) == (403, "second_factor_required")


def test_after_enrolment_the_way_is_free(db: None, required: None) -> None:
    user = official()
    client = browser()
    client.force_login(user)

    enrol(client, user)

    assert client.get("/orders/").status_code == 200


def test_a_session_that_never_showed_its_factor_is_not_enough(db: None, required: None) -> None:
    now = timezone.now()
    user, _, _ = enrolled(now, is_official=True)
    client = browser()
    client.force_login(user)

    assert client.get("/orders/")["Location"].startswith("/sign-in/")
