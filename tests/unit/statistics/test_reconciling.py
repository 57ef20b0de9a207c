"""Why figures of two sources differ, as far as records say; and what stands in a file."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statistics_app.rules.reconciling import explaining
from statistics_app.rules.reconciling.comparing import Finding, Ours, Theirs, compared
from statistics_app.rules.reconciling.explaining import Cause, Slice, causes_of, ours_in
from statistics_app.rules.reconciling.judging import (
    Limits,
    judge,
    rounded_off,
    suspected_factor,
)
from statistics_app.rules.reconciling.reading import (
    Reading,
    outside_columns,
    read_list,
    read_totals,
)
from statistics_app.rules.reconciling.sources import (
    DECLARED,
    FILED,
    FULL,
    GOODS,
    GROSS,
    HERE,
    NET,
    ORDERED,
    ORDERS,
    PLATFORM,
    PORT_LIST,
    REGULATOR,
    RELEASED,
    Basis,
)

LIMITS = Limits(share=Decimal("0.005"), least=Decimal(100), declaration=Decimal(1))
SAME = Basis()
BY_DECLARATION = Basis(DECLARED)


def declared(rmb: int = 1010, fees: int = 10, **more: object) -> Slice:
    values: dict[str, object] = {"direction": "I", "mode": "9610", "firm": "F", "tickets": 1}
    return Slice(**values | {"rmb": Decimal(rmb), "fees": Decimal(fees)} | more)  # type: ignore[arg-type]


def told(*slices: Slice, basis: Basis) -> dict[str, Decimal]:
    return {cause.code: cause.amount for cause in causes_of(slices, basis)}


def test_a_source_on_the_same_basis_has_nothing_to_explain() -> None:
    slices = [
        declared(),
        declared(declared="before"),
        declared(booked="after"),
        declared(booked="never", fate="waiting"),
        declared(is_return=True),
    ]

    assert told(*slices, basis=SAME) == {}


@pytest.mark.parametrize(
    ("one", "code", "amount"),
    [
        (declared(booked="after"), "timing", 1010),
        (declared(declared="before"), "timing", -1010),
        (declared(booked="never", fate="waiting"), "not_released", 1010),
        (declared(booked="never", fate="withdrawn", known=False), "withdrawn", 1010),
    ],
)
def test_a_source_by_the_day_of_declaration_counts_others(
    one: Slice, code: str, amount: int
) -> None:
    assert told(one, basis=BY_DECLARATION) == {code: Decimal(amount)}


def test_what_was_withdrawn_before_the_figures_were_drawn_is_in_neither() -> None:
    gone = declared(booked="never", fate="withdrawn", known=True)

    assert told(gone, basis=BY_DECLARATION) == {}


def test_what_customs_rejected_is_in_neither() -> None:
    assert told(declared(booked="never", fate="rejected"), basis=BY_DECLARATION) == {}


def test_goods_alone_lack_freight_and_insurance() -> None:
    assert told(declared(), basis=Basis(valuation=GOODS)) == {"valuation": Decimal(-10)}


def test_returns_are_explained_to_who_counts_before_them() -> None:
    back = declared(is_return=True)

    assert told(back, basis=Basis(returns=GROSS)) == {"returns": Decimal(1010)}
    assert ours_in([declared(), back]) == (Decimal(0), 1)


def test_firms_that_are_not_filed_here_are_left_out_with_their_returns() -> None:
    stranger = declared(registered=False)
    back = declared(registered=False, is_return=True, rmb=10)
    basis = Basis(coverage=FILED)

    assert told(stranger, back, declared(), basis=basis) == {"unregistered": Decimal(-1000)}


def test_a_receipt_that_came_late_is_missing_where_figures_follow_receipts() -> None:
    late = declared(known=False)

    assert told(late, basis=Basis(by_receipts=True)) == {"late_receipt": Decimal(-1010)}
    assert told(late, basis=SAME) == {}


def test_declarations_without_a_rate_are_counted_but_explain_nothing() -> None:
    (cause,) = causes_of([declared(rmb=0, fees=0, unrated=1, records=(7,))], SAME)

    assert cause == Cause("rate_missing", Decimal(0), 1, (7,))


def test_orders_are_told_apart_by_what_became_of_them() -> None:
    basis = Basis(ORDERED, GOODS, GROSS, HERE)
    slices = [
        declared(theirs=Decimal(1000)),
        declared(theirs=Decimal(950)),
        declared(theirs=Decimal(1000), booked="never"),
        declared(theirs=Decimal(1000), booked="after"),
        declared(declared="before"),
    ]

    assert told(*slices, basis=basis) == {
        "timing": Decimal(1000 - 1010),
        "valuation": Decimal(-20),
        "not_declared": Decimal(1000),
        "price": Decimal(-50),
    }


def test_a_price_explains_totals_of_a_platform_but_not_its_own_orders() -> None:
    assert explaining.is_explained("price", PLATFORM)
    assert not explaining.is_explained("price", ORDERS)
    assert not explaining.is_explained("missing_here", PORT_LIST)


STANDING = st.sampled_from(["before", "within", "after"])
SLICES = st.builds(
    declared,
    rmb=st.integers(10, 10_000),
    fees=st.integers(0, 10),
    declared=STANDING,
    booked=st.sampled_from(["before", "within", "after", "never"]),
    fate=st.just("waiting"),
    known=st.booleans(),
    registered=st.booleans(),
    is_return=st.booleans(),
)
BASES = st.builds(
    Basis,
    moment=st.sampled_from([RELEASED, DECLARED]),
    valuation=st.sampled_from([FULL, GOODS]),
    returns=st.sampled_from([NET, GROSS]),
    coverage=st.sampled_from([HERE, FILED]),
    by_receipts=st.booleans(),
)


@given(slices=st.lists(SLICES, max_size=8), basis=BASES)
def test_explanations_add_up_to_what_the_source_should_have(
    slices: list[Slice], basis: Basis
) -> None:
    # Counted by another way than the product's: each side by itself, then the difference.
    seen = [
        one
        for one in slices
        if (one.booked == "within" or not one.is_return) and "within" in (one.declared, one.booked)
    ]
    theirs = Decimal(0)
    for one in seen:
        if basis.coverage == FILED and not one.registered:
            continue
        if one.is_return:
            theirs -= one.rmb if basis.returns == NET else 0
            continue
        if basis.moment == DECLARED:
            counts = one.declared == "within"
        else:
            counts = one.booked == "within" and (one.known or not basis.by_receipts)
        if counts:
            theirs += one.rmb - (one.fees if basis.valuation == GOODS else 0)
    ours, _ = ours_in(seen)

    assert ours + sum(told(*seen, basis=basis).values()) == theirs


@pytest.mark.parametrize(
    ("ours", "theirs", "explained", "by_hand", "state"),
    [
        (100_000, 100_500, 0, 0, "agrees"),
        (100_000, 100_501, 0, 0, "open"),
        (100_000, 110_000, 9_500, 0, "explained"),
        (100_000, 110_000, 9_000, 500, "explained"),
        (100_000, 110_000, 9_000, 0, "open"),
        (0, 90, 0, 0, "agrees"),
        (0, 101, 0, 0, "open"),
    ],
)
def test_a_difference_within_tolerance_is_none(
    ours: int, theirs: int, explained: int, by_hand: int, state: str
) -> None:
    judged = judge(
        Decimal(ours),
        Decimal(theirs),
        explained=Decimal(explained),
        by_hand=Decimal(by_hand),
        limits=LIMITS,
    )

    assert judged.state == state


def test_a_source_without_a_figure_has_no_difference() -> None:
    judged = judge(Decimal(10), None, limits=LIMITS)

    assert (judged.state, judged.difference, judged.share) == ("no_data", None, None)


def test_half_of_the_last_digit_is_rounding_and_no_more() -> None:
    hundred = Decimal(100)

    assert rounded_off(Decimal(49), hundred) == 49
    assert rounded_off(Decimal(-80), hundred) == -50


@pytest.mark.parametrize(
    ("ours", "theirs", "factor"),
    [("1000000", "100.4", "0.0001"), ("1000", "7120", "7.12"), ("1000", "1100", None)],
)
def test_a_mistaken_unit_is_suspected_near_a_round_factor(
    ours: str, theirs: str, factor: str | None
) -> None:
    found = suspected_factor(Decimal(ours), Decimal(theirs), dollar=Decimal("7.12"))

    assert found == (Decimal(factor) if factor else None)


DAY = date(2025, 10, 7)
OURS = Ours("I", "9610", "within", "within", DAY, Decimal(1010), Decimal(1000), Decimal(2))
THEIRS = Theirs("I", "9610", DAY, Decimal(1010), Decimal(2))


@pytest.mark.parametrize(
    ("ours", "theirs", "basis", "found"),
    [
        (OURS, THEIRS, SAME, None),
        (OURS, replace(THEIRS, rmb=Decimal("1010.90")), SAME, None),
        (OURS, replace(THEIRS, rmb=Decimal(1300)), SAME, ("differs", "other_value", 290)),
        (OURS, replace(THEIRS, rmb=Decimal(1515), quantity=Decimal(3)), SAME,
         ("differs", "quantity", 505)),
        (OURS, replace(THEIRS, rmb=Decimal(1000)), Basis(valuation=GOODS),
         ("differs", "valuation", -10)),
        (OURS, replace(THEIRS, day=date(2025, 10, 8)), SAME, ("differs", "other_day", 0)),
        (OURS, replace(THEIRS, day=date(2025, 10, 8)), BY_DECLARATION, None),
        (OURS, replace(THEIRS, mode="1210"), SAME, ("differs", "other_cell", 0)),
        (replace(OURS, rmb=None), THEIRS, SAME, ("differs", "rate_missing", 1010)),
        (OURS, None, SAME, ("only_ours", "missing_there", -1010)),
        (replace(OURS, declared="before"), None, BY_DECLARATION, ("only_ours", "timing", -1010)),
        (replace(OURS, registered=False), None, Basis(coverage=FILED),
         ("only_ours", "unregistered", -1010)),
        (None, THEIRS, SAME, ("only_theirs", "missing_here", 1010)),
        (None, replace(THEIRS, registered=False), SAME, ("only_theirs", "unregistered", 1010)),
        (replace(OURS, booked="after"), THEIRS, SAME, ("only_theirs", "timing", 1010)),
        (replace(OURS, booked="never"), THEIRS, SAME, ("only_theirs", "late_receipt", 1010)),
        (replace(OURS, booked="never", fate="withdrawn"), THEIRS, SAME,
         ("only_theirs", "withdrawn", 1010)),
        (replace(OURS, booked="after"), None, SAME, None),
    ],
)  # fmt: skip
def test_a_declaration_is_compared_with_its_line_on_the_list(
    ours: Ours | None, theirs: Theirs | None, basis: Basis, found: tuple[str, str, int] | None
) -> None:
    expected = Finding(found[0], found[1], Decimal(found[2])) if found else None

    assert compared(ours, theirs, basis=basis, tolerance=LIMITS.declaration) == expected


TOTALS = Reading(
    REGULATOR,
    date(2025, 10, 1),
    frozenset({"direction", "mode", "value", "currency", "unit", "month", "tickets", "firm"}),
    {"CNY": "142", "142": "142", "USD": "502"},
)
LISTS = Reading(
    PORT_LIST,
    date(2025, 10, 1),
    frozenset({"number", "direction", "mode", "day", "value", "currency"}),
    {"CNY": "142"},
)
GOOD_TOTAL = {"direction": "E", "mode": "9610", "value": "12.34", "currency": "CNY"}
GOOD_LINE = GOOD_TOTAL | {"number": "400120251000000001", "day": "2025-10-07"}


def test_a_total_in_ten_thousands_knows_what_its_last_digit_is_worth() -> None:
    (row,), wrong = read_totals([(2, GOOD_TOTAL | {"unit": "万元"})], TOTALS)

    assert wrong == []
    assert (row.value, row.precision) == (Decimal("123400.00"), Decimal(100))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"value": "一百"}, "amount_unreadable"),
        ({"value": "1,234"}, "amount_unreadable"),
        ({"value": "-5"}, "amount_unreadable"),
        ({"value": ""}, "amount_missing"),
        ({"currency": ""}, "currency_missing"),
        ({"currency": "XXX"}, "currency_unknown"),
        ({"mode": "0110"}, "mode_unknown"),
        ({"direction": "A"}, "direction_unknown"),
        ({"unit": "亿"}, "unit_unknown"),
        ({"tickets": "1.5"}, "count_unreadable"),
        ({"month": "2025-09"}, "month_other"),
        ({"firm": "12"}, "firm_unreadable"),
    ],
)
def test_a_total_with_a_mistake_says_which(change: dict[str, str], code: str) -> None:
    rows, (problem,) = read_totals([(5, GOOD_TOTAL | change)], TOTALS)

    assert rows == []
    assert (problem.row, problem.column, problem.code) == (5, next(iter(change)), code)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"number": "1"}, "number_unreadable"),
        ({"day": "7.10.2025"}, "day_unreadable"),
        ({"day": "2025-11-01"}, "day_outside_month"),
        ({"mode": ""}, "mode_unknown"),
    ],
)
def test_a_line_of_a_list_with_a_mistake_says_which(change: dict[str, str], code: str) -> None:
    rows, (problem,) = read_list([(5, GOOD_LINE | change)], LISTS)

    assert rows == []
    assert problem.code == code


def test_a_row_given_twice_names_the_first() -> None:
    _, (problem,) = read_list([(2, GOOD_LINE), (9, GOOD_LINE)], LISTS)

    assert (problem.row, problem.code) == (9, "row_twice")
    assert "2" in problem.en


def test_columns_outside_the_agreement_are_told_from_unknown_ones() -> None:
    found = outside_columns(["number", "quantity", "colour"], LISTS)

    assert [(one.column, one.code) for one in found] == [
        ("quantity", "outside_agreement"),
        ("colour", "column_unknown"),
    ]
