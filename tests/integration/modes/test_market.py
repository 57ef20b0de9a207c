"""Market purchase (1039): recorded with its online orders, held against limit and register."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.facts import SystemActor
from declarations.models import MarketFirm, MarketRecord
from declarations.services.market import (
    import_firms,
    import_records,
    record_market,
)
from enterprises.models import Enterprise
from enterprises.services.refusals import Refusal
from enterprises.services.tokens import issue_token
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.integration.declarations.conftest import Desk, new_desk

pytestmark = pytest.mark.django_db

BY = SystemActor("test")
HEAD = (
    "number,declared_on,customs_code,market,trader_code,seller_code,value,currency,country,orders"
)


@pytest.fixture
def desk() -> Desk:
    return new_desk()


def given(desk: Desk, **changes: Any) -> dict[str, Any]:
    return {
        "number": "400320260000000001",
        "declared_on": "2026-11-20",
        "customs_code": "4003",
        "market": "南康家具市场",
        "trader_code": desk.firm.code,
        "seller_code": "MARKET-STALL-1",
        "value": "98,000.00",
        "currency": "502",
        "country": "502",
        "goods": "家具",
        "orders": "",
    } | changes


def recorded(desk: Desk, **changes: Any) -> MarketRecord:
    return record_market(
        given=given(desk, **changes), enterprise_id=desk.firm.id, by=BY, at=timezone.now()
    )


def codes(row: MarketRecord) -> list[str]:
    return [finding["code"] for finding in row.findings]


def register(desk: Desk) -> None:
    rows = f"code,name,kind,market,valid_from\n{desk.firm.code},贸易公司,trader,南康,2020-01-01\n"
    rows += "MARKET-STALL-1,一号摊位,seller,南康,2020-01-01\n"
    report = import_firms(rows.encode(), site="hub", by=BY, at=timezone.now())
    assert (report.created, report.errors) == (2, ())


def test_a_record_is_held_against_limit_register_and_orders(desk: Desk) -> None:
    assert codes(recorded(desk)) == ["MKT-003", "MKT-003", "MKT-005"]
    register(desk)
    assert codes(recorded(desk)) == ["MKT-005"]
    above = recorded(desk, value="150000.01", orders=f"{desk.firm.code}:EX-404")
    assert codes(above) == ["MKT-001", "MKT-004"]
    assert MarketRecord.objects.count() == 1  # the same form, recorded again


def test_an_order_that_comes_later_is_linked_by_itself(desk: Desk, client: Client) -> None:
    register(desk)
    made = desk.set(1, direction="export")
    number = made["order"]["OrderHead"]["orderNo"]
    row = recorded(desk, orders=f"{desk.firm.code}:{number}")
    client.force_login(MemberFactory.create(enterprise_id=desk.firm.id).user)
    assert "尚未报送" in client.get(f"/market/{row.pk}/").content.decode()

    (order,) = desk.send(made["order"])

    page = client.get(f"/market/{row.pk}/").content.decode()
    assert "已对应" in page
    assert "MKT-004" not in page
    assert f"/orders/{order.document_id}/" in page
    assert row.number in client.get(f"/orders/{order.document_id}/").content.decode()


def test_what_is_wrong_is_said_at_once_and_nothing_is_kept(desk: Desk) -> None:
    with pytest.raises(Refusal) as refusal:
        recorded(
            desk, number="12", declared_on="soon", value="-1", currency="XX", orders="no-colon"
        )
    assert {p["field"] for p in refusal.value.details["problems"]} == {
        "number",
        "declared_on",
        "value",
        "currency",
        "orders",
    }
    assert not MarketRecord.objects.exists()


def test_another_firm_cannot_claim_a_form(desk: Desk) -> None:
    recorded(desk)
    with pytest.raises(Refusal) as refusal:
        recorded(new_desk())
    assert refusal.value.code == "market_record_taken"


def test_a_file_is_recorded_whole_or_not_at_all(desk: Desk) -> None:
    good = f"400320260000000002,2026-11-20,4003,南康,{desk.firm.code},S,1000,502,502,"
    bad = f"x,2026-11-20,4003,南康,{desk.firm.code},S,0,502,502,"
    who: dict[str, Any] = {"enterprise_id": desk.firm.id, "by": BY, "at": timezone.now()}
    report = import_records(f"{HEAD}\n{good}\n{bad}\n".encode(), **who)
    assert {(e.line, e.field) for e in report.errors} == {(3, "number"), (3, "value")}
    assert not MarketRecord.objects.exists()
    assert import_records(f"{HEAD}\n{good}\n".encode(), **who).created == 1
    assert import_records(f"{HEAD}\n{good}\n".encode(), **who).updated == 1


def test_a_file_of_firms_says_every_error() -> None:
    rows = b"code,name,kind,market,valid_from\n,x,king,m,soon\n"
    report = import_firms(rows, site="hub", by=BY, at=timezone.now())
    assert {e.field for e in report.errors} == {"code", "kind", "valid_from"}
    assert not MarketFirm.objects.exists()


def test_a_declarant_records_by_form_and_file_and_sees_the_errors(
    desk: Desk, client: Client
) -> None:
    client.force_login(MemberFactory.create(enterprise_id=desk.firm.id, role="declarant").user)
    wrong = client.post("/market/new/", given(desk, number="1"))
    assert (wrong.status_code, "18 位数字" in wrong.content.decode()) == (422, True)
    assert client.post("/market/new/", given(desk)).status_code == 302
    assert "400320260000000001" in client.get("/market/").content.decode()
    file = SimpleUploadedFile("m.csv", f"{HEAD}\nx,,,,,,,,,\n".encode())
    answer = client.post("/market/new/", {"file": file, "upload": "1"})
    assert (answer.status_code, "第 2 行" in answer.content.decode()) == (422, True)


def test_a_viewer_of_the_firm_cannot_record_and_another_firm_sees_nothing(
    desk: Desk, client: Client
) -> None:
    row = recorded(desk)
    client.force_login(MemberFactory.create(enterprise_id=desk.firm.id, role="viewer").user)
    assert client.get("/market/new/").status_code == 403
    client.force_login(MemberFactory.create().user)
    assert client.get(f"/market/{row.pk}/").status_code == 404
    assert row.number not in client.get("/market/").content.decode()


def test_officials_import_the_register_of_firms(client: Client) -> None:
    client.force_login(official(department="commerce", role="administrator"))
    file = SimpleUploadedFile(
        "f.csv", b"code,name,kind,market,valid_from\nM1,Stall,seller,Market,2020-01-01\n"
    )
    assert client.post("/market/firms/import/", {"file": file}).status_code == 302
    assert "Stall" in client.get("/market/firms/").content.decode()
    client.force_login(official(department="tax", role="administrator"))
    assert client.get("/market/firms/import/").status_code == 403


def test_programs_record_and_read(desk: Desk, client: Client) -> None:
    firm = Enterprise.objects.get(pk=desk.firm.id)
    token = issue_token(enterprise=firm, by=BY, at=timezone.now())
    sign: dict[str, Any] = {"headers": {"Authorization": f"Bearer {token.text}"}}
    body = given(desk, value="150001")
    sent = client.post("/api/v1/market-records/", body, content_type="application/json", **sign)
    assert sent.status_code == 201, sent.content
    assert sent.json()["findings"][0]["code"] == "MKT-001"
    key = sent.json()["id"]
    assert client.get(f"/api/v1/market-records/{key}/", **sign).json()["value_usd"] == "150001.00"
    assert len(client.get("/api/v1/market-records/", **sign).json()["results"]) == 1
    assert client.get("/api/v1/market-firms/", **sign).json()["results"] == []
    bad = client.post("/api/v1/market-records/", {}, content_type="application/json", **sign)
    assert (bad.status_code, bad.json()["code"]) == (422, "market_record_invalid")
