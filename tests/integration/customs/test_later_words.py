"""Words of customs after a refusal, of a repeat, of an earlier round: kept and weighed rightly."""

from datetime import timedelta

import pytest
from django.utils import timezone

from declarations.models import Course, CourseStep, CustomsReceipt, Dispatch, Inventory, Outbox
from declarations.services.forwarding import forward
from tests.integration.customs.conftest import Notebook, forwarded, matched, says, status
from tests.integration.declarations.conftest import Desk

TAKEN = "清单已经申报过，请勿重复申报"


@pytest.fixture
def inventory(desk: Desk, notebook: Notebook) -> Inventory:
    return forwarded(desk, notebook)


@pytest.mark.parametrize("before", [(), ("2",), ("2", "3")])
def test_that_the_port_has_it_already_refuses_nothing(
    inventory: Inventory, before: tuple[str, ...]
) -> None:
    at = timezone.now()
    for n, code in enumerate(before):
        says(inventory, code, at + timedelta(seconds=n))
    stood = status(inventory)

    says(inventory, "-621004", at + timedelta(seconds=5), info=TAKEN)

    assert status(inventory) == stood
    assert CustomsReceipt.objects.get(return_status="-621004").effect == "no_step"
    says(inventory, "120", at + timedelta(seconds=9))
    says(inventory, "800", at + timedelta(seconds=12))
    assert status(inventory) == "800"


def test_the_firm_reads_that_the_port_has_it_while_nothing_else_was_said(
    inventory: Inventory,
) -> None:
    says(inventory, "-621004", info=TAKEN)

    assert (Course.objects.get().status, Course.objects.get().info) == ("sent", TAKEN)


def test_what_was_sent_once_more_after_a_failure_is_not_refused_as_a_repeat(
    inventory: Inventory,
) -> None:
    Dispatch.objects.filter(kind="CEB621").update(status="dead")
    Course.objects.update(status="failed")

    says(inventory, "-621004", info=TAKEN)
    assert status(inventory) == "failed"

    says(inventory, "120")
    assert status(inventory) == "120"


def test_a_number_that_somebody_else_declared_is_a_refusal(desk: Desk) -> None:
    inventory = matched(desk)
    Course.objects.create(inventory_id=inventory.id, status="sent", status_at=timezone.now())

    says(inventory, "-621004", info=TAKEN)

    assert status(inventory) == "refused"


@pytest.mark.parametrize("refusal", ["100", "-621001"])
@pytest.mark.parametrize("later", ["120", "300", "399", "800", "899"])
def test_customs_may_go_on_after_a_refusal(inventory: Inventory, refusal: str, later: str) -> None:
    at = timezone.now()
    says(inventory, refusal, at)

    says(inventory, later, at + timedelta(seconds=5))

    assert status(inventory) == later


@pytest.mark.parametrize("seconds", [-5, 0])
def test_what_was_not_said_after_the_rejection_does_not_undo_it(
    inventory: Inventory, seconds: int
) -> None:
    at = timezone.now()
    says(inventory, "100", at)

    says(inventory, "120", at + timedelta(seconds=seconds))

    assert status(inventory) == "100"
    assert CustomsReceipt.objects.get(return_status="120").effect == "late"


@pytest.mark.parametrize("second", ["100", "-621001"])
def test_a_second_rejection_of_the_first_round_leaves_the_second_alone(
    inventory: Inventory, notebook: Notebook, second: str
) -> None:
    at = timezone.now()
    says(inventory, "100", at)
    Outbox.objects.create(inventory_ids=[inventory.id], created_at=timezone.now())
    forward(seconds=10, to=notebook)
    assert (status(inventory), Course.objects.get().round) == ("sent", 2)

    says(inventory, second, at + timedelta(milliseconds=1), info="再次退单")

    assert status(inventory) == "sent"
    assert CustomsReceipt.objects.get(return_info="再次退单").effect == "late"
    says(inventory, "100", timezone.now() + timedelta(seconds=5), info="第二次报送退单")
    assert status(inventory) == "100"


def test_nothing_is_rejected_that_waits_to_be_sent_again(
    inventory: Inventory, notebook: Notebook
) -> None:
    says(inventory, "100")
    notebook.is_away = True
    Outbox.objects.create(inventory_ids=[inventory.id], created_at=timezone.now())
    forward(seconds=10, to=notebook)
    assert status(inventory) == "queued"

    says(inventory, "100", timezone.now() + timedelta(seconds=1), info="再次退单")
    assert status(inventory) == "queued"

    notebook.is_away = False
    Dispatch.objects.update(not_before=timezone.now() - timedelta(seconds=1))
    forward(seconds=10, to=notebook)
    assert status(inventory) == "sent"


def test_a_second_round_that_was_sent_twice_is_measured_by_its_first_sending(
    inventory: Inventory,
) -> None:
    begun = timezone.now() - timedelta(hours=3)
    steps = [("100", "queued", 0), ("queued", "sent", 1), ("sent", "queued", 60)]
    steps.append(("queued", "sent", 61))
    for number, (source, target, minutes) in enumerate(steps, start=3):
        CourseStep.objects.create(
            inventory_id=inventory.id,
            number=number,
            source=source,
            target=target,
            at=begun + timedelta(minutes=minutes),
        )
    Course.objects.update(round=2, steps=6)

    says(inventory, "100", begun + timedelta(minutes=30))

    assert status(inventory) == "100"
