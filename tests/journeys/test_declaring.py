"""A firm's whole day: from an order to delivery, a bonded return, a month of exports."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from declarations.models import Inventory, Paper, Return, Summary
from declarations.services.forwarding import forward
from declarations.services.tax_following import follow_taxes as work_in_taxes
from tests.builders.documents import changed, head_of
from tests.builders.papers import paper
from tests.integration.customs import returning, test_papers
from tests.integration.customs.conftest import SECRET, Notebook, says
from tests.integration.customs.test_summaries import close, formed, heard
from tests.journeys.conftest import PHONE, Visitor
from tests.journeys.test_main_job import inventory_of, upload
from zone_portal.env import CustomsGateway

Visit = Callable[..., Visitor]
AsFile = Callable[..., Path]


@pytest.fixture(autouse=True)
def _at_a_gateway(settings: Any) -> None:
    settings.CUSTOMS_GATEWAY = CustomsGateway("http://127.0.0.1:9/", SECRET, simulated=True)


def test_a_direct_purchase_is_repaired_released_and_delivered(
    visit: Visit, as_file: AsFile
) -> None:
    trader, buyer, notebook = visit(), visit(PHONE), Notebook()
    documents = trader.desk.set()
    right = documents["payment"]
    wrong = changed(right, amountPaid="1")
    trader.sign_in()

    upload(trader, as_file(*{**documents, "payment": wrong}.values()))
    trader.desk.decide()
    inventory = inventory_of(trader)
    trader.open(f"/declarations/{inventory.id}/")
    expect(trader.page.locator("#saying")).to_contain_text("不能对碰")
    expect(trader.page.locator(".compare .is-bad").first).to_contain_text("实付金额")
    upload(trader, as_file(changed(right, appType="2")))
    trader.desk.decide()
    trader.open(f"/declarations/{inventory.id}/")
    expect(trader.page.locator("#saying")).to_contain_text("对碰一致")

    forward(seconds=10, to=notebook)
    assert notebook.kinds() == ["CEB311", "CEB411", "CEB511", "CEB621"]
    says(inventory, "120")
    says(inventory, "800", info="[Code:2600;Desc:放行]")
    signed = paper("CEB513", trader.desk.firm.code, logisticsNo=inventory.logistics_no)
    upload(trader, as_file(changed(signed, logisticsStatus="S")))

    trader.open(f"/search/?q={inventory.order_no}")
    assert trader.wrong() == []
    told = trader.text()
    for words in ("订单已接收", "对碰：", "放行", "收件人已签收"):
        assert words in told, words
    assert buyer.wrong_on(f"/parcel/?no={inventory.logistics_no}") == []
    expect(buyer.page.locator("main .state").first).to_have_text("收件人已签收")
    assert inventory.ebc_name not in buyer.text()


def test_a_bonded_purchase_goes_back_and_quota_is_given_back(visit: Visit) -> None:
    trader = visit()
    inventory = returning.released(trader.desk, mode="1210")
    page = trader.sign_in()
    trader.open(f"/declarations/{inventory.id}/")

    page.click("main >> text=申请退货")
    page.fill("textarea[name=reason]", "七天无理由退货")
    page.click("button[value=send]")
    row = Return.objects.get(inventory_id=inventory.id)
    forward(seconds=10, to=Notebook())
    returning.customs_says(row, "120")
    returning.customs_says(row, "399")
    trader.open(f"/returns/{row.id}/")
    page.fill("input[name=place]", "综合保税区一号库")
    page.click("main >> button:has-text('登记运抵')")
    expect(page.locator("#main .state").first).to_have_text("退货完成")
    work_in_taxes(seconds=30, at=timezone.now())
    returning.follow()

    trader.open(f"/returns/{row.id}/")
    expect(page.locator("#given")).to_have_text("已退回")
    trader.open(f"/search/?q={row.number}")
    assert f"退货 {row.number}" in trader.text()


def test_a_month_of_exports_is_summarised_with_one_click(visit: Visit) -> None:
    trader, notebook = visit(), Notebook()
    for number in (1, 2):
        close(trader.desk, notebook, number)
    heard()
    month = Summary.objects.get(enterprise_id=trader.desk.firm.id)
    page = trader.sign_in()
    trader.open("/summaries/")
    assert trader.wrong() == []
    page.click(f"main >> text={month.month:%Y-%m}")
    assert trader.wrong() == []

    page.click("text=生成并报送")
    expect(page.locator("section[aria-labelledby=applications] tbody tr")).to_have_count(1)
    forward(seconds=10, to=notebook)
    assert notebook.kinds()[-1] == "CEB701"
    lodged = Paper.objects.get(kind="CEB701", sender_id=trader.desk.firm.id)
    test_papers.customs_says(lodged, "399", sumNo=f"S{lodged.id % 10**17:017d}")
    heard()
    formed(f"S{lodged.id % 10**17:017d}", f"D{lodged.id % 10**17:017d}", "531620260000000001")

    page.reload()
    expect(page.locator("section[aria-labelledby=results]")).to_contain_text("531620260000000001")
    first = Inventory.objects.filter(sender_id=trader.desk.firm.id).first()
    assert first is not None
    trader.open(f"/declarations/{first.id}/")
    assert head_of(trader.desk.set(1, direction="export")["order"])["orderNo"] in trader.text()
