"""Claims by a program: what is repeated is done once, and the same law holds as for people."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.facts import SystemActor
from accounts.models import AuditEntry
from credit.models import Claim, RecordMark
from enterprises.services.demo_values import PDF
from enterprises.services.tokens import issue_token
from reference.selectors import forget_snapshots
from tests.factories.supervision import Party, party

pytestmark = pytest.mark.django_db

CLAIMS = "/api/v1/credit/claims/"
TEXT = "该处罚决定已被复议机关撤销，附撤销决定书。"


class Program:
    """The back end of a firm."""

    def __init__(self, of: Party, scopes: tuple[str, ...] = ()) -> None:
        issued = issue_token(
            enterprise=of.enterprise, by=SystemActor("test"), at=timezone.now(), scopes=scopes
        )
        self.headers = {"Authorization": f"Bearer {issued.text}"}
        self.client = Client()

    def send(self, path: str, body: Any = None, *, key: str = "", method: str = "post") -> Any:
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        answer = getattr(self.client, method)(
            path, data=body or {}, content_type="application/json", headers=headers
        )
        return answer.status_code, answer.json()

    def read(self, path: str) -> Any:
        answer = self.client.get(path, headers=self.headers)
        return answer.status_code, answer.json()


@pytest.fixture
def firm() -> Party:
    forget_snapshots()
    return party(name="洪城程序样本有限公司")


def test_an_objection_is_handed_in_once_however_often_it_is_sent(firm: Party) -> None:
    program, record = Program(firm), firm.record()
    wish = {"kind": "objection", "record": str(record.pk), "text": TEXT, "submit": True}

    status, made = program.send(CLAIMS, wish, key="erp-2026-0001")
    again = program.send(CLAIMS, wish, key="erp-2026-0001")

    assert (status, made["status"], made["record"]) == (201, "submitted", str(record.pk))
    assert (again[0], again[1]["id"]) == (200, made["id"])
    claim = Claim.objects.get()
    assert (claim.created_by, claim.submitted_by) == (None, None)
    assert RecordMark.objects.get().mark == "disputed"
    assert AuditEntry.objects.filter(
        action="credit_claim.submitted", by_label__contains=firm.enterprise.code
    ).exists()
    other = program.send(CLAIMS, wish | {"text": f"{TEXT}二"}, key="erp-2026-0001")
    assert (other[0], other[1]["code"]) == (422, "idempotency_key_reused")
    second = program.send(CLAIMS, wish, key="erp-2026-0002")
    assert (second[0], second[1]["code"]) == (409, "credit_claim_open")
    missing = program.send(CLAIMS, wish)
    assert (missing[0], missing[1]["code"]) == (422, "idempotency_key_missing")


def test_what_is_refused_leaves_nothing_and_may_be_sent_again_mended(firm: Party) -> None:
    program = Program(firm)
    wish = {"kind": "objection", "record": str(firm.record().pk), "text": "不对", "submit": True}
    status, told = program.send(CLAIMS, wish, key="erp-2026-0001")
    assert (status, told["code"]) == (422, "credit_incomplete")
    assert [one["field"] for one in told["details"]["problems"]] == ["text"]
    assert not Claim.objects.exists()
    assert program.send(CLAIMS, wish | {"text": TEXT}, key="erp-2026-0001")[0] == 201
    status, told = program.send(CLAIMS, {"kind": "wish", "submit": 1}, key="erp-2026-0002")
    assert (status, sorted(told["details"])) == (400, ["kind", "record", "submit"])


def test_a_draft_is_written_given_papers_handed_in_and_taken_back(firm: Party) -> None:
    program = Program(firm)
    wish = {"kind": "repair", "record": str(firm.record().pk)}
    _status, draft = program.send(CLAIMS, wish, key="erp-2026-0003")
    address = f"{CLAIMS}{draft['id']}/"
    assert draft["status"] == "draft"
    assert draft["problems"]
    written = program.send(address, {"text": TEXT, "commitment": True}, method="patch")
    assert (written[0], written[1]["problems"]) == (200, [])
    paper = SimpleUploadedFile("decision.pdf", PDF, "application/pdf")
    answer = program.client.post(f"{address}files/", {"file": paper}, headers=program.headers)
    (file,) = answer.json()["files"]
    place = f"{address}files/{file['id']}/"
    assert program.client.get(place, headers=program.headers).content == PDF
    for _ in range(2):
        assert program.send(f"{address}submission/")[1]["status"] == "submitted"
    kept = program.client.delete(place, headers=program.headers)
    assert (kept.status_code, kept.json()["code"]) == (409, "credit_claim_sent")
    for _ in range(2):
        assert program.send(f"{address}withdrawal/")[1]["status"] == "withdrawn"
    assert [row["status"] for row in program.read(CLAIMS)[1]["results"]] == ["withdrawn"]


def test_a_program_contests_only_its_own_firms_and_only_with_the_scope(firm: Party) -> None:
    record = firm.record()
    wish = {"kind": "objection", "record": str(record.pk), "text": TEXT, "submit": True}
    stranger = Program(party())
    assert stranger.send(CLAIMS, wish, key="erp-2026-0004")[1]["code"] == "credit_claim_target"
    _status, made = Program(firm).send(CLAIMS, wish, key="erp-2026-0004")
    for path in ("", "submission/", "withdrawal/"):
        method = "post" if path else "patch"
        assert stranger.send(f"{CLAIMS}{made['id']}/{path}", method=method)[0] == 404
    status, told = Program(firm, ("read",)).send(CLAIMS, wish, key="erp-2026-0004")
    assert (status, told["code"]) == (403, "scope_missing")
