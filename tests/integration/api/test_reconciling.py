"""Programs hand figures over under an agreement, once, and read how they compare."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.facts import SystemActor
from accounts.models import User
from credit.models import DepartmentClient
from enterprises.models import Enterprise
from enterprises.selectors import token_digest
from enterprises.services.tokens import issue_token
from statistics_app.models import AccessEntry, Delivery, SharingAgreement
from statistics_app.rules.reconciling.sources import PLATFORM
from statistics_app.services.reconciling.running import compare_month
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.figures import nothing_counted
from tests.factories.officials import OrganisationFactory, official
from tests.factories.reconciling import OCTOBER, agreement, who

pytestmark = pytest.mark.django_db
AT = "/api/v1/statistics/reconciliation/"
ROWS = [{"direction": "E", "mode": "9610", "value": "88.00", "currency": "CNY"}]


@pytest.fixture
def office() -> User:
    return official("zone", "administrator")


@pytest.fixture
def customs(office: User) -> tuple[SharingAgreement, str]:
    """An agreement with a customs house, and the token of its system."""
    house = OrganisationFactory.create(department="customs", name="洪城海关")
    token = "dtk_" + "c" * 43
    now = timezone.now()
    DepartmentClient.objects.create(
        organisation=house,
        name="统计系统",
        purposes=["statistics"],
        digest=token_digest(token),
        prefix=token[:12],
        created_by=office,
        created_at=now,
        expires_at=now.replace(year=now.year + 1),
    )
    return agreement(office, organisation=house), token


def send(path: str, token: str, body: Any, key: str = "key-00001") -> Any:
    return Client().post(
        path,
        json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": key},
    )


def month(row: SharingAgreement, **changes: Any) -> dict[str, Any]:
    return {"agreement": row.number, "month": "2025-10", "rows": ROWS} | changes


def test_a_departments_system_hands_over_once(customs: tuple[SharingAgreement, str]) -> None:
    row, token = customs
    first = send(f"{AT}deliveries/", token, month(row))
    again = send(f"{AT}deliveries/", token, month(row))
    other = send(f"{AT}deliveries/", token, month(row, month="2025-09"))

    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 422)
    assert first.json() == again.json()
    assert other.json()["code"] == "idempotency_key_reused"
    pk = first.json()["id"]
    read = Client().get(f"{AT}deliveries/{pk}/", headers={"Authorization": f"Bearer {token}"})
    assert read.json() == first.json()


def test_every_mistake_comes_back_and_nothing_is_kept(
    customs: tuple[SharingAgreement, str],
) -> None:
    row, token = customs
    rows = [*ROWS, {"direction": "E", "mode": "9610", "value": "x", "currency": ""}]

    answer = send(f"{AT}deliveries/", token, month(row, rows=rows))

    assert answer.status_code == 422
    problems = answer.json()["details"]["problems"]
    assert [(one["row"], one["column"]) for one in problems] == [(2, "value"), (2, "currency")]
    assert not Delivery.objects.filter(agreement=row).exists()


def test_a_key_is_needed(customs: tuple[SharingAgreement, str]) -> None:
    row, token = customs

    assert send(f"{AT}deliveries/", token, month(row), key="").json()["code"] == (
        "idempotency_key_missing"
    )


def test_an_agreement_of_somebody_else_does_not_exist(
    office: User, customs: tuple[SharingAgreement, str]
) -> None:
    _, token = customs
    other = agreement(office)

    assert send(f"{AT}deliveries/", token, month(other)).status_code == 404
    read = Client().get(
        f"{AT}report/",
        {"agreement": other.number, "month": "2025-10"},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert read.status_code == 404


def test_a_department_reads_how_its_figures_compare_and_stands_in_the_log(
    office: User, customs: tuple[SharingAgreement, str]
) -> None:
    nothing_counted()
    row, token = customs
    send(f"{AT}deliveries/", token, month(row))
    compare_month(month=OCTOBER, **who(office))

    report = Client().get(
        f"{AT}report/",
        {"agreement": row.number, "month": "2025-10"},
        headers={"Authorization": f"Bearer {token}"},
    )

    (cell,) = report.json()["cells"]
    assert (cell["platform"], cell["source"], cell["state"]) == ("0.00", "88.00", "agrees")
    assert AccessEntry.objects.filter(agreement=row, what="answered").count() == 1


def token_of(firm: Enterprise) -> str:
    scopes = ("read", "reports")
    return issue_token(
        enterprise=firm, by=SystemActor("test"), at=timezone.now(), scopes=scopes
    ).text


def test_a_platforms_program_hands_over_its_totals(office: User) -> None:
    firm = EnterpriseFactory.create(kinds=["platform"], status="approved")
    stranger = EnterpriseFactory.create(kinds=["platform"], status="approved")
    row = agreement(office, source=PLATFORM, party=firm.code)
    token = token_of(firm)
    path = "/api/v1/statistics/platform-totals/"

    assert send(path, token, month(row)).status_code == 201

    listed = Client().get(path, headers={"Authorization": f"Bearer {token}"}).json()
    assert [one["agreement"] for one in listed["results"]] == [row.number]
    assert send(path, token_of(stranger), month(row)).status_code == 404
