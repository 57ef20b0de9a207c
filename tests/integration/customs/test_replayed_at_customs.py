"""A simulated office hears what the portal sends, again and again, and the portal what it says."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from declarations.management.customs_office import Office
from declarations.models import CourseStep, CustomsReceipt, Inventory
from declarations.services.forwarding import forward
from declarations.services.receiving import receive_receipts
from tests.integration.customs.conftest import matched, status
from tests.integration.declarations.conftest import Desk

DAYS = 5 * 86400.0


@dataclass
class Customs:
    """A gateway to an office whose clock stands still until its receipts are wanted."""

    office: Office
    now: float = field(default_factory=lambda: timezone.now().timestamp())

    def send(self, body: bytes) -> None:
        self.office.take(body, now=self.now)

    def tell(self, seconds: float = DAYS) -> None:
        """Hand over what is due by then; the portal weighs it in the order it comes."""
        self.now += seconds
        while True:
            ids, body = self.office.due(now=self.now)
            if not ids:
                return
            receive_receipts(body, at=datetime.fromtimestamp(self.now, UTC))
            self.office.cross_out(ids)


@pytest.fixture
def customs(tmp_path: Path) -> Customs:
    return Customs(Office(tmp_path / "files.sqlite3", 7, 1.0))


def targets(inventory: Inventory) -> list[str]:
    steps = CourseStep.objects.filter(inventory_id=inventory.id).order_by("number")
    return [step.target for step in steps]


def test_an_undecided_list_that_is_replayed_is_not_refused(desk: Desk, customs: Customs) -> None:
    for number in range(20):
        inventory = matched(desk, number)
        forward(seconds=10, to=customs)
        customs.tell(2.5)

        call_command("replay_gateway", "--inventory", str(inventory.id), verbosity=0)
        forward(seconds=10, to=customs)
        customs.tell()

        assert "refused" not in targets(inventory)
        said = CustomsReceipt.objects.filter(return_status="-621004", inventory_id=inventory.id)
        assert [receipt.effect for receipt in said] == ["no_step"]
        if status(inventory) in {"800", "700"}:
            return
    raise AssertionError("customs released nothing")


def test_what_was_sent_twice_by_a_killed_sender_is_not_refused(
    desk: Desk, customs: Customs
) -> None:
    sent: list[bytes] = []

    class Dying:
        """Takes every message and dies before the sender could note it; then it lives."""

        def send(self, body: bytes) -> None:
            customs.send(body)
            if body not in sent:
                sent.append(body)
                raise SystemExit

    inventory = matched(desk)
    for _ in range(8):
        try:
            forward(seconds=10, to=Dying())
        except SystemExit:
            continue
    assert len(sent) == 4
    assert status(inventory) == "sent"

    customs.tell()

    assert "refused" not in targets(inventory)
    codes = set(CustomsReceipt.objects.values_list("return_status", flat=True))
    assert {"-301010", "-401007", "-504012", "-621004"} <= codes
