"""Departments work together: requests, their own systems, packages, duties, and the portal's own
technical risks."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.constants import SIGN_IN_FAILED
from accounts.facts import SystemActor
from accounts.models import AuditEntry, Notice, Organisation
from accounts.services import audit
from credit.models import DepartmentClient
from declarations.models import Work
from enterprises.models import SigningCertificate
from enterprises.selectors import token_digest
from enterprises.services.refusals import Refusal
from enterprises.services.tokens import issue_token
from enterprises.viewers import viewer_for
from risk.models import Alert, AssistanceRequest, Case, Delivery, DutyRow
from risk.rules.types import TYPES
from risk.selectors_cases import lead_of
from risk.services import technical
from risk.services.cases import escalating
from risk.services.joint import adapters, asking, delivering, duties, packages
from risk.services.joint.adapters import Taken, Unreachable
from risk.services.joint.asking import Question
from risk.services.joint.duties import Duties
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.officials import OrganisationFactory, official
from tests.factories.risk_cases import AT, WATCH, Desk, deed, fresh
from tests.factories.supervision import refused_as

pytestmark = pytest.mark.django_db
ASKED = Question("请核实近三个月退税申报。", department="tax", fields=["name"])


@pytest.fixture
def desk() -> Desk:
    return Desk()


def ahead(row: Case) -> dict[str, Any]:
    return {"case_id": row.pk, "version": row.version}


def ask(desk: Desk, question: Question = ASKED) -> AssistanceRequest:
    return asking.ask(question=question, **ahead(desk.assigned()), **deed(desk.inspector))


def test_a_department_is_told_the_least_and_answers_once(desk: Desk) -> None:
    tax = official("tax", "reviewer")
    row = ask(desk)
    assert set(row.shared) == {"subject", "type", "name"}
    assert Notice.objects.get(user=tax).link == f"/risk/requests/{row.pk}/"
    assert not Case.objects.visible_to(viewer_for(tax)).exists()
    stranger = viewer_for(official("fx", "reviewer"))
    assert not AssistanceRequest.objects.visible_to(stranger).exists()

    answered = asking.answer(request_id=row.pk, text="申报正常。", **deed(tax))
    assert (answered.status, answered.answered_by) == ("answered", tax)
    assert Notice.objects.filter(user=desk.office, text_zh__contains="已答复").exists()
    with pytest.raises(Refusal) as found:
        asking.answer(request_id=row.pk, text="再答一次", **deed(tax))
    assert (found.value.code, found.value.details["by"]) == ("risk_request_answered", tax.username)


def test_another_zone_is_told_code_and_type_only(desk: Desk) -> None:
    row = ask(desk, Question("贵区是否有同名主体？", zone="杭州", fields=["name", "evidence"]))
    assert (set(row.shared), row.fields) == ({"subject", "type"}, ["subject", "type"])
    with pytest.raises(IntegrityError, match="risk_request_zone_told_least"), transaction.atomic():
        AssistanceRequest.objects.filter(pk=row.pk).update(fields=["subject", "name"])


def test_late_answers_are_asked_for_once(desk: Desk) -> None:
    tax = official("tax", "reviewer")
    late = ask(desk).due_at + timedelta(hours=1)
    for _ in range(2):
        escalating.escalate(by=WATCH, at=late)
    assert Notice.objects.filter(user=tax, kind="risk_due").count() == 1


def test_a_package_is_whole_signed_and_stays_as_it_was_given(desk: Desk) -> None:
    case = desk.handled()
    given: dict[str, Any] = {"department": "police", "reason": "涉嫌冒用他人身份。"}
    with refused_as("risk_not_yours"):
        packages.hand_over(**given, **ahead(case), **deed(desk.inspector))
    police = official("police", "reviewer")
    row = packages.hand_over(**given, **ahead(case), **deed(desk.chief))

    content = bytes(packages.fetch(package_id=row.pk, **deed(desk.office)).content)
    checked = packages.verify(content, at=AT)
    assert (checked.problems, checked.claims["package"]) == ((), row.number)
    parts = packages.parts_of(fresh(case))
    assert [step["deed"] for step in parts["steps"]][-1] == "handed_over"
    assert parts["case"]["evidence"][0]["evidence"] == {"window": "30d", "ids": 41}
    assert Notice.objects.filter(user=police).exists()
    read = AuditEntry.objects.get(action="risk_package.read", on_id=str(row.pk))
    assert read.by == desk.office
    with pytest.raises(DatabaseError), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(reason="改写")


def test_a_connected_system_is_told_and_the_simulator_says_what_it_is(
    desk: Desk, settings: Any
) -> None:
    settings.RISK_LINKS = {"tax": "simulator"}
    row = ask(desk)
    delivery = Delivery.objects.get(case=row.case)
    assert set(delivery.body) == {"case", "request", "question", "shared", "due_at"}

    assert [delivering.deliver(at=AT) for _ in range(2)] == [1, 0]
    assert fresh(delivery).simulated
    assert fresh(row).status == "answered"
    assert "simulator" in fresh(row).answer


def test_what_a_system_does_not_take_is_tried_again_until_given_up(
    desk: Desk, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.RISK_LINKS = {"tax": "https://tax.example"}

    def refuse(*_: Any) -> Taken:
        raise Unreachable("HTTP 500")

    monkeypatch.setattr(adapters.HttpAdapter, "take", refuse)
    case = ask(desk).case
    at = AT
    for _ in range(8):
        delivering.deliver(at=at)
        row = Delivery.objects.get(case=case)
        at = row.not_before
    assert (row.status, row.attempts, row.error) == ("dead", 8, "HTTP 500")
    with refused_as("risk_not_yours"):
        delivering.send_again(**ahead(row.case), **deed(official("zone", "viewer")))
    assert delivering.send_again(**ahead(row.case), **deed(desk.office)) == 1
    assert fresh(row).status == "waiting"
    with refused_as("risk_delivery_unknown"):
        delivering.send_again(**ahead(row.case), **deed(desk.office))


def test_duties_change_from_a_day_on_and_decide_who_leads() -> None:
    by = SystemActor("test")
    DutyRow.objects.all().delete()
    assert duties.load_shipped(by=by, at=AT)["duties"] > len(TYPES)
    assert duties.load_shipped(by=by, at=AT) == {"duties": 0, "settings": 0}
    assert lead_of("RT14", on=AT.date()) == "tax"
    given = Duties("fx", ["tax", "fx"], "外汇检查科", "", "联席会议纪要", date(2026, 12, 1))
    with refused_as("risk_not_yours"):
        duties.put_duties(risk_type="RT14", duties=given, by=official("zone"), at=AT)
    chief = official("zone", "supervisor")
    duties.put_duties(risk_type="RT14", duties=given, by=chief, at=AT)

    assert [lead_of("RT14", on=date(2026, 11, 30)), lead_of("RT14", on=given.valid_from)] == [
        "tax",
        "fx",
    ]
    with refused_as("risk_incomplete"):
        duties.put_duties(risk_type="RT14", duties=given, by=chief, at=AT + timedelta(days=30))
    with pytest.raises(IntegrityError, match="risk_duty_one_lead"), transaction.atomic():
        DutyRow.objects.create(
            type="RT14", department="market", role="lead", basis="x", valid_from=AT, by_label="x"
        )


# --- programs --------------------------------------------------------------------------------


def system(organisation: Organisation, *purposes: str) -> Client:
    """A department's own system with its token."""
    text = f"dtk_{organisation.code}"
    DepartmentClient.objects.create(
        organisation=organisation,
        name="风控系统",
        purposes=list(purposes),
        digest=token_digest(text),
        prefix=text[:12],
        created_by=official("zone"),
        created_at=AT,
        expires_at=AT + timedelta(days=36500),
    )
    return Client(headers={"Authorization": f"Bearer {text}"})


def post(client: Client, path: str, body: Any) -> Any:
    return client.post(f"/api/v1/risk/{path}", json.dumps(body), content_type="application/json")


def test_a_departments_system_reports_disposes_and_answers(desk: Desk) -> None:
    customs = system(desk.customs, "joint_control")
    told = {
        "type": "RT08",
        "subject": {"kind": "enterprise", "code": desk.firm.code},
        "level": "orange",
        "text": "申报价格明显偏低。",
        "reference": "HG-1",
    }
    first, again = (post(customs, "joint/signals/", told) for _ in range(2))
    assert (first.status_code, first.json()["id"]) == (202, again.json()["id"])
    wrong = post(customs, "joint/signals/", {"type": "RT99"})
    assert wrong.status_code == 422
    fields = {row["field"] for row in wrong.json()["details"]["problems"]}
    assert fields == {"type", "kind", "level", "text", "subject"}
    assert Alert.objects.get(enterprise=desk.firm).rule == "department"
    desk.cases().update(status="dismissed", closed_at=AT)

    case = desk.assigned(at=AT + timedelta(hours=1))
    (row,) = customs.get("/api/v1/risk/joint/cases/").json()["results"]
    assert (row["number"], row["subject"]["code"]) == (
        case.number,
        desk.firm.uscc or desk.firm.code,
    )
    done = {"version": row["version"], "measure": "inspection", "result": "开箱查验，无异常。"}
    path = f"joint/cases/{case.number}/disposition/"
    stale = post(customs, path, {**done, "version": 1})
    assert (stale.status_code, stale.json()["code"]) == (409, "risk_changed_meanwhile")
    handled = post(customs, path, done)
    assert (handled.status_code, handled.json()["status"]) == (200, "handled")
    assert fresh(case).handled_by_label == f"{desk.customs.code}/风控系统"

    tax = system(OrganisationFactory.create(department="tax"), "joint_control")
    asked = asking.ask(question=ASKED, **ahead(fresh(case)), **deed(desk.inspector))
    shown = tax.get("/api/v1/risk/joint/requests/").json()["results"][0]
    assert shown["case"] == case.number
    assert set(shown["shared"]) == {"subject", "type", "name"}
    assert customs.get("/api/v1/risk/joint/requests/").json()["results"] == []
    assert post(tax, path, done).status_code == 404
    answer = post(tax, f"joint/requests/{asked.pk}/answer/", {"answer": "未见异常"})
    assert answer.json()["status"] == "answered"


def test_a_token_for_something_else_opens_nothing(desk: Desk) -> None:
    other = system(desk.customs, "supervision")
    refused = other.get("/api/v1/risk/joint/cases/")
    assert (refused.status_code, refused.json()["code"]) == (403, "risk_purpose_missing")
    assert Client().get("/api/v1/risk/joint/cases/").status_code == 401


def test_a_bank_reports_with_its_own_token_and_a_shop_does_not(desk: Desk) -> None:
    told = {
        "type": "RT13",
        "subject": {"kind": "person", "code": "00000019900101001X"},
        "level": "orange",
        "text": "多人款项当日转出。",
    }
    for kind, status in (("finance", 202), ("ecommerce", 403)):
        firm = EnterpriseFactory.create(kinds=[kind])
        token = issue_token(enterprise=firm, by=SystemActor("test"), at=timezone.now()).text
        client = Client(headers={"Authorization": f"Bearer {token}"})
        assert post(client, "signals/", told).status_code == status
    case = Case.objects.filter(subject_kind="person").latest("pk")
    assert (case.status, case.subject_label) == ("collected", "自然人")
    assert "00000019900101001X" not in case.subject_key


# --- the portal itself -----------------------------------------------------------------------


def test_the_portal_watches_itself_and_says_each_thing_once(desk: Desk) -> None:
    Work.objects.all().delete()
    for _ in range(20):
        audit.record(SIGN_IN_FAILED, by=WATCH, on=("user", "x"), at=AT, origin="198.51.100.7")
    for _ in range(60):
        audit.record("reveal_personal", by=desk.office, on=("filing", "1"), at=AT)
    Work.objects.create(
        enterprise_id=desk.firm.pk,
        lane=0,
        submission_id=1,
        first_id=1,
        last_id=1,
        documents=1,
        created_at=AT,
        not_before=AT - timedelta(minutes=11),
    )
    SigningCertificate.objects.create(
        enterprise=desk.firm,
        pem="",
        serial="7a",
        subject="",
        issuer="",
        algorithm="RSA",
        bits=2048,
        fingerprint="0" * 64,
        valid_from=AT - timedelta(days=300),
        valid_to=AT + timedelta(days=9),
        registered_at=AT,
    )

    at = AT + timedelta(minutes=1)
    assert technical.watch(at=at) >= 4
    assert technical.watch(at=at) == 0
    rows = Alert.objects.filter(type="RT20", raised_at=at).select_related("case")
    found = {row.rule: row for row in rows if row.enterprise in {None, desk.firm}}
    found.pop("late_receipts", None)
    assert {rule: row.level for rule, row in found.items()} == {
        "failed_logins": "yellow",
        "reveals": "red",
        "backlog": "yellow",
        "certificates": "orange",
    }
    assert (found["reveals"].case.level, found["reveals"].case.claimed) == ("orange", "red")
    assert found["certificates"].enterprise == desk.firm
    assert {row.case.status for row in found.values()} == {"alerted"}
    assert "198.51.100.7" not in str([row.subject_key for row in found.values()])
