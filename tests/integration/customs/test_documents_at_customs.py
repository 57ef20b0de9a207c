"""Orders, payments and waybills at customs: accepted or refused, the list waits, corrections go."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from declarations.joined import joined_of, newest_dispatches
from declarations.management.customs_office import Office
from declarations.messages.catalogue import KINDS
from declarations.messages.receipts import build_receipts, receipt_record
from declarations.messages.xml_reader import read_message
from declarations.models import Course, Decision, Dispatch, Inventory, Task
from declarations.services.events import place_events
from declarations.services.forwarding import forward
from declarations.services.receiving import Taken, receive_receipts
from declarations.services.repairing import follow_decisions
from declarations.simulation.customs_refusals import is_unreadable
from enterprises.models import Enterprise
from tests.builders.documents import changed
from tests.factories.members import MemberFactory
from tests.integration.customs.conftest import GUID, Notebook, says, status
from tests.integration.declarations.conftest import Desk


class Sent:
    """A set that is on its way, and what customs says of its documents."""

    def __init__(self, desk: Desk, notebook: Notebook) -> None:
        self.desk, self.notebook = desk, notebook
        self.documents = desk.set()
        desk.send(*self.documents.values())
        desk.decide()

    def go(self) -> None:
        forward(seconds=10, to=self.notebook)

    @property
    def inventory(self) -> Inventory:
        return Inventory.objects.get(sender_id=self.desk.firm.id)

    def dispatch(self, noun: str) -> Dispatch:
        kind = self.documents[noun]["type"]
        return Dispatch.objects.filter(kind=kind).order_by("id").last()  # type: ignore[return-value]

    def says(self, noun: str, code: str, info: str = "说明", at: datetime | None = None) -> Taken:
        kind = KINDS[self.documents[noun]["type"]]
        receipt = KINDS[kind.receipt]
        record = receipt_record(
            receipt,
            self.documents[noun][kind.json_head],
            guid=GUID,
            status=code,
            at=at or timezone.now(),
            info=info,
        )
        return receive_receipts(build_receipts(receipt, [record], guid=GUID), at=timezone.now())

    def corrects(self, noun: str) -> list[Any]:
        found = self.desk.send(changed(self.documents[noun], appType="2", note="更正"))
        self.desk.decide()
        return found

    def last(self) -> Any:
        message = read_message(self.notebook.messages[-1])
        return message.kind.code, message.documents[0].data[message.kind.json_head]


@pytest.fixture
def sent(desk: Desk, notebook: Notebook) -> Sent:
    found = Sent(desk, notebook)
    found.go()
    return found


@pytest.fixture
def held_back(desk: Desk, notebook: Notebook) -> Sent:
    """Its documents have gone; the list is still here."""
    found = Sent(desk, notebook)
    notebook.refuses = "<ceb:CEB621Message"
    found.go()
    notebook.refuses = ""
    Dispatch.objects.filter(kind="CEB621").update(status="waiting")
    Course.objects.update(status="queued")
    return found


def follow() -> None:
    place_events()
    follow_decisions(seconds=0, at=timezone.now())


@pytest.mark.parametrize("noun", ["order", "payment", "waybill"])
@pytest.mark.parametrize(
    ("code", "answer"),
    [("120", "accepted"), ("100", "refused"), ("-301020", "refused"), ("2", ""), ("-9x", "")],
)
def test_what_is_said_of_a_document_stands_with_its_dispatch(
    sent: Sent, noun: str, code: str, answer: str
) -> None:
    sent.says(noun, code)

    row = sent.dispatch(noun)
    assert (row.answer, row.answer_code) == (answer, code if answer else "")


def test_the_latest_word_counts(sent: Sent) -> None:
    now = timezone.now()
    sent.says("order", "120", at=now)
    sent.says("order", "-301020", at=now - timedelta(seconds=5))

    assert sent.dispatch("order").answer == "accepted"


def test_a_copy_of_what_customs_has_refuses_nothing(sent: Sent) -> None:
    sent.says("order", "120")
    sent.says("order", "-301010", "已存在相同编号的订单")

    assert sent.dispatch("order").answer == "accepted"


def test_a_list_waits_while_customs_refuses_a_document(held_back: Sent) -> None:
    held_back.says("order", "-301020", "验签失败")
    held_back.go()

    assert held_back.notebook.kinds()[-1] != "CEB621"
    assert held_back.dispatch("inventory").status == "waiting"


def test_the_correction_of_a_refused_document_is_taken_and_goes_as_new(held_back: Sent) -> None:
    held_back.says("order", "-301020", "验签失败")

    (judged,) = held_back.corrects("order")

    assert judged.verdict == "accepted"
    held_back.go()
    sent = [kind for kind in held_back.notebook.kinds() if kind in {"CEB311", "CEB621"}]
    assert sent == ["CEB311", "CEB311", "CEB621"]
    order = read_message(held_back.notebook.messages[-2])
    assert order.documents[0].data["OrderHead"]["appType"] == "1"
    assert status(held_back.inventory) == "sent"


def test_a_correction_of_what_customs_has_goes_as_a_change(sent: Sent) -> None:
    sent.says("order", "120")
    says(sent.inventory, "100", info="[Code:1322;Desc:订单清单表体商品项不一致]")
    sent.corrects("order")
    before = len(sent.notebook.messages)
    sent.go()

    order = read_message(sent.notebook.messages[before])
    assert order.documents[0].data["OrderHead"]["appType"] == "2"


def test_what_customs_has_accepted_may_not_be_changed(sent: Sent) -> None:
    sent.says("order", "120")

    (judged,) = sent.corrects("order")

    assert judged.verdict == "rejected"


def test_what_was_refused_may_not_be_changed_once_customs_decides_on_the_list(
    sent: Sent,
) -> None:
    sent.says("order", "-301020")
    says(sent.inventory, "120")

    assert sent.corrects("order")[0].verdict == "rejected"


def test_a_refused_order_that_was_deleted_makes_room_for_another(held_back: Sent) -> None:
    held_back.says("order", "-301020")
    held_back.desk.send(changed(held_back.documents["order"], appType="3"))
    held_back.desk.decide()
    held_back.go()
    assert "CEB621" not in held_back.notebook.kinds()

    held_back.desk.send(held_back.documents["order"])
    held_back.desk.decide()
    held_back.go()

    assert held_back.notebook.kinds()[-1] == "CEB621"
    assert Decision.objects.get(inventory_id=held_back.inventory.id).outcome == "matched"


def test_the_sender_of_a_refused_document_has_a_task_until_it_is_corrected(
    held_back: Sent,
) -> None:
    held_back.says("payment", "-401009", "参数校验不通过")
    follow()

    (task,) = Task.objects.filter(inventory_id=held_back.inventory.id)
    assert (task.code, task.role, task.kind, task.state) == (
        "-401009",
        "payment",
        "CEB411",
        "open",
    )
    held_back.corrects("payment")
    follow()
    task.refresh_from_db()
    assert task.state == "done"


def test_the_page_says_that_customs_refused_the_order_and_whose_turn_it_is(
    held_back: Sent, client: Client
) -> None:
    held_back.says("order", "-301020", "验签失败（海关模拟器）")
    follow()
    firm = Enterprise.objects.get(id=held_back.desk.firm.id)
    client.force_login(MemberFactory.create(enterprise=firm, role="declarant").user)

    page = client.get(f"/declarations/{held_back.inventory.id}/").content.decode()

    assert "未接受订单" in page
    assert "-301020" in page
    assert "验签失败" in page
    (task,) = Task.objects.filter(inventory_id=held_back.inventory.id)
    assert f"/tasks/{task.pk}/" in page


def test_a_document_that_cannot_be_delivered_is_said_on_the_page(
    held_back: Sent, client: Client
) -> None:
    Dispatch.objects.filter(kind="CEB311").update(status="dead", error="CEB900 -2 不通过schema")
    firm = Enterprise.objects.get(id=held_back.desk.firm.id)
    client.force_login(MemberFactory.create(enterprise=firm, role="declarant").user)

    page = client.get(f"/declarations/{held_back.inventory.id}/").content.decode()

    assert "订单未能送达海关" in page
    assert "不通过schema" in page


class Behind:
    """A simulated office behind the gateway: what it is sent, and what it says by then."""

    def __init__(self, path: Path, faults: float) -> None:
        self.office = Office(path / "files.sqlite3", 7, 1.0, faults)
        self.now = timezone.now().timestamp()

    def send(self, body: bytes) -> None:
        self.office.take(body, now=self.now)

    def speaks(self) -> None:
        """Everything that it owes, told to the portal; no clock of ours runs ahead for that."""
        while True:
            ids, body = self.office.due(now=self.now + 10 * 24 * 3600)
            if not ids:
                return
            self.office.cross_out(ids)
            receive_receipts(body, at=timezone.now() + timedelta(days=11))


def test_what_an_office_refuses_goes_through_once_it_was_corrected(
    desk: Desk, tmp_path: Path
) -> None:
    """Order, payment and waybill are refused, the list with them; three corrections and a word of
    the declarant later customs decides."""
    behind = Behind(tmp_path, faults=1.0)
    documents = readable_set(desk)
    desk.send(*documents.values())
    desk.decide()
    forward(seconds=10, to=behind)
    behind.speaks()
    follow()
    inventory = Inventory.objects.get(sender_id=desk.firm.id)
    assert status(inventory) == "100"
    refused = {row.answer for row in Dispatch.objects.exclude(kind="CEB621")}
    assert refused == {"refused"}

    for noun in ("order", "payment", "waybill"):
        (judged,) = desk.send(changed(documents[noun], appType="2", note="更正"))
        assert judged.verdict == "accepted"
    desk.decide()
    behind.now += 11 * 24 * 3600
    forward(seconds=10, to=behind)
    behind.speaks()
    follow()

    assert {row.answer for row in newest_dispatches(names(inventory)).values()} == {"accepted"}
    assert status(inventory) != "100" or "不存在" not in Course.objects.get().info
    unfinished = Task.objects.unfinished().exclude(kind="CEB621")
    assert not unfinished.filter(inventory_id=inventory.id, code__startswith="-").exists()


def names(inventory: Inventory) -> list[int]:
    return [one.document_id for one in joined_of(Decision.objects.get(inventory_id=inventory.id))]


def readable_set(desk: Desk) -> Any:
    """A set of which the port can read every message with every fault on."""
    for number in range(100):
        documents = desk.set(number)
        if not any(
            is_unreadable(
                KINDS[document["type"]],
                [document[KINDS[document["type"]].json_head]],
                seed=7,
                share=1.0,
            )
            for document in documents.values()
        ):
            return documents
    raise AssertionError("nothing can be read")
