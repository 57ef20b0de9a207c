"""One payment for several orders, one order in several payments or parcels: checked as sums."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declarations.facts import Bundle, Outcome, Parcel
from declarations.matching import Matcher
from tests.builders.bundles import (
    DAY,
    Declaration,
    Reader,
    an_export,
    an_import,
    hashed,
    settings_on,
)
from tests.builders.splits import (
    in_group,
    in_parcels,
    order_of_group,
    paid_by,
    parcel,
    shared_payment,
)
from tests.unit.matching.deciding import codes

MATCHER = Matcher(settings_on(), DAY)


def outcome_of(bundle: Bundle, matcher: Matcher = MATCHER) -> Outcome:
    outcome = matcher.decide(bundle, reveal=Reader())
    assert outcome is not None
    return outcome


def said(bundle: Bundle) -> tuple[str, str, str]:
    outcome = outcome_of(bundle)
    return outcome.outcome, " ".join(outcome.waiting_for), " ".join(codes(outcome))


# One order in several payments


def test_payments_that_add_up_match_without_a_word_from_the_order() -> None:
    outcome = outcome_of(paid_by("300.00", "49.12"))
    assert (outcome.outcome, outcome.findings) == ("matched", ())
    assert outcome.payment is not None
    assert [p.pay_transaction_id for p in (outcome.payment, *outcome.further)] == ["PAY-1", "PAY-2"]
    assert outcome.split is not None
    assert outcome.split["payment"]["paid"] == outcome.split["payment"]["ordered"] == "349.12"


@pytest.mark.parametrize("amounts", [("300.00", "49.13"), ("349.12", "349.12"), ("300", "40")])
def test_payments_that_do_not_add_up_stay_in_doubt(amounts: tuple[str, ...]) -> None:
    assert said(paid_by(*amounts)) == ("mismatched", "", "MAT-009")


def test_a_named_payment_is_the_only_one_meant_however_the_sums_stand() -> None:
    assert said(paid_by("300.00", "49.12", names="PAY-1")) == ("mismatched", "", "MAT-006")


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ((), ("waiting", "payment", "MAT-041")),
        (("300.00",), ("waiting", "payment", "MAT-041")),
        (("300.00", "49.12"), ("matched", "", "")),
        (("300.00", "49.13"), ("mismatched", "", "MAT-040")),
        (("350.00",), ("waiting", "payment", "MAT-040 MAT-041")),
        (("300.00", "40.00", "9.12"), ("mismatched", "", "MAT-042")),
        (("300.00", "40.00", "10.00"), ("mismatched", "", "MAT-040 MAT-042")),
    ],
)
def test_an_order_that_says_two_payments_waits_for_both_and_adds_them(
    amounts: tuple[str, ...], expected: tuple[str, str, str]
) -> None:
    assert said(paid_by(*amounts, mark="payments:2")) == expected


def test_of_marked_payments_the_order_may_name_one() -> None:
    assert said(paid_by("300.00", "49.12", mark="payments:2", names="PAY-2"))[0] == "matched"
    named = outcome_of(paid_by("300.00", "49.12", mark="payments:2", names="PAY-2")).payment
    assert named is not None
    assert named.pay_transaction_id == "PAY-2"


def test_a_payment_that_the_order_names_but_is_not_among_them_is_a_finding() -> None:
    bundle = paid_by("300.00", "49.12", mark="payments:2", names="PAY-9")
    assert said(bundle) == ("mismatched", "", "MAT-008")


def test_every_payer_must_be_the_buyer() -> None:
    bundle = paid_by("300.00", "49.12", mark="payments:2")
    stranger = bundle.payments[1]._replace(payer_name_hash=hashed("王小明"))
    reader = Reader({("payment", "payerName"): "王小明"})
    spoilt = Bundle(
        bundle.inventory,
        bundle.lines,
        bundle.orders,
        bundle.order_lines,
        (bundle.payments[0], stranger),
        bundle.waybills,
    )
    outcome = MATCHER.decide(spoilt, reveal=reader)
    assert outcome is not None
    assert codes(outcome) == ["MAT-004"]
    (found,) = outcome.findings
    assert found.documents[1].key["payTransactionId"] == "PAY-2"


def test_the_tolerance_of_an_amount_is_that_of_a_sum() -> None:
    lenient = Matcher(settings_on(MAT_006={"tolerance": "0.01"}), DAY)
    bundle = paid_by("300.00", "49.13", mark="payments:2")
    assert outcome_of(bundle, lenient).outcome == "matched"


def test_the_finding_carries_both_sums_and_every_part() -> None:
    (found,) = outcome_of(paid_by("300.00", "49.13", mark="payments:2")).findings
    assert dict(found.params) == {"ordered": "349.12", "paid": "349.13"}
    assert [(e.type, e.field, e.value) for e in found.documents] == [
        ("CEB311", "acturalPaid", "349.12"),
        ("CEB411", "amountPaid", "300"),
        ("CEB411", "amountPaid", "49.13"),
    ]


# One payment for several orders

THREE = ("100.00", "149.12", "100.00")


def group(*amounts: str, mark: str = "orders:3") -> list:  # type: ignore[type-arg]
    return [order_of_group(number, text, mark) for number, text in enumerate(amounts, 1)]


def test_orders_that_share_a_payment_add_up_to_it() -> None:
    orders, payment = group(*THREE), shared_payment("349.12")
    assert said(in_group(1, orders, [payment])) == ("matched", "", "")
    for own in (2, 3):
        assert said(in_group(own, orders, [payment])) == ("matched", "", "MAT-047")


def test_the_table_lists_every_order_and_the_payment() -> None:
    split = outcome_of(in_group(2, group(*THREE), [shared_payment("349.12")])).split
    assert split is not None
    shown = [(row["type"], row["value"]) for row in split["payment"]["documents"]]
    assert shown == [
        ("CEB311", "100"),
        ("CEB311", "149.12"),
        ("CEB311", "100"),
        ("CEB411", "349.12"),
    ]
    assert (split["payment"]["of"], split["payment"]["declared"]) == ("orders", 3)


def test_it_waits_for_the_other_orders_and_for_the_payment() -> None:
    two, payment = group(*THREE)[:2], shared_payment("349.12")
    assert said(in_group(1, two, [payment])) == ("waiting", "order", "MAT-043")
    assert said(in_group(1, two, [])) == ("waiting", "order payment", "MAT-043")
    assert said(in_group(1, group(*THREE), [])) == ("waiting", "payment", "")


def test_orders_worth_more_than_the_payment_are_found_before_all_are_here() -> None:
    two = group("100.00", "300.00")
    assert said(in_group(1, two, [shared_payment("349.12")])) == (
        "waiting",
        "order",
        "MAT-040 MAT-043",
    )


def test_orders_that_do_not_add_up_are_a_mismatch_for_each_of_them() -> None:
    orders, payment = group("100.00", "149.12", "99.00"), shared_payment("349.12")
    assert said(in_group(1, orders, [payment])) == ("mismatched", "", "MAT-040")
    assert said(in_group(3, orders, [payment])) == ("mismatched", "", "MAT-040 MAT-047")


def test_orders_that_contradict_each_other_are_found() -> None:
    orders = [*group(*THREE)[:2], order_of_group(3, "100.00", "orders:4")]
    assert "MAT-044" in said(in_group(1, orders, [shared_payment("349.12")]))[2]
    four = [*group(*THREE), order_of_group(4, "1.00")]
    assert "MAT-044" in said(in_group(1, four, [shared_payment("349.12")]))[2]


def test_a_payment_that_names_none_of_them_is_found() -> None:
    payment = shared_payment("349.12", order_no="CHECKOUT-9")
    assert said(in_group(1, group(*THREE), [payment])) == ("mismatched", "", "MAT-045")


def test_an_order_that_shares_must_say_which_payment() -> None:
    order = order_of_group(1, "100.00")._replace(pay_transaction_id=None)
    assert said(in_group(1, [order], [])) == ("waiting", "payment", "MAT-046")


def test_an_order_without_the_mark_or_of_another_platform_does_not_count() -> None:
    others = [
        order_of_group(3, "100.00", None),
        order_of_group(4, "100.00")._replace(ebp_code="3601960099"),
        order_of_group(5, "100.00")._replace(app_status="1"),
    ]
    orders = [*group(*THREE)[:2], *others]
    assert said(in_group(1, orders, [shared_payment("349.12")])) == ("waiting", "order", "MAT-043")


# One order in several parcels

WHOLE = an_import()


def parcels(*quantities: dict[int, str], base: Declaration = WHOLE) -> list[Parcel]:
    of = len(quantities)
    return [parcel(n, of, held, base=base) for n, held in enumerate(quantities, 1)]


@pytest.mark.parametrize("base", [an_import(), an_export()], ids=["import", "export"])
def test_parcels_that_add_up_to_the_order_match(base: Declaration) -> None:
    sent = parcels({1: "1"}, {1: "1", 2: "2"}, base=base)
    for own in (1, 2):
        assert said(in_parcels(own, sent, base=base)) == ("matched", "", "")


@pytest.mark.parametrize("base", [an_import(), an_export()], ids=["import", "export"])
@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (({1: "1"}, {1: "1", 2: "1"}), "MAT-049 MAT-050"),
        (({1: "2"}, {1: "1", 2: "2"}), "MAT-049 MAT-050"),
        (({1: "1"}, {1: "1"}), "MAT-049 MAT-050"),
    ],
)
def test_parcels_that_hold_more_or_less_than_ordered_do_not(
    base: Declaration, sent: tuple[dict[int, str], ...], expected: str
) -> None:
    for own in (1, 2):
        bundle = in_parcels(own, parcels(*sent, base=base), base=base)
        assert said(bundle) == ("mismatched", "", expected)


def test_a_parcel_waits_for_the_others_and_its_own_differences_show_already() -> None:
    (first, _) = parcels({1: "1"}, {1: "1", 2: "2"})
    assert said(in_parcels(1, [first], base=WHOLE)) == ("waiting", "inventory", "MAT-048")
    other = first.inventory._replace(buyer_name_hash=hashed("王小明"))
    bundle = in_parcels(1, [Parcel(other, first.lines)], base=WHOLE)
    outcome = MATCHER.decide(bundle, reveal=Reader({("inventory", "buyerName"): "王小明"}))
    assert outcome is not None
    assert codes(outcome) == ["MAT-011", "MAT-048"]


def test_too_much_is_found_before_all_parcels_are_here() -> None:
    first, second, _ = parcels({1: "2"}, {1: "1"}, {2: "2"})
    assert said(in_parcels(1, [first, second], base=WHOLE)) == (
        "waiting",
        "inventory",
        "MAT-048 MAT-049 MAT-050",
    )


def test_a_line_that_the_order_does_not_have_is_found_in_its_parcel_only() -> None:
    sent = parcels({1: "2"}, {2: "2", 7: "1"})
    assert said(in_parcels(1, sent, base=WHOLE)) == ("matched", "", "")
    assert said(in_parcels(2, sent, base=WHOLE)) == ("mismatched", "", "MAT-051")


def test_prices_units_and_names_are_still_compared_line_by_line() -> None:
    first, second = parcels({1: "1"}, {1: "1", 2: "2"})
    spoilt = Parcel(first.inventory, (first.lines[0]._replace(name="水杯"),))
    assert said(in_parcels(1, [spoilt, second], base=WHOLE)) == ("mismatched", "", "MAT-017")
    assert said(in_parcels(2, [spoilt, second], base=WHOLE)) == ("matched", "", "")


def test_the_finding_shows_what_each_parcel_holds_its_own_first() -> None:
    outcome = outcome_of(in_parcels(2, parcels({1: "2"}, {1: "1", 2: "2"}), base=WHOLE))
    found = outcome.findings[0]
    assert dict(found.params) == {"line": 1, "ordered": "2", "declared": "3"}
    assert [(e.type, e.key.get("copNo"), e.value) for e in found.documents] == [
        ("CEB311", None, "2"),
        ("CEB621", "COP-2", "1"),
        ("CEB621", "COP-1", "2"),
    ]
    assert outcome.split is not None
    assert outcome.split["parcels"]["lines"][0]["parcels"] == {"1": "2", "2": "1"}


def test_parcels_before_their_order_wait_for_it() -> None:
    bundle = in_parcels(1, parcels({1: "2"}, {2: "2"}), base=WHOLE._replace(order=None))
    assert said(bundle) == ("waiting", "order", "")


def test_stored_only_parcels_do_not_count() -> None:
    first, second = parcels({1: "2"}, {2: "2"})
    stored = second._replace(inventory=second.inventory._replace(app_status="1"))
    assert said(in_parcels(1, [first, stored], base=WHOLE)) == ("waiting", "inventory", "MAT-048")


def test_an_order_stays_one_purchase_however_many_parcels_it_comes_in() -> None:
    dear = WHOLE._replace(
        order_lines=tuple(
            one._replace(price=Decimal(2000), total_price=Decimal(4000))
            for one in WHOLE.order_lines
        )
    )
    for own in (1, 2):
        bundle = in_parcels(own, parcels({1: "2"}, {2: "2"}, base=dear), base=dear)
        assert said(bundle) == ("mismatched", "", "MAT-052")
    export = an_export()._replace(order_lines=dear.order_lines)
    bundle = in_parcels(1, parcels({1: "2"}, {2: "2"}, base=export), base=export)
    assert "MAT-052" not in said(bundle)[2]


# Any order of arrival

SHARES = st.lists(st.integers(0, 3), min_size=2, max_size=4)


@given(st.lists(SHARES, min_size=2, max_size=4), st.data())
def test_the_sums_of_parcels_decide_whatever_their_order(
    shares: list[list[int]], data: st.DataObject
) -> None:
    """All parcels of a complete order come out alike, as their sums say."""
    sent = parcels(*({g: str(q) for g, q in enumerate(own, 1) if q} for own in shares))
    shuffled = data.draw(st.permutations(sent))
    for own in range(1, len(sent) + 1):
        found = outcome_of(in_parcels(own, shuffled, base=WHOLE))
        assert found == outcome_of(in_parcels(own, sent, base=WHOLE))
        totals = [sum(part[g] for part in shares if g < len(part)) for g in range(2)]
        assert ("MAT-049" in codes(found)) == (totals != [2, 2])


@given(st.lists(st.integers(1, 400), min_size=1, max_size=4), st.integers(2, 4), st.data())
def test_payments_decide_by_their_sum_whatever_their_order(
    cents: list[int], of: int, data: st.DataObject
) -> None:
    amounts = [str(Decimal(one)) for one in cents]
    bundle = paid_by(*amounts, mark=f"payments:{of}")
    shuffled = Bundle(
        bundle.inventory,
        bundle.lines,
        bundle.orders,
        bundle.order_lines,
        tuple(data.draw(st.permutations(bundle.payments))),
        bundle.waybills,
    )
    outcome = outcome_of(shuffled)
    assert outcome == outcome_of(bundle)
    assert (outcome.outcome == "waiting") == (len(cents) < of)
    assert outcome.outcome != "matched"  # whole numbers never make 349.12
    assert ("MAT-040" in codes(outcome)) == (sum(cents) > Decimal("349.12") or len(cents) >= of)
