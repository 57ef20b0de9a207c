"""The pages and the interface of the register: read by everybody, kept by the zone office."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from declarations.models import Mode
from tests.factories.members import MemberFactory
from tests.factories.officials import official

pytestmark = pytest.mark.django_db


def typed(pilot: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The pilot as somebody types it."""
    steps = "\n".join(
        f"{s['source']} {s['target']} {s['owner']} {s['hours'] or '-'} {s['basis']}"
        for s in pilot["steps"]
    )
    return {**pilot, "steps": steps, **changes}


def test_anybody_reads_which_modes_there_are_on_a_day(client: Client) -> None:
    page = client.get("/modes/").content.decode()
    assert "9710" in page
    assert "市场采购" in page
    client.post("/language/", {"language": "en"})
    english = client.get("/modes/", headers={"Accept-Language": "en"}).content.decode()
    assert "Online bonded import" in english


def test_a_mode_is_shown_as_it_was_on_a_day(client: Client) -> None:
    before = client.get("/modes/export/9610/?on=2024-12-14").content.decode()
    after = client.get("/modes/export/9610/?on=2024-12-15").content.decode()
    assert "订单 · 支付单 · 运单" in before
    assert "海关总署公告2024年第167号" in after
    assert client.get("/modes/export/9999/").status_code == 404


def test_the_interface_gives_the_modes_of_a_day(client: Client) -> None:
    answer = client.get("/api/v1/modes/?on=2024-12-14").json()
    found = {(m["direction"], m["code"]): m for m in answer["results"]}
    assert found["export", "9610"]["documents"] == ["order", "payment", "waybill"]
    assert found["export", "1039"]["ticket_limit"] == "150000"
    assert len(found["import", "9610"]["steps"]) > 10
    assert client.get("/api/v1/modes/?on=yesterday").status_code == 400


def test_a_pilot_goes_from_the_form_to_the_public_page(
    client: Client, pilot: dict[str, Any]
) -> None:
    client.force_login(official(role="administrator"))
    saved = client.post("/modes/new/", typed(pilot))
    assert saved.status_code == 302, saved.content.decode()
    page = saved["Location"]
    assert "提交复核" in client.get(page).content.decode()
    client.post(page, {"deed": "propose"})
    assert client.post(page, {"deed": "release"}).status_code == 403  # never by oneself

    client.force_login(official(role="supervisor"))
    assert "发布" in client.get(page).content.decode()
    client.post(page, {"deed": "release", "comment": "同意"})

    client.logout()
    assert "试点出口" in client.get("/modes/").content.decode()
    shown = client.get("/modes/export/9611/").content.decode()
    assert "试点方案" in shown
    row = Mode.objects.get(code="9611")
    assert (row.status, row.definition["steps"][0]["hours"]) == ("released", "0.5")


def test_the_form_says_everything_that_is_wrong_beside_its_fields(
    client: Client, pilot: dict[str, Any]
) -> None:
    client.force_login(official(role="administrator"))
    wrong = typed(pilot, order_types=["I"], steps="800 2 port\nnonsense", settings="MAT-006 x y")
    answer = client.post("/modes/new/", wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("请选择适用的订单类型", "第 1 行", "第 2 行", "规则 MAT-006 没有参数 x"):
        assert words in page
    assert not Mode.objects.filter(code="9611").exists()


def test_a_version_can_be_filled_from_the_one_before(client: Client) -> None:
    client.force_login(official(role="administrator"))
    row = Mode.objects.filter(code="9810", direction="export").latest("version")
    page = client.get(f"/modes/new/?from={row.pk}").content.decode()
    assert "120 800 customs -" in page
    assert 'value="9810"' in page
    assert row.valid_from == date(2024, 12, 15)


def test_the_register_is_kept_by_the_zone_office_alone(client: Client) -> None:
    for person in (MemberFactory.create().user, official(department="customs", role="supervisor")):
        client.force_login(person)
        assert client.get("/modes/drafts/").status_code == 403
        assert client.post("/modes/new/", {}).status_code == 403
        assert "登记监管方式" not in client.get("/modes/").content.decode()
