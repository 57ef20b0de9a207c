"""Which bulletins wait for the counting, and the counting that an officer asks for."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.facts import SystemActor
from accounts.models import AuditEntry, Site
from declarations.models import Inventory
from declarations.services.events import place_events
from enterprises.models import Enterprise
from enterprises.services.refusals import Refusal
from enterprises.viewers import viewer_for
from statistics_app.models import Booking, Due, Run
from statistics_app.rules.terms import month
from statistics_app.services import runs
from statistics_app.services.booking import make_due
from statistics_app.services.bulletins import publishing
from statistics_app.services.following import follow_courses
from statistics_app.services.lagging import lag_of, rates_lag
from statistics_app.services.rates import put_statistics_rate
from statistics_app.tasks import count_asked
from tests.factories.figures import nothing_counted
from tests.factories.officials import official
from tests.integration.declarations.conftest import Desk, desk
from tests.integration.pages.conftest import reader
from tests.integration.statistics.months import Month, moment, night, returned, says

__all__ = ["desk"]
pytestmark = pytest.mark.django_db

BY = SystemActor("test")
OCTOBER = month(date(2025, 10, 1))


@pytest.fixture
def october(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> tuple[Month, list[Inventory]]:
    """Two imports released in October and counted on the first of November."""
    monkeypatch.setattr(runs, "taxes_are_behind", lambda: False)
    nothing_counted()
    Due.objects.all().delete()
    book_rate("7.10")
    told = Month(desk)
    rows = told.declares(moment(10, 1), 2)
    says(moment(10, 2), "800", rows)
    night(moment(11, 1))
    assert said() == []
    return told, rows


def book_rate(rate: str, reason: str = "") -> None:
    put_statistics_rate(
        month=OCTOBER.first, rate=Decimal(rate), source="外汇局", reason=reason, by=BY,
        at=moment(11, 10),
    )  # fmt: skip


def said() -> list[str]:
    return [one.en for one in lag_of(OCTOBER.first, OCTOBER.last)]


def test_what_customs_says_of_november_does_not_hold_up_october(
    october: tuple[Month, list[Inventory]],
) -> None:
    """18 November, October counted for weeks, one receipt at 09:01."""
    told, _rows = october
    (late,) = told.declares(moment(11, 17))
    says(moment(11, 18, 9), "800", [late])
    place_events()
    assert said() == []

    follow_courses(seconds=60, at=moment(11, 18, 10))

    assert set(Due.objects.values_list("inventory_id", flat=True)) == {late.id}
    assert said() == []


def test_a_late_word_on_october_holds_it_up_until_it_is_counted(
    october: tuple[Month, list[Inventory]],
) -> None:
    told, _rows = october
    (late,) = told.declares(moment(10, 30))
    says(moment(10, 31, 9), "800", [late])
    place_events()
    assert said() == ["1 declarations have receipts of customs that are not read yet: "
                      "run the counting first"]  # fmt: skip

    follow_courses(seconds=60, at=moment(11, 18))
    assert said() == ["1 declarations wait to be counted: run the counting first"]

    night(moment(11, 19))
    assert said() == []
    assert Booking.objects.filter(inventory_id=late.id).exists()


def test_what_is_booked_on_october_and_due_again_holds_it_up(
    october: tuple[Month, list[Inventory]],
) -> None:
    make_due([october[1][0].id])

    assert said() == ["1 declarations wait to be counted: run the counting first"]
    assert lag_of(date(2025, 11, 1), date(2025, 11, 30)) == []


def test_a_rate_corrected_in_the_morning_is_not_published_before_noon(
    october: tuple[Month, list[Inventory]],
) -> None:
    book_rate("7.20", "外汇局更正")

    assert said() == ["2 declarations have a corrected rate: run the counting first"]
    assert len(rates_lag(OCTOBER.first, OCTOBER.last)) == 1
    night(moment(11, 11))
    assert said() == []


def test_a_proposed_bulletin_is_not_published_by_a_rate_that_was_corrected(
    october: tuple[Month, list[Inventory]],
) -> None:
    first, second = official(role="supervisor"), official(role="supervisor")
    at = moment(11, 12)
    row = publishing.draft(
        month=OCTOBER.first, coverage="A", stage="preliminary", viewer=viewer_for(first), by=first,
        at=at,
    )  # fmt: skip
    row = publishing.propose(
        bulletin_id=row.pk, version=row.version, viewer=viewer_for(first), by=first, at=at
    )
    book_rate("7.20", "外汇局更正")

    with pytest.raises(Refusal) as refused:
        publishing.decide(
            bulletin_id=row.pk, version=row.version, accepted=True, viewer=viewer_for(second),
            by=second, at=at,
        )  # fmt: skip

    assert [one["code"] for one in refused.value.details["problems"]] == ["unreconciled"]


def test_a_firm_that_moved_holds_up_its_months(october: tuple[Month, list[Inventory]]) -> None:
    told, _rows = october
    other = Site.objects.exclude(code="hub").first()
    Enterprise.objects.filter(pk=told.desk.firm.id).update(site=other)

    assert said() == ["2 declarations are of firms registered or moved since: "
                      "run the counting first"]  # fmt: skip


def test_a_return_completed_since_the_last_run_holds_up_its_month_alone(
    october: tuple[Month, list[Inventory]],
) -> None:
    told, rows = october
    returned(told, rows[0], None, moment(10, 30), moment(11, 4), moment(11, 5))
    Due.objects.all().delete()

    november = [one.en for one in lag_of(date(2025, 11, 1), date(2025, 11, 30))]
    assert november[-1] == (
        "1 declarations had a return completed since the last run: run the counting first"
    )
    assert not [one for one in said() if "return" in one]
    night(moment(11, 6))
    assert lag_of(date(2025, 11, 1), date(2025, 11, 30)) == []


def test_an_officer_has_the_figures_counted_and_sees_how_far_it_is(
    october: tuple[Month, list[Inventory]],
) -> None:
    make_due([row.id for row in october[1]])
    page = reader(official())
    assert page.client.post("/statistics/counting/", {"count": "now"}).status_code == 302
    assert page.client.post("/statistics/counting/", {"count": "now"}).status_code == 302

    (waiting,) = Run.objects.filter(state="waiting")
    assert "排队" in page.text("/statistics/counting/")
    assert 'hx-trigger="every 3s"' in page.text("/statistics/counting/")
    count_asked()

    waiting.refresh_from_db()
    assert (waiting.state, waiting.total, waiting.done) == ("done", 2, 2)
    assert said() == []
    assert 'hx-trigger="every 3s"' not in page.text("/statistics/counting/")
    assert AuditEntry.objects.filter(action="statistics.count_asked").count() == 1
    assert count_asked() == 0, "nobody asked again"


def test_only_the_office_has_the_figures_counted() -> None:
    reviewer = official(department="customs")

    with pytest.raises(Refusal) as refused:
        runs.ask_to_count(viewer=viewer_for(reviewer), by=reviewer, at=moment(11, 1))
    assert refused.value.code == "statistics_not_yours"
