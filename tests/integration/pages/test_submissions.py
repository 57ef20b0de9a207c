"""Sending a file by hand, and reading what was answered."""

import json
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from declarations.models import Submission
from declarations.pages.uploading import content_type_of
from declarations.services.sources import JSON, NDJSON, XML
from tests.builders.documents import changed, head_of, to_ndjson, to_xml
from tests.integration.declarations.conftest import Desk
from tests.integration.pages.conftest import Reader

Member = Callable[..., Reader]


def upload(person: Reader, body: bytes, name: str = "documents.ndjson", **more: Any) -> Any:
    file = SimpleUploadedFile(name, body)
    return person.client.post("/submissions/new/", {"file": file, **more})


def test_the_layout_of_a_file_is_recognised() -> None:
    def layout(body: bytes, name: str = "file") -> str:
        return content_type_of(SimpleUploadedFile(name, body))

    assert layout(b"\xef\xbb\xbf <?xml version='1.0'?>") == XML
    assert layout(b'{"type": "CEB311"}\n{"type": "CEB311"}\n') == NDJSON
    assert layout(b'{\n  "type": "CEB311"\n}') == JSON
    assert layout(b'{\n"type": 1}', "a.ndjson") == NDJSON


def test_a_file_without_script_leads_to_its_submission(desk: Desk, member_of: Member) -> None:
    response = upload(member_of(desk), to_ndjson(desk.set().values()))

    submission = Submission.objects.get(enterprise_id=desk.firm.id)
    assert response.status_code == 302
    assert response["Location"] == f"/submissions/{submission.id}/"
    assert (submission.channel, submission.accepted) == ("page", 4)


def test_the_person_who_sent_a_file_is_remembered(desk: Desk, member_of: Member) -> None:
    member = member_of(desk)
    upload(member, to_ndjson([desk.set()["order"]]))

    assert Submission.objects.get(enterprise_id=desk.firm.id).user_id == member.user.pk


def test_a_ceb_message_is_taken_as_well(desk: Desk, member_of: Member) -> None:
    body = to_xml("CEB311", [desk.set()["order"]], sender=desk.firm.code)

    upload(member_of(desk), body, "orders.xml")

    assert Submission.objects.get(enterprise_id=desk.firm.id).accepted == 1


def test_who_may_only_look_cannot_send(desk: Desk, member_of: Member) -> None:
    response = upload(member_of(desk, role="viewer"), to_ndjson([desk.set()["order"]]))

    assert response.status_code == 422
    assert not Submission.objects.filter(enterprise_id=desk.firm.id).exists()


def test_an_official_cannot_send(desk: Desk, official: Reader) -> None:
    assert upload(official, to_ndjson([desk.set()["order"]])).status_code == 422


def test_nobody_sends_for_a_firm_that_is_not_theirs(desk: Desk, outsider: Reader) -> None:
    upload(outsider, to_ndjson([desk.set()["order"]]), enterprise=desk.firm.code)

    assert not Submission.objects.filter(enterprise_id=desk.firm.id).exists()


def test_an_unreadable_file_is_kept_and_its_page_says_why(desk: Desk, member_of: Member) -> None:
    member = member_of(desk)

    response = upload(member, b"<a><b></a>", "broken.xml")

    submission = Submission.objects.get(enterprise_id=desk.firm.id)
    assert response.status_code == 422
    assert "xml_malformed" in response.content.decode()
    page = member.text(f"/submissions/{submission.id}/")
    assert "整批拒收" in page
    assert "xml_malformed" in page


def test_every_document_stands_on_the_page_with_its_findings(desk: Desk, member_of: Member) -> None:
    bad = changed(desk.set(1)["order"], currency="502")
    upload(member_of(desk), to_ndjson([desk.set(0)["order"], bad]))
    submission = Submission.objects.get(enterprise_id=desk.firm.id)

    page = member_of(desk).text(f"/submissions/{submission.id}/")
    rejected = member_of(desk).text(f"/submissions/{submission.id}/", verdict="rejected")

    assert head_of(bad)["orderNo"] in page
    assert head_of(desk.set(0)["order"])["orderNo"] in page
    assert head_of(desk.set(0)["order"])["orderNo"] not in rejected
    assert "GEN-004" in rejected


def test_a_signature_is_said_to_be_kept_but_not_verified(desk: Desk, member_of: Member) -> None:
    judged = desk.send(desk.set()["order"])[0]
    submission = Submission.objects.get(id=judged.document_id - 1)
    Submission.objects.filter(id=submission.id).update(has_signature=True)

    assert "已随原文保存，未验签" in member_of(desk).text(f"/submissions/{submission.id}/")


def test_receipts_are_handed_out_as_json_and_as_ceb_messages(desk: Desk, member_of: Member) -> None:
    desk.send(desk.set()["order"])
    submission = Submission.objects.get(enterprise_id=desk.firm.id)
    member = member_of(desk)
    address = f"/submissions/{submission.id}/receipts/"

    data = json.loads(member.get(address).content)
    message = member.get(address, kind="CEB312", page="1")

    assert [receipt["type"] for receipt in data["results"]] == ["CEB312"]
    assert b"<CEB312Message" in message.content
    assert member.get(address, kind="CEB312", page="2").status_code == 404
    assert member.get(address, kind="CEB999").status_code == 404
