"""A released import goes back: applied for from its page, concluded by customs, back in time."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from declarations.models import Return
from declarations.services.events import place_events
from declarations.services.tax_following import follow_taxes
from tests.integration.customs.returning import customs_says, follow
from tests.integration.pages.test_returns import released
from tests.journeys.conftest import LANGUAGES, Visitor

Visit = Callable[..., Visitor]


def test_goods_go_back_from_the_page_of_their_declaration(visit: Visit) -> None:
    visitor = visit()
    inventory: Any = released(visitor.desk)
    page = visitor.sign_in()
    visitor.open(f"/declarations/{inventory.id}/")

    page.click("main >> text=申请退货")
    page.fill("textarea[name=reason]", "七天无理由退货")
    page.click("text=只检查，不报送")
    expect(page.locator(".notice-ok")).to_contain_text("检查通过，尚未报送")
    page.click("text=报送退货申请")

    expect(page.locator("h1")).to_contain_text("进口退货")
    row = Return.objects.get(inventory_id=inventory.id)
    customs_says(row, "120")
    customs_says(row, "399")
    visitor.open(f"/returns/{row.id}/")
    expect(page.locator("#main .state").first).to_have_text("海关已审结")
    page.fill("input[name=place]", "一号库")
    page.click("main >> button:has-text('登记运抵')")

    expect(page.locator("#main .state").first).to_have_text("退货完成")
    place_events()
    follow_taxes(seconds=30, at=timezone.now())
    follow()
    visitor.open(f"/returns/{row.id}/")
    expect(page.locator("#given")).to_have_text("已退回")
    visitor.open(f"/declarations/{inventory.id}/")
    expect(page.locator("#returns")).to_be_visible()
    expect(page.locator("section[aria-labelledby=returns] .state")).to_have_text("退货完成")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_returns_are_accessible_and_fit(visit: Visit, language: str) -> None:
    visitor = visit(language=language)
    inventory: Any = released(visitor.desk)
    late: Any = released(visitor.desk, 1, days_ago=40)
    visitor.sign_in()
    wrong = {"/returns/": visitor.wrong_on("/returns/")}
    visitor.open(f"/returns/new/{inventory.id}/")
    visitor.page.fill("textarea[name=reason]", "x")
    visitor.page.click("button[value=send]")
    visitor.page.wait_for_load_state()
    row = Return.objects.get(inventory_id=inventory.id)

    for path in (
        "/returns/?clock=any",
        f"/returns/{row.id}/",
        f"/returns/new/{late.id}/",
        f"/returns/new/?number={inventory.order_no}",
        f"/declarations/{inventory.id}/",
    ):
        wrong[path] = visitor.wrong_on(path)

    assert {path: found for path, found in wrong.items() if found} == {}
