"""Acceptance and taxation speak of the same limits: one figure, one judgement, told once."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from declarations.handbook import initial_settings, rules
from declarations.messages.catalogue import KINDS
from declarations.rules.checks import build_checks
from declarations.rules.fields import examine
from declarations.rules.purchase_limits import TOLD_BY_ACCEPTANCE
from declarations.rules.registry import resolve
from taxation.calculator import assess
from taxation.constants import USED_NOT_KNOWN
from tests.builders.taxes import HS_CODE, RETAIL, goods, purchase, rate, terms
from tests.unit.rules.documents import TABLES, TODAY, checks, document, inventory_line
from zone_portal.kernel.rules import RULES

SHARED = {rule.code: rule for rule in rules() if "limit" in rule.parameters}

cents = st.integers(0, 3_000_000).map(lambda number: Decimal(number) / 100)
lines = st.lists(st.tuples(st.integers(1, 3), cents), min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("accepting", "taxing"),
    [("INV-058", "TAX-001"), ("INV-059", "TAX-001"), ("INV-060", "TAX-002")],
)
def test_the_limits_of_acceptance_are_those_of_taxation(accepting: str, taxing: str) -> None:
    own, other = SHARED[accepting].parameters["limit"], SHARED[taxing].parameters["limit"]
    assert (own.initial, own.same_as) == (other.initial, (taxing, "limit"))
    assert "limit" not in initial_settings(SHARED[accepting])
    found = resolve(RULES, {taxing: {"limit": "8000"}, accepting: {"limit": "1"}}, on=TODAY)
    assert found.parameters[accepting].limit == Decimal(8000)


def test_a_simplified_list_and_its_route_have_one_limit() -> None:
    assert SHARED["INV-082"].parameters["limit"].same_as == ("ROU-004", "limit")


def test_a_raised_limit_is_raised_for_both() -> None:
    dear = [inventory_line(1, qty="1", price="4000", totalPrice="4000")]
    dear.append(inventory_line(2, qty="1", price="3000", totalPrice="3000"))
    data = document("CEB621", {"freight": "0"}, InventoryList=dear)
    raised = build_checks(
        settings=resolve(RULES, {"TAX-001": {"limit": "8000"}}, on=TODAY),
        tables=TABLES,
        today=TODAY,
    )
    codes = [
        {f.code for f in examine(KINDS["CEB621"], data, day).findings} for day in (checks(), raised)
    ]
    assert ["INV-058" in found for found in codes] == [True, False]


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(lines, cents, cents)
def test_acceptance_and_estimate_judge_every_purchase_alike(
    bought: list[tuple[int, Decimal]], freight: Decimal, insured: Decimal
) -> None:
    listed = [
        inventory_line(gnum, qty=str(qty), price=str(price), totalPrice=str(qty * price))
        for gnum, (qty, price) in enumerate(bought, 1)
    ]
    head = {"freight": str(freight), "insuredFee": str(insured)}
    found = examine(KINDS["CEB621"], document("CEB621", head, InventoryList=listed), checks())
    accepted = {TOLD_BY_ACCEPTANCE.get(f.code, "") for f in found.findings} - {""}
    estimate = assess(
        purchase(
            *(
                goods(str(qty * price), gnum=gnum, pieces=Decimal(qty))
                for gnum, (qty, price) in enumerate(bought, 1)
            ),
            freight=freight,
            insurance=insured,
        ),
        rates={HS_CODE: rate()},
        terms=terms(),
        treatment=RETAIL,
    )
    assert {f.code for f in estimate.findings} - {USED_NOT_KNOWN} == accepted
