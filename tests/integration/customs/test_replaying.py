"""Replay: dead letters and lost messages go once more, on record, and nothing is doubled."""

from django.core.management import call_command

from accounts.models import AuditEntry
from declarations.models import Course, CustomsReceipt, Dispatch
from declarations.services.forwarding import forward
from tests.integration.customs.conftest import Notebook, forwarded, matched, says, status
from tests.integration.declarations.conftest import Desk


def test_dead_letters_go_again(desk: Desk, notebook: Notebook) -> None:
    inventory = matched(desk)
    notebook.refuses = "<ceb:CEB621Message"
    forward(seconds=10, to=notebook)
    assert status(inventory) == "failed"

    notebook.refuses = ""
    call_command("replay_gateway", "--dead", verbosity=0)
    assert status(inventory) == "queued"
    forward(seconds=10, to=notebook)

    assert status(inventory) == "sent"
    assert not Dispatch.objects.exclude(status="sent").exists()
    entry = AuditEntry.objects.get(action="gateway.replayed")
    assert entry.new is not None
    assert entry.new["documents"] == 1


def test_an_inventory_goes_again_with_its_documents_and_keeps_its_state(
    desk: Desk, notebook: Notebook
) -> None:
    inventory = forwarded(desk, notebook)
    says(inventory, "800")

    call_command("replay_gateway", "--inventory", str(inventory.id), verbosity=0)
    forward(seconds=10, to=notebook)

    assert notebook.kinds() == ["CEB311", "CEB411", "CEB511", "CEB621"] * 2
    assert notebook.messages[0] == notebook.messages[4]
    assert Course.objects.get().status == "800"
    assert CustomsReceipt.objects.count() == 1


def test_a_rejected_inventory_begins_a_new_round_unchanged(desk: Desk, notebook: Notebook) -> None:
    inventory = forwarded(desk, notebook)
    says(inventory, "100", info="[Code:1301;Desc:系统异常请稍后重试]")

    call_command("replay_gateway", "--inventory", str(inventory.id), verbosity=0)
    forward(seconds=10, to=notebook)
    says(inventory, "800")

    assert notebook.kinds()[4:] == ["CEB621"]
    course = Course.objects.get()
    assert (course.status, course.round) == ("800", 2)
