"""A message that the port could not read (CEB900): joined, sent again singly, told, resent."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, Notice
from declarations.messages.receipts import format_refusal
from declarations.messages.xml_reader import read_message
from declarations.models import CourseStep, CustomsReceipt, Dispatch, Event, Inventory
from declarations.services.forwarding import forward
from declarations.services.receiving import Taken, receive_receipts
from enterprises.models import Enterprise
from tests.factories.members import MemberFactory
from tests.integration.customs.conftest import GUID, Notebook, forwarded, matched, says, status
from tests.integration.customs.test_pages import signed_in
from tests.integration.declarations.conftest import Desk

SAID = "数据包不能通过schema验证"


def unreadable(guid: str, kind: str = "CEB621", *, original: bytes = b"", **options: Any) -> Taken:
    body = format_refusal(
        original,
        guid=GUID,
        at=timezone.now(),
        info=SAID,
        message_type=f"{kind}Message" if kind else "Unknown",
        message_id=guid,
        status="-2",
        **options,
    )
    return receive_receipts(body, at=timezone.now())


def guid_of(kind: str) -> str:
    return Dispatch.objects.filter(kind=kind).values_list("message_guid", flat=True)[0]


@pytest.fixture
def two(desk: Desk, notebook: Notebook) -> list[Inventory]:
    """Two inventories that went in one message."""
    found = [matched(desk, 1), matched(desk, 2)]
    forward(seconds=10, to=notebook)
    assert len(set(Dispatch.objects.filter(kind="CEB621").values_list("message_guid"))) == 1
    return found


def test_the_documents_of_an_unreadable_message_go_again_each_alone(
    two: list[Inventory], notebook: Notebook
) -> None:
    taken = unreadable(guid_of("CEB621"))

    assert (taken.receipts, taken.unknown) == (1, 0)
    assert [status(inventory) for inventory in two] == ["queued", "queued"]
    before = len(notebook.messages)
    forward(seconds=10, to=notebook)

    alone = [read_message(body) for body in notebook.messages[before:]]
    assert [len(message.documents) for message in alone] == [1, 1]
    assert [status(inventory) for inventory in two] == ["sent", "sent"]


def test_who_could_not_be_read_alone_either_is_given_up_and_its_firms_are_told(
    desk: Desk, two: list[Inventory], notebook: Notebook
) -> None:
    firm = Enterprise.objects.get(id=desk.firm.id)
    person = MemberFactory.create(enterprise=firm, role="declarant").user
    unreadable(guid_of("CEB621"))
    forward(seconds=10, to=notebook)
    wrong, right = two
    own = Dispatch.objects.get(document_id=wrong.id)

    unreadable(own.message_guid)

    assert (status(wrong), status(right)) == ("failed", "sent")
    dead = Dispatch.objects.get(document_id=wrong.id)
    assert (dead.status, SAID in dead.error) == ("dead", True)
    notice = Notice.objects.get(user=person)
    assert (notice.kind, notice.link) == ("customs_unreadable", f"/declarations/{wrong.id}/")
    assert "-2" in notice.text_zh
    assert SAID in notice.text_en
    assert SAID in CourseStep.objects.filter(inventory_id=wrong.id).last().note  # type: ignore[union-attr]
    receipt = CustomsReceipt.objects.get(document_id=wrong.id)
    assert (receipt.inventory_id, receipt.effect) == (wrong.id, "moved")
    assert Event.objects.filter(kind="course", refs=[receipt.id]).exists()


def test_an_official_sends_it_again(two: list[Inventory], notebook: Notebook) -> None:
    officer = signed_in(department="customs", role="reviewer")
    unreadable(guid_of("CEB621"))
    forward(seconds=10, to=notebook)
    unreadable(Dispatch.objects.get(document_id=two[0].id).message_guid)
    assert SAID in officer.get("/customs/undelivered/").content.decode()

    officer.post("/customs/undelivered/", {"document": "12"})
    assert status(two[0]) == "failed"
    officer.post("/customs/undelivered/", {"document": str(two[0].id)})
    assert status(two[0]) == "queued"
    forward(seconds=10, to=notebook)

    assert status(two[0]) == "sent"
    assert AuditEntry.objects.filter(action="gateway.replayed").exists()


def test_only_customs_sends_again(desk: Desk, client: Client) -> None:
    firm = Enterprise.objects.get(id=desk.firm.id)
    client.force_login(MemberFactory.create(enterprise=firm, role="declarant").user)

    assert client.post("/customs/undelivered/").status_code == 403


def test_an_order_that_cannot_be_read_holds_back_its_list(desk: Desk, notebook: Notebook) -> None:
    inventory = forwarded(desk, notebook)
    unreadable(guid_of("CEB311"), "CEB311")

    assert Dispatch.objects.get(kind="CEB311").status == "dead"
    assert status(inventory) == "sent"
    receipt = CustomsReceipt.objects.get()
    assert (receipt.head["oriMessageType"], receipt.inventory_id) == ("CEB311Message", None)


def test_a_message_of_unknown_kind_is_known_by_what_it_quotes(
    desk: Desk, notebook: Notebook
) -> None:
    inventory = forwarded(desk, notebook)

    taken = unreadable("NOT-OUR-NUMBER", "", original=notebook.messages[-1])

    assert taken.unknown == 0
    assert status(inventory) == "failed"
    assert CustomsReceipt.objects.get().head["oriMessageType"] == "CEB621Message"


def test_what_customs_spoke_of_could_be_read(desk: Desk, notebook: Notebook) -> None:
    inventory = forwarded(desk, notebook)
    says(inventory, "120")

    unreadable(guid_of("CEB621"))

    assert status(inventory) == "120"
    assert Dispatch.objects.get(kind="CEB621").status == "sent"
    assert CustomsReceipt.objects.get(kind="CEB900").effect == "kept"


def test_a_number_that_nobody_sent_is_kept_as_unknown(desk: Desk, notebook: Notebook) -> None:
    forwarded(desk, notebook)

    assert unreadable("0A0A0A0A-0B0B-0C0C-0D0D-0E0E0E0E0E0F").unknown == 1
    assert CustomsReceipt.objects.get().number == "0A0A0A0A-0B0B-0C0C-0D0D-0E0E0E0E0E0F"


def test_the_same_word_twice_gives_nothing_up_that_goes_again(
    two: list[Inventory], notebook: Notebook
) -> None:
    guid = guid_of("CEB621")
    unreadable(guid)
    unreadable(guid)

    assert set(Dispatch.objects.filter(kind="CEB621").values_list("status", "alone")) == {
        ("waiting", True)
    }


def test_a_word_that_overtakes_the_sender_is_worked_in(desk: Desk, notebook: Notebook) -> None:
    """Customs may answer before the sender has noted that the message went."""
    inventory = forwarded(desk, notebook)
    guid = guid_of("CEB621")
    row = Dispatch.objects.get(kind="CEB621")
    Dispatch.objects.filter(id=row.id).update(status="waiting", message_guid="")
    unreadable(guid)
    assert CustomsReceipt.objects.get().effect == "unknown"

    forward(seconds=10, to=notebook)

    assert Dispatch.objects.get(id=row.id).status == "dead"
    assert status(inventory) == "failed"
