"""Deciding: any order of arrival, anew after a change, nothing lost with several writers."""

import itertools
import random
import threading

import pytest
from django.db import connection, connections
from django.utils import timezone

from declarations.models import Decision, Event, Inventory, PastDecision, Work
from declarations.services.deciding import drain
from tests.builders.documents import changed, head_of
from tests.integration.declarations.conftest import Desk, verdicts

NOUNS = ("order", "payment", "waybill", "inventory")


def test_a_complete_set_matches(desk: Desk) -> None:
    desk.send(*desk.set().values())

    desk.decide()

    decision = desk.decision()
    assert decision.outcome == "matched"
    assert decision.findings is None
    assert decision.sequence == 1


@pytest.mark.parametrize("arrival", list(itertools.permutations(NOUNS)))
def test_any_order_of_arrival_ends_matched(desk: Desk, arrival: tuple[str, ...]) -> None:
    documents = desk.set()

    for noun in arrival:
        desk.send(documents[noun])
        desk.decide()

    assert desk.decision().outcome == "matched"
    assert not Work.objects.filter(enterprise_id=desk.firm.id).exists()


def test_a_missing_document_is_named(desk: Desk) -> None:
    documents = desk.set()

    desk.send(documents["inventory"], documents["order"])
    desk.decide()

    decision = desk.decision()
    assert decision.outcome == "waiting"
    assert decision.waiting_for == ["payment", "waybill"]


def test_every_difference_is_a_finding_with_both_values_masked(desk: Desk) -> None:
    documents = desk.set()
    payment = changed(documents["payment"], payerName="欧阳某某", amountPaid="1.00")

    desk.send(documents["order"], payment, documents["waybill"], documents["inventory"])
    desk.decide()

    decision = desk.decision()
    assert decision.outcome == "mismatched"
    assert decision.findings is not None
    values = [e["value"] for finding in decision.findings for e in finding["documents"]]
    assert "欧*" in values
    assert "欧阳某某" not in str(decision.findings)
    assert {"amountPaid", "acturalPaid"} <= {
        e["field"] for finding in decision.findings for e in finding["documents"]
    }


def test_a_correction_is_decided_anew_and_the_earlier_decision_is_kept(desk: Desk) -> None:
    documents = desk.set()
    wrong = changed(documents["payment"], amountPaid="1.00")
    desk.send(documents["order"], wrong, documents["waybill"], documents["inventory"])
    desk.decide()

    (correction,) = desk.send(changed(documents["payment"], appType="2"))
    desk.decide()

    assert correction.verdict == "accepted"
    decision = desk.decision()
    assert (decision.outcome, decision.sequence) == ("matched", 2)
    assert PastDecision.objects.get(inventory_id=decision.inventory_id).outcome == "mismatched"


@pytest.mark.parametrize(
    ("noun", "status"),
    [
        ("order", "-301011"),
        ("payment", "-401008"),
        ("waybill", "-504016"),
        ("inventory", "-621012"),
    ],
)
def test_after_a_match_changes_are_refused(desk: Desk, noun: str, status: str) -> None:
    documents = desk.set()
    desk.send(*documents.values())
    desk.decide()

    judged = desk.send(
        changed(documents[noun], appType="2", note="变更"), changed(documents[noun], appType="3")
    )

    assert [j.status for j in judged] == [status, status]
    assert desk.decision().outcome == "matched"


def test_a_deleted_order_makes_its_declaration_wait_again(desk: Desk) -> None:
    documents = desk.set()
    desk.send(documents["order"], documents["inventory"])
    desk.decide()

    desk.send(changed(documents["order"], appType="3"))
    desk.decide()

    assert desk.decision().waiting_for == ["order", "payment", "waybill"]


def test_a_payment_that_moves_to_another_order_leaves_the_first_waiting(desk: Desk) -> None:
    one, two = desk.set(0), desk.set(1)
    desk.send(one["order"], one["waybill"], one["inventory"])
    desk.send(changed(one["payment"], orderNo=head_of(two["order"])["orderNo"]))
    desk.send(two["order"], two["inventory"])
    desk.decide()

    desk.send(changed(one["payment"], appType="2"))
    desk.decide()

    cop = [head_of(documents["inventory"])["copNo"] for documents in (one, two)]
    assert [desk.outcomes()[number] for number in cop] == ["matched", "waiting"]


def test_a_stored_only_document_is_kept_but_not_matched(desk: Desk) -> None:
    documents = desk.set()
    stored = changed(documents["order"], appStatus="1")

    desk.send(stored, documents["payment"], documents["waybill"], documents["inventory"])
    desk.decide()

    assert desk.decision().waiting_for == ["order"]


def test_the_same_facts_never_make_a_second_decision(desk: Desk) -> None:
    documents = desk.set()
    desk.send(*documents.values())
    desk.decide()
    first = desk.decision()
    Work.objects.create(
        enterprise_id=desk.firm.id,
        lane=0,
        submission_id=0,
        first_id=first.inventory_id,
        last_id=first.inventory_id,
        documents=1,
        created_at=timezone.now(),
        not_before=timezone.now(),
    )

    desk.decide()

    assert desk.decision().sequence == 1
    assert Event.objects.filter(kind="decision", enterprise_id=desk.firm.id).count() == 1


def test_an_export_needs_no_payment_since_december_2024(desk: Desk) -> None:
    documents = desk.set(direction="export")

    desk.send(documents["order"], documents["waybill"], documents["inventory"])
    desk.decide()

    decision = desk.decision()
    assert decision.outcome == "matched", decision.findings


def test_two_writers_in_any_order_lose_no_decision(open_desk: object) -> None:
    desk: Desk = open_desk()  # type: ignore[operator]
    documents = [d for number in range(300) for d in desk.set(number).values()]
    random.Random(5).shuffle(documents)
    halves = documents[::2], documents[1::2]
    counts = []

    def send(half: list[dict[str, object]]) -> None:
        for start in range(0, len(half), 60):
            counts.append(verdicts(desk.send(*half[start : start + 60])))
        connections.close_all()

    def decide() -> None:
        while not done.is_set():
            drain(seconds=1)
        connection.close()

    done = threading.Event()
    writers = [threading.Thread(target=send, args=(half,)) for half in halves]
    deciders = [threading.Thread(target=decide) for _ in range(2)]
    for thread in [*writers, *deciders]:
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in deciders:
        thread.join()
    desk.decide()

    assert sum(count["accepted"] for count in counts) == 1200
    outcomes = desk.outcomes()
    assert len(outcomes) == 300
    assert set(outcomes.values()) == {"matched"}
    assert Decision.objects.filter(inventory_id__in=_inventories(desk)).count() == 300


def _inventories(desk: Desk) -> list[int]:
    return list(Inventory.objects.filter(sender_id=desk.firm.id).values_list("id", flat=True))
