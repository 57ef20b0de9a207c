"""The pages of supervision: a refusal keeps what was typed, the public reads little."""

import pytest
from django.test import Client

from accounts.facts import SystemActor
from credit.services.supervision import warnings
from enterprises.services.tokens import issue_token
from tests.factories.supervision import AT, Party, again, deed, party

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm() -> Party:
    return party(name="洪城页面样本有限公司")


def signed_in(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


def test_a_wrong_number_publishes_nothing_and_stays_typed(firm: Party) -> None:
    case = firm.decided()
    sent = {"version": case.version, "confirmation": "XJ错号"}

    response = signed_in(firm.second).post(f"/credit/cases/{case.pk}/publish/", sent)

    assert response.status_code == 422
    assert "未公布" in response.content.decode()
    assert "XJ错号" in response.content.decode()
    assert again(case).status == "decided"


def test_a_stale_page_is_told_who_acted_first(firm: Party) -> None:
    case = firm.decided()
    response = signed_in(firm.second).post(
        f"/credit/cases/{case.pk}/publish/",
        {"version": case.version - 1, "confirmation": case.decision_number},
    )
    assert response.status_code == 409
    assert firm.second.username in response.content.decode()
    assert again(case).published_at is None


def test_an_unknown_deed_is_not_there(firm: Party) -> None:
    case = firm.open()
    response = signed_in(firm.first).post(f"/credit/cases/{case.pk}/destroy/", {})
    assert response.status_code == 404


def test_the_party_sees_reasons_but_not_the_deliberation(firm: Party) -> None:
    case = firm.proposed()
    text = signed_in(firm.person).get(f"/credit/cases/{case.pk}/").content.decode()
    assert case.reasons in text
    assert "提出处理意见" not in text
    assert firm.first.username not in text


def test_the_public_page_names_enterprises_only_while_they_are_listed(firm: Party) -> None:
    anybody = Client()
    case = firm.listed()
    person = party(kinds=["individual"], name="个体样本")
    person.listed()

    page = anybody.get("/credit/negative-list/").content.decode()
    assert "洪城页面样本有限公司" in page
    assert "个体样本" not in page
    (row,) = anybody.get("/credit/negative-list/?format=json").json()["results"]
    assert (row["decision"], row["cause"]) == (case.decision_number, "fraud")
    assert firm.second.username not in page


def test_the_fragment_of_one_firm_is_only_its_rows(firm: Party) -> None:
    firm.listed()
    response = Client().get(
        f"/credit/negative-list/?enterprise={firm.enterprise.pk}", headers={"HX-Request": "true"}
    )
    text = response.content.decode()
    assert "洪城页面样本有限公司" in text
    assert "<html" not in text


def test_a_warning_is_public_only_after_the_second_person(firm: Party) -> None:
    row = warnings.issue_warning(
        enterprise_id=firm.enterprise.pk,
        text="近一个月汇总申报临近期限三次。",
        basis="综试区信用监管办法",
        **deed(firm.second),
    )
    assert row.text not in Client().get("/credit/negative-list/").content.decode()
    signed_in(firm.third).post(f"/credit/warnings/{row.pk}/publish/")
    assert again(row).public_by == firm.third
    assert row.text in Client().get("/credit/negative-list/").content.decode()


def test_programs_read_their_own_matters_and_anybody_the_public_lists(firm: Party) -> None:
    case = firm.listed()
    firm.claim("objection", record_id=firm.record().pk)
    issued = issue_token(enterprise=firm.enterprise, by=SystemActor("test"), at=AT)
    headers = {"Authorization": f"Bearer {issued.text}"}
    client = Client()

    cases = client.get("/api/v1/credit/cases/", headers=headers).json()["results"]
    claims = client.get("/api/v1/credit/claims/", headers=headers).json()["results"]
    listed = client.get("/api/v1/credit/negative-list/").json()["results"]

    assert [(row["number"], row["status"]) for row in cases] == [(case.number, "published")]
    assert [row["kind"] for row in claims] == ["objection"]
    assert claims[0]["clocks"][0]["origin"]["en"] == "Law of another province, for reference"
    assert [row["decision"] for row in listed] == [case.decision_number]
    assert client.get("/api/v1/credit/cases/").status_code == 401
    assert client.get("/api/v1/credit/measures/", headers=headers).json() == {"results": []}
    assert client.get("/api/v1/credit/measure-list/").json() == {"results": []}
