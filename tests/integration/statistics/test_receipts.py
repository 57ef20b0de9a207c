"""Foreign exchange received, as firms report it: a sum of single reports, which are secret."""

from datetime import date
from decimal import Decimal

import pytest

from enterprises.models import Enterprise
from enterprises.viewers import Viewer
from statistics_app.cuts import Cut
from statistics_app.models import Report, StatisticsRate
from statistics_app.rules.terms import Term
from statistics_app.selectors_indicators import value_of
from tests.factories.governance import AT
from tests.factories.receipts import FEBRUARY, JANUARY, MARCH, key_firm, received

pytestmark = pytest.mark.django_db

QUARTER = Term(JANUARY, date(2026, 3, 31))
TWO_MONTHS = Term(JANUARY, date(2026, 2, 28))
ZONE = Cut(coverage="C")
CODE = "IND-FIN-01"


def own(firm: Enterprise) -> Viewer:
    return Viewer((firm.pk,), own_ids=(firm.pk,))


@pytest.fixture
def firms() -> list[Enterprise]:
    """Four firms of the hub that received 10, 20, 30 and 40 in January, February and March."""
    found = [key_firm("hub") for _ in range(4)]
    for month in (JANUARY, FEBRUARY, MARCH):
        for place, firm in enumerate(found, 1):
            received(firm, month, f"{place}0")
    return found


def test_the_zone_sees_the_sum_of_enough_firms(firms: list[Enterprise]) -> None:
    assert value_of(CODE, QUARTER, ZONE).value == Decimal("3000000.00")


def test_three_reports_of_one_firm_are_one_respondent() -> None:
    firm = key_firm()
    for month in (JANUARY, FEBRUARY, MARCH):
        received(firm, month, "77")

    found = value_of(CODE, QUARTER, Cut(coverage="C", sites=("west",)))

    assert (found.value, [problem.code for problem in found.problems]) == (None, ["withheld"])


def test_a_firm_reads_its_own_receipts_and_no_other(firms: list[Enterprise]) -> None:
    stranger = key_firm()

    assert value_of(CODE, QUARTER, ZONE, viewer=own(firms[0])).value == Decimal("300000.00")
    for cut in (ZONE, Cut(coverage="C", sites=("hub",)), Cut("C", enterprises=(firms[0].pk,))):
        assert value_of(CODE, QUARTER, cut, viewer=own(stranger)).value in {None, Decimal(0)}


def test_one_month_does_not_follow_from_two_terms(firms: list[Enterprise]) -> None:
    others = Report.objects.filter(enterprise__in=firms[1:], period_date=MARCH)
    others.update(status="returned")

    assert value_of(CODE, TWO_MONTHS, ZONE).value is not None
    assert value_of(CODE, QUARTER, ZONE).value is None, "the quarter less two months is one firm"


def test_one_site_does_not_follow_from_the_zone_and_the_others(firms: list[Enterprise]) -> None:
    received(key_firm(), JANUARY, "50")
    january = Term(JANUARY, date(2026, 1, 31))

    assert value_of(CODE, january, ZONE).value == Decimal("1500000.00")
    assert value_of(CODE, january, Cut("C", sites=("hub",))).value is None


def test_a_sum_that_one_firm_makes_up_is_withheld(firms: list[Enterprise]) -> None:
    april = date(2026, 4, 1)
    for firm, amount in zip(firms, ("1000", "1", "1", "1"), strict=True):
        received(firm, april, amount)

    assert value_of(CODE, Term(april, date(2026, 4, 30)), ZONE).value is None


def test_a_cut_that_reports_do_not_know_is_refused(firms: list[Enterprise]) -> None:
    for cut in (Cut("C", modes=("9610",)), Cut("C", direction="E"), Cut("C", countries=("502",))):
        found = value_of(CODE, QUARTER, cut)
        assert (found.value, found.problems[0].code) == (None, "dimension_not_kept")
    half = value_of(CODE, Term(JANUARY, date(2026, 3, 15)), ZONE)
    assert (half.value, half.problems[0].code) == (None, "whole_months_only")


def test_dollars_are_dollars_by_the_rate_of_each_month(firms: list[Enterprise]) -> None:
    for month, rate in ((JANUARY, "7"), (FEBRUARY, "7.2"), (FEBRUARY, "8"), (MARCH, "10")):
        edition = StatisticsRate.objects.filter(month=month).count() + 1
        StatisticsRate.objects.create(
            month=month, edition=edition, rate=rate, source="s", reason="r", by_label="x", at=AT
        )

    # 1,000,000 / 7 + 1,000,000 / 8 + 1,000,000 / 10
    assert value_of(CODE, QUARTER, ZONE, currency="usd").value == Decimal("367857.14")


def test_without_a_rate_there_are_no_dollars(firms: list[Enterprise]) -> None:
    found = value_of(CODE, QUARTER, ZONE, currency="usd")

    assert (found.value, [problem.code for problem in found.problems]) == (None, ["rate_missing"])


def test_taxes_are_not_called_dollars() -> None:
    found = value_of("IND-SCALE-08", QUARTER, currency="usd")

    assert (found.value, [problem.code for problem in found.problems]) == (None, ["renminbi_only"])


@pytest.mark.parametrize("code", ["IND-GOV-01", "IND-GOV-02"])
def test_what_is_of_the_whole_zone_is_not_told_as_of_a_firm(code: str) -> None:
    firm = key_firm()

    for cut, viewer, why in (
        (ZONE, own(firm), "not_narrowed"),
        (Cut("C", sites=("west",)), Viewer(sees_all=True), "dimension_not_kept"),
    ):
        found = value_of(code, QUARTER, cut, viewer=viewer)
        assert (found.value, found.problems[0].code) == (None, why)


def test_newly_filed_firms_are_those_that_the_viewer_may_see() -> None:
    ours, _theirs = key_firm(), key_firm()
    day = ours.registered_at.date() if ours.registered_at else date(2026, 1, 1)
    year = Term(date(day.year - 1, 1, 1), date(day.year + 1, 12, 31))

    assert value_of("IND-SCALE-10", year, Cut("A"), viewer=own(ours)).value == 1
