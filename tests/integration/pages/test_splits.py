"""The sums of an order in parts are shown to those who may read its documents, and to no other."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from declarations.models import Inventory
from enterprises.models import Enterprise
from tests.builders.documents import Cast, Firm, changed, complete_set, head_of
from tests.integration.api.conftest import Caller, caller_for
from tests.integration.declarations.conftest import Desk, new_desk
from tests.integration.declarations.test_splits import in_parcels, inventories, paid_in_two, sharing
from tests.integration.pages.conftest import Reader

Member = Callable[..., Reader]


def inventory_of(document: dict[str, Any]) -> Inventory:
    return Inventory.objects.get(cop_no=head_of(document)["copNo"])


def program_of(desk: Desk) -> Caller:
    return caller_for(Enterprise.objects.get(id=desk.firm.id))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_of_a_parcel_lists_what_each_one_holds(
    desk: Desk, member_of: Member, language: str
) -> None:
    documents = in_parcels(desk)
    desk.send(*documents)
    desk.decide()
    first, second = (inventory_of(one) for one in inventories(documents))
    reader = member_of(desk)
    reader.client.cookies["django_language"] = language

    page = reader.text(f"/declarations/{first.id}/")

    said = "订单分 2 个包裹" if language == "zh-hans" else "The order is sent in 2 parcels"
    assert said in page
    assert f'href="/declarations/{second.id}/"' in page
    assert str(second.cop_no) in page


def test_a_missing_parcel_is_shown_as_missing_and_whose_turn_it_is(
    desk: Desk, member_of: Member
) -> None:
    documents = in_parcels(desk)[:4]
    desk.send(*documents)
    desk.decide()

    page = member_of(desk).text(f"/declarations/{inventory_of(documents[3]).id}/")

    assert "等待单证：尚未收到其余包裹的清单" in page
    assert "尚未到齐" in page
    assert "报送其余包裹的清单" in page


def test_the_page_lists_payments_and_orders_with_their_sums(desk: Desk, member_of: Member) -> None:
    parts, group = paid_in_two(desk), sharing(desk, first=5)
    desk.send(*parts, *group)
    desk.decide()
    reader = member_of(desk)

    paid = reader.text(f"/declarations/{inventory_of(parts[-1]).id}/")
    shared = reader.text(f"/declarations/{inventory_of(inventories(group)[1]).id}/")

    assert "订单分 2 笔支付，已收到 2 笔" in paid
    assert head_of(parts[2])["payTransactionId"] in paid
    assert "一笔支付由 2 个订单合并支付" in shared
    assert all(head_of(one)["orderNo"] in shared for one in inventories(group))


def test_the_interface_gives_the_table_with_ids_as_text(desk: Desk) -> None:
    parts = paid_in_two(desk)
    desk.send(*parts)
    desk.decide()

    match = program_of(desk).get(f"inventories/{inventory_of(parts[-1]).id}/match/").json()

    assert match["split"]["parcels"] is None
    table = match["split"]["payment"]
    assert (table["of"], table["declared"], table["paid"]) == ("payments", 2, table["ordered"])
    assert [row["type"] for row in table["documents"]] == ["CEB311", "CEB411", "CEB411"]
    assert all(isinstance(row["id"], str) for row in table["documents"])


def test_an_ordinary_declaration_has_no_table(desk: Desk) -> None:
    documents = desk.set()
    desk.send(*documents.values())

    program = program_of(desk)
    match = program.get(f"inventories/{inventory_of(documents['inventory']).id}/match/").json()

    assert match["split"] is None


def test_a_carrier_sees_the_outcome_but_neither_amounts_nor_goods(
    db: None, member_of: Member
) -> None:
    carrier, other = new_desk(), new_desk()
    firm = Firm(other.firm.code, other.firm.name)
    cast = replace(Cast.single(firm), carrier=Firm(carrier.firm.code, carrier.firm.name))
    whole = complete_set(sender=cast, series=other.series)
    order = changed(whole["order"], payTransactionId=None, note="[分笔支付:2]")
    carrier.send(whole["waybill"])
    other.send(order, whole["payment"], whole["inventory"])
    other.decide()
    row = inventory_of(whole["inventory"])

    page = member_of(carrier).text(f"/declarations/{row.id}/")
    match = program_of(carrier).get(f"inventories/{row.id}/match/").json()

    assert "其余支付单" in page
    assert 'id="split-payment"' not in page
    assert match["split"] is None
    assert 'id="split-payment"' in member_of(other).text(f"/declarations/{row.id}/")


def test_the_receipt_of_a_waiting_parcel_says_what_it_waits_for(desk: Desk) -> None:
    documents = in_parcels(desk)[:4]
    desk.send(*documents)
    desk.decide()

    receipts = program_of(desk).receipts()

    (waiting,) = [one for one in receipts if one["outcome"] == "waiting"]
    assert "其余包裹清单尚未收到" in waiting["returnInfo"]
    assert waiting["waiting_for"] == ["inventory"]
