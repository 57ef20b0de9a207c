"""A comparison is behind as soon as what it compared has changed, whatever it was that changed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.facts import SystemActor
from accounts.models import User
from declarations.models import Inventory
from statistics_app.selectors_reconciling import is_behind, open_differences
from statistics_app.services.rates import put_statistics_rate
from statistics_app.services.reconciling.running import compare_behind, compare_month
from tests.factories.figures import nothing_counted
from tests.factories.officials import official
from tests.factories.receipts import key_firm, received
from tests.factories.reconciling import AT, OCTOBER, agreement, cell_of, totals, who
from tests.integration.declarations.conftest import Desk, desk
from tests.integration.statistics.months import Month, moment, night, returned, says

__all__ = ["desk"]
pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=2)
HOUR = timedelta(hours=1)


@pytest.fixture
def office() -> User:
    return official("zone", "reviewer")


@pytest.fixture
def month(desk: Desk) -> Month:
    """Two imports of 1,000.00 and 10.00 freight, of which customs released one in October."""
    nothing_counted()
    return Month(desk)


@pytest.fixture
def declared(month: Month, office: User) -> list[Inventory]:
    """Both, compared with totals that know of the released one only."""
    found = month.declares(moment(10, 6), 2, "1000")
    says(moment(10, 7), "800", found[:1])
    night(moment(11, 3))
    totals(office, agreement(office), "I,9610,1010.00")
    compare_month(month=OCTOBER, **who(office))
    return found


def test_nothing_new_is_not_behind(declared: list[Inventory]) -> None:
    night(LATER)

    assert not is_behind(OCTOBER)
    assert open_differences(OCTOBER) == []
    assert compare_behind(at=LATER) == 0


def test_a_late_receipt_leaves_the_comparison_behind_until_it_is_done_again(
    declared: list[Inventory],
) -> None:
    says(moment(10, 20), "800", declared[1:])
    night(LATER)

    assert [one.zh for one in open_differences(OCTOBER)] == ["比对之后统计数据有变动，尚未重新比对"]
    assert compare_behind(at=LATER + HOUR) == 1
    (cell,) = [one.cell for one in open_differences(OCTOBER) if one.cell]
    assert (cell.ours, cell.state) == (Decimal("2020.00"), "open")
    assert compare_behind(at=LATER + 2 * HOUR) == 0


def test_a_return_leaves_it_behind(month: Month, declared: list[Inventory]) -> None:
    returned(month, declared[0], None, moment(10, 9), moment(10, 10), moment(10, 12))
    night(LATER)

    assert is_behind(OCTOBER)
    assert not is_behind(date(2025, 9, 1)), "a month that nobody compared has nothing to be behind"


def test_a_corrected_rate_leaves_it_behind(declared: list[Inventory]) -> None:
    for rate, reason in (("7.12", ""), ("7.13", "更正")):
        put_statistics_rate(
            month=OCTOBER, rate=Decimal(rate), source="通知", reason=reason,
            by=SystemActor("test"), at=LATER,
        )  # fmt: skip

    assert is_behind(OCTOBER)


def test_a_report_that_is_accepted_or_sent_back_leaves_it_behind(
    declared: list[Inventory], office: User
) -> None:
    report = received(key_firm(), OCTOBER, "1")
    assert is_behind(OCTOBER)
    compare_month(month=OCTOBER, **who(office, LATER))
    assert not is_behind(OCTOBER)
    type(report).objects.filter(pk=report.pk).update(status="returned", version=9)
    assert is_behind(OCTOBER)


def test_a_month_without_deliveries_is_compared_again_too(month: Month, office: User) -> None:
    found = month.declares(moment(10, 6), 1, "1000")
    compare_month(month=OCTOBER, **who(office))
    says(moment(10, 7), "800", found)
    night(LATER)

    assert compare_behind(at=LATER) == 1


def test_a_new_delivery_is_named_as_such(declared: list[Inventory], office: User) -> None:
    row = agreement(office)
    totals(office, row, "I,9610,1010.00", at=LATER)

    assert [one.zh for one in open_differences(OCTOBER)] == ["有新收到的外部数据尚未比对"]
    compare_behind(at=LATER)
    assert cell_of(row).state == "agrees"
