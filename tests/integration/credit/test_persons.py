"""Natural persons as subjects: entered through a page, named only for a reason, never public."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, Notice
from credit.models import Record, Subject
from credit.services.sources import load_sources
from tests.builders.people import id_number
from tests.factories.credit import subject
from tests.factories.officials import official

pytestmark = pytest.mark.django_db

NUMBER, NAME = id_number(7), "罗虚构"


@pytest.fixture
def browser(client: Client) -> Client:
    load_sources(at=timezone.now())
    client.force_login(official("zone", "reviewer"))
    return client


def given(**changes: str) -> dict[str, str]:
    today = timezone.localdate().isoformat()
    return {
        "id_number": NUMBER,
        "name": NAME,
        "source": "customs",
        "kind": "smuggling_crime",
        "number": "P-1",
        "occurred_date": today,
        "grade": "serious",
        **changes,
    }


def enter(browser: Client, **changes: str) -> Any:
    return browser.post("/credit/persons/new/", given(**changes))


def test_a_record_opens_the_file_of_a_person_who_is_shown_masked(browser: Client) -> None:
    person = Subject.objects.get(pk=enter(browser)["Location"].split("/")[-2])
    enter(browser, number="P-2")
    assert Record.objects.filter(subject=person).count() == 2
    pages = [browser.get(f"/credit/persons/{place}") for place in ("", f"{person.pk}/")]
    for body in (page.content.decode() for page in pages):
        assert "罗*" in body
        assert NAME not in body
        assert NUMBER not in body
    assert not Notice.objects.exists()
    found = browser.post("/credit/persons/", {"id_number": NUMBER.lower()})
    assert found["Location"] == f"/credit/persons/{person.pk}/"
    assert browser.post("/credit/persons/", {"id_number": id_number(8)}).status_code == 404
    deeds = list(AuditEntry.objects.filter(action__startswith="credit.person").order_by("id"))
    assert [row.action.rpartition("_")[2] for row in deeds] == ["opened", "up", "up"]
    told = " ".join(f"{row.new} {row.old}" for row in AuditEntry.objects.all())
    assert NAME not in told
    assert NUMBER not in told


def test_the_name_is_shown_for_a_reason_that_stands_in_the_audit_trail(browser: Client) -> None:
    address = enter(browser)["Location"]
    assert browser.post(address, {"reason": "看"}).status_code == 422
    shown = browser.post(address, {"reason": "核对处罚决定书当事人"})
    assert NAME in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    entry = AuditEntry.objects.get(action="reveal_personal")
    assert entry.new == {"elements": ["name"], "reason": "核对处罚决定书当事人"}


def test_everything_wrong_is_told_at_once_and_nothing_is_opened(browser: Client) -> None:
    answer = enter(browser, id_number="123", kind="negative_list", grade="terrible")
    body = answer.content.decode()
    assert answer.status_code == 422
    for told in (
        "身份证号码不正确",
        "该来源不提供此类记录",
        "当日有效的等级",
        "此类记录须填写事由",
    ):
        assert told in body, told
    assert not Subject.objects.exists()
    enter(browser)
    other = enter(browser, name="罗不同", number="P-2").content.decode()
    assert "已登记在另一姓名下" in other
    assert NAME not in other


def test_what_the_law_does_not_allow_of_persons_is_not_offered(browser: Client) -> None:
    offered = browser.get("/credit/persons/new/").content.decode()
    assert "smuggling_crime" in offered
    assert "tax_penalty" not in offered


def test_nobody_else_opens_the_pages_and_the_public_finds_nobody(browser: Client) -> None:
    address = enter(browser)["Location"]
    for person, may_read in ((official("customs"), False), (official("zone", "viewer"), True)):
        other = Client()
        other.force_login(person)
        assert other.get(address).status_code == (200 if may_read else 403)
        assert other.post(address, {"reason": "核对处罚决定书"}).status_code == 403
    subject()
    found = Client().get("/credit/public/", {"q": NAME}).content.decode()
    assert "P-1" not in found
