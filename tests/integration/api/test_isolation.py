"""Every address of the API, asked by everybody: each sees what is theirs, and nothing else."""

from collections.abc import Callable
from typing import Any

import pytest

from declarations.api.urls import urlpatterns
from tests.integration.api.conftest import SENDERS, World

pytestmark = pytest.mark.django_db

FIRMS = ("platform", "seller", "payment", "carrier", "agent", "keeper")
EVERYBODY = (*FIRMS, "foreign", "official", "outsider", "nobody")
PARTIES = {"platform", "seller", "payment", "carrier", "agent"}
"""The firms that take part in the import of the world; its keeper is named in no document."""

Address = Callable[[World], str]


def _by(noun: str, suffix: str = "") -> Address:
    plural = {"inventory": "inventories"}.get(noun, f"{noun}s")
    return lambda world: f"{plural}/{world.id_of(noun)}/{suffix}"


def _message(suffix: str = "") -> Address:
    return lambda world: f"messages/{world.answers['inventory']['id']}/{suffix}"


ONLY: dict[str, tuple[Address, set[str]]] = {
    "message": (_message(), {"agent", "official"}),
    "message-receipts": (_message("receipts/"), {"agent", "official"}),
    "order": (_by("order"), {"platform", "seller", "official"}),
    "payment": (_by("payment"), {"payment", "official"}),
    "waybill": (_by("waybill"), {"carrier", "official"}),
    "inventory": (_by("inventory"), {"seller", "agent", "official"}),
    "match": (_by("inventory", "match/"), {*PARTIES, "official"}),
}
"""Addresses of one object: who gets it. For others it does not exist."""

LISTS: dict[str, tuple[str, dict[str, int]]] = {
    "messages": ("messages/", dict.fromkeys(SENDERS.values(), 1) | {"official": 4}),
    "orders": ("orders/", {"platform": 1, "seller": 1, "official": 1}),
    "payments": ("payments/", {"payment": 1, "official": 1}),
    "waybills": ("waybills/", {"carrier": 1, "official": 1}),
    "inventories": ("inventories/", dict.fromkeys([*PARTIES, "official"], 1)),
}
"""Addresses of lists: who finds how many of the world's rows in them."""

RECEIPTS = {"platform": 2, "seller": 1, "payment": 2, "carrier": 2, "agent": 2}
"""Who is told how much: senders their verdict, parties the decision."""

PUBLIC = {"rules": "rules/", "rule": "rules/ENT-001/"}
OTHERWISE_TESTED = {"receipts", "track", "messages-with-slash"}


@pytest.fixture
def decided(world: World) -> World:
    world.send("order", "payment", "waybill", "inventory")
    return world


def test_every_address_of_this_test_is_still_there() -> None:
    """That every address is asked at all is held by ``tests/integration/isolation``."""
    named = {str(pattern.name) for pattern in urlpatterns}
    assert {*ONLY, *LISTS, *PUBLIC, *OTHERWISE_TESTED} - named == set()


@pytest.mark.parametrize("name", sorted(ONLY))
def test_one_object_is_given_only_to_those_it_concerns(name: str, decided: World) -> None:
    address, allowed = ONLY[name]
    path = address(decided)
    got = {role: decided.callers[role].get(path).status_code for role in EVERYBODY}
    assert got == {
        role: 401 if role == "nobody" else 200 if role in allowed else 404 for role in EVERYBODY
    }


@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_list_holds_only_what_concerns_the_caller(name: str, decided: World) -> None:
    path, expected = LISTS[name]
    own = {str(firm_id) for firm_id in _own_ids(decided)}
    got = {}
    for role in EVERYBODY:
        response = decided.callers[role].get(path)
        if role == "nobody":
            assert response.status_code == 401
            continue
        assert response.status_code == 200
        rows = [row for row in response.json()["results"] if row["id"] in own]
        got[role] = len(rows)
        if role != "official":
            assert len(rows) == len(response.json()["results"])
    assert got == {role: expected.get(role, 0) for role in EVERYBODY if role != "nobody"}


def _own_ids(world: World) -> set[str]:
    answers = world.answers.values()
    return {a["id"] for a in answers} | {a["documents"][0]["id"] for a in answers}


def test_receipts_are_told_to_the_firms_concerned(decided: World) -> None:
    got = {role: len(decided.callers[role].receipts()) for role in (*FIRMS, "foreign")}
    assert got == {role: RECEIPTS.get(role, 0) for role in (*FIRMS, "foreign")}
    for role in ("official", "outsider", "nobody"):
        response = decided.callers[role].get("receipts/")
        assert (role, response.status_code) == (role, 401)


def test_tracking_finds_for_each_only_what_is_theirs(decided: World) -> None:
    number = decided.documents["inventory"]["InventoryHead"]["orderNo"]
    assert decided.callers["nobody"].get(f"track/{number}/").status_code == 401
    got: dict[str, Any] = {}
    for role in EVERYBODY[:-1]:
        found = decided.callers[role].get(f"track/{number}/").json()
        got[role] = (len(found["declarations"]), len(found["documents"]))
    assert got == {
        role: (1, 0) if role in {*PARTIES, "official"} else (0, 0) for role in EVERYBODY[:-1]
    }


def test_rules_are_public(decided: World) -> None:
    for path in PUBLIC.values():
        got = {role: decided.callers[role].get(path).status_code for role in EVERYBODY}
        assert set(got.values()) == {200}


def test_only_programs_send_messages(world: World) -> None:
    body = b'{"type": "CEB311"}\n'
    for role in ("nobody", "official", "outsider"):
        response = world.callers[role].post(body, "application/x-ndjson")
        assert (role, response.status_code, response.json()["code"]) == (
            role,
            401,
            "token_missing",
        )


def test_a_party_sees_the_outcome_of_an_inventory_but_not_its_content(decided: World) -> None:
    row = decided.callers["carrier"].get("inventories/").json()["results"][0]
    assert (row["outcome"], row["open"]) == ("matched", False)
    assert "submission" not in row
    assert not {"grossWeight", "freight", "buyerName", "InventoryList"} & set(row)


def test_personal_values_are_masked_even_for_the_sender(decided: World) -> None:
    sent = decided.documents["inventory"]["InventoryHead"]
    text = decided.callers["agent"].get(f"inventories/{decided.id_of('inventory')}/")
    shown = text.json()["document"]["InventoryHead"]
    for name in ("buyerName", "buyerIdNumber", "buyerTelephone", "consigneeAddress"):
        assert shown[name] != sent[name]
        assert sent[name] not in text.content.decode()
