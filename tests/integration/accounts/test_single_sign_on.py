"""Single sign-on against a fake identity service in this process; nothing leaves the machine."""

import base64
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import AuditEntry, LinkedIdentity, User
from tests.factories.users import UserFactory
from tests.integration.accounts.fake_issuer import CLIENT_SECRET, FakeIssuer, key_of, running
from tests.integration.accounts.people import browser, enrolled

BACK = "/sign-in/identity-service/back/"


@pytest.fixture
def issuer(db: None, settings: Settings) -> Iterator[FakeIssuer]:
    """The fake service, configured with the claim that holds user names."""
    with running() as fake:
        settings.SINGLE_SIGN_ON = fake.service(claim="preferred_username")
        yield fake


def leave(client: Client, issuer: FakeIssuer, path: str = "/sign-in/identity-service/") -> str:
    """Go to the identity service; the state to come back with."""
    return issuer.question(client.get(path)["Location"])["state"]


def come_back(client: Client, state: str, **more: str) -> Any:
    return client.get(BACK, {"code": "one-time", "state": state, **more})


def said(client: Client, path: str = "/sign-in/") -> str:
    return client.get(path).content.decode()


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def sign_in(issuer: FakeIssuer, user: User, **lies: Any) -> Client:
    """A whole round for this person, with what the service lies about."""
    issuer.claims = {"preferred_username": user.username, **lies}
    client = browser()
    come_back(client, leave(client, issuer))
    return client


def test_the_button_stands_on_the_page_only_where_a_service_is_configured(
    db: None, issuer: FakeIssuer, settings: Settings
) -> None:
    assert "省统一身份认证（模拟）" in said(Client())
    settings.SINGLE_SIGN_ON = type(settings.SINGLE_SIGN_ON)()
    assert "/sign-in/identity-service/" not in said(Client())
    assert Client().get("/sign-in/identity-service/").status_code == 404


def test_a_person_comes_in_by_the_configured_claim_and_is_linked(issuer: FakeIssuer) -> None:
    user = UserFactory.create()

    assert is_in(sign_in(issuer, user))

    assert LinkedIdentity.objects.get().user == user
    assert AuditEntry.objects.get(action="sign_in", by=user).new["by"] == "identity_service"  # type: ignore[index]


def test_the_code_is_exchanged_with_the_verifier_and_the_clients_secret(
    issuer: FakeIssuer,
) -> None:
    sign_in(issuer, UserFactory.create())

    assert issuer.verifier_fits()
    kind, pair = issuer.asked_for_tokens[-1]["authorization"].split()
    assert kind == "Basic"
    assert base64.b64decode(pair).decode() == "zone-portal:fake%20%26%20secret"
    assert CLIENT_SECRET not in issuer.questions[-1].values()


def test_a_linked_person_comes_in_whatever_the_claim_says_later(issuer: FakeIssuer) -> None:
    user = UserFactory.create()
    sign_in(issuer, user)
    issuer.claims = {"preferred_username": "somebody-else"}

    client = browser()
    answer = come_back(client, leave(client, issuer, "/sign-in/identity-service/?next=/orders/"))

    assert answer["Location"] == "/orders/"
    assert is_in(client)


def test_the_page_to_come_back_to_is_one_of_ours(issuer: FakeIssuer) -> None:
    user = UserFactory.create()
    issuer.claims = {"preferred_username": user.username}
    client = browser()
    path = "/sign-in/identity-service/?next=https://example.org/"

    assert come_back(client, leave(client, issuer, path))["Location"] == "/"


def test_an_identity_that_belongs_to_nobody_is_told_what_to_do(issuer: FakeIssuer) -> None:
    issuer.claims = {"preferred_username": "nobody-here"}
    client = browser()
    come_back(client, leave(client, issuer))

    assert not is_in(client)
    assert "没有与此身份关联的账号" in said(client)


def test_without_a_configured_claim_nobody_is_linked_silently(
    issuer: FakeIssuer, settings: Settings
) -> None:
    settings.SINGLE_SIGN_ON = issuer.service()
    assert not is_in(sign_in(issuer, UserFactory.create()))


def test_a_forged_signature_is_refused(issuer: FakeIssuer) -> None:
    issuer.key = key_of("forged")
    client = sign_in(issuer, UserFactory.create())

    assert not is_in(client)
    assert "没有通过核验" in said(client)


def test_a_token_signed_with_the_shared_secret_is_refused(issuer: FakeIssuer) -> None:
    issuer.algorithm = "HS256"
    assert not is_in(sign_in(issuer, UserFactory.create()))


def long_ago() -> int:
    return int((timezone.now() - timedelta(hours=1)).timestamp())


@pytest.mark.parametrize(
    "lies",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another-client"},
        {"iss": "https://another.example"},
        {"exp": "long ago"},
        {"sub": None},
        {"azp": "another-client"},
    ],
    ids=str,
)
def test_a_wrong_claim_is_refused(issuer: FakeIssuer, lies: dict[str, Any]) -> None:
    lies = {name: long_ago() if value == "long ago" else value for name, value in lies.items()}
    client = sign_in(issuer, UserFactory.create(), **lies)

    assert not is_in(client)
    assert "没有通过核验" in said(client)


def test_a_service_that_says_it_is_another_is_refused(issuer: FakeIssuer) -> None:
    issuer.says_it_is = "https://another.example"
    client = browser()

    assert client.get("/sign-in/identity-service/")["Location"] == "/sign-in/"
    assert "没有通过核验" in said(client)


def test_an_answer_with_another_state_is_refused(issuer: FakeIssuer) -> None:
    issuer.claims = {"preferred_username": UserFactory.create().username}
    client = browser()
    leave(client, issuer)

    come_back(client, "another")

    assert not is_in(client)
    assert issuer.asked_for_tokens == []


def test_an_answer_that_nobody_asked_for_is_refused(issuer: FakeIssuer) -> None:
    state = leave(browser(), issuer)
    stranger = browser()

    come_back(stranger, state)

    assert not is_in(stranger)
    assert issuer.asked_for_tokens == []


def test_an_answer_of_another_issuer_is_refused(issuer: FakeIssuer) -> None:
    client = browser()
    come_back(client, leave(client, issuer), iss="https://another.example")

    assert issuer.asked_for_tokens == []


def test_an_answer_counts_once(issuer: FakeIssuer) -> None:
    issuer.claims = {"preferred_username": UserFactory.create().username}
    client = browser()
    state = leave(client, issuer)
    come_back(client, state)
    client.post("/sign-out/")

    come_back(client, state)

    assert not is_in(client)


def test_a_service_that_is_away_leads_back_with_words(settings: Settings, db: None) -> None:
    with running() as gone:
        settings.SINGLE_SIGN_ON = gone.service()
    client = browser()

    assert client.get("/sign-in/identity-service/")["Location"] == "/sign-in/"
    assert "没有答复" in said(client)


def test_the_second_factor_is_asked_for_as_well(issuer: FakeIssuer) -> None:
    user, _, _ = enrolled(timezone.now())
    issuer.claims = {"preferred_username": user.username}
    client = browser()

    answer = come_back(client, leave(client, issuer))

    assert answer["Location"].startswith("/sign-in/code/")
    assert not is_in(client)


def test_a_disabled_account_stays_out(issuer: FakeIssuer) -> None:
    user = UserFactory.create()
    sign_in(issuer, user)
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert not is_in(sign_in(issuer, user))


def test_a_person_links_and_unlinks_their_own_account(
    issuer: FakeIssuer, settings: Settings
) -> None:
    settings.SINGLE_SIGN_ON = issuer.service()
    client = browser()
    client.force_login(UserFactory.create())

    come_back(client, leave(client, issuer, "/account/identity-service/link/"))
    assert "已关联" in said(client, "/account/")
    client.post("/account/identity-service/unlink/")

    assert not LinkedIdentity.objects.exists()


def test_an_identity_is_linked_to_one_account_only(issuer: FakeIssuer) -> None:
    sign_in(issuer, UserFactory.create())
    client = browser()
    client.force_login(UserFactory.create())

    come_back(client, leave(client, issuer, "/account/identity-service/link/"))

    assert "已有关联" in said(client, "/account/")
    assert LinkedIdentity.objects.count() == 1


def test_the_subject_is_kept_as_a_keyed_hash_only(issuer: FakeIssuer) -> None:
    sign_in(issuer, UserFactory.create())

    kept = str(LinkedIdentity.objects.values_list().get())
    assert "000000-fake-subject" not in kept
