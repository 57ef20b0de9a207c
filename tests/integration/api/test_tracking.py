"""Any number finds its declaration, what waits without one, and what was rejected."""

from typing import Any

import pytest

from declarations.services.deciding import drain
from tests.builders.documents import changed, head_of
from tests.builders.papers import paper
from tests.factories.enterprises import EnterpriseFactory
from tests.integration.api.conftest import Caller, Source, caller_for

pytestmark = pytest.mark.django_db


def track(caller: Caller, number: str) -> Any:
    response = caller.get(f"track/{number}/")
    assert response.status_code == 200
    return response.json()


def numbers_of(made: dict[str, Any]) -> dict[str, str]:
    inventory = head_of(made["inventory"])
    return {
        "orderNo": inventory["orderNo"],
        "logisticsNo": inventory["logisticsNo"],
        "copNo": inventory["copNo"],
        "invtNo": inventory["invtNo"],
        "preNo": inventory["preNo"],
        "payTransactionId": head_of(made["payment"])["payTransactionId"],
    }


@pytest.fixture
def made(caller: Caller, source: Source) -> dict[str, Any]:
    """A declaration that matched, with every number that there is, beside another one."""
    made: dict[str, Any] = source.set(1)
    made["inventory"] = changed(
        made["inventory"], invtNo="400120261100000001", preNo="B20261120000000001"
    )
    answer = caller.send(*made.values())
    caller.send(*source.set(2).values())
    drain(seconds=30)
    made["ids"] = [document["id"] for document in answer["documents"]]
    return made


def test_every_number_finds_the_declaration(caller: Caller, made: dict[str, Any]) -> None:
    ids = made.pop("ids")
    for name, number in {**numbers_of(made), "id": ids[3], "order id": ids[0]}.items():
        found = track(caller, number)
        assert (name, [d["id"] for d in found["declarations"]]) == (name, [ids[3]])
        assert (name, found["documents"], found["rejected"]) == (name, [], [])


def test_a_guid_finds_its_document_in_either_case_and_for_its_firms_only(
    caller: Caller, made: dict[str, Any]
) -> None:
    inventory = made["ids"][3]
    stranger = caller_for(EnterpriseFactory.create(kinds=["ecommerce"]))
    for noun in ("order", "payment", "waybill", "inventory"):
        guid = head_of(made[noun])["guid"]
        for written in (guid.lower(), guid.upper()):
            found = track(caller, written)
            assert (noun, [d["id"] for d in found["declarations"]]) == (noun, [inventory])
        assert track(stranger, guid)["declarations"] == []


def test_a_guid_of_a_paper_finds_the_paper(caller: Caller, made: dict[str, Any]) -> None:
    waybill = head_of(made["waybill"])
    signed = paper("CEB513", waybill["logisticsCode"], logisticsNo=waybill["logisticsNo"])
    caller.send(signed)

    found = track(caller, head_of(signed)["guid"])

    assert [row["type"] for row in found["papers"]] == ["CEB513"]


def test_an_authority_stands_behind_every_step(caller: Caller, made: dict[str, Any]) -> None:
    waybill = head_of(made["waybill"])
    caller.send(paper("CEB513", waybill["logisticsCode"], logisticsNo=waybill["logisticsNo"]))

    (declaration,) = track(caller, waybill["logisticsNo"])["declarations"]

    behind = {(step["event"], step["authority"]) for step in declaration["timeline"]}
    assert behind >= {("received", "portal"), ("decided", "portal"), ("paper", "carrier")}


def test_the_timeline_tells_arrivals_and_decisions(caller: Caller, source: Source) -> None:
    made = source.set(1)
    for noun in ("inventory", "order", "payment", "waybill"):
        caller.send(made[noun])
        drain(seconds=30)
    (declaration,) = track(caller, head_of(made["order"])["orderNo"])["declarations"]
    told = [(s["event"], s.get("type") or s["outcome"]) for s in declaration["timeline"]]
    assert sorted(told) == [
        ("decided", "matched"),
        ("decided", "waiting"),
        ("decided", "waiting"),
        ("decided", "waiting"),
        ("received", "CEB311"),
        ("received", "CEB411"),
        ("received", "CEB511"),
        ("received", "CEB621"),
    ]
    times = [step["at"] for step in declaration["timeline"]]
    assert times == sorted(times)


def test_documents_without_an_inventory_are_found_too(caller: Caller, source: Source) -> None:
    made = source.set(1)
    caller.send(made["order"], made["payment"])
    found = track(caller, head_of(made["order"])["orderNo"])
    assert found["declarations"] == []
    assert {row["type"] for row in found["documents"]} == {"CEB311", "CEB411"}


def test_a_rejected_document_is_found_with_its_findings(caller: Caller, source: Source) -> None:
    order = changed(source.set(1)["order"], currency="XYZ")
    answer = caller.send(order)
    (rejected,) = track(caller, head_of(order)["orderNo"])["rejected"]
    assert rejected["submission"] == answer["id"]
    assert rejected["findings"] == answer["documents"][0]["findings"]


def test_a_number_that_nobody_used_finds_nothing(caller: Caller, made: dict[str, Any]) -> None:
    for number in ("nothing", "9" * 40, "a/b", "%20", "0"):
        found = track(caller, number)
        assert (found["declarations"], found["documents"], found["rejected"]) == ([], [], [])


def test_the_carrier_of_the_parcel_tells_of_its_delivery(
    caller: Caller, made: dict[str, Any]
) -> None:
    waybill = head_of(made["waybill"])
    other = EnterpriseFactory.create(kinds=["logistics"])
    signed = paper("CEB513", waybill["logisticsCode"], logisticsNo=waybill["logisticsNo"])
    caller.send(changed(signed, logisticsStatus="S"))
    somebody_elses = paper("CEB513", other.code, logisticsNo=waybill["logisticsNo"])
    caller_for(other).send(changed(somebody_elses, logisticsStatus="S"))

    (declaration,) = track(caller, waybill["logisticsNo"])["declarations"]

    told = [s for s in declaration["timeline"] if s["event"] == "paper"]
    assert [(s["type"], s["signed_for"]) for s in told] == [("CEB513", True)]
