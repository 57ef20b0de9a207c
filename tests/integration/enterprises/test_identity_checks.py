"""Checks of people: within a quota, logged, and nothing kept but the result."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from accounts.facts import SystemActor
from accounts.models import AuditEntry
from enterprises.models import Enterprise, IdentityCheck
from enterprises.rules.identity import BATCH, CODE, QUOTA, SINCE, Subject, subject
from enterprises.services.checking import Checked, check_people, look_up_enterprise
from enterprises.services.refusals import Refusal
from enterprises.viewers import viewer_for
from reference.models import RuleSetting
from reference.services.rule_settings import NewSetting, put_rule_setting
from tests.builders import codes, people
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.factories.users import UserFactory
from tests.integration.api.conftest import Caller, caller_for
from zone_portal.kernel.identifiers import resident_id_check_character

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
BY = SystemActor("test")
pytestmark = pytest.mark.django_db


def person(serial: int) -> Subject:
    first17 = f"36000019700101{serial:03}"
    return subject("罗虚构", first17 + resident_id_check_character(first17))


@pytest.fixture
def firm() -> Enterprise:
    return EnterpriseFactory.create()


@pytest.fixture
def caller(firm: Enterprise) -> Caller:
    return caller_for(firm)


def limit(parameter: str, value: int) -> None:
    put_rule_setting(NewSetting(CODE, parameter, str(value), SINCE), by=BY, at=AT)


def check(firm: Enterprise | None, *subjects: Subject, at: datetime = AT) -> Checked:
    return check_people(
        subjects=subjects,
        purpose="订单实名核查",
        enterprise_id=firm.id if firm else None,
        by=BY,
        at=at,
    )


def refused(*subjects: Subject, firm: Enterprise) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        check(firm, *subjects)
    return refusal.value


def test_a_batch_is_answered_in_its_order(firm: Enterprise) -> None:
    wrong = subject("罗虚构", "360000197001010000")
    checked = check(firm, person(1), person(98), wrong, person(99), person(97))
    assert checked.results == ("match", "mismatch", "invalid", "not_found", "unavailable")
    assert checked.simulated


def test_the_log_keeps_results_and_no_person(firm: Enterprise) -> None:
    checked = check(firm, person(1), person(98))
    rows = IdentityCheck.objects.filter(batch=checked.batch).order_by("id")
    assert [row.result for row in rows] == ["match", "mismatch"]
    entry = AuditEntry.objects.get(action="identity.checked", on_id=str(checked.batch))
    kept = str([vars(row) for row in rows]) + str(vars(entry))
    assert "罗虚构" not in kept
    assert "19700101" not in kept
    assert entry.new is not None
    assert entry.new["results"] == {"match": 1, "mismatch": 1}


def test_the_same_person_is_recognised_by_the_hash_alone(firm: Enterprise) -> None:
    check(firm, person(1), person(1), person(2))
    first, again, other = IdentityCheck.objects.order_by("id").values_list("subject", flat=True)
    assert first == again != other


def test_the_quota_counts_what_was_really_asked(firm: Enterprise) -> None:
    limit(QUOTA, 3)
    wrong = subject("罗虚构", "1")
    assert check(firm, person(1), wrong, person(97)).left == 2
    refusal = refused(person(1), person(2), person(3), firm=firm)
    assert (refusal.code, refusal.status, refusal.details["left"]) == (
        "identity_quota_used",
        429,
        2,
    )
    assert check(firm, person(1), person(2)).left == 0
    assert check(firm, wrong).left == 0
    assert check(firm, person(1), at=AT + timedelta(days=1)).left == 2
    assert check(EnterpriseFactory.create(), person(1)).left == 2


def test_nothing_is_asked_or_logged_of_a_refused_request(firm: Enterprise) -> None:
    limit(QUOTA, 1)
    refused(person(1), person(2), firm=firm)
    assert not IdentityCheck.objects.exists()


def test_a_batch_has_a_limit_and_a_purpose(firm: Enterprise) -> None:
    limit(BATCH, 2)
    refusal = refused(person(1), person(2), person(3), firm=firm)
    assert [p["code"] for p in refusal.details["problems"]] == ["too_many"]
    with pytest.raises(Refusal) as other:
        check_people(subjects=[person(1)], purpose=" ", enterprise_id=firm.id, by=BY, at=AT)
    assert [p["field"] for p in other.value.details["problems"]] == ["purpose"]


def test_the_limits_are_loaded_as_dated_rows_with_an_author() -> None:
    call_command("load_filing_settings", stdout=StringIO())
    rows = RuleSetting.objects.filter(rule_code=CODE).order_by("parameter")
    assert [(row.parameter, row.value, row.author) for row in rows] == [
        (BATCH, "100", "system"),
        (QUOTA, "500", "system"),
    ]


def test_officials_have_no_quota_but_are_logged() -> None:
    limit(QUOTA, 0)
    checked = check(None, person(1))
    assert (checked.results, checked.left) == (("match",), None)
    assert IdentityCheck.objects.filter(enterprise__isnull=True).count() == 1


def test_a_registry_is_asked_for_the_registered_name(firm: Enterprise) -> None:
    found = look_up_enterprise(
        uscc=codes.uscc(1), purpose="备案核对", enterprise_id=firm.id, by=BY, at=AT
    )
    assert found.result == "match"
    assert IdentityCheck.objects.get().method == "registry"


def test_an_enterprise_sees_its_own_log_and_officials_those_in_charge(firm: Enterprise) -> None:
    check(firm, person(1))
    check(EnterpriseFactory.create(), person(1))
    check(None, person(1))
    member = MemberFactory.create(enterprise=firm).user

    def seen(user: Any) -> int:
        return IdentityCheck.objects.visible_to(viewer_for(user)).count()

    assert (seen(member), seen(UserFactory.create()), seen(official())) == (1, 0, 3)


def test_the_api_checks_one_and_many(caller: Caller) -> None:
    given = people.person(3)
    one = {"purpose": "订单实名核查", "name": given.name, "idNumber": given.id_number}
    answer = post(caller, one)
    assert answer.status_code == 200, answer.content
    assert [row["result"] for row in answer.json()["results"]] == ["match"]
    many = {"purpose": "订单实名核查", "subjects": [one, {"name": "", "idNumber": ""}]}
    answer = post(caller, many)
    assert [row["result"] for row in answer.json()["results"]] == ["match", "invalid"]
    assert given.id_number not in answer.content.decode()

    log = caller.get("identity/checks/", batch=answer.json()["batch"]).json()

    assert [row["result"] for row in log["results"]] == ["invalid", "match"]
    assert log["quota"]["left"] == log["quota"]["limit"] - 2
    assert caller.get("identity/checks/", batch="x").json()["results"] == []


@pytest.mark.parametrize("body", [b"[]", b'{"subjects": 1, "purpose": "abcd"}', b"{"])
def test_the_api_refuses_what_is_no_request(caller: Caller, body: bytes) -> None:
    response = caller.post(body, "application/json", "/api/v1/identity/checks/")
    assert (response.status_code, response.json()["code"]) == (400, "parse_error")


def test_the_api_names_everything_that_is_wrong(caller: Caller) -> None:
    response = post(caller, {})
    assert response.status_code == 422
    assert [p["field"] for p in response.json()["details"]["problems"]] == ["purpose", "subjects"]


def test_a_token_without_the_scope_may_not_check(firm: Enterprise) -> None:
    reading = caller_for(firm, client_name="reader", scopes=["read"])
    assert post(reading, {}).json()["code"] == "scope_missing"
    assert reading.get("identity/checks/").status_code == 200
    assert Caller().get("identity/checks/").status_code == 401


def test_a_program_looks_up_the_registered_name(caller: Caller) -> None:
    found = post(caller, {"uscc": codes.uscc(1).lower(), "purpose": "交易对手核对"}, "registry")
    assert found.status_code == 200, found.content
    assert (found.json()["result"], found.json()["simulated"]) == ("match", True)
    unknown = post(caller, {"uscc": "1", "purpose": "交易对手核对"}, "registry").json()
    assert (unknown["result"], unknown["name"]) == ("not_found", None)
    assert post(caller, {"uscc": codes.uscc(1)}, "registry").status_code == 422
    assert IdentityCheck.objects.filter(method="registry").count() == 2


def post(caller: Caller, body: Any, what: str = "checks") -> Any:
    return caller.client.post(
        f"/api/v1/identity/{what}/",
        body,
        content_type="application/json",
        headers=caller._headers("*/*"),
    )
