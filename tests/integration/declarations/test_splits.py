"""Orders paid or sent in parts: any order of arrival, revisions, deletions, two workers."""

import random

import pytest

from declarations.models import DocumentKey, Inventory, Work
from tests.builders.documents import changed, head_of, lines_of
from tests.integration.declarations.conftest import Desk, codes
from tests.integration.declarations.splitting import (
    CASES,
    decision_of,
    in_parcels,
    inventories,
    outcome_of,
    paid_in_two,
    renamed,
    shared,
    sharing,
)


@pytest.mark.parametrize("case", list(CASES))
def test_one_message_with_all_parts_matches(desk: Desk, case: str) -> None:
    documents = CASES[case](desk)

    judged = desk.send(*documents)
    desk.decide()

    assert {j.verdict for j in judged} == {"accepted"}, [j.findings for j in judged]
    for inventory in inventories(documents):
        assert outcome_of(desk, inventory)[0] == "matched", outcome_of(desk, inventory)


@pytest.mark.parametrize("case", list(CASES))
@pytest.mark.parametrize("seed", range(4))
def test_any_order_of_arrival_ends_matched(desk: Desk, case: str, seed: int) -> None:
    documents = CASES[case](desk)
    random.Random(seed).shuffle(documents)

    for document in documents:
        desk.send(document)
        desk.decide()

    for inventory in inventories(documents):
        assert outcome_of(desk, inventory)[0] == "matched", outcome_of(desk, inventory)
    assert not Work.objects.filter(enterprise_id=desk.firm.id).exists()


@pytest.mark.parametrize("case", list(CASES))
def test_nothing_is_decided_twice(desk: Desk, case: str) -> None:
    documents = CASES[case](desk)
    desk.send(*documents)
    desk.decide()

    desk.send(*documents)
    desk.decide()

    for inventory in inventories(documents):
        assert decision_of(desk, head_of(inventory)["copNo"]).sequence == 1


def test_the_rest_is_waited_for_and_named(desk: Desk) -> None:
    order, payment, *parcels = in_parcels(desk)
    desk.send(order, payment, *parcels[:2])
    desk.decide()

    assert outcome_of(desk, parcels[1]) == ("waiting", ["inventory"], ["MAT-048"])

    desk.send(*parcels[2:])
    desk.decide()

    assert outcome_of(desk, parcels[1])[0] == "matched"
    assert decision_of(desk, head_of(parcels[1])["copNo"]).sequence == 2


def test_the_table_of_sums_is_kept_with_the_decision(desk: Desk) -> None:
    documents = sharing(desk)
    desk.send(*documents)
    desk.decide()

    split = decision_of(desk, head_of(inventories(documents)[1])["copNo"]).split

    assert split is not None
    assert split["payment"]["paid"] == split["payment"]["ordered"]
    assert [row["type"] for row in split["payment"]["documents"]] == ["CEB311", "CEB311", "CEB411"]
    assert sorted(row["id"] for row in split["payment"]["documents"]) == split["ids"]


@pytest.mark.parametrize("case", ["parcels", "payments", "shared payment"])
def test_a_part_that_changes_decides_all_of_them_anew(desk: Desk, case: str) -> None:
    documents = CASES[case](desk)
    part = documents[-1] if case == "parcels" else documents[1]
    less = shared(lines_of(part), 1, 2)[0] if case == "parcels" else {}
    spoilt = {
        "parcels": lambda: changed(part, 1, qty=less["qty"], totalPrice=less["totalPrice"]),
        "payments": lambda: changed(part, amountPaid="11.00"),
        "shared payment": lambda: changed(part, note="[合并支付:3]"),
    }[case]()
    desk.send(*(spoilt if document is part else document for document in documents))
    desk.decide()
    assert {outcome_of(desk, one)[0] for one in inventories(documents)} <= {"mismatched", "waiting"}

    judged = desk.send(changed(part, appType="2"))
    desk.decide()

    assert judged[0].verdict == "accepted", judged[0].findings
    for inventory in inventories(documents):
        assert outcome_of(desk, inventory)[0] == "matched", outcome_of(desk, inventory)


@pytest.mark.parametrize(
    ("case", "place", "waits"),
    [
        ("parcels", -1, ["inventory"]),
        ("payments", 1, ["payment"]),
        ("shared payment", 0, ["payment"]),
        ("shared payment", 1, ["order"]),
    ],
)
def test_a_part_that_is_deleted_leaves_the_others_waiting(
    desk: Desk, case: str, place: int, waits: list[str]
) -> None:
    documents = CASES[case](desk)
    gone = documents[place]
    kept = [one for one in documents if "waybill" not in one and "LogisticsHead" not in one]
    desk.send(*kept)
    desk.decide()

    assert desk.send(changed(gone, appType="3"))[0].verdict == "accepted"
    desk.decide()

    last = [one for one in inventories(documents) if one is not gone][-1]
    assert set(waits) <= set(outcome_of(desk, last)[1])
    assert desk.send(gone)[0].verdict == "accepted"
    desk.send(*documents)
    desk.decide()
    for inventory in inventories(documents):
        assert outcome_of(desk, inventory)[0] == "matched", outcome_of(desk, inventory)


@pytest.mark.parametrize("case", ["parcels", "payments", "shared payment"])
def test_after_the_match_no_part_may_change(desk: Desk, case: str) -> None:
    documents = CASES[case](desk)
    desk.send(*documents)
    desk.decide()

    for document in documents:
        (judged,) = desk.send(changed(document, appType="3"))
        assert "KEY-003" in codes(judged), document["type"]


def test_a_payment_in_two_parts_waits_for_the_second(desk: Desk) -> None:
    order, first, second, waybill, inventory = paid_in_two(desk)
    desk.send(order, first, waybill, inventory)
    desk.decide()
    assert outcome_of(desk, inventory) == ("waiting", ["payment"], ["MAT-041"])

    desk.send(changed(second, amountPaid="1.00"))
    desk.decide()
    assert outcome_of(desk, inventory) == ("mismatched", [], ["MAT-040"])


def test_each_number_of_a_parcel_is_taken_once(desk: Desk) -> None:
    order, payment, waybill, first, *_ = in_parcels(desk)
    desk.send(order, payment, waybill, first)

    again = renamed(desk, first, 9)
    (judged,) = desk.send(again)

    assert (codes(judged), judged.status) == ({"KEY-011"}, "-621004")


def test_parcels_must_agree_on_their_number(desk: Desk) -> None:
    documents = in_parcels(desk)
    desk.send(documents[3])

    (judged,) = desk.send(changed(documents[5], note="[分包裹:2/3]"))

    assert codes(judged) == {"KEY-012"}


def test_an_order_is_declared_whole_or_in_parcels(desk: Desk) -> None:
    whole, parcels = desk.set()["inventory"], inventories(in_parcels(desk))
    desk.send(parcels[0])
    assert codes(desk.send(whole)[0]) == {"KEY-005"}

    desk.send(changed(parcels[0], appType="3"))
    assert not DocumentKey.objects.filter(slot="PARCELS").exists()
    assert desk.send(whole)[0].verdict == "accepted"
    assert codes(desk.send(parcels[1])[0]) == {"KEY-005"}


def test_the_last_parcel_may_become_the_whole_declaration_and_back(desk: Desk) -> None:
    (parcel, other) = inventories(in_parcels(desk))
    desk.send(parcel)

    whole = changed(parcel, appType="2", note="整单")
    assert desk.send(whole)[0].verdict == "accepted"
    assert Inventory.objects.get(sender_id=desk.firm.id).split is None
    assert codes(desk.send(other)[0]) == {"KEY-005"}

    back = changed(parcel, appType="2", note="[分包裹:1/2]")
    assert desk.send(back)[0].verdict == "accepted"
    assert desk.send(other)[0].verdict == "accepted"
    assert codes(desk.send(changed(whole, guid="2" * 36))[0]) == {"KEY-005"}
    assert Inventory.objects.get(cop_no=head_of(parcel)["copNo"]).split == "parcel:1/2"


@pytest.mark.parametrize("note", ["[分包裹:3/2]", "[合并支付:2]", "[分包裹:1/2][分包裹:2/2]"])
def test_a_mark_that_cannot_be_read_is_refused_without_quoting_the_note(
    desk: Desk, note: str
) -> None:
    inventory = changed(desk.set()["inventory"], note=f"电话13800138000{note}")

    (judged,) = desk.send(inventory)

    assert (codes(judged), judged.status) == ({"KEY-010"}, "-621001")
    assert judged.findings[-1]["documents"][0]["value"] == note
