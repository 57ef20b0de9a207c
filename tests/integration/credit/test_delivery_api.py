"""A department's system delivers records of its own sources and learns what was wrong."""

from typing import Any

import pytest
from django.test import Client

from credit.models import Record
from credit.services.importing import read_deliveries
from credit.services.sharing_tables import load_shipped
from credit.services.sources import load_sources
from tests.factories.credit import AT
from tests.factories.credit_sharing import system
from tests.factories.enterprises import EnterpriseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def token(db: None) -> str:
    load_sources(at=AT)
    load_shipped(at=AT)
    return system("tax", "tax_refund").text


def send(client: Client, token: str, source: str, *rows: Any) -> Any:
    return client.post(
        "/api/v1/credit/deliveries/",
        {"source": source, "records": list(rows)},
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )


def test_records_are_kept_and_every_wrong_row_is_told(client: Client, token: str) -> None:
    firm = EnterpriseFactory.create()
    row = {"subject": firm.code, "kind": "tax_grade", "number": "1", "occurred_date": "2026-04-01"}
    sent = send(client, token, "tax", {**row, "grade": "A"}, {**row, "grade": "Z", "number": "2"})
    assert sent.status_code == 202
    read_deliveries(at=AT)
    told = client.get(
        f"/api/v1/credit/deliveries/{sent.json()['id']}/",
        headers={"Authorization": f"Bearer {token}"},
    ).json()
    assert (told["state"], told["kept"], told["refused"]) == ("done", 1, 1)
    assert [(p["row"], p["code"]) for p in told["problems"]] == [(2, "credit_grade_unknown")]
    assert Record.objects.get().by_label.startswith("office-")


def test_another_departments_source_is_refused(client: Client, token: str) -> None:
    assert send(client, token, "customs").status_code == 403
    assert send(client, token, "own").status_code == 404


def test_without_a_token_nothing_is_taken(client: Client, token: str) -> None:
    assert send(client, "dtk_x", "tax").status_code == 401
    assert client.get("/api/v1/credit/deliveries/1/").status_code == 401


def test_rows_that_are_no_rows_are_refused(client: Client, token: str) -> None:
    assert send(client, token, "tax", "nonsense").status_code == 400
