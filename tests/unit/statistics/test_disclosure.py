"""Hidden cells cannot be worked out from published ones; whoever tries is in this file."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statistics_app.rules.bulletins.disclosure import (
    COMPLEMENT,
    DOMINATED,
    FEW,
    KEPT,
    Cell,
    Limits,
    Total,
    hidden,
    recoverable,
    sensitive,
)
from tests.unit.statistics.equations import rank_of

LIMITS = Limits(fewest=3, one=Decimal("0.9"), two=Decimal("0.95"), margin=Decimal("0.1"))


def cell(*firms: int) -> Cell:
    return Cell(Decimal(sum(firms)), tuple(Decimal(amount) for amount in firms))


@pytest.mark.parametrize(
    ("firms", "why"),
    [
        ((), ""),
        ((5,), FEW),
        ((5, 5), FEW),
        ((5, 5, 0), FEW),
        ((5, 5, 5), ""),
        ((90, 4, 3, 3), ""),
        ((91, 3, 3, 3), DOMINATED),
        ((50, 45, 3, 2), ""),
        ((50, 46, 2, 2), DOMINATED),
    ],
)
def test_few_firms_or_large_ones_hide_a_cell(firms: tuple[int, ...], why: str) -> None:
    assert sensitive(cell(*firms), LIMITS) == why


def test_the_only_hidden_part_of_a_sum_takes_the_smallest_other_with_it() -> None:
    cells = {
        "a": cell(40),
        "b": cell(30, 30, 30),
        "c": cell(10, 10, 10),
        "all": cell(40, 30, 30, 30, 10, 10, 10),
    }

    found = hidden(cells, [Total("all", ("a", "b", "c"))], LIMITS)

    assert found == {"a": FEW, "c": COMPLEMENT}


def test_what_goes_with_a_cell_is_large_enough_to_blur_it() -> None:
    """With 3 hidden beside 40 everybody would know that it is between 40 and 43."""
    cells = {
        "a": cell(40),
        "b": cell(30, 30, 30),
        "c": cell(1, 1, 1),
        "all": cell(40, 30, 30, 30, 1, 1, 1),
    }

    assert hidden(cells, [Total("all", ("a", "b", "c"))], LIMITS) == {"a": FEW, "b": COMPLEMENT}


def test_a_sum_with_nothing_else_in_it_is_hidden_too() -> None:
    cells = {"a": cell(40), "b": cell(), "all": cell(40)}

    found = hidden(cells, [Total("all", ("a", "b"))], LIMITS)

    assert set(found) == {"a", "all"}


def test_last_months_running_total_does_not_give_away_this_month() -> None:
    cells = {
        "october": cell(40),
        "to september": cell(30, 30, 30),
        "to october": cell(70, 30, 30),
    }
    year = [Total("to october", ("to september", "october"))]

    assert len(hidden(cells, year, LIMITS)) == 2
    kept = hidden(cells, year, LIMITS, before=("to september",))
    assert kept == {"october": FEW, "to september": KEPT}


firms = st.lists(st.integers(0, 60), max_size=5).map(lambda amounts: cell(*amounts))


@st.composite
def tables(draw: st.DrawFn) -> tuple[dict[object, Cell], list[Total]]:
    """A table with sums of rows, of columns, and one of everything, as bulletins have them."""
    rows, columns = draw(st.integers(2, 5)), draw(st.integers(2, 4))
    cells: dict[object, Cell] = {(r, c): draw(firms) for r in range(rows) for c in range(columns)}
    totals = []

    def add(name: object, parts: list[object]) -> None:
        joined = tuple(amount for part in parts for amount in cells[part].firms)
        cells[name] = Cell(sum(joined, Decimal(0)), joined)
        totals.append(Total(name, tuple(parts)))

    for r in range(rows):
        add(("row", r), [(r, c) for c in range(columns)])
    for c in range(columns):
        add(("column", c), [(r, c) for r in range(rows)])
    add("all", [("row", r) for r in range(rows)])
    totals.append(Total("all", tuple(("column", c) for c in range(columns))))
    return cells, totals


@settings(max_examples=120, deadline=None)
@given(tables())
def test_no_attacker_recovers_a_hidden_cell(
    table: tuple[dict[object, Cell], list[Total]],
) -> None:
    cells, totals = table

    found = hidden(cells, totals, LIMITS)

    assert all(sensitive(one, LIMITS) == "" or key in found for key, one in cells.items())
    recovered = attack(cells, totals, set(found))
    assert not {key for key in recovered if cells[key].value}
    assert set(recovered) == recoverable(totals, found)


def attack(
    cells: Mapping[object, Cell], totals: Sequence[Total], unknown: set[object]
) -> dict[object, Fraction]:
    """Solve the published sums for the hidden cells, by another way than the product's: a cell is
    found when asking for it adds nothing to the rank of the equations."""
    names = sorted(unknown, key=repr)
    rows = [
        [Fraction((name in one.parts) - (name == one.total)) for name in names] for one in totals
    ]
    rank = rank_of(rows)
    return {
        name: Fraction(cells[name].value)
        for place, name in enumerate(names)
        if rank_of([*rows, [Fraction(place == other) for other in range(len(names))]]) == rank
    }


def test_hiding_is_the_same_whatever_the_order() -> None:
    cells = {name: cell(*(n, n, n)) for n, name in enumerate("abcdef", 1)} | {"x": cell(9)}
    parts = tuple(cells)
    cells["all"] = Cell(
        sum((one.value for one in cells.values()), Decimal(0)), cells["x"].firms * 3
    )
    answers = [
        hidden(dict(sorted(cells.items(), reverse=turned)), [Total("all", parts)], LIMITS)
        for turned in (False, True)
    ]

    assert all(a == b for a, b in pairwise(answers))


def test_a_zone_may_publish_single_firms_where_its_law_lets_it() -> None:
    lax = Limits(fewest=1, one=Decimal(1), two=Decimal(1), margin=Decimal("0.1"))

    assert sensitive(cell(5), lax) == ""
