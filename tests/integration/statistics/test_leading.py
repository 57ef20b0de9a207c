"""The register of leading firms: a firm's yearly reports beside what was booked of it."""

from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from accounts.models import Site
from enterprises.viewers import viewer_for
from statistics_app.models import Report
from statistics_app.selectors_leading import leading_firm, leading_firms
from statistics_app.services.booking import recount
from statistics_app.services.reporting import filling, reviewing
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.figures import booking
from tests.factories.governance import TODAY, Reporting, browser, deed
from tests.factories.members import MemberFactory
from tests.factories.officials import official

pytestmark = pytest.mark.django_db

YEARLY = {
    "turnover": "1500",
    "export_value": "400",
    "own_brand": "300",
    "research": "20",
    "staff": "50",
    "brands": "2",
    "markets": "8",
}


@pytest.fixture
def leading() -> Reporting:
    """A firm of the west that is to report by the form of leading firms, for 2025."""
    return Reporting(form="LEAD-Y")


def reported(leading: Reporting, *, accepted: bool = True) -> Report:
    report = Report.objects.get(enterprise=leading.firm)
    report = filling.send_report(
        report_id=report.pk, figures=YEARLY, reasons={}, **deed(leading.person)
    )
    for person in (leading.county, leading.office) if accepted else ():
        report = reviewing.review_report(
            report_id=report.pk, version=report.version, accepted=True, note="", **deed(person)
        )
    return report


def booked(leading: Reporting, rmb: str, year: int, number: int, **more: Any) -> None:
    booking(leading.firm, number, rmb=Decimal(rmb), day=date(year, 5, 5), site="west", **more)
    recount()


def test_a_year_stands_as_reported_and_as_booked(leading: Reporting) -> None:
    reported(leading)
    booked(leading, "3000000", 2025, 1, direction="E")
    booked(leading, "1000000", 2024, 2, direction="E")
    booked(leading, "500000", 2025, 3, direction="I")

    found = leading_firm(viewer_for(leading.office), leading.firm.pk, today=TODAY)

    assert found is not None
    newest, before = found.years
    assert (newest.year, before.year) == (2025, 2024)
    assert newest.is_accepted
    assert newest.figures["export_value"] == 400
    assert newest.exports.rmb == Decimal(3_000_000)
    assert newest.gap == 100, "400 of 10,000 yuan were reported, 300 booked"
    assert newest.booked.rate == Decimal("2.5000")
    assert newest.turnover.rate is None, "nothing was reported for the year before"
    assert before.report is None


def test_before_the_platforms_data_begin_there_is_no_gap(leading: Reporting) -> None:
    reported(leading)

    found = leading_firm(viewer_for(leading.office), leading.firm.pk, today=TODAY)

    assert found is not None
    assert [one.gap for one in found.years] == [None], "nothing booked is not nothing exported"


def test_a_firm_sees_its_own_and_nobody_elses(leading: Reporting) -> None:
    reported(leading)
    path = f"/statistics/leading-firms/{leading.firm.pk}/"
    other = MemberFactory.create(enterprise=EnterpriseFactory.create(), role="declarant").user

    own = browser(leading.person).get(path).content.decode()
    assert "1,500.00" in own
    assert browser(other).get(path).status_code == 404
    listed = browser(other).get("/statistics/leading-firms/").content.decode()
    assert leading.firm.name not in listed


@pytest.mark.parametrize("department", ["customs", "tax", "market", "fx"])
def test_departments_that_inspect_or_punish_never_read_it(
    leading: Reporting, department: str
) -> None:
    """Regulations of the Statistics Law art. 30: single reports serve statistics only."""
    reported(leading)
    asker = browser(official(department, "supervisor"))

    assert asker.get("/statistics/leading-firms/").status_code == 403
    assert asker.get(f"/statistics/leading-firms/{leading.firm.pk}/").status_code == 403
    assert leading_firms(viewer_for(official(department, "supervisor")), today=TODAY) == []


def test_a_county_reads_the_firms_of_its_own_place(leading: Reporting) -> None:
    reported(leading)
    Site.objects.get_or_create(
        code="east",
        defaults={"parent_id": "hub", "path": "/hub/east/", "kind": "sub", "name": "东区"},
    )
    elsewhere = official("county", "reviewer", "east")

    (found,) = leading_firms(viewer_for(leading.county), today=TODAY)
    assert found.firm == leading.firm
    assert leading_firms(viewer_for(elsewhere), today=TODAY) == []


def test_what_is_not_sent_yet_is_the_firms_alone(leading: Reporting) -> None:
    for_office = leading_firm(viewer_for(leading.office), leading.firm.pk, today=TODAY)
    for_firm = leading_firm(viewer_for(leading.person), leading.firm.pk, today=TODAY)

    assert for_office is not None
    assert for_office.years == []
    assert for_firm is not None
    assert [one.year for one in for_firm.years] == [2025]


def test_the_demo_has_a_leading_firm_with_two_years(settings: Any) -> None:
    settings.PORTAL_DEMO = True
    for name in ("load_zone", "load_demo_enterprises", "load_plan_targets"):
        call_command(name, stdout=StringIO())
    for _ in range(2):
        call_command("load_demo_plan_targets", stdout=StringIO())

    reports = Report.objects.filter(form="LEAD-Y")
    assert [row.status for row in reports] == ["accepted", "accepted"]
