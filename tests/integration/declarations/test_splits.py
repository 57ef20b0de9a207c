"""Orders paid or sent in parts: any order of arrival, revisions, deletions, two workers."""

import itertools
import random
import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, connections

from declarations.models import Decision, DocumentKey, Inventory, Work
from declarations.services.deciding import drain
from tests.builders.documents import Document, changed, head_of, lines_of
from tests.integration.declarations.conftest import Desk, codes

GUIDS = itertools.count(1)
"""Of documents beside those of a set."""


def outcome_of(desk: Desk, inventory: Document) -> tuple[str, list[str], list[str]]:
    """Outcome, what it waits for, and codes of one inventory."""
    number = head_of(inventory)["copNo"]
    decision = decision_of(desk, number)
    return decision.outcome, decision.waiting_for or [], decision.codes or []


def decision_of(desk: Desk, cop_no: str) -> Decision:
    row = Inventory.objects.get(sender_id=desk.firm.id, cop_no=cop_no)
    return Decision.objects.get(inventory_id=row.id)


def renamed(desk: Desk, document: Document, number: int, **values: Any) -> Document:
    """A copy of an inventory or waybill that is a document of its own."""
    own = {
        "inventory": {"copNo": f"{desk.series}C{number}", "logisticsNo": f"{desk.series}Y{number}"},
        "waybill": {"logisticsNo": f"{desk.series}Y{number}"},
    }
    noun = "inventory" if "621" in document["type"] else "waybill"
    guid = f"00000000-0000-4000-8000-{next(GUIDS):012x}"
    return changed(document, **own[noun], guid=guid, **values)


def shared(lines: list[dict[str, Any]], part: int, of: int) -> list[dict[str, Any]]:
    """What parcel ``part`` holds: a tenth of each line, the last one all the rest."""
    kept = []
    for line in lines:
        quantity, price = Decimal(str(line["qty"])), Decimal(str(line["price"]))
        tenth = quantity / 10
        own = tenth if part < of else quantity - tenth * (of - 1)
        kept.append({**line, "qty": str(own), "totalPrice": str(own * price)})
    return kept


def in_parcels(desk: Desk, of: int = 2, number: int = 0) -> list[Document]:
    """Order, payment, and waybill and inventory of each parcel."""
    whole = desk.set(number)
    documents = [whole["order"], whole["payment"]]
    for part in range(1, of + 1):
        name = number * 10 + part
        inventory = renamed(desk, whole["inventory"], name, note=f"[分包裹:{part}/{of}]")
        inventory["InventoryList"] = shared(lines_of(inventory), part, of)
        documents += [renamed(desk, whole["waybill"], name), inventory]
    return documents


def paid_in_two(desk: Desk, mark: str | None = "[分笔支付:2]", number: int = 0) -> list[Document]:
    """A set whose payment comes in two: 10.00 and the rest."""
    whole = desk.set(number)
    paid = Decimal(str(head_of(whole["payment"])["amountPaid"]))
    order = changed(whole["order"], payTransactionId=None, note=mark or "无")
    first = changed(whole["payment"], amountPaid="10.00")
    second = changed(
        whole["payment"],
        amountPaid=str(paid - 10),
        payTransactionId=f"{desk.series}P{number}",
        guid=f"00000000-0000-4000-8000-{next(GUIDS):012x}",
    )
    return [order, first, second, whole["waybill"], whole["inventory"]]


def sharing(desk: Desk, of: int = 2, first: int = 0) -> list[Document]:
    """Sets that one payment pays: their orders name it, and it names the first."""
    sets = [desk.set(first + n) for n in range(of)]
    number = head_of(sets[0]["payment"])["payTransactionId"]
    paid = sum(Decimal(str(head_of(one["order"])["acturalPaid"])) for one in sets)
    buyer = ("buyerName", "buyerIdNumber", "buyerTelephone")
    like = {name: head_of(sets[0]["order"])[name] for name in buyer}
    documents = [changed(sets[0]["payment"], amountPaid=str(paid))]
    for one in sets:
        documents += [
            changed(one["order"], payTransactionId=number, note=f"[合并支付:{of}]", **like),
            one["waybill"],
            changed(one["inventory"], **like),
        ]
    return documents


def inventories(documents: list[Document]) -> list[Document]:
    return [document for document in documents if "InventoryList" in document]


CASES: dict[str, Callable[[Desk], list[Document]]] = {
    "parcels": in_parcels,
    "payments": paid_in_two,
    "unmarked payments": lambda desk: paid_in_two(desk, None),
    "shared payment": sharing,
}


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
    assert codes(desk.send(whole)[0]) == {"KEY-005"}
    assert Inventory.objects.get(cop_no=head_of(parcel)["copNo"]).split == "parcel:1/2"


@pytest.mark.parametrize("note", ["[分包裹:3/2]", "[合并支付:2]", "[分包裹:1/2][分包裹:2/2]"])
def test_a_mark_that_cannot_be_read_is_refused_without_quoting_the_note(
    desk: Desk, note: str
) -> None:
    inventory = changed(desk.set()["inventory"], note=f"电话13800138000{note}")

    (judged,) = desk.send(inventory)

    assert (codes(judged), judged.status) == ({"KEY-010"}, "-621001")
    assert judged.findings[-1]["documents"][0]["value"] == note


def test_two_workers_and_two_writers_lose_nothing_and_decide_nothing_twice(
    open_desk: Callable[[], Desk],
) -> None:
    desk = open_desk()
    documents = list(
        itertools.chain.from_iterable(
            [
                *in_parcels(desk, 3, number),
                *paid_in_two(desk, number=100 + number),
                *sharing(desk, 3, first=200 + 3 * number),
                *desk.set(400 + number).values(),
            ]
            for number in range(8)
        )
    )
    random.Random(7).shuffle(documents)
    done, accepted, refused = threading.Event(), [], []  # type: ignore[var-annotated]

    def send(half: list[Document]) -> None:
        for start in range(0, len(half), 15):
            judged = desk.send(*half[start : start + 15])
            accepted.extend(j.verdict for j in judged)
            refused.extend((j.kind, codes(j)) for j in judged if j.verdict == "rejected")
        connections.close_all()

    def decide() -> None:
        while not done.is_set():
            drain(seconds=1)
        connection.close()

    writers = [threading.Thread(target=send, args=(documents[n::2],)) for n in range(2)]
    workers = [threading.Thread(target=decide) for _ in range(2)]
    for thread in [*writers, *workers]:
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in workers:
        thread.join()
    desk.decide()

    assert set(accepted) == {"accepted"}, refused
    assert len(accepted) == len(documents)
    outcomes = desk.outcomes()
    assert len(outcomes) == len(inventories(documents)) == 8 * (3 + 1 + 3 + 1)
    assert {number for number, outcome in outcomes.items() if outcome != "matched"} == set()


def test_the_same_parcel_sent_twice_at_once_is_kept_once(open_desk: Callable[[], Desk]) -> None:
    desk = open_desk()
    parcel = inventories(in_parcels(desk))[0]
    verdicts: list[str] = []
    ready = threading.Barrier(4)

    def send() -> None:
        ready.wait()
        verdicts.extend(j.verdict for j in desk.send(parcel))
        connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(verdicts) == ["accepted", "duplicate", "duplicate", "duplicate"]


def on_the_way(document: Document, dice: random.Random) -> list[Document]:
    """How a document may come to be what it is: at once, corrected, or deleted and sent again."""
    stored = changed(document, appStatus="1")
    corrected = [stored, changed(document, appType="2")]
    return dice.choice([[document], corrected, [stored, changed(stored, appType="3"), document]])


@pytest.mark.parametrize("case", list(CASES))
@pytest.mark.parametrize("seed", range(3))
def test_revisions_and_deletions_on_the_way_change_nothing(
    desk: Desk, case: str, seed: int
) -> None:
    dice = random.Random(seed)
    documents = CASES[case](desk)
    scripts = [on_the_way(document, dice) for document in documents]

    while scripts := [script for script in scripts if script]:
        (judged,) = desk.send(dice.choice(scripts).pop(0))
        assert judged.verdict == "accepted", judged.findings
        if dice.random() < 0.5:
            desk.decide()
    desk.decide()

    for inventory in inventories(documents):
        assert outcome_of(desk, inventory)[0] == "matched", outcome_of(desk, inventory)
    assert not Work.objects.filter(enterprise_id=desk.firm.id).exists()
