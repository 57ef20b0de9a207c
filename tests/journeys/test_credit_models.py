"""A model of evaluation is drafted, simulated and released by two people, in a real browser."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.facts import SystemActor
from credit.models import ScoreModel
from credit.selectors import model_on
from credit.services.models import draft, load_shipped
from credit.services.simulating import simulate_waiting
from credit.services.sources import load_sources
from credit.services.subjects import subject_of, subject_of_person
from enterprises.models import Enterprise
from tests.builders.people import id_number
from tests.factories.credit import recorded
from tests.journeys.conftest import LANGUAGES, Visitor
from tests.journeys.test_every_page import Visit
from tests.journeys.test_sites import official_visitor

PAGES = (
    "/credit/ledger/",
    "/credit/ledger/new/",
    "/credit/persons/",
    "/credit/persons/new/",
    "/credit/sources/",
    "/credit/imports/",
    "/credit/imports/new/",
    "/credit/models/",
    "/credit/cycles/",
    "/credit/cycles/new/",
    "/credit/cycles/document/",
    "/credit/analysis/",
)


def prepared(visitor: Visitor) -> Enterprise:
    """A firm with a fine, so that a stricter model moves it."""
    at = timezone.now()
    load_sources(at=at)
    load_shipped(at=at)
    firm = Enterprise.objects.get(id=visitor.desk.firm.id)
    recorded(
        subject_of(firm.pk, at=at),
        "customs_penalty",
        f"洪关罚{firm.pk}号",
        at=at,
        grade="general",
        occurred_date=timezone.localdate() - timedelta(days=3),
    )
    return firm


def test_a_model_is_simulated_and_released_by_two(visit: Visit) -> None:
    drafter = official_visitor(visit, "zh-hans", "reviewer")
    firm = prepared(drafter)
    drafter.sign_in()
    page = drafter.open("/credit/models/")
    page.get_by_role("link", name="综试区默认模型 v1").click()
    page.get_by_role("button", name="复制为新草稿").click()
    page.get_by_label("权重").first.fill("20")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.locator("main")).to_contain_text("各维度权重之和应为 100")
    page.get_by_label("权重").first.fill("15")
    page.get_by_label("B 级的起始分").fill("745")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.locator("main")).to_contain_text("已保存，定义完整")
    model = ScoreModel.objects.filter(code="zone").latest("version")
    page.get_by_label("评价日").fill(timezone.localdate().isoformat())
    page.get_by_role("button", name="模型试算").click()
    expect(page.locator("main")).to_contain_text("正在试算")
    simulate_waiting(at=timezone.now())
    expect(page.locator("main")).to_contain_text("谁会变动", timeout=15_000)
    expect(page.locator("main")).to_contain_text(firm.name)
    assert drafter.wrong() == []
    drafter.open(f"/credit/models/{model.pk}/")
    page.get_by_role("button", name="提请发布").click()
    expect(page.locator("main")).to_contain_text("须由另一人发布")

    second = official_visitor(visit, "zh-hans", "supervisor")
    second.sign_in()
    page = second.open(f"/credit/models/{model.pk}/")
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.locator("main")).to_contain_text("已发布，自生效日起使用")
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert model_on(tomorrow) == model
    assert model_on(timezone.localdate()) != model


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_offices_credit_pages_are_accessible_and_fit(visit: Visit, language: str) -> None:
    visitor = official_visitor(visit, language, "reviewer")
    firm = prepared(visitor)
    visitor.sign_in()
    model = ScoreModel.objects.filter(code="zone").earliest("version")
    at = timezone.now()
    drafted = draft(
        code=model.code,
        zh=model.zh,
        en=model.en,
        definition=model.definition,
        by=SystemActor("test"),
        at=at,
    )
    person = subject_of_person(id_number(9), "罗虚构", at=at)
    pages = (
        *PAGES,
        f"/credit/models/{model.pk}/",
        f"/credit/models/{drafted.pk}/",
        f"/credit/persons/{person.pk}/",
        f"/credit/recompute/?code={firm.code}",
    )
    wrong = {path: visitor.wrong_on(path) for path in pages}

    assert {path: found for path, found in wrong.items() if found} == {}
