"""What matches goes to customs: once, in order, with patience, and nothing where it is off."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from declarations.models import Course, CourseStep, Dispatch, Outbox
from declarations.services.forwarding import forward, is_waiting
from tests.builders.documents import changed
from tests.integration.customs.conftest import Notebook, forwarded, matched, status
from tests.integration.declarations.conftest import Desk
from zone_portal.env import CustomsGateway


def test_a_complete_set_is_noted_with_its_decision(desk: Desk) -> None:
    inventory = matched(desk)

    assert Outbox.objects.get().inventory_ids == [inventory.id]


def test_what_the_worker_decides_is_noted_too(desk: Desk) -> None:
    documents = desk.set()
    desk.send(documents["inventory"])
    desk.send(documents["order"], documents["payment"], documents["waybill"])
    assert not Outbox.objects.exists()

    desk.decide()

    assert len(Outbox.objects.get().inventory_ids) == 1


def test_a_mismatch_is_not_forwarded(desk: Desk) -> None:
    documents = desk.set()
    wrong = changed(documents["payment"], payerName="别人")
    desk.send(documents["order"], wrong, documents["waybill"], documents["inventory"])
    desk.decide()

    assert not Outbox.objects.exists()


def test_with_the_gateway_off_there_is_not_one_statement_more(desk: Desk, settings: Any) -> None:
    with CaptureQueriesContext(connection) as while_on:
        desk.send(*desk.set(1).values())
    settings.CUSTOMS_GATEWAY = CustomsGateway()
    with CaptureQueriesContext(connection) as while_off:
        desk.send(*desk.set(2).values())

    assert not any("outbox" in query["sql"] for query in while_off)
    assert len(while_off) <= len(while_on)
    assert Outbox.objects.count() == 1


def test_the_documents_go_first_and_then_the_inventory(desk: Desk, notebook: Notebook) -> None:
    inventory = forwarded(desk, notebook)

    assert notebook.kinds() == ["CEB311", "CEB411", "CEB511", "CEB621"]
    assert status(inventory) == "sent"
    assert inventory.entry_no.encode() in notebook.messages[-1]
    steps = CourseStep.objects.filter(inventory_id=inventory.id).order_by("number")
    assert [(step.source, step.target) for step in steps] == [("", "queued"), ("queued", "sent")]
    assert not is_waiting(at=timezone.now())


def test_an_export_goes_without_a_payment(desk: Desk, notebook: Notebook) -> None:
    forwarded(desk, notebook, direction="export")

    assert notebook.kinds() == ["CEB303", "CEB505", "CEB603"]


def test_a_hundred_documents_go_in_a_message(desk: Desk, notebook: Notebook) -> None:
    desk.send(*[document for n in range(120) for document in desk.set(n).values()])

    forward(seconds=30, to=notebook)

    assert len(notebook.messages) == 8
    assert len(notebook.arrived) == len(set(notebook.arrived)) == 480


def test_nothing_is_sent_twice(desk: Desk, notebook: Notebook) -> None:
    inventory = forwarded(desk, notebook)
    Outbox.objects.create(inventory_ids=[inventory.id], created_at=timezone.now())

    forward(seconds=10, to=notebook)

    assert len(notebook.arrived) == 4


def test_a_gateway_that_is_away_gets_everything_later(desk: Desk, notebook: Notebook) -> None:
    notebook.is_away = True
    inventory = forwarded(desk, notebook)
    order = Dispatch.objects.get(kind="CEB311")
    assert (order.status, order.attempts, status(inventory)) == ("waiting", 1, "queued")
    assert order.not_before > timezone.now()

    notebook.is_away = False
    Dispatch.objects.update(not_before=timezone.now() - timedelta(seconds=1))
    forward(seconds=10, to=notebook)

    assert status(inventory) == "sent"
    assert len(notebook.arrived) == 4


def test_after_the_dated_number_of_tries_people_have_to_look(
    desk: Desk, notebook: Notebook
) -> None:
    inventory = forwarded(desk, notebook)
    Dispatch.objects.filter(kind="CEB621").update(status="waiting", attempts=19)
    Course.objects.update(status="queued")
    notebook.is_away = True

    forward(seconds=10, to=notebook)

    assert Dispatch.objects.get(kind="CEB621").status == "dead"
    assert status(inventory) == "failed"


def test_one_refused_document_does_not_hold_up_its_neighbours(
    desk: Desk, notebook: Notebook
) -> None:
    wrong, right = matched(desk, 1), matched(desk, 2)
    notebook.refuses = f"<ceb:copNo>{wrong.cop_no}</ceb:copNo>"

    forward(seconds=10, to=notebook)

    assert (status(wrong), status(right)) == ("failed", "sent")


@pytest.mark.parametrize("noun", ["order", "waybill"])
def test_an_inventory_waits_for_its_documents(desk: Desk, notebook: Notebook, noun: str) -> None:
    documents = desk.set()
    kind = documents[noun]["type"]
    desk.send(*documents.values())
    notebook.refuses = f"<ceb:{kind}Message"

    forward(seconds=10, to=notebook)

    assert "CEB621" not in notebook.kinds()
    assert Dispatch.objects.get(kind="CEB621").status == "waiting"
