"""Taxes by the API: estimates with their steps, rates and treatments of any day."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.facts import SystemActor
from enterprises.services.tokens import issue_token
from taxation.api.examples import COSMETICS, COSMETICS_ESTIMATED
from tests.factories.enterprises import EnterpriseFactory

pytestmark = pytest.mark.django_db
ESTIMATE = "/api/v1/tax/estimate/"


class Caller:
    """A program of an enterprise."""

    def __init__(self) -> None:
        firm = EnterpriseFactory.create()
        token = issue_token(enterprise=firm, by=SystemActor("test"), at=timezone.now()).text
        self.headers = {"Authorization": f"Bearer {token}", "Accept-Language": "en"}
        self.client = Client()

    def estimate(self, body: Any) -> Any:
        content = body if isinstance(body, bytes) else msgspec.json.encode(body)
        return self.client.post(
            ESTIMATE, content, content_type="application/json", headers=self.headers
        )

    def get(self, path: str, **query: str) -> Any:
        return self.client.get(f"/api/v1/tax/{path}/", query, headers=self.headers)


@pytest.fixture
def caller() -> Caller:
    call_command("load_rules", verbosity=0)
    call_command("load_taxation", examples=True, verbosity=0)
    return Caller()


def changed(**changes: Any) -> dict[str, Any]:
    return {**COSMETICS, **changes}


def test_the_example_of_the_documentation_is_what_is_answered(caller: Caller) -> None:
    answer = caller.estimate(COSMETICS)
    assert answer.status_code == 200, answer.content
    assert answer.json() == COSMETICS_ESTIMATED


def test_a_rate_that_is_not_loaded_is_said_and_not_guessed(caller: Caller) -> None:
    lines = [{"gcode": "0101210010", "totalPrice": "10"}]
    said = caller.estimate(changed(lines=lines)).json()
    assert (said["outcome"], said["total"]) == ("not_computable", None)
    (finding,) = said["findings"]
    assert finding["code"] == "TAX-005"
    assert "rate of these goods is not loaded" in finding["title"]


def test_several_articles_above_the_limit_are_no_retail_import(caller: Caller) -> None:
    lines = [{"gcode": "9503006000", "totalPrice": 6000, "qty": 2}]
    said = caller.estimate(changed(lines=lines)).json()
    assert said["outcome"] == "refused"
    assert [finding["code"] for finding in said["findings"]] == ["TAX-001"]


def test_exports_owe_no_import_tax(caller: Caller) -> None:
    said = caller.estimate(changed(ieFlag="E", taxpayer="no_voucher", usedThisYear=None)).json()
    assert (said["outcome"], said["treatment"]["code"]) == ("untaxed", "export_no_voucher")


def test_numbers_do_not_pass_through_a_float(caller: Caller) -> None:
    body = b'{"lines": [{"gcode": "9503006000", "totalPrice": 100.10}], "usedThisYear": 0.1}'
    said = caller.estimate(body).json()
    assert (said["dutiableValue"], said["valueAddedTax"]) == ("100.10", "9.11")
    assert Decimal(said["total"]) == Decimal("9.11")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "parse_error"),
        (b'{"lines": 1}', 400, "parameters_invalid"),
        (b'{"lines": [], "coupon": 1}', 400, "parameters_invalid"),
        (b'{"lines": []}', 422, "purchase_invalid"),
    ],
)
def test_a_body_that_cannot_be_read_is_a_problem(
    caller: Caller, body: bytes, status: int, code: str
) -> None:
    answer = caller.estimate(body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_all_problems_of_a_purchase_are_told_by_the_names_of_the_api(caller: Caller) -> None:
    lines = [
        {"gcode": "12", "totalPrice": "-1", "qty": "0"},
        {"gcode": "9503006000", "totalPrice": "1e30", "qty1": "0.000001", "unit1": "035"},
    ]
    answer = caller.estimate(changed(lines=lines, tradeMode="9999", usedThisYear="-3"))
    assert answer.status_code == 422
    assert {problem["field"] for problem in answer.json()["details"]["problems"]} == {
        "tradeMode",
        "usedThisYear",
        "lines.0.gcode",
        "lines.0.totalPrice",
        "lines.0.qty",
        "lines.1.totalPrice",
        "lines.1.quantities.035",
    }


def test_rates_are_listed_by_code_and_day(caller: Caller) -> None:
    rows = caller.get("rates", gcode="2204", on="2026-11-20").json()["results"]
    assert [(row["gcode"], row["consumption"], row["duty"]) for row in rows] == [
        ("2204210000", "0.1", None)
    ]
    assert caller.get("rates", gcode="2204", on="2018-01-01").json()["results"] == []
    assert caller.get("rates", gcode="22x").status_code == 400
    assert caller.get("rates", on="yesterday").status_code == 400
    assert caller.get("rates", chapter="22").status_code == 400


def test_treatments_are_listed_by_day(caller: Caller) -> None:
    def returns(on: str) -> int:
        rows = caller.get("treatments", on=on).json()["results"]
        return sum(row["treatment"] == "untaxed_return" for row in rows)

    assert (returns("2020-03-27"), returns("2020-03-28")) == (0, 3)


def test_without_a_token_nothing_is_told(client: Client) -> None:
    answer = client.post(ESTIMATE, b"{}", content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (401, "token_missing")
