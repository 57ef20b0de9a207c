"""A rater's quality figure: counted shares, nothing invented."""

from decimal import Decimal

from credit.rules.quality import Work, quality

WEIGHTS = {"complete": Decimal(30), "timely": Decimal(30), "foreseen": Decimal(40)}


def test_the_figure_is_the_weighted_mean_of_the_shares() -> None:
    found = quality(Work(rows=10, accepted=8, timely=4, fallen=4, foreseen=3), WEIGHTS)
    assert found.shares == {
        "complete": Decimal("0.8"),
        "timely": Decimal("0.5"),
        "foreseen": Decimal("0.75"),
    }
    assert found.figure == Decimal("69.00")


def test_a_share_that_cannot_be_counted_is_left_out() -> None:
    found = quality(Work(rows=4, accepted=4, timely=2), WEIGHTS)
    assert set(found.shares) == {"complete", "timely"}
    assert found.figure == Decimal("75.00")


def test_nobody_is_judged_before_the_first_row() -> None:
    assert quality(Work(), WEIGHTS).figure is None
