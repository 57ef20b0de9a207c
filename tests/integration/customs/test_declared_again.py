"""What was withdrawn, refused or deleted is declared again under the appType that customs takes."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from declarations.dossiers import declaration
from declarations.management.customs_office import Office
from declarations.messages.xml_reader import read_message
from declarations.models import Course, Dispatch, DocumentRevision, Inventory, Waybill
from declarations.pages.saying import saying
from declarations.services.forwarding import forward
from declarations.stored import load, seal_revision
from enterprises.viewers import Viewer
from tests.builders.documents import changed
from tests.integration.customs.conftest import Notebook, forwarded, matched, says, status
from tests.integration.declarations.conftest import Desk, codes
from zone_portal.kernel.rules import RULES

NUMBER = "400120261000000008"


def sent(notebook: Notebook) -> list[tuple[str, str]]:
    """Kind and appType of everything that arrived, in its order."""
    found = []
    for body in notebook.messages:
        message = read_message(body)
        for raw in message.documents:
            found.append((message.kind.code, raw.data[message.kind.json_head]["appType"]))
    return found


def withdrawn(desk: Desk, notebook: Notebook) -> Inventory:
    """A declaration that customs let be withdrawn."""
    inventory = forwarded(desk, notebook)
    at = timezone.now()
    says(inventory, "120", at, invtNo=NUMBER)
    later = at + timedelta(milliseconds=1)
    says(inventory, "399", later, kind="CEB624", copNo="CANCEL-1", invtNo=NUMBER)
    assert status(inventory) == "cancelled"
    return inventory


def test_a_withdrawn_declaration_that_its_agent_changes_is_declared_anew(
    desk: Desk, notebook: Notebook
) -> None:
    inventory = withdrawn(desk, notebook)
    again = changed(desk.set()["inventory"], appType="2", note="撤单后重新申报")

    assert desk.send(again)[0].verdict == "accepted"
    desk.decide()
    forward(seconds=10, to=notebook)

    assert sent(notebook)[4:] == [("CEB621", "1")]
    assert (status(inventory), Course.objects.get().round) == ("sent", 2)
    says(inventory, "800", timezone.now() + timedelta(seconds=5))
    assert status(inventory) == "800"


def test_the_page_of_a_withdrawn_declaration_says_how_it_is_declared_anew(
    desk: Desk, notebook: Notebook
) -> None:
    inventory = withdrawn(desk, notebook)
    dossier = declaration(Viewer(sees_all=True), inventory.id)
    assert dossier is not None

    assert "appType=2" in saying(dossier).next


def test_a_change_after_that_is_a_change_again(desk: Desk, notebook: Notebook) -> None:
    inventory = withdrawn(desk, notebook)
    for note in ("撤单后重新申报", "再更正"):
        desk.send(changed(desk.set()["inventory"], appType="2", note=note))
        desk.decide()
        forward(seconds=10, to=notebook)
        says(inventory, "100", timezone.now() + timedelta(milliseconds=5))
    forward(seconds=10, to=notebook)

    assert sent(notebook)[4:] == [("CEB621", "1"), ("CEB621", "2")]


def test_what_was_withdrawn_is_not_declared_because_another_document_changed(
    desk: Desk, notebook: Notebook
) -> None:
    inventory = withdrawn(desk, notebook)
    right = changed(desk.set()["payment"], appType="2", note="更正说明")

    assert desk.send(right)[0].verdict == "accepted"
    desk.decide()
    forward(seconds=10, to=notebook)

    assert status(inventory) == "cancelled"
    assert "CEB621" not in notebook.kinds()[4:]


def test_an_answer_to_the_cancellation_that_comes_late_leaves_the_new_round_alone(
    desk: Desk, notebook: Notebook
) -> None:
    inventory = withdrawn(desk, notebook)
    said = timezone.now()
    desk.send(changed(desk.set()["inventory"], appType="2", note="撤单后重新申报"))
    desk.decide()
    forward(seconds=10, to=notebook)

    says(inventory, "399", said, info="再次答复", kind="CEB624", copNo="CANCEL-1", invtNo=NUMBER)

    assert status(inventory) == "sent"


def test_another_inventory_of_the_order_is_told_to_change_the_withdrawn_one(
    desk: Desk, notebook: Notebook
) -> None:
    withdrawn(desk, notebook)
    other = changed(
        desk.set()["inventory"],
        copNo=f"{desk.series}ANOTHER",
        guid="00000000-0000-4000-8000-00000000aaaa",
    )

    judged = desk.send(other)[0]

    assert codes(judged) == {"KEY-005"}
    remedy = RULES["KEY-005"].remedy
    assert "已撤单" in remedy[0]
    assert "withdrawn" in remedy[1]


def test_what_the_port_never_took_goes_as_new_when_corrected(
    desk: Desk, notebook: Notebook
) -> None:
    inventory = forwarded(desk, notebook)
    says(inventory, "-621028", info="加签数据比对失败！")

    desk.send(changed(desk.set()["inventory"], appType="2", note="更正"))
    desk.decide()
    forward(seconds=10, to=notebook)

    assert sent(notebook)[4:] == [("CEB621", "1")]


def test_what_customs_rejected_goes_as_a_change(desk: Desk, notebook: Notebook) -> None:
    inventory = forwarded(desk, notebook)
    says(inventory, "100", info="[Code:1322;Desc:订单清单表体商品项不一致]")

    desk.send(changed(desk.set()["inventory"], appType="2", note="更正"))
    desk.decide()
    forward(seconds=10, to=notebook)

    assert sent(notebook)[4:] == [("CEB621", "2")]


@pytest.mark.parametrize("noun", ["order", "payment", "waybill"])
def test_a_document_that_was_deleted_and_sent_anew_goes_as_a_change(
    desk: Desk, notebook: Notebook, noun: str
) -> None:
    documents = desk.set()
    inventory = forwarded(desk, notebook)
    says(inventory, "100", info="[Code:1322;Desc:订单清单表体商品项不一致]")
    deletion = changed(documents[noun], appType="3")
    assert desk.send(deletion)[0].verdict == "accepted"
    desk.decide()

    anew = changed(documents[noun], note="重新报送")
    assert desk.send(anew)[0].verdict == "accepted"
    desk.decide()
    forward(seconds=10, to=notebook)

    kind = documents[noun]["type"]
    assert sent(notebook)[4:] == [(kind, "2"), ("CEB621", "1")]
    assert status(inventory) == "sent"


@pytest.mark.parametrize(("code", "app_type"), [("-301020", "1"), ("100", "2")])
def test_a_deleted_order_that_the_port_refused_goes_as_new(
    desk: Desk, notebook: Notebook, code: str, app_type: str
) -> None:
    documents = desk.set()
    inventory = forwarded(desk, notebook)
    Dispatch.objects.filter(kind="CEB311").update(answer="refused", answer_code=code)
    says(inventory, "100", info="订单信息不存在")
    desk.send(changed(documents["order"], appType="3"))

    desk.send(changed(documents["order"], note="重新报送"))
    desk.decide()
    forward(seconds=10, to=notebook)

    assert sent(notebook)[4] == ("CEB311", app_type)


def test_a_change_of_what_the_port_has_no_more_goes_as_new(desk: Desk, notebook: Notebook) -> None:
    documents = desk.set()
    inventory = forwarded(desk, notebook)
    says(inventory, "100", info="订单信息不存在")
    for note in ("更正", "再更正"):
        desk.send(changed(documents["order"], appType="2", note=note))
        desk.decide()
        forward(seconds=10, to=notebook)
        newest = Dispatch.objects.filter(kind="CEB311").order_by("id").last()
        assert newest is not None
        Dispatch.objects.filter(id=newest.id).update(answer="refused", answer_code="-301009")
        says(inventory, "100", timezone.now() + timedelta(milliseconds=5), info=note)

    assert [pair for pair in sent(notebook)[4:] if pair[0] == "CEB311"] == [
        ("CEB311", "2"),
        ("CEB311", "1"),
    ]


def test_what_was_deleted_before_customs_had_it_goes_as_new(desk: Desk, notebook: Notebook) -> None:
    documents = desk.set()
    desk.send(documents["order"])
    desk.send(changed(documents["order"], appType="3"))

    desk.send(*documents.values())
    desk.decide()
    forward(seconds=10, to=notebook)

    assert {app_type for _, app_type in sent(notebook)} == {"1"}


def test_the_same_number_of_another_carrier_is_no_change(desk: Desk, notebook: Notebook) -> None:
    inventory = matched(desk)
    at, record = timezone.now(), load("CEB511", Waybill.objects.get().id)
    assert record is not None
    record.head.logisticsCode = "440316T01N"
    DocumentRevision.objects.create(
        document_id=7,
        revision=1,
        kind="CEB511",
        submission_id=0,
        sender_id=desk.firm.id,
        number=record.head.logisticsNo,
        content=seal_revision(record, 7, 1, at),
        ended_by="3",
        ended_by_submission_id=0,
        ended_at=at,
    )
    Dispatch.objects.create(
        document_id=7,
        revision=1,
        kind="CEB511",
        status="sent",
        message_guid="a message",
        not_before=at,
        created_at=at,
    )

    forward(seconds=10, to=notebook)

    assert status(inventory) == "sent"
    assert {app_type for _, app_type in sent(notebook)} == {"1"}


def test_a_rejected_declaration_is_judged_by_customs_against_the_order_sent_anew(
    desk: Desk, notebook: Notebook, tmp_path: Path
) -> None:
    """An office of customs hears all of it: it keeps no order that was deleted here."""
    office = Office(tmp_path / "files.sqlite3", 7, 1.0)
    documents = desk.set()
    inventory = forwarded(desk, notebook)
    says(inventory, "100", info="[Code:1322;Desc:订单清单表体商品项不一致]")
    desk.send(changed(documents["order"], appType="3"))
    anew = changed(documents["order"], note="重新报送")
    desk.send(anew)
    desk.decide()
    forward(seconds=10, to=notebook)

    now = timezone.now().timestamp()
    for body in notebook.messages:
        office.take(body, now=now)
        now += 5

    refused = []
    while True:
        ids, body = office.due(now=now + 60)
        if not ids:
            break
        office.cross_out(ids)
        message = read_message(body, receipts=True)
        for raw in message.documents:
            head = raw.data[message.kind.json_head]
            refused += [head["returnStatus"]] if head["returnStatus"] == "-301010" else []
    assert refused == []
