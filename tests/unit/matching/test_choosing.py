"""Which documents belong to a declaration, and what is awaited where one is missing."""

from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest

from declarations.facts import Bundle
from declarations.matching import Matcher
from tests.builders.bundles import (
    ARRIVED,
    DAY,
    Declaration,
    Reader,
    an_export,
    an_import,
    hashed,
    settings_on,
)
from tests.unit.matching.deciding import codes, decide

NOUNS = ("order", "payment", "waybill")


def of_bundle(bundle: Bundle) -> tuple[str, tuple[str, ...], list[str]]:
    outcome = Matcher(settings_on(), DAY).decide(bundle, reveal=Reader())
    assert outcome is not None
    return outcome.outcome, outcome.waiting_for, codes(outcome)


@pytest.mark.parametrize(
    "missing", [names for size in (1, 2, 3) for names in combinations(NOUNS, size)]
)
def test_whatever_is_missing_is_named_in_a_fixed_order(missing: tuple[str, ...]) -> None:
    nothing: dict[str, Any] = dict.fromkeys(missing)
    outcome = decide(an_import()._replace(**nothing))
    assert (outcome.outcome, outcome.waiting_for, outcome.findings) == ("waiting", missing, ())


def test_what_is_there_is_compared_while_the_rest_is_awaited() -> None:
    early = an_import()._replace(waybill=None).change("payment", payer_name_hash=hashed("王小明"))
    outcome = decide(early)
    assert (outcome.outcome, outcome.waiting_for) == ("waiting", ("waybill",))
    assert codes(outcome) == ["MAT-004"]


def test_an_inventory_that_is_only_stored_is_not_decided() -> None:
    stored = an_import().change("inventory", app_status="1")
    assert Matcher(settings_on(), DAY).decide(stored.bundle(), reveal=Reader()) is None


@pytest.mark.parametrize(
    ("noun", "code", "firm"),
    [
        ("order", "MAT-001", "platform"),
        ("payment", "MAT-002", "payment"),
        ("waybill", "MAT-003", "logistics"),
    ],
)
def test_a_document_that_is_only_stored_counts_as_missing(noun: str, code: str, firm: str) -> None:
    outcome = decide(an_import().change(noun, app_status="1"))
    assert (outcome.waiting_for, codes(outcome)) == ((noun,), [code])
    assert (outcome.findings[0].severity, outcome.findings[0].responsible) == ("warning", firm)


@pytest.mark.parametrize(
    ("noun", "changes"),
    [
        ("order", {"ebp_code": "3601960099"}),
        ("order", {"kind": "CEB303"}),
        ("payment", {"ebp_code": "3601960099"}),
        ("payment", {"order_no": "SO-2"}),
        ("waybill", {"logistics_code": "3601960099"}),
        ("waybill", {"kind": "CEB505"}),
    ],
)
def test_an_import_takes_only_what_carries_its_numbers(noun: str, changes: dict[str, str]) -> None:
    assert decide(an_import().change(noun, **changes)).waiting_for == (noun,)


def test_an_export_takes_its_order_by_seller_whatever_the_platform() -> None:
    assert decide(an_export().change("order", ebp_code="无")).outcome == "matched"
    assert decide(an_export().change("order", ebc_code="3601960099")).waiting_for == ("order",)


def with_payments(declaration: Declaration, *named: str, order_names: str | None) -> Bundle:
    """The declaration with a payment for each transaction number."""
    whole = declaration.change("order", pay_transaction_id=order_names).bundle()
    first = whole.payments[0]
    payments = tuple(
        first._replace(id=20 + n, pay_transaction_id=text) for n, text in enumerate(named)
    )
    return replace(whole, payments=payments)


def test_of_several_payments_the_one_the_order_names_is_meant() -> None:
    bundle = with_payments(an_import(), "PAY-1", "PAY-2", order_names="PAY-2")
    outcome = Matcher(settings_on(), DAY).decide(bundle, reveal=Reader())
    assert outcome is not None
    assert outcome.outcome == "matched"
    assert outcome.payment == bundle.payments[1]


def test_several_payments_of_which_the_order_names_none_are_a_mismatch() -> None:
    bundle = with_payments(an_import(), "PAY-1", "PAY-2", order_names=None)
    assert of_bundle(bundle) == ("mismatched", (), ["MAT-009"])


def test_no_setting_can_soften_that_no_payment_could_be_compared() -> None:
    bundle = with_payments(an_import(), "PAY-1", "PAY-2", order_names=None)
    softened = settings_on(MAT_009={"severity": "off"})
    outcome = Matcher(softened, DAY).decide(bundle, reveal=Reader())
    assert outcome is not None
    assert outcome.outcome == "mismatched"


def test_several_payments_without_the_one_that_is_named_wait_for_it() -> None:
    bundle = with_payments(an_import(), "PAY-1", "PAY-2", order_names="PAY-3")
    assert of_bundle(bundle) == ("waiting", ("payment",), [])


def test_a_single_payment_that_the_order_does_not_name_is_compared_to_show_it() -> None:
    bundle = with_payments(an_import(), "PAY-9", order_names="PAY-1")
    assert of_bundle(bundle) == ("mismatched", (), ["MAT-008"])


def test_before_the_order_is_there_none_of_several_payments_is_meant() -> None:
    bundle = replace(with_payments(an_import(), "PAY-1", "PAY-2", order_names=None), orders=())
    assert of_bundle(bundle) == ("waiting", ("order",), [])


def with_waybills(*days: int) -> Bundle:
    """An import with a waybill that arrived so many days after (before: negative) it, each."""
    whole = an_import().bundle()
    first = whole.waybills[0]
    waybills = tuple(
        first._replace(id=30 + n, received_at=ARRIVED + timedelta(days=day))
        for n, day in enumerate(days)
    )
    return replace(whole, waybills=waybills)


@pytest.mark.parametrize(("days", "meant"), [((-200, -5), 1), ((-5, 178), 0), ((-183, 15), 1)])
def test_of_two_waybills_with_one_number_the_nearest_in_time_is_meant(
    days: tuple[int, ...], meant: int
) -> None:
    bundle = with_waybills(*days)
    outcome = Matcher(settings_on(), DAY).decide(bundle, reveal=Reader())
    assert outcome is not None
    assert outcome.waybill == bundle.waybills[meant]


def test_a_waybill_that_names_the_order_goes_before_a_nearer_one() -> None:
    bundle = with_waybills(-20, -5)
    nearer = bundle.waybills[1]._replace(order_no="SO-9")
    bundle = replace(bundle, waybills=(bundle.waybills[0], nearer))
    outcome = Matcher(settings_on(), DAY).decide(bundle, reveal=Reader())
    assert outcome is not None
    assert outcome.waybill == bundle.waybills[0]


@pytest.mark.parametrize("days", [-184, 184])
def test_a_waybill_more_than_half_a_year_away_is_another_parcels(days: int) -> None:
    assert of_bundle(with_waybills(days)) == ("waiting", ("waybill",), ["MAT-039"])


def test_how_far_away_a_waybill_may_be_is_a_setting() -> None:
    outcome = Matcher(settings_on(MAT_039={"days": "200"}), DAY).decide(
        with_waybills(-184), reveal=Reader()
    )
    assert outcome is not None
    assert outcome.outcome == "matched"
