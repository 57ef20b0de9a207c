"""The simulated customs answers papers: reproducible, by its own checks, saying what it is."""

import sqlite3
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from declarations.management.customs_office import Office
from declarations.messages.catalogue import KINDS
from declarations.messages.xml_reader import read_message
from declarations.messages.xml_writer import build_message
from declarations.simulation.customs import SIGN
from declarations.simulation.customs_papers import (
    OPEN,
    RELEASED,
    Answered,
    Knowledge,
    Known,
    paper_answers,
)
from declarations.states import may_follow, status_of
from tests.builders.documents import changed, complete_set
from tests.builders.papers import PAPERS, paper

FIRM = "4003966666"
DAY = 24 * 3600.0


def known(document: Any, state: str = RELEASED) -> Knowledge:
    """Everything that a paper names is known to customs and was released."""
    kind = KINDS[document["type"]]
    head = document[kind.json_head]
    lines = next((part for part in document.values() if isinstance(part, list)), [])
    numbers = [part.get("logisticsNo") for part in (head, *lines)]
    inventory = Known(1, "CEB603", state, inventory_like(lines))
    invts = [part.get("invtNo") for part in (head, *lines)]
    return Knowledge(
        inventories={number: inventory for number in invts if number},
        parcels={number: inventory for number in numbers if number},
        waybills=frozenset(number for number in numbers if number),
        returns=frozenset(number for number in invts if number),
    )


def inventory_like(lines: list[Any]) -> Any:
    rows = [{"gnum": str(line.get("gnum", 1)), "qty": "1000000"} for line in lines]
    return {"InventoryHead": {"statisticsFlag": "B"}, "InventoryList": rows}


def answers(code: str, series: str = "P1", state: str = "", **options: Any) -> Answered:
    document = paper(code, FIRM, series=series, **options)
    withdrawn = code in {"CEB605", "CEB623"}
    return paper_answers(
        KINDS[code], document, known(document, state or (OPEN if withdrawn else RELEASED)), seed=7
    )


@pytest.mark.parametrize("code", PAPERS)
def test_every_kind_is_answered_by_steps_of_the_table_and_ends(code: str) -> None:
    ends = set()
    for number in range(120):
        given = answers(code, f"P{number}").answers
        assert all(SIGN in answer.info for answer in given)
        assert [a.after for a in given] == sorted(a.after for a in given)
        states = ["sent", *(status_of(answer.status) or "?" for answer in given)]
        assert all(may_follow(one, following) for one, following in pairwise(states)), states
        ends.add(states[-1])

    done = {"CEB513": "120", "CEB607": "120", "CEB213": "800"}.get(code, "399")
    assert ends <= {done, "100"}
    assert done in ends


def test_the_same_paper_and_seed_give_the_same_answers() -> None:
    assert answers("CEB625", "P3") == answers("CEB625", "P3")


@pytest.mark.parametrize(
    ("code", "status", "reason"),
    [
        ("CEB623", "-623003", "不存在"),
        ("CEB605", "-623003", "不存在"),
        ("CEB625", "100", "不存在"),
        ("CEB213", "100", "不存在"),
        ("CEB215", "100", "没有退货申请"),
        ("CEB513", "100", "清单信息不存在"),
        ("CEB507", "100", "运单信息不存在"),
        ("CEB509", "100", "清单信息不存在"),
        ("CEB607", "100", "运单信息不存在"),
        ("CEB701", "100", "不存在"),
    ],
)
def test_what_customs_does_not_know_is_refused_with_its_number(
    code: str, status: str, reason: str
) -> None:
    given = paper_answers(KINDS[code], listing(code), Knowledge(), seed=7)

    assert given.answers[-1].status == status
    assert reason in given.answers[-1].info
    assert not given.effect


def listing(code: str) -> Any:
    document = paper(code, FIRM)
    head = document[KINDS[code].json_head]
    if code == "CEB701":
        document = changed(document, startTime=None, endTime=None)
        document["SummaryApplyList"] = [{"invtNo": "400320260000000001"}]
    if code == "CEB215":
        head["invtNo"] = "400320260000000001"
    return document


def test_a_released_inventory_is_not_withdrawn_any_more() -> None:
    given = answers("CEB623", state=RELEASED)

    assert [a.status for a in given.answers] == ["-623005"]


def test_an_unreleased_one_is_not_returned_nor_departed() -> None:
    for code in ("CEB625", "CEB509", "CEB513"):
        given = answers(code, state=OPEN)
        assert given.answers[-1].status == "100"
        assert "未放行" in given.answers[-1].info


def test_more_than_was_declared_is_not_returned() -> None:
    document = paper("CEB625", FIRM)
    facts = known(document)
    little = {"InventoryHead": {}, "InventoryList": [{"gnum": "1", "qty": "0.5"}]}
    number = document["InvtRefundHead"]["invtNo"]
    facts = Knowledge(inventories={number: Known(1, "CEB621", RELEASED, little)})

    given = paper_answers(KINDS["CEB625"], document, facts, seed=7)

    assert "退货数量大于申报数量" in given.answers[-1].info


class Desk:
    """An office of customs and its clock."""

    def __init__(self, path: Path, seed: int = 7) -> None:
        self.office = Office(path / "files.sqlite3", seed, 1.0)
        self.now = 1_790_000_000.0

    def send(self, *documents: Any) -> None:
        for document in documents:
            kind = KINDS[document["type"]]
            transfer = {"copCode": "1", "copName": "1", "dxpMode": "DXP", "dxpId": "1"}
            guid = document[kind.json_head]["guid"]
            body = build_message(kind, [document], guid=guid, transfer=transfer)
            self.office.take(body, now=self.now)

    def hear(self, days: float = 10) -> list[tuple[str, dict[str, str]]]:
        """The receipts of some days, in the order in which they are due: kind and head."""
        self.now += days * DAY
        found: list[tuple[str, dict[str, str]]] = []
        while True:
            ids, body = self.office.due(now=self.now)
            if not ids:
                return found
            self.office.cross_out(ids)
            message = read_message(body, receipts=True)
            for raw in message.documents:
                found.append((message.kind.code, raw.data[message.kind.json_head]))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def released(desk: Desk, direction: Any, **head: Any) -> tuple[Any, str]:
    """A set that the office releases, and the number that it gave to the inventory."""
    for number in range(200):
        documents = complete_set(number, direction=direction)
        inventory = changed(documents["inventory"], **head) if head else documents["inventory"]
        desk.send(*(d for noun, d in documents.items() if noun != "inventory"), inventory)
        said = [h for kind, h in desk.hear() if kind in {"CEB604", "CEB622"}]
        if "800" in {h["returnStatus"] for h in said} and "500" not in {
            h["returnStatus"] for h in said
        }:
            return inventory, said[-1]["invtNo"]
    raise AssertionError("nothing was released")


def test_a_storage_list_gets_its_number_and_a_parcel_is_stored_once(desk: Desk) -> None:
    desk.send(paper("CEB711", FIRM, series="A", lines=3))
    first = desk.hear()
    assert [head["returnStatus"] for _, head in first][-1] == "399"
    assert len(first[-1][1]["rkdNo"]) == 18
    assert "rkdNo" not in first[0][1]

    again = paper("CEB711", FIRM, series="A", lines=3, copNo="ANOTHER")
    desk.send(again)

    assert "已在另一份" in desk.hear()[-1][1]["returnInfo"]


def test_the_same_paper_sent_again_is_answered_once(desk: Desk) -> None:
    document = paper("CEB711", FIRM)
    desk.send(document, document)

    statuses = [head["returnStatus"] for _, head in desk.hear()]

    assert statuses.count("399") == 1


def test_a_cancellation_ends_what_customs_would_have_said(desk: Desk) -> None:
    for number in range(60):
        documents = complete_set(number)
        desk.send(*documents.values())
        first = [h for kind, h in desk.hear(1 / 86400 * 8) if kind == "CEB622"]
        head = documents["inventory"]["InventoryHead"]
        if not first or not first[-1].get("invtNo"):
            continue
        cancel = paper(
            "CEB623", FIRM, series=f"C{number}", invtNo=first[-1]["invtNo"], orderNo=head["orderNo"]
        )
        desk.send(cancel)
        after = desk.hear()
        kinds = {kind: h["returnStatus"] for kind, h in after}
        if kinds.get("CEB624") == "399" and kinds.get("CEB622") not in {"800", "100"}:
            return
    raise AssertionError("no cancellation came in time")


def test_a_departure_clears_its_parcels(desk: Desk) -> None:
    inventory, _ = released(desk, "export")
    parcel = inventory["InventoryHead"]["logisticsNo"]
    departure = paper("CEB509", FIRM)
    departure["DepartureList"] = [{"gnum": 1, "logisticsNo": parcel}]
    desk.send(departure)

    heard = desk.hear()

    assert ("CEB510", "399") in [(kind, head["returnStatus"]) for kind, head in heard]


def test_a_summary_ends_in_a_declaration_form(desk: Desk) -> None:
    _, number = released(desk, "export", statisticsFlag="B")
    summary = changed(paper("CEB701", FIRM), startTime=None, endTime=None)
    summary["SummaryApplyList"] = [{"invtNo": number}]
    desk.send(summary)

    heard = desk.hear()

    last = [head for kind, head in heard if kind == "CEB702"][-1]
    assert (last["returnStatus"], len(last["sumNo"])) == ("399", 18)
    forms = [head for kind, head in heard if kind == "CEB792"]
    assert [form["sumNo"] for form in forms] == [last["sumNo"]] * 2
    assert forms[-1]["entryId"]

    desk.send(changed(summary, copNo="AGAIN"))
    assert "已汇总" in desk.hear()[-1][1]["returnInfo"]


def test_the_files_of_an_earlier_version_are_mended(tmp_path: Path) -> None:
    path = tmp_path / "files.sqlite3"
    with sqlite3.connect(path) as old:
        old.execute(
            "CREATE TABLE receipt (id INTEGER PRIMARY KEY, due REAL, said REAL, kind TEXT, "
            "status TEXT, info TEXT, head TEXT, delivered INTEGER DEFAULT 0)"
        )
    desk = Desk(tmp_path)

    desk.send(paper("CEB711", FIRM))

    assert desk.hear()
