"""Papers by the API: lists, whole ones, bags, checks, schemas."""

from typing import Any

import pytest

from declarations.messages.catalogue import KINDS, paper_kinds
from enterprises.models import Enterprise
from tests.builders.documents import to_ndjson
from tests.builders.papers import PAPERS, paper
from tests.builders.series import new_series
from tests.factories.enterprises import EnterpriseFactory
from tests.integration.api.conftest import NDJSON, Caller, caller_for
from tests.integration.api.test_openapi import assert_is

pytestmark = pytest.mark.django_db


@pytest.fixture
def series() -> str:
    return new_series("P", length=6)


@pytest.fixture
def sent(caller: Caller, firm: Enterprise, series: str) -> dict[str, str]:
    """One paper of each kind; ids by kind."""
    answer = caller.send(*(paper(code, firm.code, series=series, lines=2) for code in PAPERS))
    return {found["type"]: found["id"] for found in answer["documents"]}


def listed(caller: Caller, **query: Any) -> set[str]:
    page = caller.get("papers/", **query).json()
    assert_is("PaperPage", page)
    return {row["type"] for row in page["results"]}


def test_papers_are_listed_and_read_whole(caller: Caller, sent: dict[str, str]) -> None:
    assert listed(caller) == set(PAPERS)
    for code, paper_id in sent.items():
        whole = caller.get(f"papers/{paper_id}/").json()
        assert_is("WholePaper", whole)
        kind = KINDS[code]
        assert whole["document"]["type"] == code
        assert list(whole["key"]) == list(kind.key)
        assert whole["lines"] == (2 if kind.line else 0)


def test_filters_are_named_like_the_elements(
    caller: Caller, sent: dict[str, str], series: str
) -> None:
    assert listed(caller, type="CEB607") == {"CEB607"}
    assert listed(caller, orderNo=f"o{series}") == {"CEB623", "CEB625"}
    assert listed(caller, billNo=f"b{series}") >= {"CEB607", "CEB711"}
    assert listed(caller, copNo=f"c{series}") >= {"CEB213", "CEB607"}
    assert listed(caller, logisticsNo=f"l{series}-2") == {"CEB507", "CEB509", "CEB607", "CEB711"}
    assert listed(caller, invtNo=f"i{series}-1") == {"CEB701"}
    assert caller.get("papers/", nothing="1").status_code == 400
    assert caller.get("papers/", type="CEB311").status_code == 400


def test_others_see_no_paper(sent: dict[str, str], series: str) -> None:
    foreign = caller_for(EnterpriseFactory.create(kinds=["ecommerce", "site"]))

    assert listed(foreign) == set()
    assert foreign.get(f"papers/{sent['CEB607']}/").status_code == 404
    assert foreign.get("papers/bags/").json()["results"] == []
    assert foreign.get(f"track/b{series}/").json()["papers"] == []
    assert Caller().get("papers/").status_code == 401


def test_every_number_of_a_paper_finds_it(
    caller: Caller, sent: dict[str, str], series: str
) -> None:
    for number, kinds in {
        f"l{series}-1": {"CEB507", "CEB509", "CEB607", "CEB711"},
        f"i{series}": {"CEB605", "CEB623", "CEB625", "CEB213"},
        f"c{series}": {code for code in PAPERS if "copNo" in KINDS[code].head_elements}
        | {"CEB213", "CEB215"},
    }.items():
        found = caller.get(f"track/{number}/").json()
        assert_is("Tracked", found)
        assert {row["type"] for row in found["papers"]} == kinds, number


def test_bags_are_counted_by_site(caller: Caller, firm: Enterprise, series: str) -> None:
    for number, site in ((1, "A1"), (2, "A1"), (3, "B2")):
        made = paper("CEB607", firm.code, series=f"{series}{number}", lines=3, loctNo=site)
        for line in made["WayBillList"]:
            line["totalPackageNo"] = "bag"
        made["WayBillHead"]["billNo"] = f"b{series}"
        caller.send(made)

    found = caller.get("papers/bags/", billNo=f"b{series}").json()

    assert_is("BagCounts", found)
    counts = {(r["loctNo"], r["bag"]): (r["lists"], r["parcels"]) for r in found["results"]}
    assert counts == {("A1", "bag"): (2, 6), ("B2", "bag"): (1, 3)}
    assert caller.get("papers/bags/", **{"from": "soon"}).status_code == 400


def test_a_split_paper_says_which_parts_are_missing(
    caller: Caller, firm: Enterprise, series: str
) -> None:
    answer = caller.send(
        *(
            paper("CEB607", firm.code, series=series, msgCount=3, msgSeqNo=number)
            for number in (1, 3)
        )
    )
    first, third = (found["id"] for found in answer["documents"])

    parts = caller.get(f"papers/{first}/").json()["parts"]

    assert parts == {"count": 3, "received": {"1": first, "3": third}, "missing": [2]}


def test_a_check_answers_like_sending_and_keeps_nothing(
    caller: Caller, firm: Enterprise, series: str
) -> None:
    body = to_ndjson([paper("CEB607", firm.code, series=series), {"type": "CEB607"}])

    response = caller.post(body, NDJSON, "/api/v1/messages/check/")

    found = response.json()
    assert_is("CheckResult", found)
    assert found["counts"] == {"accepted": 1, "rejected": 1, "duplicate": 0}
    assert "id" not in found["documents"][0]
    assert listed(caller) == set()
    assert caller.get("messages/").json()["results"] == []
    refused = caller.post(b"<a", "application/xml", "/api/v1/messages/check/")
    assert (refused.status_code, refused.json()["code"]) == (400, "xml_malformed")
    assert Caller().post(body, NDJSON, "/api/v1/messages/check/").status_code == 401


def test_every_kind_has_its_schema() -> None:
    for code in KINDS:
        schema = Caller().get(f"schemas/{code}.json").json()
        assert schema["properties"]["type"] == {"const": code}
    assert Caller().get("schemas/CEB000.json").status_code == 404
    assert {kind.code for kind in paper_kinds()} == set(PAPERS)
