"""What the simulated port refuses or cannot read: labelled, reproducible, told like customs."""

from pathlib import Path
from typing import Any

import pytest

from declarations.management.customs_office import Office
from declarations.messages.catalogue import KINDS
from declarations.simulation.customs import SIGN
from declarations.simulation.customs_refusals import FAULT, is_unreadable, refused
from declarations.states import CORRECTABLE, is_known_there, status_of
from tests.builders.documents import changed, complete_set
from tests.unit.simulation.test_customs_papers import Desk

NOUNS = ("order", "payment", "waybill")


def desk_of(path: Path, *, faults: float, seed: int = 7) -> Desk:
    desk = Desk(path, seed)
    desk.office = Office(path / "faulty.sqlite3", seed, 1.0, faults)
    return desk


def said(desk: Desk, document: Any) -> list[str]:
    receipt = KINDS[document["type"]].receipt
    return [head["returnStatus"] for kind, head in desk.hear() if kind == receipt]


@pytest.mark.parametrize("noun", NOUNS)
def test_the_same_share_is_refused_each_time_and_says_that_it_is_a_fault(noun: str) -> None:
    kind = KINDS[complete_set(0)[noun]["type"]]
    heads = [complete_set(n)[noun][kind.json_head] for n in range(300)]

    found = [refused(kind, head, seed=7, attempt=1, share=0.1) for head in heads]

    assert 10 <= sum(map(bool, found)) <= 60
    assert found == [refused(kind, head, seed=7, attempt=1, share=0.1) for head in heads]
    assert not any(refused(kind, head, seed=7, attempt=2, share=1.0) for head in heads)
    for answers in filter(None, found):
        assert status_of(answers[-1].status) in CORRECTABLE
        assert not is_known_there(answers[-1].status)
        assert FAULT in answers[-1].info
        assert SIGN in answers[-1].info


def test_without_faults_nothing_is_refused(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    order = complete_set(1)["order"]
    desk.send(order)

    assert said(desk, order)[-1] == "120"


def readable() -> dict[str, Any]:
    """The first set whose order the port can read with every fault on, and refuses by code."""
    kind = KINDS["CEB311"]
    for number in range(100):
        documents = complete_set(number)
        head = documents["order"]["OrderHead"]
        (answer,) = refused(kind, head, seed=7, attempt=1, share=1.0)
        if answer.status != "100" and not is_unreadable(kind, [head], seed=7, share=1.0):
            return documents
    raise AssertionError("nothing is refused by code")


def test_a_refused_document_is_not_there_and_may_come_again_as_new(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, faults=1.0)
    order = readable()["order"]

    desk.send(order)
    first = said(desk, order)
    desk.send(changed(order, appType="2"))
    second = said(desk, order)
    desk.send(changed(order, note="更正"))

    assert status_of(first[-1]) in CORRECTABLE
    assert first[-1].startswith("-")
    assert second == ["-301009"]
    assert said(desk, order)[-1] == "120"


def test_a_refused_order_is_missing_for_its_list(tmp_path: Path) -> None:
    documents = readable()
    desk = desk_of(tmp_path, faults=1.0)
    desk.send(documents["order"])
    desk.office.faults = 0.0
    desk.send(documents["payment"], documents["waybill"], documents["inventory"])

    told = [head["returnInfo"] for kind, head in desk.hear() if kind == "CEB622"]
    assert "订单信息不存在" in told[-1]


def test_a_message_with_an_unreadable_document_is_answered_with_ceb900_once(
    tmp_path: Path,
) -> None:
    desk = desk_of(tmp_path, faults=10.0)  # a tenth of it: all of them
    order = complete_set(1)["order"]

    desk.send(order)
    ((kind, head),) = desk.hear()
    assert (kind, head["oriMessageType"]) == ("CEB900", "CEB311Message")
    assert head["oriCopMsgId"] == order["OrderHead"]["guid"]
    assert int(head["returnStatus"]) < 0
    assert FAULT in head["returnInfo"]
    assert order["OrderHead"]["orderNo"] in head["oriBizMessage"]

    desk.office.faults = 0.0
    desk.send(order)
    assert said(desk, order)[-1] == "120"


def test_the_same_message_is_read_the_second_time(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, faults=10.0)
    order = complete_set(1)["order"]

    desk.send(order)
    desk.hear()
    desk.send(order)

    assert {kind for kind, _ in desk.hear()} == {"CEB312"}


def test_what_is_no_message_at_all_is_answered_with_ceb900(tmp_path: Path) -> None:
    desk = Desk(tmp_path)

    assert desk.office.take(b"<not-a-message/>", now=desk.now) == 0

    ((kind, head),) = desk.hear()
    assert (kind, head["oriMessageType"]) == ("CEB900", "Unknown")
    assert head["oriBizMessage"] == "<not-a-message/>"


@pytest.mark.parametrize("noun", NOUNS)
def test_a_list_goes_on_when_the_document_that_it_waits_for_comes(
    tmp_path: Path, noun: str
) -> None:
    desk = Desk(tmp_path)
    documents = complete_set(1)
    desk.send(*(documents[one] for one in (*NOUNS, "inventory") if one != noun))
    desk.now += 60

    desk.send(documents[noun])

    told = [head["returnStatus"] for kind, head in desk.hear() if kind == "CEB622"]
    assert told[0] == "2"
    assert "120" in told
    assert sum(code == "2" for code in told) == 1
