"""A person's real-name level is raised by an identity service, and nothing else is kept."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client, override_settings

from accounts.models import AuditEntry, User
from accounts.services.real_name import raise_level
from accounts.services.registering import change_person
from tests.factories.users import UserFactory
from zone_portal.kernel.errors import PortalError
from zone_portal.kernel.identifiers import resident_id_check_character

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def number(serial: int = 1) -> str:
    first17 = f"36000019700101{serial:03}"
    return first17 + resident_id_check_character(first17)


@pytest.fixture
def person() -> User:
    return UserFactory.create()


def confirm(person: User, *, at: datetime = AT, **given: Any) -> User:
    return raise_level(**{"by": person, "name": "罗虚构", "number": number(), "at": at, **given})


def refusal(person: User, **given: Any) -> PortalError:
    with pytest.raises(PortalError) as refused:
        confirm(person, **given)
    return refused.value


def test_name_and_number_give_the_second_level_and_the_name(person: User) -> None:
    raised = confirm(person)
    assert (raised.real_name_level, raised.name, raised.real_name_at) == (2, "罗虚构", AT)
    kept = str(vars(User.objects.get(pk=person.pk))) + str(list(AuditEntry.objects.values()))
    assert number() not in kept


def test_a_certificate_gives_the_third_level_and_it_stays(person: User) -> None:
    assert confirm(person, serial="CA-2026-01").real_name_level == 3
    assert confirm(person).real_name_level == 3


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"number": number(98)}, "real_name_refused"),
        ({"number": number(99)}, "real_name_refused"),
        ({"serial": "CA-98"}, "real_name_refused"),
        ({"number": number(97)}, "real_name_unavailable"),
        ({"number": "1"}, "real_name_invalid"),
        ({"name": " "}, "real_name_invalid"),
    ],
)
def test_what_does_not_fit_raises_nothing(person: User, given: Any, code: str) -> None:
    assert refusal(person, **given).code == code
    assert User.objects.get(pk=person.pk).real_name_level == 0


def test_after_five_refusals_nobody_is_asked_for_an_hour(person: User) -> None:
    for _ in range(5):
        refusal(person, number=number(98))
    assert refusal(person).code == "real_name_locked"
    assert confirm(person, at=AT + timedelta(hours=1, seconds=1)).real_name_level == 2


def test_an_account_belongs_to_one_person(person: User) -> None:
    confirm(person)
    assert refusal(person, number=number(2)).code == "real_name_other_person"


def test_another_name_needs_another_confirmation(person: User) -> None:
    confirm(person)
    changed = change_person(
        by=person, name="万模拟", phone="13800001234", at=AT, origin="127.0.0.1"
    )
    assert (changed.real_name_level, changed.real_name_at) == (1, None)
    assert confirm(person, name="万模拟", number=number(2)).real_name_level == 2


@override_settings(IDENTITY_SERVICE="accounts.identity.NotConnected")
def test_without_a_service_the_level_stays(person: User) -> None:
    assert refusal(person).code == "real_name_unavailable"


def test_the_page_raises_the_level_and_says_what_is_wrong(person: User) -> None:
    client = Client()
    client.force_login(person)
    assert "模拟" in client.get("/account/real-name/").content.decode()
    wrong = client.post("/account/real-name/", {"name": "罗虚构", "number": "123"})
    assert wrong.status_code == 422
    assert "不是正确的 18 位身份证号码" in wrong.content.decode()
    done = client.post("/account/real-name/", {"name": "罗虚构", "number": number().lower()})
    assert done.status_code == 302
    assert User.objects.get(pk=person.pk).real_name_level == 2
    assert Client().get("/account/real-name/").status_code == 302
