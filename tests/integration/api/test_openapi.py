"""The OpenAPI document is valid, complete, and says what the API really answers."""

import re
from functools import cache
from typing import Any

import msgspec
import pytest
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from credit.api.urls import urlpatterns as of_credit
from declarations.api.examples import ANSWERS
from declarations.api.urls import urlpatterns as of_declarations
from declarations.messages.catalogue import intake_kinds
from declarations.services.deciding import drain
from enterprises.api.urls import urlpatterns as of_enterprises
from risk.api.urls import urlpatterns as of_risk
from statistics_app.api.urls import urlpatterns as of_statistics
from taxation.api.urls import urlpatterns as of_taxation
from tests.builders.documents import changed
from tests.integration.api.conftest import Caller, Source

NOUNS = ("orders", "payments", "waybills", "inventories")


@cache
def openapi() -> Any:
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    return generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]


def validator(name: str) -> Draft202012Validator:
    """Checks values against a component; members that it does not name are refused."""
    components = openapi()["components"]
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": components})


def assert_is(name: str, value: Any) -> None:
    errors = [f"{e.json_path}: {e.message[:200]}" for e in validator(name).iter_errors(value)]
    assert errors == []
    declared = openapi()["components"]["schemas"][name]
    if declared.get("additionalProperties") is not True:
        assert set(value) <= set(declared["properties"])


def test_the_document_is_valid_and_was_made_without_a_warning() -> None:
    with GENERATOR_STATS.silence():
        GENERATOR_STATS.reset()
        generator = SchemaGenerator()  # type: ignore[no-untyped-call]
        schema = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
        assert not GENERATOR_STATS
    validate_schema(schema)  # type: ignore[no-untyped-call]


def test_every_address_is_described_with_the_problems_it_may_answer() -> None:
    paths = openapi()["paths"]
    described = {
        f"/api/v1/{re.sub(r'<(?:[a-z]+:)?([a-z]+)>', lambda m: '{' + m[1] + '}', str(p.pattern))}"
        for p in (
            *of_declarations,
            *of_enterprises,
            *of_taxation,
            *of_credit,
            *of_risk,
            *of_statistics,
        )
        if not str(p.name).endswith("-with-slash")
    }
    assert {path.replace("{id}", "{pk}") for path in paths} == described
    for path, operations in paths.items():
        for method, operation in operations.items():
            where = (path, method)
            assert (where, bool(operation["summary"]), bool(operation["tags"])) == (
                where,
                True,
                True,
            )
            is_open = not any(operation.get("security", []))
            problems = {"429", "503"} | (set() if is_open else {"401", "403"})
            answers = set(operation["responses"])
            assert problems <= answers, where
            assert {"200", "201", "202", "204"} & answers, where


def test_reading_needs_a_bearer_token_and_rules_do_not() -> None:
    schemes = openapi()["components"]["securitySchemes"]
    assert schemes["token"]["scheme"] == "bearer"
    paths = openapi()["paths"]
    assert {"token": []} in paths["/api/v1/receipts/"]["get"]["security"]
    assert paths["/api/v1/messages/"]["post"]["security"] == [{"token": []}]
    assert not any(paths["/api/v1/rules/"]["get"].get("security", []))


def test_every_kind_of_document_is_described_from_the_catalogue() -> None:
    schemas = openapi()["components"]["schemas"]
    for kind in intake_kinds():
        head = schemas[schemas[kind.code]["properties"][kind.json_head]["$ref"].split("/")[-1]]
        assert list(head["properties"]) == list(kind.head_elements)


def test_the_examples_are_documents_that_can_be_sent() -> None:
    content = openapi()["paths"]["/api/v1/messages/"]["post"]["requestBody"]["content"]
    assert set(content) == {"application/json", "application/x-ndjson", "application/xml"}
    for example in content["application/json"]["examples"].values():
        assert_is(
            example["value"]["type"], msgspec.json.decode(msgspec.json.encode(example["value"]))
        )


def test_the_examples_of_answers_are_as_described() -> None:
    assert {"Problem", "Submission", "Match", "ReceiptPage"} <= set(ANSWERS)
    for name, example in ANSWERS.items():
        assert_is(name, example)


@pytest.mark.django_db
def test_answers_are_as_described(caller: Caller, source: Source) -> None:
    good, bad = source.set(1), source.set(2)
    bad["payment"] = changed(bad["payment"], amountPaid="1.00")
    bad["order"] = changed(bad["order"], currency="XYZ")
    bad["inventory"] = changed(bad["inventory"], invtNo="400120261100000001")
    answer = caller.send(*good.values(), *bad.values())
    drain(seconds=30)
    assert_is("Submission", answer)
    refused = caller.post(b"<a", "application/xml").json()
    assert_is("Problem", refused)
    for number in (answer["id"], refused["details"]["submission"]):
        assert_is("Submission", caller.get(f"messages/{number}/").json())
        assert_is("MessageReceipts", caller.get(f"messages/{number}/receipts/").json())
    assert_is("SubmissionPage", caller.get("messages/", limit=1).json())
    receipts = caller.get("receipts/").json()
    assert len(receipts["results"]) == 10
    assert_is("ReceiptPage", receipts)
    for noun in NOUNS:
        page = caller.get(f"{noun}/", limit=1).json()
        assert_is("DocumentPage", page)
        assert_is("Document", page["results"][0])
        whole = caller.get(f"{noun}/{page['results'][0]['id']}/").json()
        assert_is("WholeDocument", whole)
    for row in caller.get("inventories/").json()["results"]:
        assert_is("Match", caller.get(f"inventories/{row['id']}/match/").json())
        assert_is("Tracked", caller.get(f"track/{row['orderNo']}/").json())
    assert_is("Tracked", caller.get(f"track/{bad['order']['OrderHead']['orderNo']}/").json())
    assert_is("RuleList", caller.get("rules/").json())
    assert_is("Rule", caller.get("rules/ENT-001/").json())
    assert_is("Problem", caller.get("orders/", nothing="1").json())


@pytest.mark.django_db
def test_the_documentation_needs_nothing_from_elsewhere(client: Client) -> None:
    response = client.get("/api/docs/")
    html = response.content.decode()
    assert response.status_code == 200
    addresses = re.findall(r"(?:src|href)=\"([^\"]+)\"", html)
    assert addresses
    assert [a for a in addresses if not a.startswith("/") or a.startswith("//")] == []
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>\s*\S", html), "inline script under the CSP"
    scripts = [a for a in addresses if a.startswith("/api/docs/")]
    for script in scripts:
        answered = client.get(script.replace("&amp;", "&"))
        assert answered.status_code == 200
        assert "://" not in answered.content.decode().replace("http://testserver", "")
    policy = response.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy


def test_the_schema_is_served(client: Client) -> None:
    response = client.get("/api/schema/", headers={"Accept": "application/json"})
    assert response.status_code == 200
    assert response.json()["openapi"] == "3.1.0"
