"""The fast yes and the full list of findings say the same of every declaration."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declarations.criteria.comparing import ARGUMENTS, Compared, Comparison, paired
from declarations.criteria.registry import PAIR
from declarations.criteria.rule_sets import rule_set_for
from tests.builders.bundles import (
    DAY,
    Declaration,
    Reader,
    an_export,
    an_import,
    hashed,
    line,
    settings_on,
)
from zone_portal.kernel.predicates import evaluate

SETTINGS = settings_on()
COMPARISONS = {
    direction: Comparison(rule_set_for(direction=direction, mode="9610", on=DAY), SETTINGS, DAY)
    for direction in ("import", "export")
}
TEXT = st.sampled_from(["a", "b", ""])
AMOUNT = st.sampled_from([Decimal(0), Decimal(1), Decimal("1.00000"), Decimal("1.01")])
HASH = st.sampled_from([None, hashed("一"), hashed("二")])
LINES = st.lists(
    st.builds(
        line,
        st.integers(1, 3),
        name=TEXT,
        qty=AMOUNT,
        unit=TEXT,
        price=AMOUNT,
        total_price=AMOUNT,
        currency=TEXT,
        country=TEXT,
    ),
    unique_by=lambda one: one.gnum,
    min_size=1,
    max_size=3,
).map(tuple)


def spoilt(draw: st.DrawFn, facts: Any) -> Any:
    """Facts of which any may have become another."""
    drawn: dict[str, Any] = {}
    for name in facts._fields:
        if name.endswith("_hash"):
            drawn[name] = draw(HASH)
        elif isinstance(getattr(facts, name), Decimal):
            drawn[name] = draw(AMOUNT)
        elif name in {"ebc_code", "pay_code", "pay_transaction_id", "order_no", "order_type"}:
            drawn[name] = draw(TEXT)
    return facts._replace(**drawn)


@st.composite
def declarations(draw: st.DrawFn) -> tuple[str, Declaration]:
    direction = draw(st.sampled_from(["import", "export"]))
    whole = an_import() if direction == "import" else an_export()
    if draw(st.booleans()):
        changed = {
            noun: spoilt(draw, getattr(whole, noun))
            for noun in ("inventory", "order", "payment", "waybill")
        }
        whole = whole._replace(**changed)
    if draw(st.booleans()):
        whole = whole._replace(lines=draw(LINES), order_lines=draw(LINES))
    return direction, whole


def compared(declaration: Declaration) -> Compared:
    documents = {
        noun: getattr(declaration, noun) for noun in ("inventory", "order", "payment", "waybill")
    }
    pairs = paired(declaration.order_lines, declaration.lines)
    return Compared(
        declaration.inventory, documents, declaration.lines, declaration.order_lines, pairs
    )


@given(declarations())
def test_the_fast_yes_and_the_list_of_findings_agree(drawn: tuple[str, Declaration]) -> None:
    direction, declaration = drawn
    comparison, both = COMPARISONS[direction], compared(declaration)
    found = comparison.findings(both, Reader())
    assert comparison.agrees(*both.arguments()) == (not found)


@given(declarations())
def test_compiled_criteria_mean_what_their_functions_say(drawn: tuple[str, Declaration]) -> None:
    direction, declaration = drawn
    comparison, both = COMPARISONS[direction], compared(declaration)
    whole = {**dict(zip(ARGUMENTS, both.arguments(), strict=True)), "today": DAY}
    expected = set()
    for item in comparison.rules.criteria:
        asked = (
            [dict(zip(PAIR, pair, strict=True)) for pair in both.pairs]
            if item.of_each_line
            else [whole]
        )
        if not all(evaluate(item.predicate, one, SETTINGS.parameters) for one in asked):
            expected.add(item.code)
    assert {finding.code for finding in comparison.findings(both, Reader())} == expected


@pytest.mark.parametrize("declaration", [an_import(), an_export()], ids=["import", "export"])
def test_a_declaration_that_agrees_asks_for_nothing_in_the_clear(
    declaration: Declaration,
) -> None:
    reader, both = Reader(), compared(declaration)
    direction = "import" if declaration.inventory.kind == "CEB621" else "export"
    assert COMPARISONS[direction].agrees(*both.arguments())
    assert COMPARISONS[direction].findings(both, reader) == []
    assert reader.asked == []
