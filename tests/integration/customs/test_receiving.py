"""Receipts of customs in any order, repeated, late, unknown: kept once, and the state is right."""

import random
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from declarations.messages.xml_reader import UnreadableMessage, read_message
from declarations.models import (
    Course,
    CourseStep,
    CustomsMessage,
    CustomsReceipt,
    CustomsRepeat,
    Dispatch,
    Event,
    Hold,
    Inventory,
    Outbox,
    Submission,
)
from declarations.receipt_facts import public_receipt
from declarations.receipt_log import Cursor, receipts_after, receipts_of
from declarations.receipt_messages import by_kind, receipt_message
from declarations.services.events import place_events
from declarations.services.forwarding import forward
from declarations.services.receiving import receive_receipts, without_people
from enterprises.viewers import Viewer
from tests.builders.documents import changed
from tests.builders.people import person
from tests.integration.customs.conftest import (
    SECRET,
    Notebook,
    forwarded,
    matched,
    receipt,
    says,
    status,
)
from tests.integration.declarations.conftest import Desk

URL = "/api/v1/customs/receipts/"
INFO = "[Code:2600;Desc:放行（海关模拟器）]"


@pytest.fixture
def inventory(desk: Desk, notebook: Notebook) -> Inventory:
    return forwarded(desk, notebook)


def test_a_release_moves_the_declaration_and_gives_its_number(inventory: Inventory) -> None:
    says(inventory, "800", info=INFO, invtNo="400120261000000007")

    course = Course.objects.get()
    assert (course.status, course.info) == ("800", INFO)
    assert (course.pre_no, course.invt_no) == (inventory.entry_no, "400120261000000007")


@pytest.mark.parametrize("seed", range(6))
def test_receipts_in_any_order_end_in_the_same_state(inventory: Inventory, seed: int) -> None:
    now = timezone.now()
    said = [(code, now + timedelta(seconds=n)) for n, code in enumerate(["2", "3", "120", "800"])]
    random.Random(seed).shuffle(said)

    for code, at in said:
        says(inventory, code, at)

    assert status(inventory) == "800"
    assert CustomsReceipt.objects.count() == 4
    targets = [s.target for s in CourseStep.objects.order_by("number")]
    assert targets == sorted(targets, key=["queued", "sent", "2", "3", "120", "800"].index)


def test_a_late_receipt_is_kept_and_moves_nothing(inventory: Inventory) -> None:
    now = timezone.now()
    says(inventory, "800", now)

    says(inventory, "100", now - timedelta(seconds=5))

    assert status(inventory) == "800"
    assert CustomsReceipt.objects.get(return_status="100").effect == "late"


def test_a_release_is_not_taken_back_by_what_is_no_step(inventory: Inventory) -> None:
    now = timezone.now()
    says(inventory, "800", now)

    says(inventory, "120", now + timedelta(seconds=5))

    assert status(inventory) == "800"
    assert CustomsReceipt.objects.get(return_status="120").effect == "no_step"


def test_a_repeated_receipt_is_counted_and_told_once(inventory: Inventory) -> None:
    at = timezone.now()
    first = says(inventory, "800", at)

    again = says(inventory, "800", at)

    assert (first.receipts, again.receipts, again.repeated) == (1, 0, 1)
    assert CustomsReceipt.objects.count() == CustomsRepeat.objects.count() == 1
    assert Event.objects.filter(kind="course").count() == 1


def test_a_receipt_for_an_unknown_number_is_kept(inventory: Inventory) -> None:
    taken = says(inventory, "800", copNo="NOBODY-KNOWS", preNo="B20261120999999999")

    assert (taken.receipts, taken.unknown) == (1, 1)
    kept = CustomsReceipt.objects.get()
    assert (kept.effect, kept.number, kept.inventory_id) == ("unknown", "NOBODY-KNOWS", None)
    assert status(inventory) == "sent"


def test_a_receipt_without_agent_is_known_by_its_entry_number(inventory: Inventory) -> None:
    says(inventory, "120", agentCode="", copNo="-")

    assert status(inventory) == "120"


def test_a_code_nobody_knows_is_shown_and_is_no_success(inventory: Inventory) -> None:
    says(inventory, "22001", info="支付企业未备案")

    assert status(inventory) == "sent"
    assert CustomsReceipt.objects.get().effect == "kept"


def test_a_negative_code_is_a_refusal(inventory: Inventory) -> None:
    says(inventory, "-621001", info="清单报文校验失败")

    assert status(inventory) == "refused"


def test_a_time_far_ahead_does_not_silence_what_follows(inventory: Inventory) -> None:
    says(inventory, "120", timezone.now() + timedelta(days=365 * 70))

    says(inventory, "800", timezone.now() + timedelta(seconds=1))

    assert status(inventory) == "800"


def test_a_hold_has_its_reason_and_ends_with_the_release(inventory: Inventory) -> None:
    now = timezone.now()
    says(inventory, "500", now, info="布控查验")
    hold = Hold.objects.get()
    assert (hold.status, hold.reason, hold.ended_at) == ("500", "布控查验", None)
    assert hold.receipt_id == CustomsReceipt.objects.get().id

    says(inventory, "800", now + timedelta(seconds=1), info="放行")

    hold.refresh_from_db()
    assert (hold.ended_status, hold.ended_reason) == ("800", "放行")


def test_a_concluded_cancellation_withdraws_the_inventory(inventory: Inventory) -> None:
    now = timezone.now()
    says(inventory, "120", now, invtNo="400120261000000008")

    says(
        inventory,
        "399",
        now + timedelta(seconds=1),
        kind="CEB624",
        copNo="CANCEL-1",
        invtNo="400120261000000008",
    )

    assert status(inventory) == "cancelled"


def test_after_a_rejection_a_correction_is_sent_once_more(
    desk: Desk, inventory: Inventory, notebook: Notebook
) -> None:
    says(inventory, "100", info="[Code:1301;Desc:系统异常请稍后重试]")
    Outbox.objects.create(inventory_ids=[inventory.id], created_at=timezone.now())
    forward(seconds=10, to=notebook)

    assert notebook.kinds().count("CEB621") == 2
    assert Course.objects.get().round == 2
    assert Dispatch.objects.filter(kind="CEB621", status="sent").count() == 2
    assert status(inventory) == "sent"


def test_a_corrected_payment_is_taken_after_a_rejection_and_all_goes_again(
    desk: Desk, notebook: Notebook
) -> None:
    documents = desk.set()
    inventory = forwarded(desk, notebook)
    right = changed(documents["payment"], appType="2", note="更正说明")
    assert desk.send(right)[0].verdict == "rejected", "customs is busy with it"

    says(inventory, "100", info="[Code:1332;Desc:支付单支付金额与订单支付金额不一致]")
    assert desk.send(right)[0].verdict == "accepted"
    desk.decide()
    forward(seconds=10, to=notebook)

    assert notebook.kinds()[4:] == ["CEB411", "CEB621"]
    assert status(inventory) == "sent"


def test_every_party_reads_the_receipt_by_cursor(desk: Desk, inventory: Inventory) -> None:
    says(inventory, "800", info=INFO)
    place_events()

    told, _ = receipts_after(desk.firm.id, Cursor(), 100)

    shown = public_receipt(told[-1][1], "en")
    assert (shown["event"], shown["type"], shown["returnStatus"]) == ("course", "CEB622", "800")
    assert (shown["returnInfo"], shown["authority"]) == (INFO, "simulator")
    assert shown["document"]["id"] == str(inventory.id)
    assert shown["document"]["key"]["copNo"] == inventory.cop_no


def test_a_receipt_of_an_order_is_kept_with_the_order(desk: Desk, notebook: Notebook) -> None:
    inventory = forwarded(desk, notebook)
    firms = {"ebpCode": inventory.ebp_code, "ebcCode": inventory.ebc_code}
    body = receipt(inventory, "CEB312", "120", None, "入库", orderNo=inventory.order_no, **firms)

    receive_receipts(body, at=timezone.now())

    kept = CustomsReceipt.objects.get()
    assert (kept.effect, kept.number, kept.inventory_id) == ("kept", inventory.order_no, None)
    assert kept.document_id is not None
    assert status(inventory) == "sent"


def test_customs_may_speak_of_what_was_sent_another_way(desk: Desk) -> None:
    inventory = matched(desk)

    says(inventory, "800")

    assert status(inventory) == "800"


def test_people_in_a_text_are_masked() -> None:
    somebody = person(1)
    text = f"订购人{somebody.id_number}电话13800000000清单400120261000000007"

    masked = without_people(text, timezone.now())

    assert somebody.id_number not in masked
    assert "13800000000" not in masked
    assert "400120261000000007" in masked


def test_what_came_is_sealed_and_stays(inventory: Inventory) -> None:
    says(inventory, "800", info="机密文字")

    kept = CustomsMessage.objects.get()
    assert "机密文字".encode() not in bytes(kept.body)
    for rows in (CustomsMessage.objects, CustomsReceipt.objects, CourseStep.objects):
        manager: Any = rows
        with pytest.raises(DatabaseError), transaction.atomic():
            manager.all().delete()


def test_only_the_gateway_gets_in(inventory: Inventory, client: Client) -> None:
    body = receipt(inventory, "CEB622", "800", None, INFO)

    for shown in ("", "Bearer x", f"Bearer {SECRET}x", "Gateway wrong"):
        headers = {"Authorization": shown} if shown else {}
        answer = client.post(URL, body, content_type="application/xml", headers=headers)
        assert answer.status_code == 401
    assert not CustomsMessage.objects.exists()

    headers = {"Authorization": f"Gateway {SECRET}"}
    answer = client.post(URL, body, content_type="application/xml", headers=headers)
    assert answer.json() == {"receipts": 1, "repeated": 0, "unknown": 0}
    assert status(inventory) == "800"


def test_what_cannot_be_read_is_refused_and_kept(inventory: Inventory, client: Client) -> None:
    headers = {"Authorization": f"Gateway {SECRET}"}
    answer = client.post(URL, b"<a", content_type="application/xml", headers=headers)

    assert answer.status_code == 400
    assert answer.json()["code"] == "xml_malformed"
    assert "xml_malformed" in CustomsMessage.objects.get().refusal


def test_an_inventory_is_no_receipt(desk: Desk, notebook: Notebook) -> None:
    forwarded(desk, notebook)

    with pytest.raises(UnreadableMessage) as refused:
        receive_receipts(notebook.messages[-1], at=timezone.now())

    assert refused.value.code == "kind_not_accepted"


def test_the_receipts_of_a_message_hold_what_customs_said_as_ceb_xml(
    desk: Desk, inventory: Inventory
) -> None:
    says(inventory, "800", info=INFO, invtNo="400120261000000009")
    submission = Submission.objects.get(id=inventory.submission_id)

    receipts = by_kind(receipts_of(submission, Viewer(sees_all=True)))["CEB622"]
    body = receipt_message(submission, "CEB622", receipts, 1)

    message = read_message(body, receipts=True)
    said = [raw.data["InventoryReturn"]["returnStatus"] for raw in message.documents]
    assert said == ["2", "120", "800"]
    assert INFO in body.decode()
    assert "400120261000000009" in body.decode()
