"""The worked examples of section 6 of docs/algorithms/matching.md hold."""

import re
from collections.abc import Iterator

import pytest

from declarations.facts import Bundle
from declarations.matching import Matcher
from tests.builders.bundles import DAY, Reader, an_import, settings_on
from tests.builders.splits import (
    in_group,
    in_parcels,
    order_of_group,
    paid_by,
    parcel,
    shared_payment,
)
from tests.unit.matching.deciding import codes
from tests.unit.matching.test_worked_examples import DOCUMENT

CELLS = 6
_CASE = re.compile(r"^\| (payments|orders|parcels) \|")


def examples() -> Iterator[list[str]]:
    """The rows of the table, cell by cell."""
    for text in DOCUMENT.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in text.strip("|").split("|")]
        if _CASE.match(text) and len(cells) == CELLS:
            yield cells


def payments(mark: str, parts: str) -> Bundle:
    return paid_by(*parts.split(" + "), mark=f"payments:{mark}" if mark else None)


def orders(mark: str, parts: str) -> Bundle:
    amounts, _, paid = parts.partition(" =")
    group = [
        order_of_group(number, amount, f"orders:{mark}")
        for number, amount in enumerate(amounts.split(" + "), 1)
    ]
    return in_group(1, group, [shared_payment(paid.strip())] if paid else [])


def parcels(mark: str, parts: str) -> Bundle:
    base = an_import()
    sent = [
        parcel(number, int(mark), dict(_held(held)), base=base)
        for number, held in enumerate(parts.split(" / "), 1)
    ]
    return in_parcels(1, sent, base=base)


def _held(text: str) -> Iterator[tuple[int, str]]:
    for one in text.split():
        gnum, _, quantity = one.partition("×")
        yield int(gnum), quantity


@pytest.mark.parametrize("row", list(examples()), ids=lambda row: " ".join(row[:3]))
def test_worked_example(row: list[str]) -> None:
    split, mark, parts, *expected = row
    bundle = {"payments": payments, "orders": orders, "parcels": parcels}[split](mark, parts)
    outcome = Matcher(settings_on(), DAY).decide(bundle, reveal=Reader())
    assert outcome is not None
    said = [outcome.outcome, " ".join(outcome.waiting_for), " ".join(codes(outcome))]
    assert said == expected


def test_the_table_is_read() -> None:
    assert len(list(examples())) >= 19
