"""From a match to a release: the trader, the customs officer and the buyer with a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from declarations.models import Hold
from tests.factories.officials import official
from tests.integration.customs.conftest import SECRET, Notebook, forwarded, says
from tests.journeys.conftest import PHONE, Visitor
from zone_portal.env import CustomsGateway

Visit = Callable[..., Visitor]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_inspection_ends_in_a_release_and_everybody_sees_why(
    visit: Visit, settings: Any, language: str
) -> None:
    settings.CUSTOMS_GATEWAY = CustomsGateway("http://127.0.0.1:9/", SECRET, simulated=True)
    trader, officer, buyer = visit(PHONE, language), visit(None, language), visit(PHONE, language)
    officer.user = official(department="customs", role="reviewer")
    inventory = forwarded(trader.desk, Notebook())
    says(inventory, "120")
    says(inventory, "500", info="布控查验，请等待现场作业")
    declaration = f"/declarations/{inventory.id}/"
    hold = Hold.objects.get(inventory_id=inventory.id)

    trader.sign_in()
    assert trader.wrong_on(declaration) == []
    assert "布控查验，请等待现场作业" in trader.text()
    assert trader.wrong_on("/declarations/?customs=held") == []
    assert str(inventory.cop_no) in trader.text()

    officer.sign_in()
    for path in ("/customs/", "/customs/unknown/", "/customs/undelivered/", "/customs/steps/"):
        assert (path, officer.wrong_on(path)) == (path, [])
    assert officer.wrong_on(f"/customs/holds/{hold.pk}/") == []
    officer.page.fill("#id_instruct-text", "开箱核对数量")
    officer.page.click("button[value=instruct]")
    officer.page.fill("#id_result-text", "数量相符")
    officer.page.click("button[value=result]")
    expect(officer.page.locator("main")).to_contain_text("数量相符")

    says(inventory, "800", info="[Code:2600;Desc:放行（海关模拟器）]")
    trader.open(declaration)
    assert "放行（海关模拟器）（2600）" in trader.text()

    assert buyer.wrong_on(f"/parcel/?no={inventory.logistics_no}") == []
    assert "800" in buyer.text()
    assert inventory.ebc_name not in buyer.text()
