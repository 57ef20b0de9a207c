"""What partial returns give back adds up to the whole, whatever their order."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from declarations.return_shares import given_back, part_of, share_of

D = Decimal
DOCUMENT = Path(__file__).parents[3] / "docs" / "algorithms" / "returns.md"
CENTS = some.decimals("0.01", "99999.99", places=2)
PARTS = some.lists(some.tuples(some.integers(1, 4), some.integers(1, 3)), min_size=1, max_size=8)


def test_a_line_weighs_by_its_value() -> None:
    weights, declared = {1: D(300), 2: D(100)}, {1: D(3), 2: D(1)}

    assert share_of(weights, declared, {}) == 0
    assert share_of(weights, declared, {1: D(1)}) == Fraction(1, 4)
    assert share_of(weights, declared, {1: D(3), 2: D(1)}) == 1


def test_goods_without_a_value_weigh_by_their_number() -> None:
    assert share_of({1: D(0), 2: D(0)}, {1: D(2), 2: D(2)}, {1: D(1)}) == Fraction(1, 4)


def test_what_is_not_declared_weighs_nothing() -> None:
    assert share_of({1: D(5)}, {1: D(1)}, {9: D(1)}) == 0


def test_more_than_declared_counts_as_all() -> None:
    assert share_of({1: D(5)}, {1: D(1)}, {1: D(7)}) == 1


def test_cents_are_rounded_half_up_on_the_sum_and_not_on_each_return() -> None:
    third = Fraction(1, 3)
    parts = [given_back(D("100.00"), before=third * n, after=third * (n + 1)) for n in range(3)]

    assert parts == [D("33.33"), D("33.34"), D("33.33")]
    assert part_of(D("0.01"), Fraction(1, 2)) == D("0.01")


@given(whole=CENTS, prices=some.lists(CENTS, min_size=3, max_size=3), parts=PARTS)
def test_parts_in_any_order_add_up_to_the_whole(
    whole: Decimal, prices: list[Decimal], parts: list[tuple[int, int]]
) -> None:
    declared = {gnum: D(4) for gnum in (1, 2, 3)}
    weights = dict(zip(declared, prices, strict=True))
    back = dict.fromkeys(declared, D(0))
    before, total = Fraction(0), D(0)
    everything = [(gnum, amount) for amount, gnum in parts] + [(gnum, 4) for gnum in declared]
    for gnum, amount in everything:
        back[gnum] = min(back[gnum] + amount, declared[gnum])
        after = share_of(weights, declared, back)
        told = given_back(whole, before=before, after=after)
        assert told >= 0
        total, before = total + told, after

    assert total == whole


def worked_examples() -> list[list[str]]:
    """The rows of the table in docs/algorithms/returns.md."""
    table = DOCUMENT.read_text("utf-8").split("| whole | lines", 1)[1]
    rows = [line for line in table.splitlines()[2:] if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def pairs(text: str) -> list[tuple[int, str]]:
    return [(int(one.split(":")[0]), one.split(":")[1].strip()) for one in text.split(";")]


@pytest.mark.parametrize("row", worked_examples(), ids=lambda row: "/".join(row[:1]))
def test_worked_example(row: list[str]) -> None:
    whole, lines, returns, told, total = row
    weights, declared = {}, {}
    for gnum, text in pairs(lines.replace(",", ";")):
        price, quantity = text.split("×")
        weights[gnum], declared[gnum] = D(price.strip()), D(quantity.strip())
    back, before, given_so_far = dict.fromkeys(declared, D(0)), Fraction(0), []
    for gnum, quantity in pairs(returns):
        back[gnum] += D(quantity)
        after = share_of(weights, declared, back)
        given_so_far.append(given_back(D(whole), before=before, after=after))
        before = after

    assert given_so_far == [D(one.strip()) for one in told.split(";")]
    assert sum(given_so_far) == D(total)


def test_there_are_worked_examples() -> None:
    assert len(worked_examples()) == 5
