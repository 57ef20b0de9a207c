"""Complaints, reports of fakes, notices, recalls and traces, from telling to ending."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry
from credit.models import Case as CreditCase
from enterprises.constants import SCOPE_FILINGS, SCOPE_READ
from enterprises.services.tokens import issue_token
from enterprises.viewers import viewer_for
from risk import selectors_disputes as disputes
from risk.models import Complaint, GoodsBatch, Recall, RightsNotice, Signal
from risk.services.quality import complaints, goods, rights
from tests.factories.officials import official
from tests.factories.risk_quality import (
    TELLING,
    batched,
    claimed,
    forwarded,
    recalled,
    taken_up,
    told,
)
from tests.factories.supervision import AT, BY, TODAY, again, deed, party, refused_as

pytestmark = pytest.mark.django_db


def of(row: Complaint) -> dict[str, Any]:
    return {"complaint_id": row.pk, "version": again(row).version}


def test_a_complaint_is_answered_and_settled_within_its_terms() -> None:
    firm, officer = party(), official("market", "reviewer")
    kept = told()
    row = kept.row
    stored = b"".join(bytes(part) for part in (row.sealed, row.secret))
    assert TELLING.contact.encode() not in stored
    assert disputes.standing_of(row.number, "WRONG") is None
    assert disputes.standing_of(row.number.lower(), kept.secret.lower()) == row
    assert not Complaint.objects.visible_to(viewer_for(firm.person)).exists()

    with refused_as("risk_incomplete"):
        complaints.take_up(**of(row), firm="nobody", **deed(officer))
    complaints.take_up(**of(row), firm=firm.enterprise.code, **deed(officer))
    row = again(row)
    assert (row.status, row.answer_due_date) == ("with_firm", TODAY + timedelta(days=7))
    with refused_as("risk_role_too_weak"):
        complaints.answer(**of(row), text="已经安排换货，今日发出。", **deed(officer))
    answer: dict[str, Any] = {"text": "已经安排换货，今日发出。"}
    complaints.answer(**of(row), **answer, **deed(firm.person))
    complaints.mediate(**of(row), **deed(officer))
    outcome: dict[str, Any] = {"outcome": "双方同意换货，消费者认可。"}
    with refused_as("transition_refused"):
        complaints.end(**of(row), ending="confirmed", **outcome, **deed(officer))
    complaints.end(**of(row), ending="settled", **outcome, **deed(officer))
    assert again(row).status == "settled"

    shown = complaints.reveal(complaint_id=row.pk, reasons="需要回访消费者本人。", **deed(officer))
    assert shown == {"name": TELLING.name, "contact": TELLING.contact}
    entry = AuditEntry.objects.get(action="risk_complaint.revealed")
    assert TELLING.contact not in json.dumps(entry.new)
    with refused_as("risk_matter_unknown"):
        outsider = deed(official("tax", "reviewer"))
        complaints.reveal(complaint_id=row.pk, reasons="需要回访消费者本人。", **outsider)


def test_an_unanswered_complaint_is_a_signal_once_and_a_contact_tells_so_often_a_day() -> None:
    row = taken_up(party())
    days = [TODAY + timedelta(days=n) for n in (7, 8)]
    found = [complaints.signal_unanswered(by=BY, at=AT + (day - TODAY)) for day in (*days, days[1])]
    assert found == [0, 1, 0]
    assert Signal.objects.filter(type="RT24", evidence__complaint=row.number).count() == 1
    for _ in range(9):
        told()
    with refused_as("risk_reports_many"):
        told()
    told(contact="other@example.org")


def test_a_confirmed_fake_becomes_a_candidate_of_the_negative_list() -> None:
    firm, officer = party(), official("market", "reviewer")
    row = taken_up(firm, kind="fake", name="")
    assert row.status == "checking"
    assert not Complaint.objects.visible_to(viewer_for(firm.person)).exists()
    outcome: dict[str, Any] = {"outcome": "经鉴定为假冒商品，共查扣三十件。"}
    complaints.end(**of(row), ending="confirmed", **outcome, **deed(officer))
    assert Complaint.objects.visible_to(viewer_for(firm.person)).exists()
    facts: dict[str, Any] = {"facts": "销售假冒商品三十件，经鉴定属实。"}
    with refused_as("credit_not_yours"):
        complaints.nominate(**of(row), **facts, **deed(officer))
    complaints.nominate(**of(row), **facts, **deed(firm.first))
    case = CreditCase.objects.get(pk=again(row).credit_case)
    assert (case.cause, case.subject.enterprise_id) == ("counterfeit", firm.enterprise.pk)
    with refused_as("risk_nominated"):
        complaints.nominate(**of(row), **facts, **deed(firm.first))


def test_measures_end_when_the_right_holder_is_silent_for_fifteen_days() -> None:
    firm = party()
    silent, pursued = forwarded(firm), forwarded(firm)
    text: dict[str, Any] = {"text": "商品经权利人授权，附授权书编号。"}
    for row in (silent, pursued):
        rights.counter(notice_id=row.pk, version=row.version, **text, **deed(firm.person))
    silent, pursued = again(silent), again(pursued)
    assert silent.wait_until_date == TODAY + timedelta(days=15)
    officer = official("market", "reviewer")
    ending: dict[str, Any] = {"ending": "pursued", "outcome": "权利人已向法院起诉并通知平台。"}
    rights.end(notice_id=pursued.pk, version=pursued.version, **ending, **deed(officer, days=10))
    late = [AT + timedelta(days=days) for days in (15, 16)]
    assert [rights.restore_silent(by=BY, at=at) for at in late] == [0, 1]
    states = RightsNotice.objects.order_by("pk").values_list("status", flat=True)
    assert list(states) == ["restored", "pursued"]


def test_a_verified_authorisation_counts_for_its_brand_and_days() -> None:
    firm, officer = party(), official("market", "reviewer")
    row = claimed(firm)
    assert disputes.authorised(firm.enterprise.pk, "示例牌", on=TODAY) is None
    given: dict[str, Any] = {
        "authorisation_id": row.pk,
        "version": row.version,
        "reasons": "已核对授权书原件和期限。",
    }
    rights.decide_claim(decision="confirmed", **given, **deed(officer))
    assert disputes.authorised(firm.enterprise.pk, "示例牌", on=TODAY) == row
    later = TODAY + timedelta(days=366)
    assert disputes.authorised(firm.enterprise.pk, "示例牌", on=later) is None
    with refused_as("risk_incomplete"):
        claimed(firm, until_date=TODAY - timedelta(days=1))


def test_a_published_recall_shows_in_the_trace_of_its_batch() -> None:
    firm, officer = party(), official("market", "reviewer")
    batch, row = batched(firm), recalled(firm)
    assert disputes.recalls_of(batch) == []
    goods.publish_recall(recall_id=row.pk, version=row.version, **deed(officer))
    assert disputes.recalls_of(batch) == [row]
    assert Signal.objects.get(type="RT18").level == "orange"
    progress: dict[str, Any] = {"recall_id": row.pk, "version": again(row).version, "note": ""}
    with refused_as("risk_incomplete"):
        goods.report_recovered(recovered=101, **progress, **deed(firm.person))
    goods.report_recovered(recovered=100, **progress, **deed(firm.person))
    given: dict[str, Any] = {"recall_id": row.pk, "version": again(row).version}
    goods.end_recall(**given, reasons="全部收回并销毁，有记录。", **deed(officer))
    assert Recall.objects.get().status == "done"
    with refused_as("risk_batch_known"):
        batched(firm)
    stage = goods.Stage("sale", TODAY, "南昌", "小店", 60)
    with refused_as("risk_role_too_weak"):
        goods.pass_stage(batch_id=batch.pk, given=stage, **deed(officer))
    goods.pass_stage(batch_id=batch.pk, given=stage, **deed(firm.person))
    found = disputes.gaps_of(batch, disputes.trace_of(batch))
    assert [gap.code for gap in found] == ["missing", "missing"]


def test_anybody_tells_and_asks_and_traces_on_public_pages(client: Client) -> None:
    caches["default"].clear()
    firm = party()
    typed = {
        "kind": "quality",
        "firm_name": "虚构小店",
        "goods": "儿童水杯",
        "text": "收到时已经破损，要求换货。",
        "name": "虚构人",
        "contact": "19900000000",
    }
    wrong = client.post("/risk/report/", {**typed, "contact": "x"})
    assert (wrong.status_code, Complaint.objects.count()) == (422, 0)
    sent = client.post("/risk/report/", typed)
    number, secret = sent.context["number"], sent.context["secret"]
    assert "no-store" in sent["Cache-Control"]
    standing = {"number": number, "secret": secret}
    assert number in client.post("/risk/report/standing/", standing).content.decode()
    guess = client.post("/risk/report/standing/", {**standing, "secret": "AAAAAAAAAA"})
    assert guess.status_code == 422

    batch, row = batched(firm), recalled(firm)
    goods.publish_recall(
        recall_id=row.pk, version=row.version, **deed(official("market", "reviewer"))
    )
    assert client.get(f"/risk/trace/?code={batch.code.lower()}").status_code == 302
    assert "正在召回" in client.get(f"/risk/trace/{batch.code}/").content.decode()
    assert client.get("/risk/trace/NOBODYS/").status_code == 404
    assert row.goods in client.get("/risk/recalls/public/?q=B-1").content.decode()
    assert client.get("/api/v1/risk/recalls/").json()["results"][0]["number"] == row.number
    trace = client.get(f"/api/v1/risk/trace/{batch.code}/").json()
    assert trace["recalls"] == [row.number]


def test_firms_and_officials_work_on_pages_and_programs_enter_batches(client: Client) -> None:
    now = timezone.now()
    firm, officer = party(), official("market", "supervisor")
    row = told().row
    client.force_login(officer)
    page = f"/risk/complaints/{row.pk}/"
    for path in ("complaints/?state=late", "notices/", "authorisations/", "recalls/", "batches/"):
        assert client.get(f"/risk/{path}").status_code == 200
    sent = {"version": row.version, "firm": firm.enterprise.code}
    assert client.post(f"{page}take-up/", {**sent, "firm": "x"}).status_code == 422
    assert client.post(f"{page}take-up/", sent).status_code == 302
    shown = client.post(f"{page}reveal/", {"reasons": "需要回访消费者本人。"})
    assert TELLING.contact in shown.content.decode()
    assert TELLING.contact not in client.get(page).content.decode()
    notice: dict[str, Any] = {
        "holder": "权利人公司",
        "brand": "示例牌",
        "right_number": "TM-1",
        "firm": firm.enterprise.code,
        "goods": "儿童水杯",
        "facts": "同款商品带有示例牌。",
    }
    assert client.post("/risk/notices/new/", notice).status_code == 302

    client.force_login(firm.person)
    listed = client.get("/risk/complaints/?format=csv").getvalue().decode()
    assert row.number in listed
    answer: dict[str, Any] = {"version": again(row).version, "text": "已经安排换货，今日发出。"}
    assert client.post(f"{page}answer/", answer).status_code == 302
    brand = {
        "firm": firm.enterprise.pk,
        "brand": "示例牌",
        "holder": "权利人公司",
        "document": "A-1",
        "scope": "本平台",
        "from_date": "2026-01-01",
        "until_date": "2027-01-01",
    }
    assert client.post("/risk/authorisations/new/", brand).status_code == 302
    defect = {
        "firm": firm.enterprise.pk,
        "kind": "recall",
        "goods": "儿童水杯",
        "batches": "B-1 B-2",
        "authority": "企业主动报告",
        "level": "orange",
        "reason": "部件脱落。",
        "measures": "退货退款。",
        "quantity": "9",
    }
    assert client.post("/risk/recalls/new/", defect).status_code == 302
    assert Recall.objects.get().batches == ["B-1", "B-2"]

    scopes = [SCOPE_READ, SCOPE_FILINGS]
    token = issue_token(enterprise=firm.enterprise, by=BY, at=now, scopes=scopes).text
    headers = {"Authorization": f"Bearer {token}"}

    def post(path: str, body: dict[str, Any]) -> Any:
        return client.post(
            f"/api/v1/risk/{path}", body, content_type="application/json", headers=headers
        )

    new: dict[str, Any] = {"name": "水杯", "batch_no": "B-9", "country": "142", "quantity": 10}
    assert post("batches/", {**new, "quantity": 0}).status_code == 422
    made = post("batches/", new)
    batch = GoodsBatch.objects.get(code=made.json()["code"])
    stage: dict[str, Any] = {
        "stage": "source",
        "on": "2026-11-01",
        "place": "南昌",
        "party": "厂",
        "quantity": 10,
    }
    assert post(f"batches/{batch.pk}/stages/", stage).status_code == 201
    assert post(f"batches/{batch.pk}/stages/", {**stage, "on": "x"}).status_code == 400
    own = client.get("/api/v1/risk/complaints/", headers=headers).json()["results"]
    assert [one["number"] for one in own] == [row.number]
    client.force_login(firm.person)
    assert "从源头到签收" in client.get(f"/risk/batches/{batch.pk}/").content.decode()
