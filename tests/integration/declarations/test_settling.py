"""The short way for complete sets: decided with their message, exactly as the worker would."""

import pytest
from django.db import connection

from declarations.facts import Bundle
from declarations.models import Decision, Event, Work
from declarations.models.columns import layout_of
from declarations.services.bundling import read_bundles
from declarations.services.copying import NULL
from declarations.services.gathering import facts_maker
from declarations.stored import load
from tests.builders.documents import changed, complete_set
from tests.integration.declarations.conftest import Desk, new_desk
from zone_portal.framework.vault import vault


def test_a_complete_clean_set_is_decided_with_its_message(desk: Desk) -> None:
    desk.send(*desk.set(0).values(), *desk.set(1, direction="export").values())

    assert set(desk.outcomes().values()) == {"matched"}
    assert not Work.objects.filter(enterprise_id=desk.firm.id).exists()
    (event,) = Event.objects.filter(enterprise_id=desk.firm.id, kind="decision")
    assert len(event.refs or ()) == 2


@pytest.mark.parametrize(
    ("noun", "change"),
    [
        ("payment", {"amountPaid": "1.00"}),
        ("payment", {"payerName": "另一人"}),
        ("waybill", {"consigneeAddress": "另一地址"}),
        ("order", {"payTransactionId": None}),
        ("order", {"appStatus": "1"}),
        ("inventory", {"appStatus": "1"}),
    ],
)
def test_anything_but_a_clean_named_set_is_left_to_the_worker(
    desk: Desk, noun: str, change: dict[str, str | None]
) -> None:
    documents = desk.set()
    documents[noun] = changed(documents[noun], **change)

    desk.send(*documents.values())

    assert set(desk.outcomes().values()) == {"pending"}
    assert Work.objects.filter(enterprise_id=desk.firm.id).exists()


def test_a_set_whose_payment_came_earlier_is_left_to_the_worker(desk: Desk) -> None:
    documents = desk.set()
    desk.send(documents["payment"])
    desk.decide()

    desk.send(*documents.values())

    assert set(desk.outcomes().values()) == {"pending"}
    desk.decide()
    assert set(desk.outcomes().values()) == {"matched"}


def test_an_earlier_inventory_that_names_the_same_waybill_is_looked_at_again(desk: Desk) -> None:
    first, second = desk.set(0), desk.set(1)
    number = second["waybill"]["LogisticsHead"]["logisticsNo"]
    desk.send(changed(first["inventory"], logisticsNo=number), first["order"], first["payment"])
    desk.decide()

    desk.send(*second.values())
    desk.decide()

    assert sorted(desk.outcomes().values()) == ["matched", "mismatched"]


def test_a_complete_set_of_several_firms_reaches_each_of_them(desk: Desk) -> None:
    payment_firm = new_desk()
    documents = desk.set()
    documents["payment"] = changed(documents["payment"], payCode=payment_firm.firm.code)
    documents["order"] = changed(documents["order"], payCode=payment_firm.firm.code)
    payment_firm.send(documents["payment"])

    desk.send(documents["order"], documents["waybill"], documents["inventory"])
    desk.decide()

    decision = Decision.objects.get(joined_parties=[payment_firm.firm.id])
    assert decision.outcome == "matched"
    assert Event.objects.filter(kind="decision", enterprise_id=payment_firm.firm.id).exists()


@pytest.mark.parametrize("direction", ["import", "export"])
def test_facts_gathered_at_intake_are_those_read_back_later(desk: Desk, direction: str) -> None:
    documents = complete_set(
        3,
        direction=direction,  # type: ignore[arg-type]
        sender=desk.firm.code,
        series=desk.series,
    )
    judged = desk.send(*documents.values())

    with connection.cursor() as cursor:
        (bundle,) = read_bundles(cursor, [judged[3].document_id])

    for kept, seen in zip(judged, _read_back(bundle), strict=True):
        record = load(kept.kind, kept.document_id)
        hashes = _hashes(record, kept.kind)
        made = facts_maker(kept.kind)(
            record, hashes, kept.document_id, desk.firm.id, _received(seen), [desk.firm.id]
        )
        assert made.facts == seen[0]
        assert made.lines == seen[1]


def _read_back(bundle: Bundle) -> list[tuple[object, tuple[object, ...]]]:
    (order,), (payment,), (waybill,) = bundle.orders, bundle.payments, bundle.waybills
    return [
        (order, bundle.order_lines[order.id]),
        (payment, ()),
        (waybill, ()),
        (bundle.inventory, bundle.lines),
    ]


def _received(seen: tuple[object, object]) -> object:
    return getattr(seen[0], "received_at", None)


def _hashes(record: object, kind: str) -> list[str]:
    values = [(getattr(record.head, name), k) for name, k in layout_of(kind).hashed.values()]  # type: ignore[attr-defined]
    return [str(vault().hash(k, value)) if value else NULL for value, k in values]
