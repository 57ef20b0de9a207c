"""Papers go to customs as inventories do: once, in patience, answered in any order, never back."""

import random
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.facts import SystemActor
from declarations import paper_outlines
from declarations.messages.catalogue import KINDS
from declarations.messages.receipts import build_receipts, receipt_record
from declarations.messages.xml_reader import read_message
from declarations.models import (
    CustomsReceipt,
    Dispatch,
    Event,
    Outbox,
    Paper,
    PaperCourse,
    PaperStep,
)
from declarations.models.columns import layout_of
from declarations.services.forwarding import forward
from declarations.services.receiving import Taken, receive_receipts
from declarations.services.replaying import replay_dead, replay_sent
from declarations.stored import load
from declarations.tracking import track
from enterprises.models import Member
from enterprises.viewers import Viewer
from tests.builders.documents import changed
from tests.builders.papers import PAPERS, paper
from tests.factories.users import UserFactory
from tests.integration.customs.conftest import GUID, Notebook, forwarded, says, status
from tests.integration.declarations.conftest import Desk, codes
from zone_portal.env import CustomsGateway

BY = SystemActor("test")


def sent(desk: Desk, code: str, **options: Any) -> Paper:
    """A paper of the desk that was accepted."""
    (judged,) = desk.send(paper(code, desk.firm.code, series=desk.series, **options))
    assert judged.verdict == "accepted", judged.findings
    return Paper.objects.get(id=judged.document_id)


def on_its_way(desk: Desk, notebook: Notebook, code: str, **options: Any) -> Paper:
    found = sent(desk, code, **options)
    forward(seconds=10, to=notebook)
    return found


def customs_says(row: Paper, status: str, at: datetime | None = None, **values: str) -> Taken:
    """Customs says something of a paper, in the kind of receipt that answers it."""
    kind = KINDS[row.kind]
    record = load(row.kind, row.id)
    assert record is not None
    head = {name: getattr(record.head, name, None) for name in kind.head_elements}
    receipt = receipt_record(
        KINDS[kind.receipt],
        {**{name: value for name, value in head.items() if value is not None}, **values},
        guid=GUID,
        status=status,
        at=at or timezone.now(),
        info="说明",
    )
    message = build_receipts(KINDS[kind.receipt], [receipt], guid=GUID)
    return receive_receipts(message, at=timezone.now())


def standing(row: Paper) -> str:
    return PaperCourse.objects.get(paper_id=row.id).status


@pytest.mark.parametrize("code", PAPERS)
def test_every_kind_goes_to_customs_and_its_receipt_comes_back(
    desk: Desk, notebook: Notebook, code: str
) -> None:
    row = on_its_way(desk, notebook, code)
    assert (notebook.kinds(), standing(row)) == ([code], "sent")

    taken = customs_says(row, "120")

    assert (taken.receipts, taken.unknown) == (1, 0)
    kept = CustomsReceipt.objects.get()
    assert (kept.document_id, kept.effect, standing(row)) == (row.id, "moved", "120")


def test_a_stored_paper_stays_here_until_it_is_declared(desk: Desk, notebook: Notebook) -> None:
    document = paper("CEB607", desk.firm.code, series=desk.series, appStatus="1")
    desk.send(document)
    forward(seconds=10, to=notebook)
    assert not notebook.arrived

    desk.send(changed(document, appStatus="2", appType="2"))
    forward(seconds=10, to=notebook)

    assert notebook.kinds() == ["CEB607"]


def test_what_was_changed_before_customs_had_it_goes_once_and_as_new(
    desk: Desk, notebook: Notebook
) -> None:
    document = paper("CEB507", desk.firm.code, series=desk.series)
    desk.send(document)
    (judged,) = desk.send(changed(document, appType="2", domesticTrafNo="赣B00001"))

    forward(seconds=10, to=notebook)

    assert judged.verdict == "accepted"
    assert len(notebook.messages) == 1
    head = read_message(notebook.messages[0]).documents[0].data["ArrivalHead"]
    assert (head["appType"], head["domesticTrafNo"]) == ("1", "赣B00001")
    assert Dispatch.objects.get().revision == 2


def test_a_paper_deleted_in_time_never_goes(desk: Desk, notebook: Notebook) -> None:
    document = paper("CEB509", desk.firm.code, series=desk.series)
    desk.send(document)
    desk.send(changed(document, appType="3"))

    forward(seconds=10, to=notebook)

    assert not notebook.arrived
    assert not Dispatch.objects.exists()


@pytest.mark.parametrize("app_type", ["2", "3"])
def test_what_customs_has_is_neither_changed_nor_deleted(
    desk: Desk, notebook: Notebook, app_type: str
) -> None:
    document = paper("CEB509", desk.firm.code, series=desk.series)
    desk.send(document)
    forward(seconds=10, to=notebook)

    (judged,) = desk.send(changed(document, appType=app_type, voyageNo="XX1"))

    assert (judged.verdict, codes(judged)) == ("rejected", {"KEY-008"})


def test_a_rejected_paper_is_corrected_and_goes_again(desk: Desk, notebook: Notebook) -> None:
    document = paper("CEB509", desk.firm.code, series=desk.series)
    desk.send(document)
    forward(seconds=10, to=notebook)
    row = Paper.objects.get()
    customs_says(row, "100")

    desk.send(changed(document, appType="2", voyageNo="XX1"))
    forward(seconds=10, to=notebook)
    customs_says(row, "399", timezone.now() + timedelta(seconds=1))

    course = PaperCourse.objects.get()
    assert (course.status, course.round, course.revision) == ("399", 2, 2)
    assert notebook.kinds() == ["CEB509", "CEB509"]
    steps = PaperStep.objects.order_by("number").values_list("target", flat=True)
    assert list(steps) == ["queued", "sent", "100", "queued", "sent", "399"]


@pytest.mark.parametrize("seed", range(3))
def test_receipts_of_a_paper_in_any_order_end_in_the_same_state(
    desk: Desk, notebook: Notebook, seed: int
) -> None:
    row = on_its_way(desk, notebook, "CEB711")
    now = timezone.now()
    said = [(code, now + timedelta(seconds=n)) for n, code in enumerate(["2", "3", "120", "399"])]
    random.Random(seed).shuffle(said)

    for code, at in said:
        customs_says(row, code, at, rkdNo="R40032026000000001")

    assert standing(row) == "399"
    assert PaperCourse.objects.get().given_no == "R40032026000000001"
    assert CustomsReceipt.objects.count() == 4
    assert Event.objects.filter(kind="course", enterprise_id=desk.firm.id).count() == 4


def test_a_repeated_receipt_of_a_paper_is_counted(desk: Desk, notebook: Notebook) -> None:
    row = on_its_way(desk, notebook, "CEB513")
    at = timezone.now()
    customs_says(row, "120", at)

    again = customs_says(row, "120", at)

    assert (again.receipts, again.repeated) == (0, 1)
    assert PaperStep.objects.count() == 3


def test_papers_are_tried_again_and_replayed(desk: Desk, notebook: Notebook) -> None:
    notebook.is_away = True
    row = on_its_way(desk, notebook, "CEB607")
    assert (standing(row), Dispatch.objects.get().attempts) == ("queued", 1)

    notebook.is_away, notebook.refuses = False, "CEB607Message"
    Dispatch.objects.update(not_before=timezone.now() - timedelta(seconds=1))
    forward(seconds=10, to=notebook)
    assert standing(row) == "failed"

    notebook.refuses = ""
    assert replay_dead(by=BY, at=timezone.now()) == 1
    forward(seconds=10, to=notebook)
    assert standing(row) == "sent"

    assert replay_sent(by=BY, at=timezone.now(), paper_ids=[row.id]) == 1
    forward(seconds=10, to=notebook)
    assert notebook.messages[0] == notebook.messages[1]


def test_a_rejected_paper_replayed_unchanged_begins_a_new_round(
    desk: Desk, notebook: Notebook
) -> None:
    row = on_its_way(desk, notebook, "CEB607")
    customs_says(row, "100")

    replay_sent(by=BY, at=timezone.now(), paper_ids=[row.id])
    forward(seconds=10, to=notebook)

    assert PaperCourse.objects.get().round == 2
    assert notebook.kinds() == ["CEB607", "CEB607"]


def test_a_storage_list_goes_alone_in_its_message(desk: Desk, notebook: Notebook) -> None:
    for series in ("A", "B"):
        desk.send(paper("CEB711", desk.firm.code, series=f"{desk.series}{series}"))

    forward(seconds=10, to=notebook)

    assert len(notebook.messages) == 2


def test_a_cancellation_waits_for_its_inventory(desk: Desk, notebook: Notebook) -> None:
    documents = desk.set()
    number = "400320261000000077"
    inventory = changed(documents["inventory"], invtNo=number)
    desk.send(documents["order"], documents["payment"], documents["waybill"], inventory)
    head = inventory["InventoryHead"]
    cancel = paper(
        "CEB623", desk.firm.code, series=desk.series, invtNo=number, orderNo=head["orderNo"]
    )
    desk.send(cancel)
    notebook.refuses = "CEB621Message"

    forward(seconds=10, to=notebook)

    assert "CEB623" not in notebook.kinds()


def test_an_accepted_cancellation_ends_paper_and_inventory(desk: Desk, notebook: Notebook) -> None:
    inventory = forwarded(desk, notebook)
    number = "400320261000000078"
    says(inventory, "120", invtNo=number)
    document = paper(
        "CEB623", desk.firm.code, series=desk.series, invtNo=number, orderNo=inventory.order_no
    )
    (judged,) = desk.send(document)
    assert judged.verdict == "accepted", judged.findings
    forward(seconds=10, to=notebook)
    row = Paper.objects.get()

    customs_says(row, "399", timezone.now() + timedelta(seconds=2))

    assert (standing(row), status(inventory)) == ("399", "cancelled")


def test_without_a_gateway_papers_stay_and_may_be_changed(desk: Desk, settings: Any) -> None:
    settings.CUSTOMS_GATEWAY = CustomsGateway()
    document = paper("CEB607", desk.firm.code, series=desk.series)
    desk.send(document)

    (judged,) = desk.send(changed(document, appType="2", voyageNo="XX1"))

    assert judged.verdict == "accepted"
    assert not Outbox.objects.exists()


def test_every_paper_that_has_a_number_of_customs_keeps_it() -> None:
    given = {code for code in PAPERS if "given_no" in layout_of(code).plain}
    assert given == {"CEB701", "CEB711"}


def test_the_page_and_the_interfaces_say_where_a_paper_stands(
    desk: Desk, notebook: Notebook
) -> None:
    row = on_its_way(desk, notebook, "CEB711")
    customs_says(row, "399", rkdNo="R40032026000000009")
    viewer = Viewer((desk.firm.id,), own_ids=(desk.firm.id,))

    (outline,) = paper_outlines.paper_rows(Paper.objects.filter(id=row.id))
    tracked = track("R40032026000000009", viewer, "en")
    page = _signed_in(desk).get(reverse("declarations:paper", args=[row.id])).content.decode()
    listed = _signed_in(desk).get(reverse("declarations:papers"), {"customs": "399"})

    assert outline["customs"]["status"] == "399"
    assert outline["customs"]["authority"] == "simulator"
    assert [paper["id"] for paper in tracked["papers"]] == [str(row.id)]
    assert "海关审结 399" in page
    assert "R40032026000000009" in page
    assert str(row.cop_no) in listed.content.decode()


def _signed_in(desk: Desk) -> Client:
    client = Client()
    client.force_login(
        Member.objects.create(
            user=UserFactory.create(), enterprise_id=desk.firm.id, role="declarant"
        ).user
    )
    return client


def test_a_paper_is_replayed_by_command(desk: Desk, notebook: Notebook) -> None:
    row = on_its_way(desk, notebook, "CEB711")

    call_command("replay_gateway", "--paper", str(row.id), verbosity=0)
    forward(seconds=10, to=notebook)

    assert notebook.kinds() == ["CEB711", "CEB711"]
    assert standing(row) == "sent"


@pytest.mark.parametrize(("number", "effect"), [("400320261000000012", "kept"), ("9", "unknown")])
def test_a_tax_bill_is_kept_for_known_and_unknown_inventories(
    desk: Desk, notebook: Notebook, number: str, effect: str
) -> None:
    inventory = forwarded(desk, notebook)
    says(inventory, "800", invtNo="400320261000000012")
    head = {
        "guid": GUID,
        "returnTime": f"{timezone.localtime():%Y%m%d%H%M%S}000",
        "invtNo": number.ljust(18, "9"),
        "taxNo": "T1",
        "customsTax": "0",
        "valueAddedTax": "9.1",
        "consumptionTax": "0",
        "status": "1",
    }
    amounts = dict.fromkeys(("taxPrice", "customsTax", "valueAddedTax", "consumptionTax"), "1")
    line = {"gnum": "1", "gcode": "3304990099", **amounts}
    bill = {"TaxHeadRd": head, "TaxListRd": [line]}

    receive_receipts(build_receipts(KINDS["CEB816"], [bill], guid=GUID), at=timezone.now())

    kept = CustomsReceipt.objects.get(kind="CEB816")
    assert (kept.effect, kept.inventory_id) == (
        effect,
        inventory.id if effect == "kept" else None,
    )
    assert status(inventory) == "800"
