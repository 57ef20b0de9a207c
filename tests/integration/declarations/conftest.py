"""A firm that plays every part, and a way to send and to decide."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from declarations.facts import Judged, Sender
from declarations.models import Decision, Inventory
from declarations.services.deciding import drain
from declarations.services.intake import Received, receive
from declarations.services.sources import NDJSON, XML
from enterprises.facts import EnterpriseFacts
from enterprises.selectors import Register, forget_register
from tests.builders.documents import Document, DocumentSet, complete_set, to_ndjson, to_xml
from tests.builders.series import new_series
from tests.factories.enterprises import EnterpriseFactory

EVERY_KIND = ["platform", "ecommerce", "payment", "logistics", "broker"]


@dataclass
class Desk:
    """One firm's way into the portal: sends documents, has work decided, reads outcomes."""

    firm: EnterpriseFacts
    series: str = field(default_factory=lambda: new_series("T"))

    def set(self, number: int = 0, **options: Any) -> DocumentSet:
        """A complete set in this firm's name, with numbers that no other test uses."""
        return complete_set(number, sender=self.firm.code, series=self.series, **options)

    def send(self, *documents: Document) -> list[Judged]:
        """Send documents as NDJSON; the verdicts."""
        return self.receive(to_ndjson(documents), NDJSON).judged

    def send_xml(self, kind: str, *documents: Document) -> list[Judged]:
        """Send documents of one kind as a CEB message; the verdicts."""
        return self.receive(to_xml(kind, documents, sender=self.firm.code), XML).judged

    def receive(self, body: bytes, content_type: str) -> Received:
        """Send a body as it is."""
        return receive(
            [body],
            content_type=content_type,
            announced=len(body),
            by=Sender(self.firm),
            at=timezone.now(),
        )

    def decide(self) -> int:
        """Have everything decided that is due."""
        return drain(seconds=30)

    def outcomes(self) -> dict[str, str]:
        """Outcome of each of this firm's inventories by copNo; undecided ones are pending."""
        found = Inventory.objects.filter(sender_id=self.firm.id)
        decided = dict(
            Decision.objects.filter(inventory_id__in=found.values("id")).values_list(
                "inventory_id", "outcome"
            )
        )
        return {
            cop_no: decided.get(identifier, "pending")
            for identifier, cop_no in found.values_list("id", "cop_no")
        }

    def decision(self) -> Decision:
        """The decision on this firm's only inventory."""
        inventory = Inventory.objects.get(sender_id=self.firm.id)
        return Decision.objects.get(inventory_id=inventory.id)


def new_desk() -> Desk:
    """A desk of a new firm that may send every kind."""
    enterprise = EnterpriseFactory.create(kinds=EVERY_KIND)
    firm = Register().get(enterprise.code)
    assert firm is not None
    return Desk(firm)


@pytest.fixture
def desk(db: None) -> Desk:
    return new_desk()


@pytest.fixture
def open_desk(django_db_setup: None, django_db_blocker: Any) -> Iterator[Callable[[], Desk]]:
    """Makes desks whose documents are committed, for tests with several connections."""
    with django_db_blocker.unblock():
        yield new_desk
        forget_register()
        connections.close_all()


def verdicts(judged: Iterable[Judged]) -> Counter[str]:
    """How many documents got which verdict."""
    return Counter(j.verdict for j in judged)


def codes(judged: Judged) -> set[str]:
    """The codes of all findings of a document."""
    return {finding["code"] for finding in judged.findings}
