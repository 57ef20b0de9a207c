"""Lists of documents: filters in official names, pages by key, whole documents, matches."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from declarations.services.deciding import drain
from tests.builders.documents import changed, head_of
from tests.integration.api.conftest import Caller, Source, World

pytestmark = pytest.mark.django_db

NOUNS = {
    "order": "orders",
    "payment": "payments",
    "waybill": "waybills",
    "inventory": "inventories",
}


def ids(response: Any) -> list[str]:
    assert response.status_code == 200, response.content
    return [row["id"] for row in response.json()["results"]]


@pytest.fixture
def several(caller: Caller, source: Source) -> list[dict[str, Any]]:
    """Five orders, each in a message of its own; oldest first."""
    return [caller.send(source.set(number)["order"])["documents"][0] for number in range(5)]


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 50])
def test_pages_lead_through_all_rows_and_back(
    caller: Caller, several: list[dict[str, Any]], limit: int
) -> None:
    newest_first = [document["id"] for document in several][::-1]
    page = caller.get("orders/", limit=limit).json()
    assert page["previous"] is None
    walked, pages = [row["id"] for row in page["results"]], 1
    while page["next"]:
        page = caller.get(page["next"]).json()
        walked += [row["id"] for row in page["results"]]
        pages += 1
        assert pages <= len(newest_first), "the pages do not come to an end"
    assert walked == newest_first
    back = [row["id"] for row in page["results"]]
    while page["previous"]:
        page = caller.get(page["previous"]).json()
        back = [row["id"] for row in page["results"]] + back
        pages -= 1
    assert back == newest_first
    assert pages == 1


def test_filters_stay_in_the_addresses_of_the_pages(
    caller: Caller, several: list[dict[str, Any]]
) -> None:
    page = caller.get("orders/", type="CEB311", limit=2).json()
    assert "type=CEB311" in page["next"]
    assert "limit=2" in page["next"]


def test_rows_that_arrive_meanwhile_do_not_move_the_pages(
    caller: Caller, source: Source, several: list[dict[str, Any]]
) -> None:
    page = caller.get("orders/", limit=2).json()
    caller.send(source.set(9)["order"])
    assert ids(caller.get(page["next"])) == [several[2]["id"], several[1]["id"]]


@pytest.mark.parametrize(
    ("noun", "elements"),
    [
        ("order", "orderNo ebpCode ebcCode payCode payTransactionId"),
        ("payment", "payTransactionId payCode orderNo ebpCode"),
        ("waybill", "logisticsNo logisticsCode orderNo billNo"),
        (
            "inventory",
            "copNo orderNo logisticsNo ebpCode ebcCode agentCode logisticsCode tradeMode ieFlag",
        ),
    ],
)
def test_each_filter_finds_its_document_and_no_other(
    caller: Caller, source: Source, noun: str, elements: str
) -> None:
    answer = caller.send(*source.set(1).values(), *source.set(2).values())
    of_noun = [d["id"] for d in answer["documents"] if d["type"] == source.set(1)[noun]["type"]]
    head = head_of(source.set(1)[noun])
    for name in elements.split():
        found = ids(caller.get(f"{NOUNS[noun]}/", **{name: head[name]}))
        same = head_of(source.set(2)[noun])[name] == head[name]
        assert (name, sorted(found)) == (name, sorted(of_noun) if same else [min(of_noun)])
        assert ids(caller.get(f"{NOUNS[noun]}/", **{name: "nothing-of-the-kind"[:18]})) == []


def test_the_number_given_on_acceptance_finds_the_inventory(caller: Caller, source: Source) -> None:
    caller.send(source.set(1)["inventory"], source.set(2)["inventory"])
    for row in caller.get("inventories/").json()["results"]:
        assert len(row["preNo"]) == 18
        assert ids(caller.get("inventories/", preNo=row["preNo"])) == [row["id"]]
        (found,) = caller.get(f"track/{row['preNo']}/").json()["declarations"]
        assert found["id"] == row["id"]


def test_exports_are_found_by_their_own_element_names(caller: Caller, source: Source) -> None:
    made = source.set(1, direction="export")
    caller.send(*made.values())
    number = head_of(made["payment"])["payNo"]
    (row,) = caller.get("payments/", payNo=number).json()["results"]
    assert (row["payNo"], "payTransactionId" in row) == (number, False)
    assert row["charge"] == head_of(made["payment"])["charge"].rstrip("0").rstrip(".")
    assert ids(caller.get("payments/", type="CEB411")) == []
    assert ids(caller.get("payments/", type="CEB403")) == [row["id"]]


def test_rows_of_a_time_are_found_to_the_second(
    caller: Caller, several: list[dict[str, Any]]
) -> None:
    at = datetime.fromisoformat(caller.get("orders/").json()["results"][0]["received_at"])
    before, after = (at - timedelta(minutes=1)), (at + timedelta(minutes=1))
    assert len(ids(caller.get("orders/", received_after=before.isoformat()))) == 5
    assert ids(caller.get("orders/", received_after=after.isoformat())) == []
    assert len(ids(caller.get("orders/", received_before=after.isoformat()))) == 5
    assert ids(caller.get("orders/", received_before=before.isoformat())) == []
    unescaped = f"orders/?received_after={before.isoformat()}"
    assert len(ids(caller.get(unescaped))) == 5
    assert ids(caller.get("orders/", received_after="9999-12-31T00:00:00+08:00")) == []
    assert len(ids(caller.get("orders/", received_after="1970-01-01"))) == 5


def test_outcomes_can_be_asked_for(caller: Caller, source: Source) -> None:
    matched, mismatched, waiting = source.set(1), source.set(2), source.set(3)
    mismatched["payment"] = changed(mismatched["payment"], amountPaid="1.00")
    caller.send(*matched.values())
    caller.send(*mismatched.values())
    caller.send(waiting["inventory"], waiting["order"])
    drain(seconds=30)
    pending = changed(source.set(4)["inventory"], appStatus="1")
    caller.send(pending)
    for outcome, made in (("matched", matched), ("mismatched", mismatched), ("waiting", waiting)):
        (inventory,) = caller.get("inventories/", outcome=outcome).json()["results"]
        assert inventory["outcome"] == outcome
        assert inventory["copNo"] == head_of(made["inventory"])["copNo"]
        (order,) = caller.get("orders/", outcome=outcome).json()["results"]
        assert (order["outcome"], order["inventory"]) == (outcome, inventory["id"])
        assert order["orderNo"] == head_of(made["order"])["orderNo"]
    (undecided,) = caller.get("inventories/", outcome="pending").json()["results"]
    assert undecided["copNo"] == head_of(pending)["copNo"]


def test_a_document_that_no_declaration_joined_has_no_outcome(
    caller: Caller, source: Source
) -> None:
    made = source.set(1)
    caller.send(made["order"], made["payment"], made["waybill"])
    for noun in ("order", "payment", "waybill"):
        (row,) = caller.get(f"{NOUNS[noun]}/").json()["results"]
        assert (noun, row["outcome"], row["inventory"]) == (noun, None, None)


def test_a_firm_that_joined_some_and_is_named_in_others_sees_all_in_one_order(
    world: World, source: Source, caller: Caller
) -> None:
    """Pages are merged from two parts; a declaration in both comes once."""
    world.send("order", "payment", "waybill", "inventory")
    payer, firm = world.callers["payment"], world.firms["payment"]
    named = [changed(source.set(n)["inventory"], areaCode=firm.code) for n in range(3)]
    others = [caller.send(one)["documents"][0]["id"] for one in named]
    expected = sorted([world.id_of("inventory"), *others], key=int, reverse=True)
    for limit in (1, 2, 50):
        page = payer.get("inventories/", limit=limit).json()
        walked = [row["id"] for row in page["results"]]
        while page["next"]:
            page = payer.get(page["next"]).json()
            walked += [row["id"] for row in page["results"]]
        assert walked == expected
        while page["previous"]:
            page = payer.get(page["previous"]).json()
        assert page["results"][0]["id"] == expected[0]


@pytest.mark.parametrize("noun", NOUNS)
def test_a_list_costs_the_same_however_long_it_is(
    caller: Caller, source: Source, noun: str, django_assert_max_num_queries: Any
) -> None:
    for number in range(4):
        caller.send(*source.set(number).values())
    drain(seconds=30)
    caller.get(f"{NOUNS[noun]}/")  # the first use of a token is noted
    for limit in (1, 500):
        with django_assert_max_num_queries(5):
            caller.get(f"{NOUNS[noun]}/", limit=limit)


@pytest.mark.parametrize("direction", ["import", "export"])
@pytest.mark.parametrize("noun", NOUNS)
def test_a_whole_document_says_what_was_sent(
    caller: Caller, source: Source, noun: str, direction: str
) -> None:
    made = source.set(1, direction=direction)
    answer = caller.send(*made.values())
    sent = made[noun]
    (identifier,) = [d["id"] for d in answer["documents"] if d["type"] == sent["type"]]
    whole = caller.get(f"{NOUNS[noun]}/{identifier}/").json()
    assert whole["submission"] == answer["id"]
    shown = whole["document"]
    assert set(shown) == set(sent)
    for name, value in head_of(sent).items():
        got = head_of(shown)[name]
        if not _is_personal(name):
            assert (name, _number(got)) == (name, _number(value))


def _is_personal(name: str) -> bool:
    parts = ("buyerName", "buyerId", "buyerTel", "buyerReg", "consignee", "payer", "elephone")
    return name == "note" or any(part in name for part in parts)


def _number(value: Any) -> Any:
    text = str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def test_match_is_pending_before_the_first_decision(caller: Caller, source: Source) -> None:
    answer = caller.send(changed(source.set(1)["inventory"], appStatus="1"))
    match = caller.get(f"inventories/{answer['documents'][0]['id']}/match/").json()
    assert (match["outcome"], match["waiting_for"], match["findings"]) == ("pending", [], [])
    assert (match["rule_set"], match["decided_at"], match["documents"]) == (None, None, {})
    assert match["headline"]


def test_match_names_every_missing_document(caller: Caller, source: Source) -> None:
    made = source.set(1)
    answer = caller.send(made["inventory"], made["order"])
    drain(seconds=30)
    match = caller.get(f"inventories/{answer['documents'][0]['id']}/match/").json()
    assert (match["outcome"], match["waiting_for"]) == ("waiting", ["payment", "waybill"])
    assert set(match["documents"]) == {"inventory", "order"}
    assert match["turn"] == ["payment", "logistics"]


def test_match_explains_a_mismatch_to_every_party(world: World) -> None:
    world.documents["payment"] = changed(world.documents["payment"], amountPaid="1.00")
    world.send("order", "payment", "waybill", "inventory")
    address = f"inventories/{world.id_of('inventory')}/match/"
    seen = [world.callers[role].get(address).json() for role in ("agent", "payment", "platform")]
    assert seen[0] == seen[1] == seen[2]
    match = seen[0]
    assert match["outcome"] == "mismatched"
    (finding,) = [f for f in match["findings"] if f["severity"] == "error"]
    values = {e["type"]: e["value"] for e in finding["documents"]}
    assert values["CEB411"].startswith("1")
    assert finding["responsible"] in match["turn"]
    assert finding["link"] == f"/rules/{finding['code']}/"
    assert match["documents"]["payment"] == {
        "type": "CEB411",
        "id": world.id_of("payment"),
        "key": world.answers["payment"]["documents"][0]["key"],
        "revision": 1,
    }


def test_a_clean_match_has_no_findings(caller: Caller, source: Source) -> None:
    answer = caller.send(*source.set(1).values())
    drain(seconds=30)
    match = caller.get(f"inventories/{answer['documents'][3]['id']}/match/").json()
    assert (match["outcome"], match["findings"], match["waiting_for"]) == ("matched", [], [])
    assert match["rule_set"]
    assert match["decided_at"]
