"""Dashboards, records, files and rates: who sees what, and that a figure opens what it counts."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.facts import SystemActor
from accounts.models import AuditEntry, Site
from enterprises.models import Enterprise
from enterprises.services.tokens import issue_token
from enterprises.viewers import Viewer, viewer_for
from statistics_app.asking import asked
from statistics_app.cuts import Cut
from statistics_app.models import BookedRate, Extract, StatisticsRate
from statistics_app.rules.terms import Term, month
from statistics_app.selectors_dashboard import dashboard
from statistics_app.selectors_figures import step_times, total
from statistics_app.selectors_indicators import value_of
from statistics_app.services import extracting
from statistics_app.services.rates import follow_rates
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.figures import AT, DAY, booking, figures, nothing_counted
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.integration.pages.conftest import reader
from zone_portal.kernel.errors import PortalError

pytestmark = pytest.mark.django_db

OCTOBER = {"from": "2025-10", "to": "2025-10"}
PAGES = ("", "records/", "screen/")


@pytest.fixture
def firms() -> tuple[Enterprise, Enterprise]:
    """A firm at the hub with three lists of 110.00, one of a western park with two of 50.00."""
    nothing_counted()
    Site.objects.get_or_create(
        code="west",
        defaults={"parent_id": "hub", "path": "/hub/west/", "kind": "sub", "name": "西区"},
    )
    hub = EnterpriseFactory.create(name="枢纽贸易有限公司")
    west = EnterpriseFactory.create(name="西区陶瓷有限公司", site_id="west")
    figures(hub, 3)
    figures(
        west, 2, direction="E", mode="9710", kind="b2b", country="502", hs_code="6911101000",
        rmb=Decimal("50.00"), usd=None,
    )  # fmt: skip
    return hub, west


def member(enterprise: Enterprise) -> Any:
    return reader(MemberFactory.create(enterprise=enterprise).user)


def test_everybody_sees_the_own_figures_and_nobody_elses(
    firms: tuple[Enterprise, Enterprise],
) -> None:
    hub, west = firms
    zone, park = reader(official()), reader(official(department="county", site="west"))
    shown = {
        "zone": [zone.text(f"/statistics/{page}", **OCTOBER) for page in PAGES],
        "park": [park.text(f"/statistics/{page}", **OCTOBER) for page in PAGES],
        "firm": [member(hub).text(f"/statistics/{page}", **OCTOBER) for page in PAGES],
    }
    assert "430.00" in shown["zone"][0]
    assert "100.00" in shown["park"][0]
    assert "330.00" in shown["firm"][0]
    for page in shown["firm"]:
        assert west.name not in page
    for page in shown["park"]:
        assert hub.name not in page
    assert shown["zone"][1].count("/declarations/") >= 5
    assert all(hub.name in page for page in (shown["zone"][0], shown["zone"][1]))


def test_a_press_filters_everything_and_the_records_are_those_counted(
    firms: tuple[Enterprise, Enterprise],
) -> None:
    zone = reader(official())
    page = zone.text("/statistics/", **OCTOBER)
    assert "country=502" in page
    filtered = zone.text("/statistics/", **OCTOBER, country="502")
    assert "430.00" not in filtered
    assert firms[0].name not in filtered
    records = zone.text("/statistics/records/", **OCTOBER, country="502")
    assert len(re.findall(r"/declarations/\d+/", records)) == 2
    assert firms[1].name in records
    month_of = zone.text("/statistics/", **{"from": "2025-01", "to": "2025-12"})
    assert "from=2025-10&amp;to=2025-10" in month_of or "from=2025-10&to=2025-10" in month_of
    assert "from=2025-10-15" in page
    both = asked({**OCTOBER, "country": "502", "chapter": "69"}, today=DAY)
    assert dashboard(viewer_for(zone.user), both).now[""].rmb == Decimal("100.00")
    days = Term(date(2025, 10, 2), date(2025, 10, 30))
    for cut in (
        Cut(countries=("502",)),
        Cut(chapters=("69",)),
        Cut(headings=("6911",)),
        Cut(customs="40", direction="E"),
        Cut(enterprises=(firms[1].pk,)),
        Cut(sites=("west",)),
        Cut(kind="b2b"),
        Cut(coverage="C", modes=("9710",)),
    ):
        assert total(cut, month(DAY)).rmb == Decimal("100.00"), cut
        assert total(cut, days).rmb == Decimal("100.00"), cut


def test_what_lacks_a_rate_is_said_and_not_publishable(
    firms: tuple[Enterprise, Enterprise],
) -> None:
    zone = reader(official())
    assert "不得公布" not in zone.text("/statistics/", **OCTOBER)
    assert "不得公布" in zone.text("/statistics/", **OCTOBER, currency="usd")
    dollars = value_of("IND-SCALE-01", month(DAY), currency="usd")
    assert [problem.code for problem in dollars.problems] == ["rate_missing"]
    assert value_of("IND-SCALE-01", month(DAY)).is_publishable
    assert value_of("IND-QUAL-05", month(DAY)).problems[0].code == "not_measured"
    assert value_of("IND-EFF-05", month(DAY)).problems[0].code == "no_denominator"
    with pytest.raises(PortalError, match="IND-FIN-01"):
        value_of("IND-FIN-01", month(DAY), Cut(coverage="A"))
    with pytest.raises(PortalError, match="IND-NONE"):
        value_of("IND-NONE", month(DAY))
    assert value_of("IND-SCALE-06", month(DAY), viewer=Viewer()).value == 0


def test_the_zone_office_enters_rates_and_corrects_them_with_a_reason(
    firms: tuple[Enterprise, Enterprise],
) -> None:
    zone = reader(official())
    given = {"month": "2025-10", "rate": "7.12", "source": "通知一号"}
    assert zone.client.post("/statistics/counting/", given).status_code == 302
    again = zone.client.post("/statistics/counting/", {**given, "rate": "7.13"})
    assert again.status_code == 422
    assert "更正须说明原因" in again.content.decode()
    corrected = {**given, "rate": "7.13", "reason": "笔误"}
    assert zone.client.post("/statistics/counting/", corrected).status_code == 302
    assert list(StatisticsRate.objects.values_list("edition", "rate")) == [
        (1, Decimal("7.12")), (2, Decimal("7.13")),
    ]  # fmt: skip
    assert AuditEntry.objects.filter(action="statistics.rate_put").count() == 2
    assert follow_rates() == 5
    assert follow_rates() == 0
    assert BookedRate.objects.get(table="statistics").rate == Decimal("7.13")
    assert "7.13" in zone.text("/statistics/counting/")
    assert member(firms[0]).get("/statistics/counting/").status_code == 403


def test_a_file_is_complete_or_refused(
    firms: tuple[Enterprise, Enterprise], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    zone, other = reader(official()), reader(official())
    short: Any = zone.client.post("/statistics/files/", {**OCTOBER, "what": "records"})
    rows = b"".join(short.streaming_content).decode().splitlines()
    assert len(rows) == 1 + 5
    cells: Any = zone.client.post(
        "/statistics/files/", {**OCTOBER, "what": "cells", "direction": "E"}
    )
    assert "西区陶瓷" in b"".join(cells.streaming_content).decode()

    settings.STATISTICS_MOST_ROWS = 4
    refused = zone.client.post(
        "/statistics/files/", {**OCTOBER, "what": "records"}, follow=True
    ).content.decode()
    assert "不能导出" in refused
    mine = Extract.objects.filter(user_id=zone.user.pk)
    assert not mine.exists()

    settings.STATISTICS_MOST_ROWS = 1000
    monkeypatch.setattr("statistics_app.pages.files.AT_ONCE", 2)
    monkeypatch.setattr("statistics_app.services.extracting.CHUNK", 2)
    zone.client.post("/statistics/files/", {**OCTOBER, "what": "records"})
    waiting = mine.get()
    assert (waiting.state, waiting.total) == ("waiting", 5)
    assert "<progress" in zone.text("/statistics/files/")
    assert extracting.make_waiting(at=AT) == 1
    assert extracting.make_waiting(at=AT) == 0
    waiting.refresh_from_db()
    assert (waiting.state, waiting.done) == ("done", 5)
    made = zone.get(f"/statistics/files/{waiting.pk}/")
    assert made.content.decode().splitlines()[1:] == rows[1:]
    assert other.get(f"/statistics/files/{waiting.pk}/").status_code == 404
    extracting.make_waiting(at=AT + 2 * extracting.KEPT)
    assert not mine.exists()


def test_pages_stand_before_anything_was_counted(db: None) -> None:
    nothing_counted()
    zone = reader(official())
    for page in (*PAGES, "indicators/", "files/", "counting/"):
        assert zone.get(f"/statistics/{page}").status_code == 200, page
    empty = zone.text("/statistics/")
    assert "所选范围还没有计入统计的清单" in empty
    assert f"{localdate():%Y}-01-01" in empty


def test_a_firm_of_no_registration_is_seen_by_the_hub_alone(db: None) -> None:
    nothing_counted()
    stranger = EnterpriseFactory.create()
    booking(stranger, 1, enterprise_id=0, site="", firm="9999999999")
    figures(stranger, 0)
    assert total(Cut(), month(DAY)).get("tickets") == 1
    assert total(Cut(coverage="C"), month(DAY)).get("tickets") == 0
    below = Viewer(is_official=True, site_paths=("/hub/west/",))
    assert total(Cut(), month(DAY), viewer=below).get("tickets") == 0
    firm = Viewer((stranger.pk,), own_ids=(stranger.pk,))
    assert total(Cut(), month(DAY), viewer=firm).get("tickets") == 0


def test_a_program_reads_the_own_figures_with_their_definition(
    firms: tuple[Enterprise, Enterprise],
) -> None:
    hub, west = firms
    token = issue_token(enterprise=west, by=SystemActor("test"), at=timezone.now()).text
    program = Client(headers={"authorization": f"Bearer {token}"})
    address = "/api/v1/statistics/values/"
    said = program.get(address, {**OCTOBER, "code": "IND-SCALE-01"}).json()
    assert (said["value"], said["problems"], said["version"]) == ("100.00", [], 1)
    dollars = program.get(address, {**OCTOBER, "code": "IND-SCALE-01", "currency": "usd"}).json()
    assert [problem["code"] for problem in dollars["problems"]] == ["rate_missing"]
    assert program.get(address, {"code": "IND-NONE"}).json()["code"] == "indicator_unknown"
    assert program.get(address).status_code == 400
    assert Client().get(address, {"code": "IND-SCALE-01"}).status_code == 401
    listed = Client().get("/api/v1/statistics/indicators/").json()["results"]
    assert {"IND-SCALE-01", "IND-EFF-02"} <= {one["code"] for one in listed}
    assert hub.name not in str(said)


def test_who_may_see_no_firm_is_told_no_clearance_times(
    firms: tuple[Enterprise, Enterprise],
) -> None:
    nobody = Viewer()

    assert step_times(Cut(), month(DAY), viewer=nobody) == {}
