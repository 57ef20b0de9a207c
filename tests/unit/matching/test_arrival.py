"""The outcome follows from the documents, not from the order in which they came."""

from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from declarations.facts import Bundle, Outcome
from declarations.matching import Matcher
from tests.builders.bundles import (
    ARRIVED,
    DAY,
    Reader,
    an_export,
    an_import,
    hashed,
    settings_on,
)

MATCHER = Matcher(settings_on(), DAY)
BASIS = {"import": an_import(), "export": an_export()}


@st.composite
def crowded(draw: st.DrawFn) -> Bundle:
    """A declaration among candidates of which some are stored only, foreign, old or different."""
    whole = BASIS[draw(st.sampled_from(sorted(BASIS)))].bundle()
    order, payment, waybill = whole.orders[0], whole.payments[0], whole.waybills[0]
    status = st.sampled_from(["1", "2"])
    number = st.sampled_from([None, "PAY-1", "PAY-2"])
    orders = [
        order._replace(
            id=100 + n,
            app_status=draw(status),
            ebp_code=draw(st.sampled_from([order.ebp_code, "3601960099"])),
            pay_transaction_id=draw(number),
            buyer_name_hash=draw(st.sampled_from([order.buyer_name_hash, hashed("王小明")])),
        )
        for n in range(draw(st.integers(0, 2)))
    ]
    payments = [
        payment._replace(id=200 + n, app_status=draw(status), pay_transaction_id=draw(number))
        for n in range(draw(st.integers(0, 3)))
    ]
    waybills = [
        waybill._replace(
            id=300 + n,
            app_status=draw(status),
            received_at=ARRIVED + timedelta(days=draw(st.integers(-300, 300))),
            order_no=draw(st.sampled_from([waybill.order_no, "SO-9"])),
        )
        for n in range(draw(st.integers(0, 3)))
    ]
    return replace(
        whole,
        orders=tuple(orders),
        order_lines={one.id: next(iter(whole.order_lines.values())) for one in orders},
        payments=tuple(payments),
        waybills=tuple(waybills),
    )


def outcome_of(bundle: Bundle) -> Outcome | None:
    return MATCHER.decide(bundle, reveal=Reader())


@given(crowded(), st.data())
def test_any_order_of_arrival_gives_the_same_outcome(bundle: Bundle, data: st.DataObject) -> None:
    shuffled = replace(
        bundle,
        orders=tuple(data.draw(st.permutations(bundle.orders))),
        payments=tuple(data.draw(st.permutations(bundle.payments))),
        waybills=tuple(data.draw(st.permutations(bundle.waybills))),
    )
    assert outcome_of(shuffled) == outcome_of(bundle)


@given(crowded())
def test_documents_of_others_change_nothing(bundle: Bundle) -> None:
    foreign = replace(
        bundle,
        orders=(*bundle.orders, *(o._replace(id=o.id + 900, kind="CEB000") for o in bundle.orders)),
        payments=(*bundle.payments, *(p._replace(order_no="SO-9") for p in bundle.payments)),
        waybills=(*bundle.waybills, *(w._replace(logistics_no="YD-9") for w in bundle.waybills)),
    )
    assert outcome_of(foreign) == outcome_of(bundle)


@given(crowded())
def test_waiting_names_exactly_what_is_missing(bundle: Bundle) -> None:
    outcome = outcome_of(bundle)
    assert outcome is not None
    chosen = {"order": outcome.order, "waybill": outcome.waybill}
    assert {"order", "waybill"} & set(outcome.waiting_for) == {
        noun for noun, document in chosen.items() if document is None
    }
    assert (outcome.outcome == "waiting") == bool(outcome.waiting_for)


@given(crowded())
def test_the_short_ways_say_what_the_long_one_says(bundle: Bundle) -> None:
    quick = outcome_of(bundle)
    plan = MATCHER._plan(bundle.inventory.kind, bundle.inventory.trade_mode)
    with (
        patch.object(plan, "_only", lambda _bundle: None),
        patch.object(plan, "_quietly_waiting", lambda _bundle, _choice: None),
        patch.object(plan, "_agrees", lambda *_arguments: False),
    ):
        assert outcome_of(bundle) == quick
