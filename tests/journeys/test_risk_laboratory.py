"""A rule is changed, tried over past days and released by two people, in a real browser."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone
from playwright.sync_api import expect

from risk.models import RuleVersion
from risk.selectors_laboratory import in_force
from risk.services.laboratory import trying
from risk.services.models.register import load_models
from risk.services.rules import load_rules
from tests.factories.screenings import facts, write_screenings
from tests.journeys.test_every_page import Visit
from tests.journeys.test_sites import official_visitor

RULE = "RT03-02"
FIRST = 9_000_000
"""Journeys commit: a rule and numbers of their own, that no other test uses."""


def test_a_rule_is_tried_and_released_by_two(visit: Visit) -> None:
    drafter = official_visitor(visit, "zh-hans", "reviewer")
    now = timezone.now()
    load_rules(at=now)
    load_models(at=now)
    values = [facts(person_addresses_30d=n % 6, decl_value=99.0) for n in range(60)]
    write_screenings(values, at=now, enterprise_id=drafter.desk.firm.id, first=FIRST)
    drafter.sign_in()
    wrong = {path: drafter.wrong_on(path) for path in ("/risk/feedback/", "/risk/models/")}
    page = drafter.open("/risk/laboratory/")
    page.get_by_role("link", name="RT03-02 一个证件，多个地址").click()
    page.get_by_role("button", name="复制为新草稿").click()
    main = page.locator("main")
    page.get_by_label("何时命中").fill("person.shoes > addresses")
    page.get_by_role("button", name="保存草稿").click()
    expect(main).to_contain_text("没有这个事实：person.shoes")
    page.get_by_label("何时命中").fill("person.addresses_30d >= addresses")
    page.get_by_label("地址数不少于").fill("3")
    page.get_by_role("button", name="保存草稿").click()
    expect(main).to_contain_text("已保存，定义完整")
    draft = RuleVersion.objects.filter(code=RULE).latest("version")
    page.get_by_role("button", name="开始试算").click()
    expect(main).to_contain_text("正在试算")
    for number in trying.waiting():
        trying.try_out(trial_id=number, at=timezone.now())
    expect(main).to_contain_text("会有什么变化", timeout=15_000)
    expect(main).to_contain_text(drafter.desk.firm.name)
    expect(main).to_contain_text("新增命中")
    wrong["/risk/trials/"] = drafter.wrong()
    page = drafter.open(f"/risk/laboratory/{draft.pk}/")
    wrong["/risk/laboratory/1/"] = drafter.wrong()
    page.get_by_role("button", name="提请发布").click()
    expect(page.locator("main")).to_contain_text("须由另一人发布")

    second = official_visitor(visit, "en", "supervisor")
    second.sign_in()
    wrong["/risk/laboratory/"] = second.wrong_on("/risk/laboratory/")
    page = second.open(f"/risk/laboratory/{draft.pk}/")
    page.get_by_role("button", name="Release", exact=True).click()
    expect(page.locator("main")).to_contain_text("Released")
    tomorrow = timezone.now() + timedelta(days=1)
    versions = RuleVersion.objects.filter(code=RULE)
    assert in_force(versions, tomorrow).get() == draft
    assert in_force(versions, timezone.now()).get() != draft
    versions.filter(pk=draft.pk).update(state="retired", to_at=F("from_at"))
    versions.filter(version=1).update(to_at=None)
    assert {path: found for path, found in wrong.items() if found} == {}
