"""A doubtful export is looked at, confirmed, and counts in the figure of B2B exports."""

from datetime import date
from decimal import Decimal

from playwright.sync_api import expect

from enterprises.models import Enterprise
from statistics_app.cuts import Cut
from statistics_app.models import Booking, Recognition, RecognitionResult
from statistics_app.rules import terms
from statistics_app.selectors_indicators import value_of
from statistics_app.services.booking import recount
from tests.factories.figures import booking
from tests.factories.recognition import recognised
from tests.journeys.test_every_page import Visit
from tests.journeys.test_sites import official_visitor

NUMBER = 9_440_000_000
"""Journeys commit: a number of their own, that no other test uses."""
MARCH = terms.month(date(2026, 3, 1))


def test_a_doubtful_export_is_confirmed_and_counts(visit: Visit) -> None:
    visitor = official_visitor(visit, "zh-hans", "reviewer")
    firm = Enterprise.objects.get(id=visitor.desk.firm.id)
    booking(firm, NUMBER, direction="E", mode="9610", day=date(2026, 3, 5), rmb=Decimal("9600.00"))
    recognised(firm, NUMBER)
    recognised(firm, NUMBER + 1, ds_mark="note")
    cut = Cut(enterprises=(firm.pk,))
    assert value_of("IND-B2B-01", MARCH, cut).value == Decimal(0)
    visitor.sign_in()

    queue = f"/statistics/recognition/?found=doubtful&firm={firm.code}"
    page = visitor.open(queue)
    expect(page.locator("tbody tr")).to_have_count(2)
    wrong = {queue: visitor.wrong()}
    page.get_by_role("link", name=f"RO{NUMBER}", exact=True).click()
    main = page.locator("main")
    expect(main).to_contain_text("单项商品数量大")
    expect(main).to_contain_text("0.7239")
    wrong["one"] = visitor.wrong()
    page.get_by_label("跨境电商B2B", exact=True).check()
    page.get_by_label("理由").fill("合同显示买家为批发商")
    page.get_by_role("button", name="认定").click()
    expect(main).to_contain_text("合同显示买家为批发商")
    assert value_of("IND-B2B-01", MARCH, cut).value == Decimal("9600.00")

    page = visitor.open(queue)
    page.get_by_role("checkbox", name=f"勾选 RO{NUMBER + 1}").check()
    page.get_by_label("理由").fill("抽查后确认")
    page.get_by_role("button", name="认定").click()
    expect(page.locator("main")).to_contain_text("已认定 1 份清单")
    for path in ("/statistics/recognition-models/", "/statistics/recognition/?ds=yes"):
        wrong[path] = visitor.wrong_on(path)

    Booking.objects.filter(enterprise_id=firm.pk).delete()  # journeys commit; others count all
    recount()
    RecognitionResult.objects.filter(inventory_id__in=[NUMBER, NUMBER + 1]).delete()
    Recognition.objects.filter(enterprise_id=firm.pk).delete()
    assert {path: found for path, found in wrong.items() if found} == {}
