"""A desk whose matched declarations are forwarded, and a gateway that notes what it is given."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from declarations.gateway import Refused, Unreachable
from declarations.messages.catalogue import KINDS
from declarations.messages.receipts import build_receipts, receipt_record
from declarations.messages.xml_reader import read_message
from declarations.models import Course, Inventory
from declarations.services.forwarding import forward
from declarations.services.receiving import Taken, receive_receipts
from tests.integration.declarations.conftest import Desk, new_desk
from zone_portal.env import CustomsGateway

SECRET = "a secret of the gateway in tests"
GUID = "0A0A0A0A-0B0B-0C0C-0D0D-0E0E0E0E0E0E"


@dataclass
class Notebook:
    """A gateway in memory: what arrived by kind, and how it answers."""

    arrived: list[tuple[str, str]] = field(default_factory=list)
    messages: list[bytes] = field(default_factory=list)
    is_away: bool = False
    refuses: str = ""

    def send(self, body: bytes) -> None:
        """Note the documents of a message as (kind, number)."""
        if self.is_away:
            raise Unreachable("nobody answers")
        if self.refuses and self.refuses in body.decode():
            raise Refused("HTTP 400 not like this")
        message = read_message(body)
        self.messages.append(body)
        for raw in message.documents:
            head = raw.data[message.kind.json_head]
            self.arrived.append((message.kind.code, head[message.kind.key[-1]]))

    def kinds(self) -> list[str]:
        return [kind for kind, _ in self.arrived]


@pytest.fixture(autouse=True)
def _gateway_on(settings: Any) -> None:
    """Forwarding is on; who sends is given by each test."""
    settings.CUSTOMS_GATEWAY = CustomsGateway("http://127.0.0.1:9/", SECRET, simulated=True)


@pytest.fixture
def notebook() -> Notebook:
    return Notebook()


@pytest.fixture
def desk(db: None) -> Desk:
    return new_desk()


def matched(desk: Desk, number: int = 0, **options: Any) -> Inventory:
    """An inventory of the desk that matches."""
    documents = desk.set(number, **options)
    desk.send(*documents.values())
    desk.decide()
    return Inventory.objects.get(
        sender_id=desk.firm.id, cop_no=documents["inventory"]["InventoryHead"]["copNo"]
    )


def forwarded(desk: Desk, notebook: Notebook, number: int = 0, **options: Any) -> Inventory:
    """An inventory that is on its way to customs."""
    inventory = matched(desk, number, **options)
    forward(seconds=10, to=notebook)
    return inventory


def says(
    inventory: Any,
    status: str,
    at: datetime | None = None,
    info: str = "说明",
    kind: str = "",
    **values: str,
) -> Taken:
    """Customs says something of an inventory."""
    code = kind or KINDS[inventory.kind].receipt
    return receive_receipts(receipt(inventory, code, status, at, info, **values), at=timezone.now())


def receipt(
    inventory: Any, kind: str, status: str, at: datetime | None, info: str, **values: str
) -> bytes:
    """The message with one receipt of an inventory."""
    given = {
        "agentCode": inventory.agent_code,
        "copNo": inventory.cop_no,
        "preNo": inventory.entry_no,
        **values,
    }
    record = receipt_record(
        KINDS[kind], given, guid=GUID, status=status, at=at or timezone.now(), info=info
    )
    return build_receipts(KINDS[kind], [record], guid=GUID)


def status(inventory: Any) -> str:
    return Course.objects.get(inventory_id=inventory.id).status
