"""What traders, customs officials and the public see of a declaration at customs."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry
from declarations.models import Hold, Inventory, Waybill
from declarations.tracking import track
from enterprises.viewers import Viewer
from tests.builders.documents import changed
from tests.builders.series import new_series
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.integration.customs.conftest import Notebook, forwarded, says
from tests.integration.declarations.conftest import Desk, new_desk


@pytest.fixture
def inventory(desk: Desk, notebook: Notebook) -> Inventory:
    return forwarded(desk, notebook)


@pytest.fixture
def trader(desk: Desk, client: Client) -> Client:
    client.force_login(MemberFactory.create(enterprise_id=desk.firm.id).user)
    return client


def signed_in(**posting: Any) -> Client:
    client = Client()
    client.force_login(official(**posting))
    return client


def test_the_trader_sees_status_reason_and_who_says_so(
    trader: Client, inventory: Inventory
) -> None:
    says(inventory, "500", info="布控查验，请等待")

    page = trader.get(f"/declarations/{inventory.id}/").content.decode()

    for words in ("查验 500", "布控查验，请等待", "海关模拟器", "已发往电子口岸", "本平台"):
        assert words in page


def test_the_list_is_filtered_by_status(trader: Client, inventory: Inventory) -> None:
    says(inventory, "500")

    def found(status: str) -> bool:
        rows = trader.get(f"/declarations/?customs={status}").content.decode()
        return str(inventory.cop_no) in rows

    assert found("held")
    assert found("500")
    assert not found("800")


def test_tracking_tells_the_steps_and_knows_the_number_of_customs(inventory: Inventory) -> None:
    says(inventory, "800", invtNo="400120261000000077")

    found = track("400120261000000077", Viewer(sees_all=True), "en")

    steps = [s for s in found["declarations"][0]["timeline"] if s["event"] == "course"]
    assert [step["status"] for step in steps] == ["queued", "sent", "800"]
    assert [step["authority"] for step in steps] == ["portal", "portal", "simulator"]


def test_instruction_and_result_stand_on_one_record(inventory: Inventory) -> None:
    says(inventory, "500", info="布控查验")
    hold = Hold.objects.get()
    officer = signed_in(department="customs", role="reviewer")
    address = f"/customs/holds/{hold.pk}/"
    assert "布控查验" in officer.get("/customs/").content.decode()

    given = {"deed": "instruct", "instruct-text": "开箱核对数量"}
    assert officer.post(address, given).status_code == 302
    found = {"deed": "result", "result-result": "conforms", "result-text": "数量相符"}
    assert officer.post(address, found).status_code == 302

    page = officer.get(address).content.decode()
    assert "开箱核对数量" in page
    assert "数量相符" in page
    actions = AuditEntry.objects.filter(on_type="declarations.hold").values_list(
        "action", flat=True
    )
    assert set(actions) == {"hold.instructed", "hold.result"}


def test_an_empty_instruction_is_said_to_be_missing(inventory: Inventory) -> None:
    says(inventory, "500")
    officer = signed_in(department="customs", role="reviewer")

    answer = officer.post(f"/customs/holds/{Hold.objects.get().pk}/", {"deed": "instruct"})

    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()


def test_a_hold_that_ended_takes_nothing_more(inventory: Inventory) -> None:
    says(inventory, "500")
    says(inventory, "800")
    officer = signed_in(department="customs", role="reviewer")

    answer = officer.post(
        f"/customs/holds/{Hold.objects.get().pk}/", {"deed": "instruct", "instruct-text": "迟了"}
    )

    assert answer.status_code == 409


def test_who_only_looks_may_not_write(inventory: Inventory) -> None:
    says(inventory, "500")
    looker = signed_in(department="customs", role="viewer")
    address = f"/customs/holds/{Hold.objects.get().pk}/"

    assert looker.get(address).status_code == 200
    assert looker.post(address, {"deed": "instruct", "instruct-text": "x"}).status_code == 403


def test_the_queue_is_for_customs_alone(trader: Client, inventory: Inventory) -> None:
    says(inventory, "500")
    hold = Hold.objects.get()
    tax = signed_in(department="tax", role="reviewer")

    for reader in (trader, tax):
        assert reader.get("/customs/").status_code == 403
        assert reader.get(f"/customs/holds/{hold.pk}/").status_code == 404


def test_unknown_receipts_and_dead_letters_are_listed(inventory: Inventory) -> None:
    says(inventory, "800", copNo="NOBODY-KNOWS", preNo="B20261120999999999")
    officer = signed_in(department="customs", role="reviewer")

    assert "NOBODY-KNOWS" in officer.get("/customs/unknown/").content.decode()
    assert officer.get("/customs/undelivered/").status_code == 200


def test_tracking_tells_holds_with_their_reasons_and_receipts_that_moved_nothing(
    trader: Client, inventory: Inventory
) -> None:
    says(inventory, "500", info="布控查验")
    says(inventory, "800", info="查验无异常")
    says(inventory, "300", at=timezone.now() - timedelta(hours=5), info="来晚了")

    (found,) = track(inventory.order_no, Viewer(sees_all=True), "zh")["declarations"]

    told = [
        (one["event"], one["status"], one["info"])
        for one in found["timeline"]
        if one["event"] in {"hold", "receipt"}
    ]
    assert sorted(told) == [
        ("hold", "500", "布控查验"),
        ("hold", "ended", "查验无异常"),
        ("receipt", "300", "来晚了"),
    ]
    said = {one["status"]: one.get("info") for one in found["timeline"] if one["event"] == "course"}
    assert said["500"] == "布控查验"
    assert all(one["authority"] for one in found["timeline"])
    page = trader.get("/search/", {"q": inventory.order_no}, follow=True)
    assert page.status_code == 200


def test_anybody_finds_a_parcel_and_no_person(client: Client, inventory: Inventory) -> None:
    says(inventory, "500", info="机密原因")

    page = client.get("/parcel/", {"no": inventory.logistics_no}).content.decode()

    assert "海关审核或查验中" in page
    assert "海关模拟器" in page
    for secret in ("机密原因", inventory.ebc_name, inventory.agent_name, inventory.order_no):
        assert secret not in page


def test_two_carriers_with_one_number_are_told_apart(client: Client, desk: Desk) -> None:
    mine, number = desk.set(1), new_series("W")
    desk.send(*(changed(mine[noun], logisticsNo=number) for noun in ("waybill", "inventory")))
    other = new_desk()
    desk_of_other = other.set(1)["waybill"]
    other.send(changed(desk_of_other, logisticsNo=number))

    page = client.get("/parcel/", {"no": number}).content.decode()
    assert "几家承运人都有这个运单编号" in page
    assert "承运人已报送运单" not in page

    theirs = client.get("/parcel/", {"no": number, "carrier": other.firm.code}).content.decode()
    own = client.get("/parcel/", {"no": number, "carrier": desk.firm.code}).content.decode()
    assert ("已申报" in own, "已申报" in theirs) == (True, False)


def test_a_number_that_came_again_is_another_parcel(client: Client, desk: Desk) -> None:
    made, number = desk.set(1), new_series("W")
    desk.send(*(changed(made[noun], logisticsNo=number) for noun in ("waybill", "inventory")))
    old = timezone.now() - timedelta(days=200)
    Waybill.objects.filter(logistics_no=number).update(received_at=old)
    Inventory.objects.filter(logistics_no=number).update(received_at=old)
    (judged,) = desk.send(changed(desk.set(2)["waybill"], logisticsNo=number))
    assert judged.verdict == "accepted", judged.findings

    page = client.get("/parcel/", {"no": number}).content.decode()

    assert "承运人已报送运单" in page
    assert "已申报" not in page


def test_a_parcel_that_nobody_knows_is_not_found(client: Client, db: None) -> None:
    assert "没有找到这个包裹" in client.get("/parcel/", {"no": "NOSUCH77"}).content.decode()
