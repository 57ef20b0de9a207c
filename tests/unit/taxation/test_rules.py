"""Half months, late fees, who gets what is left, and the life of a tax bill."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxation import states
from taxation.granting import grant
from taxation.rules.bills import half_month, late_fee
from zone_portal.kernel.errors import PortalError


@dataclass(frozen=True)
class Wish:
    declaration_id: int
    amount: Decimal
    pot: str = "a"


def wish(number: int, amount: int, pot: str = "a") -> Wish:
    return Wish(number, Decimal(amount), pot)


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        ("2026-12-01", "2026-12-01", "2026-12-15"),
        ("2026-12-15", "2026-12-01", "2026-12-15"),
        ("2026-12-16", "2026-12-16", "2026-12-31"),
        ("2028-02-29", "2028-02-16", "2028-02-29"),
    ],
)
def test_a_half_month_ends_on_the_15th_or_with_the_month(day: str, first: str, last: str) -> None:
    assert tuple(map(str, half_month(date.fromisoformat(day)))) == (first, last)


@given(st.dates(date(2019, 1, 1), date(2060, 1, 1)))
def test_half_months_leave_no_day_out(day: date) -> None:
    first, last = half_month(day)
    assert first <= day <= last
    assert half_month(last + timedelta(days=1))[0] == last + timedelta(days=1)


def test_the_late_fee_begins_on_the_day_after_the_last() -> None:
    tax, share, last = Decimal(1000), Decimal("0.0005"), date(2026, 12, 31)
    fees = [late_fee(tax, last, last + timedelta(days=days), share) for days in (-5, 0, 1, 30)]
    assert fees == [Decimal("0.00"), Decimal("0.00"), Decimal("0.50"), Decimal("15.00")]


def test_what_is_left_goes_by_key_and_a_small_one_fits_behind_a_large_one() -> None:
    wishes = [wish(3, 10), wish(1, 80), wish(2, 30)]
    fitting, refused = grant(wishes, {"a": Decimal(95)}, lambda w: w.pot)
    assert [w.declaration_id for w in fitting] == [1, 3]
    assert [(w.declaration_id, left) for w, left in refused] == [(2, Decimal(15))]


@given(
    st.lists(st.tuples(st.integers(0, 50), st.sampled_from("ab")), max_size=30),
    st.integers(-10, 200),
)
def test_never_more_is_given_than_there_is(wanted: list[tuple[int, str]], left: int) -> None:
    wishes = [wish(number, amount, pot) for number, (amount, pot) in enumerate(wanted)]
    room = {"a": Decimal(left), "b": Decimal(left)}
    fitting, refused = grant(wishes, room, lambda w: w.pot)
    for pot in "ab":
        assert sum(w.amount for w in fitting if w.pot == pot) <= max(left, 0)
    assert len(fitting) + len(refused) == len(wishes)
    assert all(w.amount > rest for w, rest in refused)


def test_a_paid_bill_stays_paid() -> None:
    for target in states.TAX_BILL.states:
        with pytest.raises(PortalError):
            states.TAX_BILL.check(states.PAID, target)


def test_what_customs_says_is_a_state_that_may_follow_the_first() -> None:
    assert set(states.OFFICIAL.values()) == states.TAX_BILL.allowed(states.EXPECTED)
