"""Acceptance and taxation speak of the same limits, each with a setting of its own."""

import pytest

from declarations.handbook import rules

FIRST = {
    rule.code: rule.parameters["limit"].initial for rule in rules() if "limit" in rule.parameters
}


@pytest.mark.parametrize(
    ("accepting", "taxing"),
    [("INV-058", "TAX-001"), ("INV-059", "TAX-001"), ("INV-060", "TAX-002")],
)
def test_the_limits_of_acceptance_begin_as_those_of_taxation(accepting: str, taxing: str) -> None:
    assert FIRST[accepting] == FIRST[taxing]
