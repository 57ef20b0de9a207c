"""From the dashboard of a firm to a country, a day, the records, and a file of them."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from enterprises.models import Enterprise
from statistics_app.models import Booking
from statistics_app.services.booking import recount
from tests.factories.figures import figures
from tests.journeys.conftest import Visitor

Visit = Callable[..., Visitor]
ADDRESS = "/statistics/?from=2025-01&to=2025-12"


def test_a_firm_reads_its_figures_down_to_the_records(visit: Visit, tmp_path: Path) -> None:
    visitor = visit()
    firm = Enterprise.objects.get(id=visitor.desk.firm.id)
    figures(firm, 3)
    more: dict[str, Any] = {"country": "502", "day": date(2025, 9, 3), "rmb": Decimal(20)}
    figures(firm, 2, source=-1, **more)  # what comes back is taken off
    visitor.sign_in()
    page = visitor.open(ADDRESS)

    expect(page.locator(".tile").first).to_contain_text("290.00")
    expect(page.locator("#trend-chart svg")).to_be_visible()
    wrong = {ADDRESS: visitor.wrong()}
    with page.expect_download() as picture:
        page.click("button[data-picture=trend-chart]")
    assert picture.value.suggested_filename == "trend.svg"
    page.click("button[data-chart-switch=trend-chart]")
    with page.expect_download() as table:
        page.click("button[data-table-file=trend-table]")
    table.value.save_as(tmp_path / "trend.csv")
    assert "2025-10" in (tmp_path / "trend.csv").read_text("utf-8")

    page.click("#trend-table >> text=2025-10")
    expect(page.locator("#trend-title")).to_contain_text("按日")
    page.click("button[data-chart-switch=country-chart]")
    page.locator("#country-table tbody a").first.click()
    expect(page.locator(".chips .chip")).to_have_count(1)
    page.locator(".tile-value").first.click()
    expect(page.locator("h1")).to_contain_text("统计明细")
    expect(page.locator("tbody tr")).to_have_count(3)
    wrong["records"] = visitor.wrong()
    with page.expect_download() as file:
        page.click("main >> button:has-text('导出 CSV')")
    file.value.save_as(tmp_path / "records.csv")
    assert len((tmp_path / "records.csv").read_text("utf-8").splitlines()) == 4

    for path in (
        "/statistics/screen/?from=2025-01&to=2025-12",
        "/statistics/values/?from=2025-01&to=2025-12",
        "/statistics/indicators/",
    ):
        wrong[path] = visitor.wrong_on(path)
    Booking.objects.filter(enterprise_id=firm.pk).delete()  # journeys commit; others count all
    recount()
    assert {path: found for path, found in wrong.items() if found} == {}
