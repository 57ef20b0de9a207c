"""A month computed by hand: from the messages of firms and customs to the published bulletin.

67 declarations of October 2025; every expected figure below was worked out on paper.
Duty rates: USD 7.20, EUR 8.00, GBP 9.50 (entered late). Statistics rate of October: 7.12.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounts.facts import SystemActor
from declarations.models import Inventory
from declarations.services.tax_following import follow_taxes
from reference.services.rule_settings import NewSetting, put_rule_setting
from statistics_app.cuts import Cut
from statistics_app.models import Booking, DayCell, MonthCell
from statistics_app.rules import terms
from statistics_app.rules.spreads import percentile
from statistics_app.selectors_figures import step_times, sums_by, total
from statistics_app.selectors_indicators import value_of
from statistics_app.services.bulletins import publishing
from statistics_app.services.rates import put_statistics_rate
from statistics_app.services.runs import rebuild
from tests.factories.figures import nothing_counted
from tests.integration.declarations.conftest import Desk, desk
from tests.integration.statistics import test_bulletins as bulletins
from tests.integration.statistics.months import (
    WITHDRAWAL,
    Month,
    cubes,
    day,
    moment,
    night,
    returned,
    says,
    sent_again,
)

__all__ = ["desk"]
pytestmark = pytest.mark.django_db

BY = SystemActor("test")
OCTOBER = terms.month(date(2025, 10, 1))
LATE = moment(11, 2)


def duty_rate(currency: str, rate: str, since: date) -> None:
    setting = NewSetting("FXR", currency, rate, valid_from=since)
    put_rule_setting(setting, by=BY, at=moment(9, 1))


def money(text: str) -> Decimal:
    return Decimal(text)


def first_words(month: Month) -> tuple[Inventory, Inventory, Inventory, Inventory]:
    """What is said until the 20th; returns those of which more is said later."""
    # 40 imports of 100.00 + 10.00 freight, eight on each of five days, released three hours after
    # customs took them.
    plain = []
    for number in (1, 3, 12, 17, 20):
        eight = month.declares(moment(10, number, 8), 8)
        says(moment(10, number, 9), "120", eight)
        says(moment(10, number, 12), "800", eight)
        plain += eight
    # 15 exports of USD 50.00, released on the 6th, closed on the 8th.
    options: dict[str, Any] = {"direction": "export", "mode": "9710", "currency": "502"}
    dollars = month.declares(moment(10, 5), 15, "50", **options)
    says(moment(10, 6), "120", dollars)
    says(moment(10, 6, 13), "800", dollars)
    says(moment(10, 8), "899", dollars)
    # 3 exports of EUR 20.00 declared in September, closed an hour before November.
    options = {"direction": "export", "mode": "9810", "currency": "300"}
    euros = month.declares(moment(9, 30), 3, "20", **options)
    says(moment(10, 30), "800", euros)
    says(moment(10, 31, 23), "899", euros)
    # One import released an hour into November.
    says(moment(10, 31, 25), "800", month.declares(moment(10, 31, 20)))
    # Two lines of 10.00 and 20.00 share 40.00: 13.33 and 26.67.
    says(moment(10, 22), "800", month.declares(moment(10, 21), 1, "10", "20"))
    # Rejected, sent again, then released.
    again = month.declares(moment(10, 21), 1, "120")
    says(moment(10, 21, 13), "100", again)
    sent_again(again[0], moment(10, 21, 14))
    says(moment(10, 23), "800", again)
    # Inspected; four pieces of 25.00, of which one comes back.
    four = month.declares(moment(10, 1), 1, "25", pieces=4)
    says(moment(10, 2), "500", four)
    says(moment(10, 2, 15), "800", four)
    # Released, then withdrawn; released, but the receipt is late; a currency without a rate.
    withdrawn, late = month.declares(moment(10, 15), 2)
    says(moment(10, 15, 14), "800", [withdrawn])
    options = {"direction": "export", "mode": "9610", "currency": "303"}
    says(moment(10, 10), "899", month.declares(moment(10, 9), 1, "10", **options))
    says(moment(10, 9), "120", month.declares(moment(10, 9)))  # and one that is never released
    return plain[8], four[0], withdrawn, late


def check_figures() -> None:
    imports = total(Cut(direction="I"), OCTOBER)
    assert imports.get("tickets") == 44
    assert (imports.get("rmb"), imports.get("usd")) == (money("4790.00"), money("672.78"))
    assert imports.get("returned") == 2
    assert imports.get("returned_rmb") == money("137.50")
    assert imports.get("returned_usd") == money("19.31")
    assert imports.get("direct") == 43
    assert imports.get("inspected") == 1
    exports = total(Cut(direction="E"), OCTOBER)
    assert exports.get("tickets") == 19
    assert exports.rmb == money("5975.00")
    assert exports.usd == money("839.15")
    assert value_of("IND-SCALE-01", OCTOBER).value == money("10627.50")
    assert value_of("IND-SCALE-01", OCTOBER).is_publishable
    assert value_of("IND-SCALE-06", OCTOBER).value == 1
    assert value_of("IND-QUAL-02", OCTOBER, Cut(direction="I")).value == money("0.0287")
    assert value_of("IND-QUAL-03", OCTOBER).value == money("0.9038")
    assert [p.code for p in value_of("IND-GROW-01", OCTOBER).problems] == ["no_base"]
    assert percentile(step_times(Cut(direction="I"), OCTOBER)["released"], 0.5) == 11_000
    by_mode = sums_by(Cut(), OCTOBER, ("mode",), measures=("tickets",))
    assert {key[0]: sums.get("tickets") for key, sums in by_mode.items()} == {
        "9610": 45,
        "9710": 15,
        "9810": 3,
    }
    by_day = sums_by(Cut(direction="I"), terms.Term(day(12), day(16)), ("day",))
    assert by_day[day(12),].rmb == money("880.00")


def check_counted_anew() -> None:
    assert night(moment(11, 2)).bookings == 0
    before, bookings = cubes(), Booking.objects.count()
    again = rebuild(at=LATE, by=BY)
    assert (again.bookings, again.mended) == (0, 0)
    Booking.objects.all().delete()
    DayCell.objects.filter(day=day(3)).update(tickets=99)
    MonthCell.objects.filter(face="c").delete()
    mended = rebuild(at=LATE, by=BY)
    assert mended.bookings == bookings
    assert mended.mended > 0
    assert cubes() == before


BULLETIN = {
    # table, direction, key: RMB, USD, declarations
    ("total", "", ""): ("10627.50", "1492.62", "63"),
    ("total", "I", ""): ("4652.50", "653.47", "44"),
    ("total", "E", ""): ("5975.00", "839.15", "19"),
    ("mode", "I", "9610"): ("4652.50", "653.47", "44"),
    ("mode", "E", "9710"): ("5400.00", "758.40", "15"),
    ("mode", "E", "9810"): ("480.00", "67.41", "3"),
    ("mode", "E", "9610"): ("95.00", "13.34", "1"),
    ("site", "I", "hub"): ("4652.50", "653.47", "44"),
    ("site", "E", "hub"): ("5975.00", "839.15", "19"),
}


def check_bulletin() -> None:
    """What is published is what was worked out by hand; a single firm's month is not published
    unless the zone sets its limits so."""
    office = bulletins.Office()
    kept = office.draft()
    assert {one["published"] for one in bulletins.csv_of(kept)} == {"no"}
    assert [one["code"] for one in kept.problems] == ["unreconciled"], "taxes are still awaited"
    publishing.drop(bulletin_id=kept.pk, version=kept.version, **office.who(office.first))
    for name in ("fewest_firms", "one_firm", "two_firms"):
        setting = NewSetting("STAT-BULL", name, "1", valid_from=date(2025, 11, 1))
        put_rule_setting(setting, by=BY, at=LATE)

    follow_taxes(seconds=60, at=LATE)
    night(moment(11, 3))

    row = office.publish(office.draft())

    published = {
        (one["table"], one["direction"], one["key"]): (one["rmb"], one["usd"], one["tickets"])
        for one in bulletins.csv_of(row)
        if one["period"] == "month" and one["table"] in {"total", "mode", "site"}
    }
    assert published == BULLETIN
    chapters = [one for one in bulletins.csv_of(row) if one["table"] == "chapter"]
    assert sum(Decimal(one["rmb"]) for one in chapters if one["period"] == "month") == money(
        "10627.50"
    )


def test_a_month_from_messages_to_bulletin(desk: Desk) -> None:
    duty_rate("502", "7.10", date(2025, 9, 1))
    duty_rate("502", "7.20", date(2025, 10, 1))
    duty_rate("300", "8.00", date(2025, 9, 1))
    put_statistics_rate(
        month=date(2025, 10, 1), rate=Decimal("7.12"), source="notice", by=BY, at=moment(10, 1)
    )
    nothing_counted()
    month = Month(desk)
    third_day, four, withdrawn, late = first_words(month)

    first = night(moment(10, 20))
    assert (first.state, first.bookings) == ("done", 40 + 15 + 3 + 1 + 2 + 1 + 1 + 1 + 1)
    said = value_of("IND-SCALE-01", OCTOBER)
    assert [problem.code for problem in said.problems] == ["rate_missing"]
    assert not said.is_publishable

    # Everything that touches a counted day afterwards.
    says(moment(10, 12, 18), "800", [late])
    says(moment(10, 16), "399", [withdrawn], WITHDRAWAL["CEB621"])
    duty_rate("303", "9.50", date(2025, 10, 1))
    returned(month, third_day, None, moment(10, 10), moment(10, 11), moment(10, 12))
    returned(month, four, {1: "1"}, moment(10, 14), moment(10, 16), moment(10, 15))
    second = night(moment(11, 1))
    assert {(row.day, row.direction): row.rmb for row in second.touched.all()} == {
        (day(12), "I"): money("0.00"),  # +110.00 late, −110.00 returned
        (day(15), "I"): money("-110.00"),
        (day(16), "I"): money("-27.50"),
        (day(10), "E"): money("95.00"),
    }
    check_figures()
    check_counted_anew()
    check_bulletin()
