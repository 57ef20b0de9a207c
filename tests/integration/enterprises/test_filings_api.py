"""Filing by program: started, saved, told what is wrong, submitted, read with remarks."""

import hashlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from enterprises.models import Enterprise, Filing
from enterprises.selectors_filings import form_of
from enterprises.services.demo_values import PDF
from tests.factories.applications import Applied, answers, approved, decide, draft
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.integration.api.conftest import Caller, caller_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm() -> Enterprise:
    """A firm that moved in with its zone: registered, no filing of its own yet."""
    return EnterpriseFactory.create()


@pytest.fixture
def caller(firm: Enterprise) -> Caller:
    return caller_for(firm)


def send(caller: Caller, method: str, path: str, body: Any = None) -> Any:
    return getattr(caller.client, method)(
        f"/api/v1/{path}",
        {} if body is None else body,
        content_type="application/json",
        headers=caller._headers("*/*"),
    )


def start(caller: Caller, **values: Any) -> Any:
    return send(caller, "post", "filings/", {"type": "enterprise", "values": values})


def attach(caller: Caller, number: str, field: str, content: bytes = PDF, **more: Any) -> Any:
    file = SimpleUploadedFile(more.get("name", f"{field}.pdf"), content)
    return caller.client.post(
        f"/api/v1/filings/{number}/files/",
        {"field": field, "file": file},
        headers=caller._headers("*/*"),
    )


def attach_all(caller: Caller, number: str) -> None:
    row = Filing.objects.get(pk=number)
    for field in form_of(row).files:
        if field.required:
            attached = attach(caller, number, field.code)
            assert attached.status_code == 201, attached.content
            assert [file["name"] for file in attached.json()["files"][field.code]] == [
                f"{field.code}.pdf"
            ]


def test_a_filing_is_started_saved_and_submitted(caller: Caller, firm: Enterprise) -> None:
    begun = start(caller)
    assert begun.status_code == 201, begun.content
    number = begun.json()["id"]
    given = answers(number=3) | {"uscc": firm.uscc, "customs_code": firm.code, "name": firm.name}

    saved = send(caller, "patch", f"filings/{number}/", {"values": given})
    assert saved.json()["problems"] == [], saved.json()["problems"]
    incomplete = send(caller, "post", f"filings/{number}/submit/")
    assert (incomplete.status_code, incomplete.json()["code"]) == (422, "filing_incomplete")
    attach_all(caller, number)
    submitted = send(caller, "post", f"filings/{number}/submit/")

    assert submitted.status_code == 200, submitted.content
    assert submitted.json()["status"] == "submitted"
    assert submitted.json()["waiting_for"] == "zone"
    assert [row["id"] for row in caller.get("filings/", status="submitted").json()["results"]] == [
        number
    ]
    withdrawn = send(caller, "post", f"filings/{number}/withdraw/")
    assert withdrawn.json()["status"] == "draft"


def test_wrong_values_are_kept_and_named(caller: Caller) -> None:
    begun = start(caller, uscc="91000000MA0000A19D", contact_email="nobody").json()
    assert {p["field"] for p in begun["problems"]} == {"uscc", "contact_email"}
    assert begun["values"]["uscc"] == "91000000MA0000A19D"


def test_personal_values_come_back_masked(caller: Caller) -> None:
    begun = start(caller, contact_name="罗模拟", contact_phone="13800001234").json()
    assert begun["values"]["contact_phone"] == "138****1234"
    read = caller.get(f"filings/{begun['id']}/")
    assert "13800001234" not in read.content.decode()
    assert read.json()["problems"]


def applicant(applied: Applied) -> Caller:
    firm = Enterprise.objects.get(pk=applied.filing.enterprise_id)
    return caller_for(firm)


def test_a_returned_filing_says_what_to_correct(firm: Enterprise) -> None:
    person = MemberFactory.create(enterprise=firm, role="administrator").user
    begun = draft(number=4, by=person, enterprise=firm)
    caller = caller_for(firm)
    own = {"uscc": firm.uscc, "customs_code": firm.code, "name": firm.name}
    send(caller, "patch", f"filings/{begun.filing.pk}/", {"values": own})
    assert send(caller, "post", f"filings/{begun.filing.pk}/submit/").status_code == 200
    decide(begun.filing, official(), "return", checked=[], remarks=[("shops", "请写完整网址")])

    read = caller.get(f"filings/{begun.filing.pk}/").json()

    assert (read["status"], read["open"]) == ("returned", True)
    assert read["remarks"] == [{"field": "shops", "text": "请写完整网址"}]
    assert [review["decision"] for review in read["reviews"]] == ["return"]
    assert read["steps"][-1]["status"] == "returned"


def test_an_approved_filing_is_found_by_its_number_and_opened_for_a_change() -> None:
    applied = approved(number=5)
    caller = applicant(applied)
    number = applied.filing.number
    assert caller.get(f"filings/{number.lower()}/").json()["number"] == number
    refused = send(caller, "patch", f"filings/{number}/", {"values": {}})
    assert (refused.status_code, refused.json()["code"]) == (409, "filing_not_open")
    assert send(caller, "post", f"filings/{number}/change/").json()["status"] == "changing"


def test_the_filings_of_others_do_not_exist(caller: Caller) -> None:
    applied = approved(number=6)
    for key in (applied.filing.number, str(applied.filing.pk)):
        assert caller.get(f"filings/{key}/").status_code == 404
        assert send(caller, "patch", f"filings/{key}/", {"values": {}}).status_code == 404
        for deed in ("submit", "withdraw", "change"):
            assert send(caller, "post", f"filings/{key}/{deed}/").status_code == 404
    assert caller.get("filings/").json() == {"next": None, "results": []}


def test_writing_needs_its_scope(firm: Enterprise) -> None:
    reading = caller_for(firm, client_name="reader", scopes=["read"])
    assert reading.get("filings/").status_code == 200
    assert start(reading).json()["code"] == "scope_missing"
    assert Caller().get("filings/").status_code == 401


def test_the_second_enterprise_filing_is_refused(caller: Caller) -> None:
    assert start(caller).status_code == 201
    again = start(caller)
    assert (again.status_code, again.json()["code"]) == (409, "filing_exists")


@pytest.mark.parametrize(
    "body", [{}, {"type": "x"}, {"type": "enterprise", "values": []}, [], {"type": 7}]
)
def test_what_is_no_filing_is_refused(caller: Caller, body: Any) -> None:
    assert send(caller, "post", "filings/", body).status_code == 400


def test_filters_are_checked(caller: Caller) -> None:
    for query in ({"type": "x"}, {"status": "x"}, {"after": "x"}):
        assert caller.get("filings/", **query).status_code == 400
    assert caller.get("filings/", after="9").json()["results"] == []


def test_anyone_may_read_what_a_filing_must_contain() -> None:
    nobody = Caller()
    form = nobody.get("filing-forms/enterprise/", kinds="ecommerce,platform").json()
    fields = {field["code"] for section in form["sections"] for field in section["fields"]}
    assert {"uscc", "shops", "platform_domains"} <= fields
    assert form["stages"][0] == "zone"
    assert nobody.get("filing-forms/nothing/").status_code == 404
    assert nobody.get("filing-forms/enterprise/", kinds="zeppelin").status_code == 400
    assert nobody.get("filing-forms/goods/").status_code == 200


def test_a_file_is_read_back_and_taken_away(caller: Caller) -> None:
    number = start(caller).json()["id"]
    (kept,) = attach(caller, number, "licence").json()["files"]["licence"]
    assert kept["sha256"] == hashlib.sha256(PDF).hexdigest()
    path = f"filings/{number}/files/{kept['id']}/"

    read = caller.get(path)
    assert (read.content, read["Content-Type"]) == (PDF, "application/pdf")
    assert "attachment" in read["Content-Disposition"]
    gone = send(caller, "delete", path)
    assert (gone.status_code, gone.json()["files"]) == (200, {})


@pytest.mark.parametrize(
    ("content", "name", "status", "code"),
    [
        (b"MZ\x90\x00 a program", "licence.pdf", 415, "attachment_type_unknown"),
        (PDF, "licence.png", 415, "attachment_type_mismatch"),
        (b"", "licence.pdf", 422, "attachment_empty"),
    ],
)
def test_a_file_that_is_none_is_refused(
    caller: Caller, content: bytes, name: str, status: int, code: str
) -> None:
    number = start(caller).json()["id"]
    refused = attach(caller, number, "licence", content, name=name)
    assert (refused.status_code, refused.json()["code"]) == (status, code)


def test_a_file_larger_than_the_limit_is_refused_unread(caller: Caller, settings: Any) -> None:
    settings.FILING_ATTACHMENT_BYTES = len(PDF) - 1
    refused = attach(caller, start(caller).json()["id"], "licence")
    assert (refused.status_code, refused.json()["code"]) == (413, "attachment_too_large")


def test_a_file_needs_its_requirement_and_itself(caller: Caller) -> None:
    number = start(caller).json()["id"]
    assert attach(caller, number, "a wish").json()["code"] == "attachment_field_unknown"
    bare = caller.client.post(f"/api/v1/filings/{number}/files/", headers=caller._headers("*/*"))
    assert (bare.status_code, bare.json()["code"]) == (400, "parameters_invalid")


def test_a_file_of_one_filing_is_not_found_under_another(caller: Caller) -> None:
    other = caller_for(EnterpriseFactory.create())
    (kept,) = attach(other, start(other).json()["id"], "licence").json()["files"]["licence"]
    own = start(caller).json()["id"]
    assert caller.get(f"filings/{own}/files/{kept['id']}/").status_code == 404
