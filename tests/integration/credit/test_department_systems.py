"""Departments' systems: a token for named purposes; the own API of an enterprise; the pages."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.facts import SystemActor
from accounts.models import Site
from credit.models import DepartmentClient, Query
from credit.services.department_clients import issue_key, revoke_key
from enterprises.services.tokens import issue_token
from tests.factories.credit import AT, recorded, subject
from tests.factories.credit_sharing import keeper, system
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.officials import OrganisationFactory, official
from zone_portal.kernel.errors import PortalError

pytestmark = pytest.mark.django_db


def ask(token: str, **body: str) -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return Client().post(
        "/api/v1/credit/lookups/",
        json.dumps(body),
        content_type="application/json",
        headers=headers,
    )


def test_a_system_learns_what_its_purpose_allows_and_leaves_an_entry() -> None:
    firm = subject()
    recorded(firm, "tax_grade", "T1", grade="B")
    recorded(firm, "abnormal_list", "A1", grade="listed", cause="x")
    assert firm.enterprise is not None
    key = system("tax", "tax_refund")
    answer = ask(key.text, uscc=firm.enterprise.uscc, purpose="tax_refund", reason="退税审核")
    assert answer.status_code == 200, answer.json()
    data = answer.json()["data"]
    assert [row["grade"] for row in data["tax"]] == ["B"]
    assert "market" not in data
    entry = Query.objects.get()
    assert (entry.channel, entry.party, str(entry.pk)) == ("api", "tax", answer.json()["query"])


@pytest.mark.parametrize(
    ("purpose", "status", "code"),
    [
        ("supervision", 403, "purpose_not_yours"),
        ("inspection", 403, "purpose_not_yours"),
        ("nonsense", 422, "purpose_unknown"),
    ],
)
def test_a_system_asks_for_its_own_purposes_only(purpose: str, status: int, code: str) -> None:
    firm = subject().enterprise
    assert firm is not None
    answer = ask(
        system("tax", "tax_refund").text, uscc=firm.uscc, purpose=purpose, reason="退税审核"
    )
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert Query.objects.get().refusal == code


def test_wrong_revoked_and_expired_tokens_open_nothing() -> None:
    key = system("tax", "tax_refund")
    assert ask("", uscc="x").status_code == 401
    assert ask("dtk_wrong", uscc="x").json()["code"] == "token_invalid"
    firm = EnterpriseFactory.create()
    enterprise = issue_token(enterprise=firm, by=SystemActor("t"), at=timezone.now()).text
    assert ask(enterprise, uscc="x").status_code == 401
    revoke_key(client_id=key.row.pk, by=keeper(), at=AT)
    assert ask(key.text, uscc="x").status_code == 401
    other = system("tax", "tax_refund")
    DepartmentClient.objects.filter(pk=other.row.pk).update(
        expires_at=timezone.now() - timedelta(seconds=1)
    )
    assert ask(other.text, uscc="x").status_code == 401


def test_a_county_system_asks_for_firms_of_its_own_site_only() -> None:
    Site.objects.create(code="west", parent_id="hub", path="/hub/west/", kind="sub", name="西区")
    key = system("county", "filing", site="west")
    here, there = subject(site_id="west").enterprise, subject().enterprise
    assert here is not None
    assert there is not None
    given = {"purpose": "filing", "reason": "备案审核"}
    assert ask(key.text, uscc=here.uscc, **given).status_code == 200
    answer = ask(key.text, uscc=there.uscc, **given)
    assert (answer.status_code, answer.json()["code"]) == (404, "credit_subject_unknown")


def test_a_token_is_given_by_the_office_for_purposes_of_the_department() -> None:
    office = OrganisationFactory.create(department="police")
    given: dict[str, Any] = {"organisation": office.code, "name": "x", "days": 30, "at": AT}
    with pytest.raises(PortalError) as refusal:
        issue_key(purposes=["tax_refund"], by=keeper(), **given)
    assert refusal.value.code == "purpose_not_yours"
    with pytest.raises(PortalError) as refusal:
        issue_key(purposes=["joint_measures"], by=official("police", "administrator"), **given)
    assert refusal.value.code == "credit_office_only"


def test_an_enterprise_reads_its_own_score_and_log_by_api() -> None:
    firm = subject()
    assert firm.enterprise is not None
    key = system("tax", "tax_refund")
    ask(key.text, uscc=firm.enterprise.uscc, purpose="tax_refund", reason="退税审核")
    token = issue_token(enterprise=firm.enterprise, by=SystemActor("t"), at=AT).text
    headers = {"Authorization": f"Bearer {token}"}
    score = Client().get("/api/v1/credit/score/", headers=headers).json()
    assert score == {"score": None, "contributions": [], "history": []}
    (entry,) = Client().get("/api/v1/credit/queries/", headers=headers).json()["results"]
    assert (entry["purpose"], entry["reason"]) == ("tax_refund", "退税审核")


def test_the_pages_of_sharing_open_and_a_token_is_shown_once() -> None:
    office = OrganisationFactory.create(department="tax", name="洪城税务")
    client = Client()
    client.force_login(keeper())
    for path in ("sharing", "recognition", "systems", "raters", "queries", "query", "raters/new"):
        assert client.get(f"/credit/{path}/").status_code == 200, path
    made = client.post(
        "/credit/systems/",
        {"organisation": office.code, "name": "退税系统", "purposes": ["tax_refund"], "days": "30"},
    ).content.decode()
    assert "dtk_" in made
    again = client.get("/credit/systems/").content.decode()
    row = DepartmentClient.objects.get()
    assert again.count("dtk_") == 1
    assert row.prefix in again
    done = client.post(f"/credit/systems/{row.pk}/revoke/", follow=True)
    assert "已撤销" in done.content.decode()


def test_an_official_asks_on_the_page_and_the_firm_reads_who_did() -> None:
    firm = subject(name="洪城被查有限公司")
    recorded(firm, "customs_grade", "C1", grade="AA")
    assert firm.enterprise is not None
    client = Client()
    client.force_login(official("customs"))
    form = client.get("/credit/query/").content.decode()
    assert "出口退（免）税办理" not in form.partition("<main")[2]
    given = {"uscc": firm.enterprise.uscc, "purpose": "inspection", "reason": "布控参考"}
    response = client.post("/credit/query/", given)
    shown = response.content.decode()
    assert "高级认证企业" in shown
    assert response["Cache-Control"] == "no-store"
    wrong = client.post("/credit/query/", {**given, "reason": "x"})
    assert wrong.status_code == 422
    assert "布控参考" in client.get("/credit/queries/").content.decode()
