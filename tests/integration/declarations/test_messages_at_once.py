"""The same new message from two connections at the same moment is kept once."""

import pytest
from django.db import connection

from declarations.models import DocumentKey, Order
from declarations.services.intake import Received
from declarations.services.keeping import COPY_FROM
from declarations.services.sources import NDJSON, XML
from declarations.verdicts import ACCEPTED, DUPLICATE
from reference.selectors import forget_snapshots
from tests.builders.documents import to_ndjson, to_xml
from tests.integration.declarations.conftest import Desk, new_desk
from tests.integration.enterprises.at_once import at_once, committed

__all__ = ["committed"]

FEW, MANY = 3, COPY_FROM + 10
"""Keys that are inserted, and keys that are copied in the hope that all are free."""


@pytest.fixture
def firm(committed: None) -> Desk:
    forget_snapshots()
    return new_desk()


@pytest.mark.parametrize("count", [1, FEW, MANY])
@pytest.mark.parametrize("layout", [NDJSON, XML])
@pytest.mark.parametrize("again", range(2))
def test_one_is_accepted_and_the_other_a_duplicate_with_the_same_ids(
    firm: Desk, layout: str, count: int, again: int
) -> None:
    orders = [firm.set(number)["order"] for number in range(count)]
    body = to_xml("CEB311", orders, sender=firm.firm.code) if layout == XML else to_ndjson(orders)

    received: list[Received] = at_once(*[lambda: firm.receive(body, layout)] * 2)

    verdicts = sorted(sorted({j.verdict for j in answer.judged}) for answer in received)
    assert verdicts == [[ACCEPTED], [DUPLICATE]]
    first, second = ([j.document_id for j in answer.judged] for answer in received)
    assert first == second
    assert all(first)
    assert Order.objects.filter(sender_id=firm.firm.id).count() == count
    assert DocumentKey.objects.filter(document_id__in=first).count() == count


@pytest.mark.parametrize("count", [1, MANY // 4 + 1])
def test_complete_sets_sent_twice_at_once_are_kept_and_decided_once(firm: Desk, count: int) -> None:
    body = to_ndjson(d for number in range(count) for d in firm.set(number).values())

    received = at_once(*[lambda: firm.receive(body, NDJSON)] * 2)
    firm.decide()

    assert {j.verdict for answer in received for j in answer.judged} == {ACCEPTED, DUPLICATE}
    ids = [[j.document_id for j in answer.judged] for answer in received]
    assert ids[0] == ids[1]
    assert list(firm.outcomes().values()) == ["matched"] * count
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM declarations_inventory_line WHERE document_id = ANY(%s)", [ids[0]]
        )
        lines = sum(len(firm.set(n)["inventory"]["InventoryList"]) for n in range(count))
        assert cursor.fetchone() == (lines,)
